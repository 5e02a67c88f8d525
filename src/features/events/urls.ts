import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}`;
const desk = (at: At, campaign: string) => `${base(at)}/desk/campaigns/${campaign}`;

// Not below the campaign's desk: a member who is a witness has no business there.
const cards = (at: At, campaign: string) => `${base(at)}/desk/cards/${campaign}`;

export const eventUrls = {
  /** Where the code on a slide leads. */
  door: (at: At, code: string) => `${base(at)}/e/${code}`,
  /** The events of a campaign; `campaign` is its id everywhere below. */
  desk: (at: At, campaign: string) => `${desk(at, campaign)}/events`,
  edit: (at: At, campaign: string, event: string) => `${desk(at, campaign)}/events/${event}`,
  slide: (at: At, campaign: string, event: string) => `${desk(at, campaign)}/events/${event}/slide`,
  witnesses: (at: At, campaign: string, event: string) => `${desk(at, campaign)}/events/${event}/witnesses`,
  removal: (at: At, campaign: string, event: string) => `${desk(at, campaign)}/events/${event}/removal`,
  /** Cards signed on paper, by batches. */
  cards: (at: At, campaign: string, event = '') => `${cards(at, campaign)}${event ? `?event=${event}` : ''}`,
  /** The sheet to be printed, in a language; with an event its name stands on it. */
  sheet: (at: At, campaign: string, locale: string, event = '') =>
    `${cards(at, campaign)}/sheet.pdf?${new URLSearchParams({ locale, ...(event ? { event } : {}) })}`,
  batch: (at: At, campaign: string, batch: string) => `${cards(at, campaign)}/${batch}`,
  batchRemoval: (at: At, campaign: string, batch: string) => `${cards(at, campaign)}/${batch}/removal`,
};
