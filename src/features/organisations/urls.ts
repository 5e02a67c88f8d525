import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}/organisations`;
const desk = (at: At) => `/${at.network}/${at.locale}/desk/organisations`;

export const organisationUrls = {
  list: (at: At) => base(at),
  listFrom: (at: At, after: string) => `${base(at)}?${new URLSearchParams({ after })}`,
  show: (at: At, slug: string) => `${base(at)}/${slug}`,
  desk: (at: At) => desk(at),
};
