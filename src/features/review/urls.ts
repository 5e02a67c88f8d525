import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}/desk/review`;

export const reviewUrls = {
  /** What deserves a second look; `show` is one of the lists, `after` the last one seen. */
  list: (at: At, show = '', after = '') => {
    const query = new URLSearchParams({ ...(show ? { show } : {}), ...(after ? { after } : {}) }).toString();
    return base(at) + (query ? `?${query}` : '');
  },
  decisions: (at: At) => `${base(at)}/decisions`,
  trendSettlement: (at: At) => `${base(at)}/trends/settlement`,
};
