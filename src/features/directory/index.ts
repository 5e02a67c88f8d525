import { belongs, signedIn } from '../../platform/access/index.ts';
import { edit } from '../../platform/http/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { apiOperations } from './api.ts';
import { freezeQuarter } from './governance/commands.ts';
import { askedOf } from './governance/queries.ts';
import { clearSamples, loadKit } from './kit.ts';
import { departs, exportAccount, memberMerge } from './leaving.ts';
import { noteInNavigation } from './queries.ts';
import { routes } from './routes.tsx';

export { LevelChoice } from './fields.tsx';
export { readFilter } from './filter.ts';
export { offerKinds, type ProfileField, profileDefaults, profileFields } from './profile.ts';
export { countFacets } from './queries.ts';
export {
  type Level,
  levelOf,
  levels,
  levelsFor,
  mayShow,
  narrower,
  readLevels,
  type Shown,
  showsTo,
  type Viewer,
  viewerOf,
  visibleFields,
} from './visibility.ts';

export const feature: Feature = {
  name: 'directory',
  apiOperations,
  routes,
  workDoors: (at, actor, t) => [
    ...(belongs(actor)
      ? [
          {
            href: urls.directory.list(at),
            place: 'together' as const,
            label: t('directory.title'),
            hint: t('directory.door.text'),
          },
        ]
      : []),
    ...(signedIn(actor)
      ? [
          {
            href: urls.directory.profile(at),
            place: 'own' as const,
            first: true as const,
            label: t('directory.profile'),
            hint: t('directory.profile.door'),
          },
        ]
      : []),
    ...(belongs(actor)
      ? [
          {
            href: urls.directory.governance(at),
            place: 'together' as const,
            label: t('directory.governance'),
            hint: t('directory.governance.door'),
          },
        ]
      : []),
  ],
  async dashboard(ctx, t) {
    if (!signedIn(ctx.actor)) return [];
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return (await askedOf(ctx, ctx.actor.id)).map((asked) => ({
      text: t('directory.today', { name: asked.name }),
      why: t('directory.today.why'),
      since: asked.askedAt,
      href: urls.directory.confirmation(at, asked.id),
      action: t('directory.today.action'),
    }));
  },
  departs,
  exportAccount,
  memberMerge,
  loadKit,
  clearSamples,
  jobs: {
    'directory.quarter': async ({ deps, network }) => {
      const known = (await deps.networks.byId(network))!;
      await edit(deps, network, async (trx) => {
        const ctx = {
          trx,
          actor: { kind: 'system' } as const,
          network: known,
          locale: known.locales[0]!,
          now: deps.clock(),
        };
        await freezeQuarter(ctx);
        await noteInNavigation(ctx);
      });
    },
  },
  recurring: [{ job: 'directory.quarter', everyMinutes: 24 * 60 }],
};
