import type { Refusal } from './kinds.ts';

/** A document that is not taken, or not read, and why. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal);
    this.refusal = refusal;
  }
}
