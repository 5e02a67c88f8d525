import type { Secret } from '../../platform/crypto/ids.ts';
import { readSignedId, signedId } from '../../platform/crypto/signed-id.ts';

import type { ShownStory } from '../stories/index.ts';

export const newsKinds = ['post', 'statement', 'press-kit', 'honour'] as const;
export type NewsKind = (typeof newsKinds)[number];

export type NewsText = { locale: string; title: string; summary: string; body: string; picture_alt: string };
/** As it stands, with the fields that a machine translated and nobody has reviewed. */
export type KeptText = NewsText & { machine: string[] };

/** An item as its readers see it, in one language. */
export type NewsItem = {
  id: string;
  slug: string;
  kind: NewsKind;
  publishAt: Date;
  authors: string[];
  picture: { key: string; width: number; height: number; alt: string } | null;
  /** The language of the text; not always the reader's. */
  locale: string;
  title: string;
  summary: string;
  body: string;
  /** Its fields that a machine translated and nobody has reviewed. */
  machine: string[];
  /** Women's own words that stand with it, as they may be shown now in the reader's language. */
  stories: ShownStory[];
  sample: boolean;
};

/** An item as its coordinators see it. */
export type DeskNewsItem = {
  id: string;
  slug: string;
  kind: NewsKind;
  state: 'draft' | 'published';
  publishAt: Date | null;
  authors: string[];
  pictureId: string | null;
  sample: boolean;
  texts: NewsText[];
};

/** What of a text its readers read, beside the words for who does not see the picture. */
export const spokenFields = ['title', 'summary', 'body'] as const;

/** A text is ready when it has a title and something to read. */
export const isReady = (text: Pick<NewsText, 'title' | 'body'> | undefined): boolean =>
  text !== undefined && text.title.trim() !== '' && text.body.trim() !== '';

/** What the state looks like to a coordinator: a published item may still lie ahead. */
export const stateOf = (
  item: Pick<DeskNewsItem, 'state' | 'publishAt'>,
  now: Date,
): 'draft' | 'scheduled' | 'public' =>
  item.state === 'draft' ? 'draft' : item.publishAt! > now ? 'scheduled' : 'public';

/** The end of an item's preview address: its id and a signature over it. */
export const previewRef = (secret: Secret, network: string, id: string): string =>
  signedId(secret, 'news-preview', network, id);

/** The item's id behind a preview address, or undefined when we did not make it for this network. */
export const readPreviewRef = (secret: Secret, network: string, ref: string): string | undefined =>
  readSignedId(secret, 'news-preview', network, ref);
