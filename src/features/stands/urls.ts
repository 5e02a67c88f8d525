import { type At, step } from '../../platform/http/at.ts';

const desk = (at: At, campaign: string) => `/${at.network}/${at.locale}/desk/campaigns/${campaign}/stands`;

export const standUrls = {
  /** The public scoreboard of a campaign. */
  board: (at: At, slug: string) => `/${at.network}/${at.locale}/campaigns/${step(slug)}/stands`,
  /** All that was ever recorded for it, to read or print. */
  history: (at: At, slug: string) => `/${at.network}/${at.locale}/campaigns/${step(slug)}/stands/history`,
  /** The coordinator's side; `campaign` is the id. */
  desk: (at: At, campaign: string) => desk(at, campaign),
  deskFrom: (at: At, campaign: string, words: string, after: string) =>
    `${desk(at, campaign)}?${new URLSearchParams({ ...(words ? { q: words } : {}), after })}`,
  /** One seat: the form and its history. A post's id holds slashes, so it travels in the query. */
  post: (at: At, campaign: string, post: string) => `${desk(at, campaign)}/seat?${new URLSearchParams({ post })}`,
  retraction: (at: At, campaign: string, stand: string) => `${desk(at, campaign)}/${stand}/retraction`,
  /** The form for a promise of one seat, and where it is sent. */
  promise: (at: At, campaign: string, post: string) =>
    `${desk(at, campaign)}/promises/new?${new URLSearchParams({ post })}`,
  promises: (at: At, campaign: string) => `${desk(at, campaign)}/promises`,
  outcome: (at: At, campaign: string, promise: string) => `${desk(at, campaign)}/promises/${promise}/outcome`,
  promiseRetraction: (at: At, campaign: string, promise: string) =>
    `${desk(at, campaign)}/promises/${promise}/retraction`,
  parties: (at: At, campaign: string) => `${desk(at, campaign)}/parties`,
};
