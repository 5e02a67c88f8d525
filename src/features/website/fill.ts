import { machineMadeOf } from '../../platform/db/index.ts';
import { askTogether } from '../../platform/db/together.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { type CampaignLine, isOpen, listCampaigns } from '../campaigns/index.ts';
import { viewerOf } from '../directory/index.ts';
import { type AnnouncedEvent, announcedEvents } from '../events/index.ts';
import { listWorks, visibleAmong, type WorkLine } from '../library/index.ts';
import { signupWords } from '../mailing-list/index.ts';
import { listNews, type NewsItem } from '../news/index.ts';
import { type Picture, picturesOf } from '../pictures/index.ts';
import { type Reach, reachOf } from '../reach/index.ts';
import { storiesAt } from '../stories/index.ts';
import {
  type Block,
  optionOf,
  optionsOf,
  type PageName,
  picturesOf as picturesIn,
  saidIn,
  storyQuoted,
} from './block.ts';
import { type ActedFigures, actedFigures, countWorks, type NamedOrganisation, organisationsAmong } from './queries.ts';
import { thingOf } from './translatable.ts';

/** Everything that the blocks of a page show beside their own words, as the reader may see it. */
export type Filling = {
  campaigns: CampaignLine[];
  acted: ActedFigures;
  reach: Reach | undefined;
  worksCount: number;
  news: NewsItem[];
  events: AnnouncedEvent[];
  works: Map<string, WorkLine>;
  newest: WorkLine[];
  organisations: Map<string, NamedOrganisation>;
  pictures: Map<string, Picture>;
  /** The stories that quotations name, as far as everybody may read them: address and language. */
  stories: { slug: string; locale: string }[];
  /** The network's own words above the sign-up's button, where it wrote any. */
  signup: string | null | undefined;
  /** By block: which of its words, in the language in which it speaks, a machine translated and nobody has reviewed. */
  machine: ReadonlyMap<string, string[]>;
};

/** The works that a button or door names: `work:ID`. */
const workOfDoor = (door: string | undefined): string[] => (door?.startsWith('work:') ? [door.slice(5)] : []);

/** The doors of a block's buttons. */
const doorsOf = (block: Block): string[] => [
  ...optionsOf(block, 'doors'),
  ...optionsOf(block, 'door1'),
  ...optionsOf(block, 'door2'),
];

/** Reads what these blocks need, side by side: what none of them shows is not asked for. */
export async function fillingOf(given: Ctx, page: PageName, blocks: readonly Block[]): Promise<Filling> {
  const ctx = { ...given, trx: askTogether(given.trx) };
  const has = (...kinds: string[]) => blocks.some((block) => kinds.includes(block.kind));
  const most = (kind: string) =>
    Math.max(0, ...blocks.filter((block) => block.kind === kind).map((block) => Number(optionOf(block, 'count') ?? 3)));
  const figures = new Set(blocks.flatMap((block) => optionsOf(block, 'figures')));
  const wants = (...names: string[]) => names.some((name) => figures.has(name));
  const doors = new Set(blocks.flatMap(doorsOf));
  const works = [
    ...blocks.flatMap((block) => [...optionsOf(block, 'works'), ...optionsOf(block, 'work')]),
    ...[...doors].flatMap(workOfDoor),
  ];
  const needsCampaigns =
    has('campaigns') || wants('campaigns') || [...doors].some((door) => /^campaign(s$|:|$)/.test(door));
  const needsReach =
    wants('members', 'organisations', 'countries') ||
    has('map') ||
    doors.has('map') ||
    blocks.some((block) => optionOf(block, 'art') === 'map');
  const picksNothing = (block: Block) => block.kind === 'library' && optionsOf(block, 'works').length === 0;
  const viewer = viewerOf(ctx.actor);
  const none = <T>(value: T): Promise<T> => Promise.resolve(value);

  const [
    campaigns,
    acted,
    reach,
    worksCount,
    news,
    events,
    picked,
    newest,
    organisations,
    pictures,
    stories,
    signup,
    machine,
  ] = await Promise.all([
    needsCampaigns ? listCampaigns(ctx) : none([]),
    wants('letters', 'supporters', 'reached') ? actedFigures(ctx) : none({ letters: 0, supporters: 0, reached: 0 }),
    needsReach ? reachOf(ctx, viewer === 'herself' ? 'member' : viewer) : none(undefined),
    wants('works') ? countWorks(ctx) : none(0),
    has('news') || doors.has('news') ? listNews(ctx, undefined, Math.max(1, most('news'))) : none({ items: [] }),
    has('events') ? announcedEvents(ctx, most('events')) : none([]),
    visibleAmong(ctx, [...new Set(works)]),
    blocks.some(picksNothing) ? listWorks(ctx, {}, { sort: 'added', limit: 3 }) : none({ works: [] }),
    organisationsAmong(
      ctx,
      blocks.flatMap((block) => optionsOf(block, 'organisation')),
    ),
    picturesOf(ctx, picturesIn(blocks)),
    storiesAt(ctx, [...new Set(blocks.flatMap((block) => storyQuoted(block, ctx.network.slug)?.story ?? []))]),
    has('signup') ? signupWords(ctx, ctx.locale) : none(undefined),
    machineMadeOf(
      ctx.trx,
      'block',
      blocks.map((block) => {
        const { locale, words } = saidIn(block, ctx.locale, ctx.network.locales);
        return { id: thingOf(page, block), locale, texts: words };
      }),
    ),
  ]);
  return {
    campaigns: campaigns.filter((campaign) => isOpen(campaign, ctx.now)),
    acted,
    reach,
    worksCount,
    news: news.items,
    events,
    works: new Map(picked.map((work) => [work.id, work])),
    newest: newest.works,
    organisations,
    pictures,
    stories,
    signup,
    machine: new Map(blocks.map((block) => [block.id, machine.get(thingOf(page, block)) ?? []])),
  };
}
