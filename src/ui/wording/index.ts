export { FieldWording, type SavedText, WordingNotice } from './notice.tsx';
export { type Flag, flagsIn, fold, lists, onceEach, ownWords, sentenceIds, type WordingChoices } from './rule.ts';
