import { z } from 'zod';
import { drawings } from './drawings.ts';

/** The pages that are composed. */
export const pageNames = ['home', 'learn', 'connect'] as const;
export type PageName = (typeof pageNames)[number];
export const isPageName = (text: string): text is PageName => (pageNames as readonly string[]).includes(text);

/** The ground on which a block of the home page stands. */
export const bands = ['paper', 'sill', 'wash', 'accent', 'ink'] as const;

/** What is counted, in the order in which it is shown. */
const figureNames = [
  'letters',
  'supporters',
  'reached',
  'campaigns',
  'members',
  'organisations',
  'countries',
  'works',
] as const;
export type FigureName = (typeof figureNames)[number];

/** Pages of the network to which a button or a door leads. `campaign`: the newest that is open. */
export const doorNames = [
  'campaign',
  'campaigns',
  'representatives',
  'learn',
  'connect',
  'library',
  'news',
  'map',
  'organisations',
  'standards',
  'mailing-list',
  'join',
  'contact',
] as const;
export type DoorName = (typeof doorNames)[number];

/** What a woman or man can give where she is; the words of the Connect page. */
const gifts = ['time', 'money', 'things'] as const;

/** One field of a block's words. */
export type WordField = { name: string; most: number; rows?: number };

/** One choice of a block beside its words. Every value is a list of texts, most of them of one. */
export type OptionField = { name: string } & (
  | { type: 'one'; of: readonly string[] }
  | { type: 'many'; of: readonly string[] }
  | { type: 'door' | 'source' | 'address' }
  | { type: 'picture' }
  | { type: 'ids'; of: 'campaigns' | 'works'; most: number }
  | { type: 'id'; of: 'work' | 'organisation' }
);

export type Kind = {
  pages: readonly PageName[];
  /** A page holds one of it: its form's fields are there once. */
  once?: true;
  words: readonly WordField[];
  /** A block of this kind says nothing without one of these words. */
  needs?: readonly string[];
  layouts: readonly [string, ...string[]];
  options: readonly OptionField[];
};

const title: WordField = { name: 'title', most: 160 };
const text: WordField = { name: 'text', most: 800, rows: 4 };
const alt: WordField = { name: 'alt', most: 300 };
const button = (name: string): WordField => ({ name, most: 60 });
const door = (name: string): OptionField => ({ name, type: 'door' });
const art = (more: readonly string[] = []): OptionField[] => [
  { name: 'art', type: 'one', of: ['none', 'picture', ...more, ...drawings] },
  { name: 'picture', type: 'picture' },
];
const count: OptionField = { name: 'count', type: 'one', of: ['3', '2', '4', '6'] };

/** Every kind of block: which words it has, how it can look, what is chosen for it. */
export const kinds = {
  hero: {
    pages: ['home'],
    words: [title, { ...text, most: 600 }, button('button1'), button('button2'), alt],
    needs: ['title'],
    layouts: ['beside', 'middle', 'wide'],
    options: [
      ...art(['numbers', 'map']),
      door('door1'),
      door('door2'),
      { name: 'figures', type: 'many', of: figureNames },
    ],
  },
  campaigns: {
    pages: ['home'],
    words: [title, text],
    layouts: ['panes', 'first'],
    options: [{ name: 'campaigns', type: 'ids', of: 'campaigns', most: 6 }],
  },
  numbers: {
    pages: ['home'],
    words: [title, text],
    layouts: ['window', 'line'],
    options: [{ name: 'figures', type: 'many', of: figureNames }],
  },
  text: {
    pages: ['home'],
    words: [title, { ...text, most: 4000, rows: 9 }, button('button1'), alt],
    needs: ['title', 'text'],
    layouts: ['text', 'points', 'columns'],
    options: [...art(), door('door1')],
  },
  doors: {
    pages: ['home'],
    words: [title, text],
    layouts: ['window', 'list'],
    options: [{ name: 'doors', type: 'many', of: doorNames }],
  },
  news: { pages: ['home'], words: [title], layouts: ['shelf', 'first'], options: [count] },
  events: { pages: ['home'], words: [title, text], layouts: ['table'], options: [count] },
  quote: {
    pages: ['home'],
    words: [
      { name: 'quote', most: 500, rows: 3 },
      { name: 'who', most: 120 },
      { name: 'about', most: 200 },
    ],
    needs: ['quote', 'who'],
    layouts: ['plain', 'large'],
    options: [{ name: 'source', type: 'source' }],
  },
  map: { pages: ['home'], words: [title, text], layouts: ['beside', 'wide'], options: [] },
  library: {
    pages: ['home'],
    words: [title, text],
    layouts: ['shelf', 'panes'],
    options: [{ name: 'works', type: 'ids', of: 'works', most: 6 }],
  },
  signup: { pages: ['home'], once: true, words: [title, text], layouts: ['form'], options: [] },
  heading: {
    pages: ['learn', 'connect'],
    words: [title, text],
    needs: ['title'],
    layouts: ['plain'],
    options: [],
  },
  reading: {
    pages: ['learn'],
    words: [title, { ...text, most: 300, rows: 2 }],
    layouts: ['plain'],
    options: [
      { name: 'work', type: 'id', of: 'work' },
      { name: 'address', type: 'address' },
      { name: 'start', type: 'many', of: ['yes'] },
    ],
  },
  ally: {
    pages: ['connect'],
    words: [title, { name: 'place', most: 120 }, { ...text, most: 300, rows: 2 }],
    layouts: ['plain'],
    options: [
      { name: 'organisation', type: 'id', of: 'organisation' },
      { name: 'address', type: 'address' },
      { name: 'gives', type: 'many', of: gifts },
    ],
  },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as [KindName, ...KindName[]];
/** The kind by its name, with the wider type that forms and pages go by. */
export const kindOf = (name: KindName): Kind => kinds[name];
export const kindsOfPage = (page: PageName): KindName[] =>
  kindNames.filter((name) => kindOf(name).pages.includes(page));

const words = z.record(z.string(), z.string());

/** A block as it is kept. Whatever stands in the database passes through here before it is shown. */
const blockSchema = z.object({
  id: z.uuid(),
  kind: z.enum(kindNames),
  on: z.boolean(),
  /** Grows with each change of this block. */
  rev: z.number().int(),
  band: z.enum(bands),
  layout: z.string(),
  words: z.record(z.string(), words),
  options: z.record(z.string(), z.array(z.string())),
});
export type Block = z.infer<typeof blockSchema>;

/** The most blocks of one page. */
export const mostBlocks = 120;

/** The blocks of a stored page; one that this version does not know is left out. */
export function blocksOf(stored: unknown): Block[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((one) => {
    const block = blockSchema.safeParse(one);
    return block.success ? [block.data] : [];
  });
}

/** A new block of a kind, with nothing in it. */
export const emptyBlock = (id: string, kind: KindName): Block => ({
  id,
  kind,
  on: true,
  rev: 1,
  band: 'paper',
  layout: kindOf(kind).layouts[0],
  words: {},
  options: {},
});

/** What was chosen, or nothing. */
export const optionsOf = (block: Block, name: string): readonly string[] => block.options[name] ?? [];
/** The one thing that was chosen, or undefined. */
export const optionOf = (block: Block, name: string): string | undefined => optionsOf(block, name)[0] || undefined;

/** A block's words in one language, and in which. */
export type Said = { locale: string; words: Record<string, string> };

const filled = (said: Record<string, string> | undefined): boolean =>
  said !== undefined && Object.values(said).some((word) => word.trim() !== '');

/**
 * The words for a reader: in her language, else in the first of the network's that has any. A block speaks one language: what is
 * missing in it is not filled up from another.
 */
export function saidIn(block: Block, locale: string, locales: readonly string[]): Said {
  const shown = [locale, ...locales].find((one) => isSaid(block, one));
  return shown ? { locale: shown, words: block.words[shown]! } : { locale, words: {} };
}

/** Whether a block has its words in a language: those it needs, where there are such, else any. */
export function isSaid(block: Block, locale: string): boolean {
  const own = block.words[locale];
  const { needs } = kindOf(block.kind);
  return needs ? needs.some((name) => (own?.[name] ?? '').trim() !== '') : filled(own);
}

/** The list with one block a step further up or down; the same list where there is no step. */
export function moved(blocks: readonly Block[], id: string, way: 'up' | 'down'): Block[] {
  const at = blocks.findIndex((block) => block.id === id);
  const to = way === 'up' ? at - 1 : at + 1;
  if (at < 0 || to < 0 || to >= blocks.length) return [...blocks];
  const list = [...blocks];
  [list[at], list[to]] = [list[to]!, list[at]!];
  return list;
}

/** The blocks that can be seen at all: switched on, and with the words they need in some language. */
export const shownBlocks = (blocks: readonly Block[], locales: readonly string[]): Block[] =>
  blocks.filter((block) => block.on && (!kindOf(block.kind).needs || locales.some((locale) => isSaid(block, locale))));

/**
 * The address of the story that a quotation names as its source, as a page of the network `slug`: of this site, or, where it is a whole
 * address, of `host` too. Undefined for any other source.
 */
export function storyQuoted(block: Block, slug: string): { story: string; host: string | undefined } | undefined {
  const [, host, network, story] =
    /^(?:https?:\/\/([^/]+))?\/([^/]+)\/[A-Za-z-]+\/stories\/([^/?#]+)\/?(?:[?#]|$)/.exec(
      (block.kind === 'quote' && optionOf(block, 'source')) || '',
    ) ?? [];
  return story && network === slug ? { story, host } : undefined;
}

/** Pictures that these blocks show. */
export const picturesOf = (blocks: readonly Block[]): string[] => [
  ...new Set(blocks.flatMap((block) => optionsOf(block, 'picture'))),
];
