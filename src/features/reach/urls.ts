import type { At } from '../../platform/http/index.ts';

export const reachUrls = { map: (at: At) => `/${at.network}/${at.locale}/map` };
