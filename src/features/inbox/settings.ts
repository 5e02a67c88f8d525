import { sql } from 'kysely';
import { record } from '../../platform/audit/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { ContactPageSettings, Template, Topic } from './queries.ts';

/** What the contact page shows, and whether it is there. */
export async function savePage(ctx: Ctx, page: ContactPageSettings): Promise<void> {
  const row = {
    open: page.open,
    phone: page.phone,
    hours: JSON.stringify(page.hours),
    intro: JSON.stringify(page.intro),
    answer_days: page.answerDays,
    updated_at: ctx.now,
  };
  await ctx.trx
    .insertInto('contact_pages')
    .values({ network_id: ctx.network.id, ...row })
    .onConflict((conflict) => conflict.column('network_id').doUpdateSet(row))
    .execute();
  await announceContact(ctx, ctx.network.id, page.open);
  await record(ctx, { verb: 'changed', noun: 'contact-page', id: ctx.network.id, detail: { open: page.open } });
}

/** Adds a topic (its id comes with the form) or changes one. */
export async function saveTopic(ctx: Ctx, topic: Omit<Topic, 'machine'>): Promise<void> {
  const row = {
    labels: JSON.stringify(topic.labels),
    keep_days: topic.keepDays,
    owner_id: topic.ownerId,
    offered: topic.offered,
    closed_at: topic.closed ? ctx.now : null,
  };
  await ctx.trx
    .insertInto('inbox_topics')
    .values({ network_id: ctx.network.id, id: topic.id, position: topic.position, ...row })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doUpdateSet(row))
    .execute();
  await record(ctx, { verb: 'saved', noun: 'inbox-topic', id: topic.id, detail: { keepDays: topic.keepDays } });
}

/** Keeps a prepared answer, new or changed. */
export async function saveTemplate(ctx: Ctx, template: Template): Promise<void> {
  const row = { name: template.name, texts: JSON.stringify(template.texts), updated_at: ctx.now };
  await ctx.trx
    .insertInto('inbox_templates')
    .values({ network_id: ctx.network.id, id: template.id, ...row })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doUpdateSet(row))
    .execute();
  await record(ctx, { verb: 'saved', noun: 'inbox-template', id: template.id });
}

/** Takes a prepared answer away; false for one that is not there. */
export async function removeTemplate(ctx: Ctx, id: string): Promise<boolean> {
  const gone = await ctx.trx
    .deleteFrom('inbox_templates')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (gone) await record(ctx, { verb: 'removed', noun: 'inbox-template', id });
  return gone !== undefined;
}

/** The navigation of every page leads there, or does not: it is known with the network. */
export async function announceContact(ctx: Pick<Ctx, 'trx'>, network: string, open: boolean): Promise<void> {
  await ctx.trx
    .updateTable('networks')
    .set({ settings: sql`settings || jsonb_build_object('contact', ${open}::boolean)` })
    .where('id', '=', network)
    .execute();
}
