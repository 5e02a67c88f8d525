import type { View } from '../../platform/http/index.ts';
import type { Door } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import type { DoorName } from './block.ts';
import type { Filling } from './fill.ts';

/** Where the doors lead that need no thing of their own. */
const addresses: Record<Exclude<DoorName, 'campaign'>, (at: View['at']) => string> = {
  campaigns: (at) => urls.campaigns.list(at),
  representatives: (at) => urls.representatives.find(at),
  learn: urls.website.learn,
  connect: urls.website.connect,
  library: (at) => urls.library.list(at),
  news: urls.news.list,
  map: urls.reach.map,
  organisations: (at) => urls.organisations.list(at),
  standards: (at) => urls.standards.list(at),
  'mailing-list': urls.mailingList.form,
  join: (at) => urls.members.join(at),
  contact: urls.inbox.contact,
};

/**
 * The door that a block names, with its usual words; undefined where nothing lies behind it for this reader: an empty Learn page,
 * a work that she may not see, a campaign that is closed.
 */
export function doorOf(v: View, filling: Filling, door: string): Door | undefined {
  const [name, id] = door.split(':') as [string, string | undefined];
  if (name === 'campaign') {
    const campaign = id ? filling.campaigns.find((one) => one.id === id) : filling.campaigns[0];
    if (!campaign) return undefined;
    const label = id
      ? campaign.title
      : v.t(campaign.mode === 'petition' ? 'website.door.sign' : 'website.door.campaign');
    return { href: urls.campaigns.show(v.at, campaign.slug), label, hint: campaign.summary };
  }
  if (name === 'work') {
    const work = id ? filling.works.get(id) : undefined;
    return work && { href: urls.library.show(v.at, work.slug), label: work.version.title };
  }
  const address = addresses[name as keyof typeof addresses];
  if (!address || !isOpen(v, filling, name)) return undefined;
  return { href: address(v.at), label: v.t(`website.door.${name}`), hint: v.t(`website.door.${name}.text`) };
}

function isOpen(v: View, filling: Filling, name: string): boolean {
  switch (name) {
    case 'learn':
    case 'connect':
      return v.network.settings.pages?.includes(name) ?? false;
    case 'library':
      return v.network.library === 'open' || (v.network.library === 'inward' && v.can('member', 'lead', 'coordinator'));
    case 'contact':
      return v.network.settings.contact === true;
    case 'campaigns':
      return filling.campaigns.length > 0;
    case 'news':
      return filling.news.length > 0;
    case 'map':
      return (filling.reach?.countries.length ?? 0) > 0;
    default:
      return true;
  }
}
