import { coordinates } from '../../platform/access/index.ts';
import type { At } from '../../platform/http/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { clearSamples, loadKit } from './load.ts';
import { logNames } from './named.ts';
import { ownWordsRoutes } from './own-words/routes.tsx';
import { wordsOf } from './own-words/translatable.ts';
import { listIssues, listPlaces } from './queries.ts';
import { routes } from './routes.tsx';

export { type Strand, strands } from './files.ts';
export { loadVocabularies } from './load.ts';
export { labelsIn } from './own-words/queries.ts';
export { References } from './pages/references.tsx';
export { type Pointing, pointingTo, referencesOf } from './pointing.ts';
export { findPlace, type Issue, listIssues, listPlaces, type Place, placeAndAbove } from './queries.ts';

/** Must stand before every feature whose part of a kit points to an issue or a place. */
export const feature: Feature = {
  name: 'vocabularies',
  logNames,
  routes(app, deps) {
    routes(app, deps);
    ownWordsRoutes(app, deps);
  },
  translatable: [wordsOf('issue'), wordsOf('place')],
  workDoors: (at, actor, t) =>
    coordinates(actor)
      ? [
          {
            href: urls.vocabularies.ownWords(at),
            place: 'network',
            label: t('vocabularies.words.title'),
            hint: t('vocabularies.words.door'),
          },
        ]
      : [],
  // Places by the thousand that nothing points to would be found for nothing: countries alone.
  publicPages: async (ctx) => [
    { address: urls.vocabularies.issues },
    { address: urls.vocabularies.places },
    ...(await listIssues(ctx)).map(({ id }) => ({ address: (at: At) => urls.vocabularies.issue(at, id) })),
    ...(await listPlaces(ctx, { kind: 'country' }))
      .filter((place) => !place.sample)
      .map(({ id }) => ({ address: (at: At) => urls.vocabularies.place(at, id) })),
  ],
  loadKit,
  clearSamples,
};
