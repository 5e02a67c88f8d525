import { type At, step } from '../../platform/http/at.ts';

const base = (at: At) => `/${at.network}/${at.locale}/news`;
const desk = (at: At) => `/${at.network}/${at.locale}/desk/news`;

export const newsUrls = {
  list: (at: At) => base(at),
  listFrom: (at: At, before: string) => `${base(at)}?${new URLSearchParams({ before })}`,
  show: (at: At, slug: string) => `${base(at)}/${step(slug)}`,
  /** The picture of an item that has none of its own, where its address is passed on. */
  card: (at: At, slug: string, mark: string) => `${base(at)}/${step(slug)}/card.png?v=${mark}`,
  /** For the press before it is public; `ref` is the item's id and its signature. */
  preview: (at: At, ref: string) => `${base(at)}/preview/${ref}`,
  atom: (at: At) => `${base(at)}.atom`,
  jsonFeed: (at: At) => `${base(at)}.json`,
  desk: (at: At) => desk(at),
  deskFrom: (at: At, before: string) => `${desk(at)}?${new URLSearchParams({ before })}`,
  edit: (at: At, id: string) => `${desk(at)}/${id}`,
  texts: (at: At, id: string, locale: string) => `${desk(at)}/${id}/texts/${locale}`,
  picture: (at: At, id: string) => `${desk(at)}/${id}/picture`,
  pictureRemoval: (at: At, id: string) => `${desk(at)}/${id}/picture/removal`,
  publication: (at: At, id: string) => `${desk(at)}/${id}/publication`,
  withdrawal: (at: At, id: string) => `${desk(at)}/${id}/withdrawal`,
  removal: (at: At, id: string) => `${desk(at)}/${id}/removal`,
};
