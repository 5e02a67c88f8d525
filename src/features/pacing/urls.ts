import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}/desk`;

export const pacingUrls = {
  /** What waits for whom, and addresses that do not work. */
  sending: (at: At) => `${base(at)}/sending`,
  /** The rule of the network, or of one target. A post's id holds slashes, so it travels in the query. */
  pace: (at: At, post = '') => `${base(at)}/sending/pace${post ? `?${new URLSearchParams({ post })}` : ''}`,
  paceRemoval: (at: At) => `${base(at)}/sending/pace/removal`,
  /** What is decided of an address: correction, trial, other-way. */
  address: (at: At, id: string, choice: 'correction' | 'trial' | 'other-way') =>
    `${base(at)}/sending/addresses/${id}/${choice}`,
  /** How one campaign's letters go: one by one, or bundled. */
  campaign: (at: At, id: string) => `${base(at)}/campaigns/${id}/sending`,
};
