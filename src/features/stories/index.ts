import { signedIn } from '../../platform/access/index.ts';
import type { At } from '../../platform/http/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { mayKeepStories } from './access.ts';
import { dashboard } from './dashboard.ts';
import { clearSamples, loadKit, standWith } from './kit.ts';
import { departs, erase, exportAccount, retain } from './leaving.ts';
import { wordMail } from './mails/word.tsx';
import { campaignPart } from './pages/public.tsx';
import { endings, rounds } from './reaching.ts';
import { routes } from './routes.tsx';
import { searchable } from './searchable.ts';
import { storiesOfCampaign, storiesPointingTo, storyAddresses } from './shown.ts';

/** A woman's own words or picture, and what she agreed to for each use, place and language. */
export const feature: Feature = {
  name: 'stories',
  routes,
  mails: { 'private-word': wordMail },
  jobs: { 'stories.endings': endings, 'stories.rounds': rounds },
  recurring: [{ job: 'stories.rounds', everyMinutes: 360 }],
  dashboard,
  workDoors: (at, actor, t) => [
    ...(mayKeepStories(actor)
      ? [{ href: urls.stories.desk(at), place: 'publish' as const, label: t('stories.title'), hint: t('stories.door') }]
      : []),
    ...(signedIn(actor)
      ? [
          {
            href: urls.stories.mine(at),
            place: 'own' as const,
            label: t('stories.mine.title'),
            hint: t('stories.mine.door'),
          },
        ]
      : []),
  ],
  campaignDesk: (at, { id }, t) => [
    {
      place: 'text',
      href: urls.stories.campaign(at, id),
      label: t('stories.campaign.desk'),
      hint: t('stories.campaign.door'),
    },
  ],
  async campaignPart(ctx, { id }) {
    const stories = await storiesOfCampaign(ctx, id);
    return stories.length > 0 ? campaignPart(stories) : undefined;
  },
  async publicPages(ctx) {
    const addresses = await storyAddresses(ctx);
    if (addresses.length === 0) return [];
    return [
      { address: (at: At) => urls.stories.list(at) },
      ...[...new Set(addresses.map(({ slug }) => slug))].map((slug) => ({
        address: (at: At) => urls.stories.show(at, slug),
        locales: addresses.filter((one) => one.slug === slug).map((one) => one.locale),
      })),
    ];
  },
  backReferences: storiesPointingTo,
  searchable: [searchable],
  departs,
  erase,
  exportAccount,
  retain,
  loadKit,
  clearSamples,
};

export { StoriesAlong } from './pages/public.tsx';
export { type ShownStory, storiesAt, storiesOfNews } from './shown.ts';

/** The kits' stories stand with the kits' campaigns and news, which are loaded after them. */
export const samplesAlong: Feature = { name: 'stories-along', loadKit: standWith };
