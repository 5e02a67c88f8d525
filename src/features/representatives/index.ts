import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { mayKeepOfficials } from './access.ts';
import { importCommand } from './import/command.ts';
import { logNames } from './named.ts';
import { importsCommand, reportsCommand } from './operator.ts';
import { clearSampleRepresentatives } from './queries.ts';
import { retainReports } from './reports/commands.ts';
import { openReports } from './reports/queries.ts';
import { routes } from './routes.tsx';
import { loadSampleRepresentatives } from './samples.ts';
import { hotForms } from './search.ts';
import { retainUploads } from './upload/commands.ts';

export { type CarriedFinding, decodeFinding, encodeFinding } from './finding.ts';
export {
  type AskedSearch,
  type AskedTarget,
  isAskable,
  isOfCourt,
  searchAsked,
  servingsAsked,
} from './lookup/asked.ts';
export type { Lookup } from './lookup/lookup.ts';
export { createRepresentatives, dayOf, type Representatives, representativesOf } from './lookup/store.ts';
export { foldName, normalisePostalCode } from './names.ts';
export { Here } from './pages/here.tsx';
export { splitPoint } from './point.ts';
export { loadSampleRepresentatives } from './samples.ts';
export { sourceWords } from './source.ts';
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
export { largest as largestTable, readTable } from './upload/table.ts';

export const feature: Feature = {
  name: 'representatives',
  logNames: [logNames],
  routes,
  hotForms,
  workDoors: (at, actor, t) =>
    mayKeepOfficials(actor)
      ? [
          {
            href: urls.representatives.desk(at),
            place: 'act',
            label: t('representatives.desk.title'),
            hint: t('representatives.desk.door'),
          },
        ]
      : [],
  retain: async (ctx) => (await retainUploads(ctx)) + (await retainReports(ctx)),
  async dashboard(ctx, t) {
    if (!mayKeepOfficials(ctx.actor)) return [];
    const { count, since } = await openReports(ctx);
    if (count === 0) return [];
    return [
      {
        text: t('representatives.today.reports', { count }),
        why: t('representatives.today.reports.why'),
        since,
        href: urls.representatives.queue({ network: ctx.network.slug, locale: ctx.locale }),
        action: t('representatives.today.reports.action'),
      },
    ];
  },
  commands: [importCommand, importsCommand, reportsCommand],
  loadKit: async ({ trx, folder, now }) => void (await loadSampleRepresentatives(trx, folder, now)),
  clearSamples: ({ trx }) => clearSampleRepresentatives(trx),
};
