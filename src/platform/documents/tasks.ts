import type { Kind, Refusal, Removed } from './kinds.ts';

/** What the process that reads documents is asked to do with the one it is given. */
export type Task =
  /** Say what a packed document is, and with `clean` write it again without what it says of its makers. */
  | { do: 'clean'; kind: Kind | 'zip'; asSent: boolean }
  /** Its words, page by page or section by section. */
  | { do: 'words'; kind: Kind }
  /** Pictures of its pages, from page `from` on. */
  | { do: 'pages'; kind: Kind; from: number; most: number };

export type Words = { page: number; label: string; text: string };
export type Size = 'small' | 'large';
export type Picture = { page: number; size: Size; bytes: Uint8Array; width: number; height: number };

/** What it answers piece by piece; after each it waits until it is told to go on. */
export type Part = { words: Words[] } | { pictures: Picture[] };
/** What it answers at the end. `cut`: there was more than is taken. */
export type Done =
  | { done: true; kind?: Kind; removed?: Removed[]; written?: boolean; pages?: number; cut?: boolean }
  | { done: false; refusal: Refusal };

/** The widths of the pictures of pages, in pixels. */
export const widths: Record<Size, number> = { small: 640, large: 1280 };
/** A page that is a ribbon is made smaller, never longer than this. */
export const longest = 4;
export const mostPages = 5_000;
/** Pages that get a picture. */
export const mostPictures = 500;
/** The words of one page, and of a whole document, in UTF-16 units. */
export const mostWords = 200_000;
export const mostWordsInAll = 12_000_000;
