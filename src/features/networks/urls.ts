import type { At } from '../../platform/http/index.ts';

export const networkUrls = {
  all: () => '/',
  sitemap: (network: string) => `/${network}/sitemap.xml`,
  home: (at: At) => `/${at.network}/${at.locale}`,
  privacy: (at: At) => `/${at.network}/${at.locale}/privacy`,
  settings: (at: At) => `/${at.network}/${at.locale}/desk/network`,
};
