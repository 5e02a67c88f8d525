export { type SpineChoice, SpineChoices, type SpineLists } from './fields.tsx';
export { knownSpine, readSpine, removeTags, setTags, spineLists, taggedWith, tagsOf } from './tags.ts';
