import type { Feature } from '../../platform/registry/index.ts';
import { clearSamples, loadKit } from './kit.ts';
import { exportSupporter, retainActions } from './ledger.ts';
import { confirmation } from './mails/confirmation.tsx';
import { routes } from './routes.tsx';
import { hotForms } from './submit.ts';
import { eraseSupporter } from './withdraw.ts';

export { isOpen } from './campaign.ts';
export { type CampaignLine, findAction, findCampaign, listCampaigns } from './queries.ts';
export { actionRef, readActionRef } from './ref.ts';
export { type CampaignText, isReady, longestLetter, missingParts, type NeededPart, neededParts } from './texts.ts';

export const feature: Feature = {
  name: 'campaigns',
  routes,
  hotForms,
  mails: { confirmation },
  erase: eraseSupporter,
  exportPerson: exportSupporter,
  retain: retainActions,
  loadKit,
  clearSamples,
};
