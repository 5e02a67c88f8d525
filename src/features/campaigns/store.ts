import { readNetwork } from '../../platform/db/index.ts';
import { type Deps, found } from '../../platform/http/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { type Campaign, type CampaignMode, isOpen } from './campaign.ts';
import { findCampaign } from './queries.ts';
import { openRecorder, openWordings } from './record.ts';

/** What the campaigns keep in the process: their public texts until an edit, and the queue in front of the ledger. */
export type CampaignStore = {
  /** The campaign, or 404. */
  get(network: Network, locale: string, slug: string): Promise<Campaign>;
  /** As `get`, but 404 for one of another mode, or that takes nothing now; at once where its text is in memory. */
  open(network: Network, locale: string, slug: string, mode?: CampaignMode): Campaign | Promise<Campaign>;
  record: ReturnType<typeof openRecorder>;
  wording: ReturnType<typeof openWordings>;
};

const stores = new WeakMap<Deps, CampaignStore>();

/** The one store of a process. */
export function campaignStore(deps: Deps): CampaignStore {
  let store = stores.get(deps);
  if (!store) {
    store = openStore(deps);
    stores.set(deps, store);
  }
  return store;
}

function openStore(deps: Deps): CampaignStore {
  const held = new Map<string, Campaign | Promise<Campaign | undefined>>();
  deps.edits.on((network) => {
    for (const key of held.keys()) if (network === '' || key.startsWith(network)) held.delete(key);
  });
  async function get(network: Network, locale: string, slug: string): Promise<Campaign> {
    const key = `${network.id} ${locale} ${slug}`;
    let campaign = held.get(key);
    if (!campaign) {
      const reading = readNetwork(deps.db, network.id, (trx) =>
        findCampaign({ trx, actor: { kind: 'public' }, network, locale, now: deps.clock() }, slug),
      );
      campaign = reading;
      held.set(key, reading);
      // Only what exists is kept: made-up addresses must not fill the memory. An edit meanwhile has forgotten it.
      reading.then(
        (there) => {
          if (held.get(key) !== reading) return;
          if (there) held.set(key, there);
          else held.delete(key);
        },
        () => held.get(key) === reading && held.delete(key),
      );
    }
    return found(await campaign);
  }
  return {
    get,
    open(network, locale, slug, mode = 'letter') {
      const opened = (campaign: Campaign) =>
        found(campaign.mode === mode && isOpen(campaign, deps.clock()) ? campaign : undefined);
      const known = held.get(`${network.id} ${locale} ${slug}`);
      return known && !(known instanceof Promise) ? opened(known) : get(network, locale, slug).then(opened);
    },
    record: openRecorder(deps.db),
    wording: openWordings(deps.db),
  };
}
