import { coordinates } from '../../platform/access/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { assignedMailKind } from './assignments.ts';
import { dashboard } from './dashboard.ts';
import { clearSamples, loadKit } from './kit.ts';
import { departs, exportAccount, retain } from './leaving.ts';
import { assignedMail } from './mails/assigned.ts';
import { goOnWithImports, importJob, runImport, runUndo, undoJob } from './po/commands.ts';
import { routes } from './routes.tsx';

export { Translations } from './pages/states.tsx';
export { machineMadeAmong } from './queries.ts';
export { type Standing, type Standings, standingsOf } from './standing.ts';

/** How far the network's words are translated, who translates what, and files for translators' tools. */
export const feature: Feature = {
  name: 'translations',
  routes,
  mails: { [assignedMailKind]: assignedMail },
  jobs: { [importJob]: runImport, [undoJob]: runUndo },
  dashboard,
  workDoors: (at, actor, t) =>
    coordinates(actor)
      ? [
          {
            href: urls.translations.list(at),
            place: 'publish',
            label: t('translations.title'),
            hint: t('translations.door'),
          },
        ]
      : [],
  departs,
  exportAccount,
  async retain(ctx, features) {
    await goOnWithImports(ctx);
    return retain(ctx, features);
  },
  loadKit,
  clearSamples,
};
