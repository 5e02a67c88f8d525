import { instantOf } from '../../platform/http/index.ts';
import type { Searchable } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { dayIn } from './forms.ts';
import { isWhole, type Practice, parts, wordsFor } from './practices/practice.ts';
import { publishedPractices } from './practices/queries.ts';
import { openItems, standingAmong } from './queries.ts';

/** The end of that day where the network is. */
const endOf = (ctx: Ctx, day: string): Date | undefined => instantOf(`${dayIn(day, 1)}T00:00`, ctx.network.timeZone);

/** What the search finds: offers and requests that stand, in each language they were written in, until their last day is over. */
export const searchableItems: Searchable = {
  kind: 'exchange',
  tagged: true,
  ids: async (ctx) => (await openItems(ctx)).map((item) => item.id),
  entries: async (ctx, ids) =>
    (await openItems(ctx, ids)).flatMap((item) =>
      item.texts.map(({ locale, title, body }) => ({
        subjectId: item.id,
        key: item.id,
        locale,
        audience: item.seen === 'public' ? ('public' as const) : ('members' as const),
        title,
        summary: '',
        // Nobody's name: the public reads none.
        body: [body, item.whereabouts, item.organisation].filter(Boolean).join('\n\n'),
        dated: item.createdAt.toISOString().slice(0, 10),
        visibleUntil: endOf(ctx, item.until),
      })),
    ),
  visible: standingAmong,
  href: urls.exchange.item,
};

/** What the search finds: practices that are published, in each language in which they are whole. */
export const searchablePractices: Searchable = {
  kind: 'practice',
  tagged: true,
  ids: async (ctx) => (await publishedPractices(ctx)).map((practice) => practice.id),
  entries: async (ctx, ids) =>
    (await publishedPractices(ctx, ids)).flatMap((practice) =>
      wordsOf(ctx, practice).map((text) => ({
        subjectId: practice.id,
        key: practice.slug,
        locale: text.locale,
        audience: practice.public ? ('public' as const) : ('members' as const),
        title: text.title,
        summary: text.problem,
        body: [
          ...parts.filter((part) => part !== 'problem').map((part) => text[part]),
          ...practice.uses.filter((use) => use.locale === text.locale).map((use) => use.changed),
          practice.organisation,
        ]
          .filter(Boolean)
          .join('\n\n'),
        dated: practice.publishedAt?.toISOString().slice(0, 10),
      })),
    ),
  visible: async (ctx, ids) => new Set((await publishedPractices(ctx, ids)).map((practice) => practice.id)),
  href: urls.practices.show,
};

/** Its whole texts; where there is none, the one that its page shows. */
function wordsOf(ctx: Ctx, practice: Practice) {
  const whole = practice.texts.filter(isWhole);
  const shown = wordsFor(practice, ctx.locale, ctx.network.locales);
  return whole.length > 0 ? whole : shown ? [shown] : [];
}
