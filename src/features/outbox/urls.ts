import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}/outbox`;

export const outboxUrls = {
  list: (at: At, query = '') => `${base(at)}${query}`,
  mail: (at: At, id: string) => `${base(at)}/${id}`,
  /** The HTML part alone, for the frame-less preview. */
  html: (at: At, id: string) => `${base(at)}/${id}/html`,
  source: (at: At, id: string) => `${base(at)}/${id}/source`,
  /** A person's decision about an uncertain or failed mail. */
  retry: (at: At, id: string) => `${base(at)}/${id}/retry`,
  settlement: (at: At, id: string) => `${base(at)}/${id}/settlement`,
  release: (at: At) => `${base(at)}/release`,
};
