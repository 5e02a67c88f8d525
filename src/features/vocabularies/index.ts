import type { Feature } from '../../platform/registry/index.ts';
import { clearSamples, loadKit } from './load.ts';
import { routes } from './routes.tsx';

export { type Strand, strands } from './files.ts';
export { loadVocabularies } from './load.ts';
export { References } from './pages/references.tsx';
export { pointingTo } from './pointing.ts';
export { findIssue, findPlace, type Issue, listIssues, listPlaces, type Place, placeAndAbove } from './queries.ts';

/** Must stand before every feature whose part of a kit points to an issue or a place. */
export const feature: Feature = { name: 'vocabularies', routes, loadKit, clearSamples };
