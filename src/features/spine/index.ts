export { type About, aboutNothing, aboutOf } from './about.ts';
export { AboutLists, termsOf } from './about-lists.tsx';
export { type SpineChoice, type SpineLists, SpinePart } from './fields.tsx';
export { clearTagged, tagSample } from './kit.ts';
export {
  chosenOf,
  facilitiesOf,
  knownSpine,
  readSpine,
  removeTags,
  setTags,
  spineLists,
  taggedWith,
  tagsOf,
  tagsOfMany,
} from './tags.ts';
