import type { At } from '../../platform/http/at.ts';

const base = (at: At) => `/${at.network}/${at.locale}`;
const desk = (at: At, page: string) => `${base(at)}/desk/website/${page}`;
const block = (at: At, page: string, id: string) => `${desk(at, page)}/blocks/${id}`;

export const websiteUrls = {
  learn: (at: At) => `${base(at)}/learn`,
  connect: (at: At) => `${base(at)}/connect`,

  /** The coordinators' side. */
  all: (at: At) => `${base(at)}/desk/website`,
  desk,
  /** The page's list of blocks, at one of them. */
  deskAt: (at: At, page: string, id: string) => `${desk(at, page)}#block-${id}`,
  preview: (at: At, page: string) => `${desk(at, page)}/preview`,
  blocks: (at: At, page: string) => `${desk(at, page)}/blocks`,
  block,
  blockPlace: (at: At, page: string, id: string) => `${block(at, page, id)}/place`,
  blockShowing: (at: At, page: string, id: string) => `${block(at, page, id)}/showing`,
  blockRemoval: (at: At, page: string, id: string) => `${block(at, page, id)}/removal`,
  blockPicture: (at: At, page: string, id: string) => `${block(at, page, id)}/picture`,
  pictureRemoval: (at: At, page: string, id: string) => `${block(at, page, id)}/picture/removal`,
  publication: (at: At, page: string) => `${desk(at, page)}/publication`,
  discard: (at: At, page: string) => `${desk(at, page)}/discard`,
  history: (at: At, page: string) => `${desk(at, page)}/editions`,
  edition: (at: At, page: string, number: number) => `${desk(at, page)}/editions/${number}`,
  editionRemoval: (at: At, page: string, number: number) => `${desk(at, page)}/editions/${number}/removal`,
  restoration: (at: At, page: string, number: number) => `${desk(at, page)}/editions/${number}/restoration`,
};
