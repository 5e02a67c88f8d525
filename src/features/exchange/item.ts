export const sides = ['offer', 'request'] as const;
export type ItemSide = (typeof sides)[number];

/** What is offered or asked for. */
export const itemKinds = [
  'training',
  'memo',
  'translation',
  'legal',
  'expert',
  'visit',
  'material',
  'speaker',
  'time',
  'other',
] as const;
export type ItemKind = (typeof itemKinds)[number];

export const itemStates = ['open', 'matched', 'done', 'withdrawn', 'expired'] as const;
export type ItemState = (typeof itemStates)[number];

/** The languages that may be chosen beside the network's own: those that members in many countries work in. */
export const workLanguages = [
  'ar',
  'de',
  'en',
  'es',
  'fr',
  'ha',
  'ht',
  'it',
  'ka',
  'ny',
  'pl',
  'pt',
  'qu',
  'ru',
  'sw',
  'th',
  'ur',
  'yo',
  'zh',
] as const;

export type ItemText = { locale: string; title: string; body: string };

/** An offer or request, with everything that a page shows of it. */
export type Item = {
  id: string;
  side: ItemSide;
  kind: ItemKind;
  accountId: string;
  /** Her name; shown to members alone. */
  author: string;
  organisationId: string | null;
  organisation: string | null;
  /** By which its page is asked for; null where the reader may not know of it. */
  organisationSlug: string | null;
  country: string | null;
  whereabouts: string;
  languages: string[];
  from: string | null;
  until: string;
  seen: 'members' | 'public';
  state: ItemState;
  result: string;
  sample: boolean;
  createdAt: Date;
  issues: string[];
  texts: ItemText[];
};

/** The longest that an item stands, in days; and how long it stands unless somebody says otherwise. */
export const longestDays = 366;
export const usualDays = 90;

/** Its state on a day: what is open past its last day is over, whether or not the job has written it down. */
export const stateOn = (item: Pick<Item, 'state' | 'until'>, today: string): ItemState =>
  item.state === 'open' && item.until < today ? 'expired' : item.state;

/** The text for a reader: in her language, else in the first of the network's that has one, else any. */
export function textFor<T extends { locale: string }>(
  texts: readonly T[],
  locale: string,
  locales: readonly string[],
): T | undefined {
  for (const wanted of [locale, ...locales]) {
    const found = texts.find((text) => text.locale === wanted);
    if (found) return found;
  }
  return texts[0];
}
