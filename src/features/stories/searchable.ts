import type { Searchable } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { searchableStories } from './shown.ts';

/** What the search finds: stories of the site, in each language in which she agreed to that. */
export const searchable: Searchable = {
  kind: 'story',
  tagged: true,
  ids: async (ctx) => [...new Set((await searchableStories(ctx)).map((row) => row.id))],
  entries: async (ctx, ids) =>
    (await searchableStories(ctx, ids)).map((row) => ({
      subjectId: row.id,
      key: row.slug,
      locale: row.locale,
      audience: 'public',
      title: row.title,
      summary: row.summary,
      body: [row.body, row.public_name].filter(Boolean).join('\n\n'),
      visibleUntil: row.expires_at!,
    })),
  visible: async (ctx, ids) => new Set((await searchableStories(ctx, ids)).map((story) => story.id)),
  href: urls.stories.show,
  ownLanguage: true,
};
