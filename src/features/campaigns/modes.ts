import { type Deps, found } from '../../platform/http/index.ts';
import type { CampaignMode } from '../../platform/registry/index.ts';

/** How people take part in a campaign of this mode; another feature brings it. 404 where none does. */
export const modeOf = (deps: Deps, mode: string): CampaignMode =>
  found(deps.features.map((feature) => feature.campaignModes?.[mode]).find(Boolean));
