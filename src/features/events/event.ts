import { randomSigns } from '../../platform/crypto/ids.ts';
import { instantOf } from '../../platform/http/index.ts';

/** An event of a campaign: where, when on the clocks of that place, and its code. */
export type Event = {
  id: string;
  campaignId: string;
  code: string;
  name: string;
  place: string;
  /** Wall time, '2026-12-01T18:00', on the clocks of `timeZone`. */
  startsAt: string;
  endsAt: string;
  timeZone: string;
  most: number;
  /** Everybody may know of it: its name, place and time, never its code. */
  announced: boolean;
  removed: boolean;
};

/** Letters and digits that nobody mistakes for one another on a slide: no I, L, O, 0 and 1. */
export const codeSigns = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const codeLength = 6;

/** A new code: 31⁶, about 890 million, so that nobody guesses one while it holds. */
export const newCode = (): string => randomSigns(codeSigns, codeLength);

/** A code as people type it: small letters, blanks and dashes do not matter. Undefined when it is none. */
export function readCode(text: string): string | undefined {
  const code = text.toUpperCase().replace(/[\s-]/g, '');
  return /^[A-HJKMNP-Z2-9]{5,8}$/.test(code) ? code : undefined;
}

/** Whether the event lies ahead, is on, or is over at an instant; doors open a little before and close a little after. */
export function phaseOf(event: Pick<Event, 'startsAt' | 'endsAt' | 'timeZone'>, now: Date): 'ahead' | 'on' | 'over' {
  const starts = instantOf(event.startsAt, event.timeZone);
  const ends = instantOf(event.endsAt, event.timeZone);
  if (!starts || !ends) return 'over';
  if (now < starts) return 'ahead';
  return now < ends ? 'on' : 'over';
}

/** So long after its end the cards of an event are expected, in days: then its witnesses are not reminded any more. */
export const cardDays = 30;
