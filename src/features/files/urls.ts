import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}/files`;
const desk = (at: At) => `/${at.network}/${at.locale}/desk/files`;

export const fileUrls = {
  /** What is known of a file, and its first page. */
  show: (at: At, id: string) => `${base(at)}/${id}`,
  page: (at: At, id: string, page: number) => `${base(at)}/${id}/pages/${page}`,
  picture: (at: At, id: string, page: number, size: 'small' | 'large') =>
    `${base(at)}/${id}/pages/${page}/${size}.webp`,
  download: (at: At, id: string) => `${base(at)}/${id}/download`,
  /** Reads it once more. */
  reading: (at: At, id: string) => `${base(at)}/${id}/reading`,
  /** Files that come in pieces. */
  uploads: (at: At) => `${base(at)}/uploads`,
  upload: (at: At, id: string) => `${base(at)}/uploads/${id}`,
  pieces: (at: At, id: string, from: number) =>
    `${base(at)}/uploads/${id}/pieces?${new URLSearchParams({ from: `${from}` })}`,
  desk: (at: At) => desk(at),
  quota: (at: At) => `${desk(at)}/quota`,
};
