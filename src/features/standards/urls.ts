import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}/standards`;

export const standardUrls = {
  list: (at: At) => base(at),
  instrument: (at: At, id: string) => `${base(at)}/${id}`,
  /** `mandela-rules:18` → …/mandela-rules/18; an earlier version's `mandela-rules@1955:15` → …/mandela-rules/1955/15. */
  provision: (at: At, id: string) => `${base(at)}/${id.replace('@', '/').replace(':', '/')}`,
};
