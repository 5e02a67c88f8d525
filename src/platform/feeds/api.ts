import { z } from 'zod';

/** A JSON Feed 1.1 as `jsonFeed` writes it, for the description of the interface. */
export const jsonFeedAnswer = z.strictObject({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: z.string(),
  language: z.string(),
  home_page_url: z.url(),
  feed_url: z.url(),
  items: z.array(
    z.strictObject({
      id: z.string(),
      url: z.url(),
      title: z.string(),
      summary: z.string().optional(),
      content_html: z.string(),
      language: z.string(),
      date_published: z.iso.datetime(),
      authors: z.array(z.strictObject({ name: z.string() })).optional(),
      _casement: z
        .strictObject({ machine_translated: z.literal(true).describe('And nobody has reviewed it yet') })
        .optional(),
    }),
  ),
});
