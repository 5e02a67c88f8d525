import { type At, step } from '../../platform/http/at.ts';

const base = (at: At) => `/${at.network}/${at.locale}`;
/** One delivery on a supporter's private pages; `ref` is the letter's id and its signature. */
const own = (at: At, ref: string, delivery: string) => `${base(at)}/actions/${ref}/deliveries/${delivery}`;

export const deliveryUrls = {
  channel: (at: At, ref: string, delivery: string) => `${own(at, ref, delivery)}/channel`,
  report: (at: At, ref: string, delivery: string) => `${own(at, ref, delivery)}/report`,
  retraction: (at: At, ref: string, delivery: string) => `${own(at, ref, delivery)}/retraction`,
  outcome: (at: At, ref: string, delivery: string) => `${own(at, ref, delivery)}/outcomes`,
  paper: (at: At, ref: string, delivery: string) => `${own(at, ref, delivery)}/letter.pdf`,
  /** Her calls, one after another; `delivery` is the one that stands open. */
  calls: (at: At, ref: string, delivery = '') => `${base(at)}/actions/${ref}/calls${delivery ? `?to=${delivery}` : ''}`,
  publicCallSearch: (at: At, slug: string) => `${base(at)}/campaigns/${step(slug)}/calls/search`,
  /** Calls by anybody, without a letter; the query carries the districts found and whose turn it is. */
  publicCalls: (at: At, slug: string, query = '') =>
    `${base(at)}/campaigns/${step(slug)}/calls${query ? `?${query}` : ''}`,
};
