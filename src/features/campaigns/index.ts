import type { At } from '../../platform/http/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { clearSamples, loadKit } from './kit.ts';
import { exportSupporter, retainActions } from './ledger.ts';
import { linksKind } from './links.ts';
import { confirmation } from './mails/confirmation.tsx';
import { privateLinks } from './mails/links.tsx';
import { listCampaigns } from './queries.ts';
import { routes, stepRoutes } from './routes.tsx';
import { searchable } from './searchable.ts';
import { hotForms } from './submit.ts';
import { retainWatch, watchJob, watchJobName } from './watch.ts';
import { eraseSupporter } from './withdraw.ts';

export { groupsOf, tickedAtFirst } from './addressees.ts';
export {
  type Campaign,
  type CampaignMode,
  campaignModes,
  type Display,
  displays,
  isOpen,
  nextGoal,
  progress,
  type Signature,
} from './campaign.ts';
export { oneLine } from './forms.ts';
export { countryName, eitherOf, FindForm } from './pages/find.tsx';
export { CampaignFrame, sharedOf } from './pages/frame.tsx';
export { type Guarded, GuardFields } from './pages/guard.tsx';
export { OwnParts, ShareParts } from './pages/own.tsx';
export { ShareBox } from './pages/share.tsx';
export { namesakes, type PaperAction, recordOnPaper } from './paper.ts';
export { ownAction } from './private.tsx';
export {
  type ActionView,
  type CampaignLine,
  campaignFigures,
  findAction,
  findCampaign,
  listCampaigns,
} from './queries.ts';
export { actionRef, readActionRef } from './ref.ts';
export { acceptActions, releaseActions, setAside } from './review.ts';
export { coded, type Share, type ShareWords, shareWays, shareWords } from './share.ts';
export { campaignStore } from './store.ts';
export { type Surroundings, surroundingsOf } from './surroundings.ts';
export { takeAction } from './take.ts';
export { type CampaignText, isReady, longestLetter, missingParts } from './texts.ts';
export { campaignTitles } from './titles.ts';
export { withdrawAction, withdrawConsent } from './withdraw.ts';

export const feature: Feature = {
  name: 'campaigns',
  routes,
  frameRoutes: stepRoutes,
  hotForms,
  publicPages: async (ctx) => [
    { address: urls.campaigns.list },
    ...(await listCampaigns(ctx)).map(({ slug }) => ({ address: (at: At) => urls.campaigns.show(at, slug) })),
  ],
  mails: { confirmation, [linksKind]: privateLinks },
  erase: eraseSupporter,
  searchable: [searchable],
  exportPerson: exportSupporter,
  jobs: { [watchJobName]: watchJob },
  recurring: [{ job: watchJobName, everyMinutes: 10 }],
  retain: async (ctx) => (await retainActions(ctx)) + (await retainWatch(ctx)),
  loadKit,
  clearSamples,
};
