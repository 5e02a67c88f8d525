export { type Cleaned, cleanDocument } from './clean.ts';
export { decode, type Kind, kindOfType, kinds, type Refusal, type Removed, refusals, removals } from './kinds.ts';
export { readSafely } from './sandbox.ts';
export { mostPictures, type Part, type Picture, type Words } from './tasks.ts';
