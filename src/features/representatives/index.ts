import type { Feature } from '../../platform/registry/index.ts';
import { importCommand } from './import/command.ts';
import { clearSampleRepresentatives } from './queries.ts';
import { routes } from './routes.tsx';
import { loadSampleRepresentatives } from './samples.ts';
import { hotForms } from './search.ts';

export { type CarriedFinding, decodeFinding, encodeFinding } from './finding.ts';
export type { Lookup } from './lookup/lookup.ts';
export { createRepresentatives, dayOf, type Representatives, representativesOf } from './lookup/store.ts';
export { foldName, normalisePostalCode } from './names.ts';
export { loadSampleRepresentatives } from './samples.ts';
export type {
  Contact,
  DivisionChoice,
  FindingState,
  Official,
  Place,
  RoleFinding,
  RoleSummary,
  Serving,
  Texts,
} from './types.ts';

/** Decision-makers: districts, posts, who serves in them and how they are reached. */
export const feature: Feature = {
  name: 'representatives',
  routes,
  hotForms,
  commands: [importCommand],
  loadKit: async ({ trx, folder, now }) => void (await loadSampleRepresentatives(trx, folder, now)),
  clearSamples: ({ trx }) => clearSampleRepresentatives(trx),
};
