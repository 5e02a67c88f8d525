import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { dashboard } from './dashboard.ts';
import { clearSamples, loadKit } from './kit.ts';
import { hasStands } from './queries.ts';
import { routes } from './routes.tsx';

export {
  type OutcomeForm,
  type PromiseForm,
  promiseForm,
  readPromiseForm,
  readStandForm,
  type StandForm,
  standForm,
} from './forms.ts';
export { labelsOf, PromiseFields, StandFields } from './pages/fields.tsx';
export { recordPromise, recordStand, type Speaker } from './record.ts';
export { isScored } from './stand.ts';

/** Where decision-makers stand on a campaign and what they promised: recorded by coordinators, read by everybody. */
export const feature: Feature = {
  name: 'stands',
  routes,
  dashboard,
  campaignDesk: (at, { id }, t) => [
    { place: 'after', href: urls.stands.desk(at, id), label: t('stands.desk.link'), hint: t('stands.desk.text') },
  ],
  async campaignDoors(ctx, { id, slug }, t) {
    if (!(await hasStands(ctx, id))) return [];
    const at = { network: ctx.network.slug, locale: ctx.locale };
    return [{ href: urls.stands.board(at, slug), label: t('stands.board.title'), hint: t('stands.show.text') }];
  },
  loadKit,
  clearSamples,
};
