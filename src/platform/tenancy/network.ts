/** A tenant, as every page needs it. Texts are by language. */
export type Network = {
  id: string;
  slug: string;
  name: Record<string, string>;
  tagline: Record<string, string>;
  /** The languages it publishes in; the first is its default. */
  locales: string[];
  /** #rrggbb; everything else of its look is mixed from it. */
  accent: string;
  country: string | null;
  timeZone: string;
  /** Its own public origin, or null for the installation's. */
  origin: string | null;
  mailFrom: string | null;
  postalAddress: string | null;
  sample: boolean;
  settings: NetworkSettings;
  /** Whether its library has something for everybody, for those who belong alone, or nothing yet; left out: not known. */
  library?: 'open' | 'inward' | 'empty';
  /** Which words of its name and motto a machine translated and nobody has reviewed: `fr:name`. */
  machineMade?: readonly string[];
  /** The next moments, in order, at which something that its pages may show ends. No page is kept past one of them. */
  ends?: readonly Date[];
};

/** The next moment at which something that the network's pages may show ends; undefined: none is known. */
export const nextEnd = ({ ends }: Pick<Network, 'ends'>, now: Date): Date | undefined => ends?.find((end) => end > now);

export type NetworkSettings = {
  /** The sites (origins) that may show its forms in a frame; none: every site. */
  embedOn?: string[];
  /** false: not even the name of the site that led somebody here is kept with what she did. */
  referrer?: boolean;
  /** Consent purposes that its forms offer, beside the letter itself. */
  purposes?: string[];
  /** How much room its files may take, in megabytes: all of them, and those of one person. */
  fileQuota?: { network: number; person: number };
  /** Its directory shows somebody to everybody: the navigation names it. */
  directory?: boolean;
  /** Its contact page is open to everybody. */
  contact?: boolean;
  /** Its composed pages on which something stands (`learn`, `connect`): the navigation names them. */
  pages?: string[];
  /** What it is before the law (one of the forms of the room `law`), and its own words where that is none of them. */
  legalForm?: string | null;
  legalFormWords?: string | null;
  /** Words that the editor's flags leave alone here (`en:inmate`), and words of its own that they name. */
  wording?: { off?: string[]; own?: { id: string; locale: string; word: string; instead: string }[] };
};

/** The text in `locale`, else in the first language that has one. */
export function inLocale(texts: Record<string, string> | null | undefined, locale: string): string {
  if (!texts) return '';
  return texts[languageOf(texts, locale)] ?? '';
}

/** The language in which `inLocale` gives these texts. */
export const languageOf = (texts: Record<string, string>, locale: string): string =>
  [locale, 'en', ...Object.keys(texts)].find((each) => texts[each] !== undefined) ?? locale;
