import { type At, outside, step, stepAddress } from '../../platform/http/at.ts';

const base = (at: At) => `/${at.network}/${at.locale}`;
const desk = (at: At, id: string) => `${base(at)}/desk/campaigns/${id}`;

export const sharingUrls = {
  /** For programs: what counts, of one campaign and of all. */
  counts: (at: At, slug: string) => `${base(at)}/campaigns/${step(slug)}/counts.json`,
  allCounts: (at: At) => `${base(at)}/campaigns.json`,
  /** To print and put up; `code` counts those who come by it. */
  poster: (at: At, slug: string, code = '') =>
    `${base(at)}/campaigns/${step(slug)}/poster${code ? `?code=${code}` : ''}`,
  /** A campaign's form for a frame of another site; `look` is a query. */
  framed: (at: At, slug: string, look = '') => stepAddress({ ...outside(at), frame: look }, `/campaigns/${step(slug)}`),
  /** The script that makes the frame. */
  loader: () => '/embed.js',
  /** The coordinators' pages of one campaign. */
  words: (at: At, id: string) => `${desk(at, id)}/sharing`,
  sources: (at: At, id: string) => `${desk(at, id)}/sources`,
  sourceRemoval: (at: At, id: string, code: string) => `${desk(at, id)}/sources/${code}/removal`,
  embed: (at: At, id: string) => `${desk(at, id)}/embed`,
  /** What holds for the whole network. */
  settings: (at: At) => `${base(at)}/desk/sharing`,
};
