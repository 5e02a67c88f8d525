import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { emailKey } from '../../platform/mail/index.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { cautions, folded, permissions, senders, states, subjectOf, voices, ways } from './inquiry.ts';
import { announceContact } from './settings.ts';

const text = z.string().trim().min(1);
const texts = z.record(z.string(), text);
const days = z.number().int().nonnegative();
const file = z.strictObject({
  page: z.strictObject({ phone: z.string().default(''), hours: texts, intro: texts, answer_days: days }),
  topics: z.array(z.strictObject({ key: text, labels: texts, keep_days: days, owner: text.optional() })),
  templates: z.array(
    z.strictObject({ name: text, texts: z.record(z.string(), z.strictObject({ subject: text, body: text })) }),
  ),
  inquiries: z.array(
    z.strictObject({
      way: z.enum(ways),
      state: z.enum(states),
      topic: text.optional(),
      /** The address of whoever has taken it. */
      owner: text.optional(),
      sender: z.enum(senders),
      name: z.string().default(''),
      email: z.string().default(''),
      phone: z.string().default(''),
      address: z.string().default(''),
      locale: text,
      days_ago: days,
      subject: text.optional(),
      may: z.enum(permissions).default('unsaid'),
      may_note: z.string().default(''),
      words_of: z.enum(voices).default('hers'),
      safe: z.array(z.enum(cautions)).default([]),
      safe_note: z.string().default(''),
      said: z
        .array(z.strictObject({ kind: z.enum(['came', 'mail', 'paper', 'call', 'note']), days_ago: days, body: text }))
        .min(1),
    }),
  ),
});

/** The kit's `inbox.yaml`: its contact page, topics, templates and some inquiries, all invented and marked as samples. */
export async function loadKit({ trx, folder, network, now }: KitPlace): Promise<void> {
  const path = join(folder, 'inbox.yaml');
  if (!existsSync(path)) return;
  const { page, topics, templates, inquiries } = await readYaml(path, file);
  const own = { network_id: network.id };
  const before = (ago: number) => new Date(now.getTime() - ago * 86_400_000);
  const accounts = await trx
    .selectFrom('accounts')
    .select(['id', 'email'])
    .where('network_id', '=', network.id)
    .execute();
  const account = (email: string | undefined): string | null => {
    if (!email) return null;
    const known = accounts.find((one) => one.email === email);
    if (!known) throw new FileRefused(path, [`nobody here has the address ${email}`]);
    return known.id;
  };
  await trx
    .insertInto('contact_pages')
    .values({
      ...own,
      open: true,
      phone: page.phone,
      hours: JSON.stringify(page.hours),
      intro: JSON.stringify(page.intro),
      answer_days: page.answer_days,
      updated_at: now,
    })
    .execute();
  await announceContact({ trx }, network.id, true);
  const topicIds = new Map<string, string>();
  for (const [position, topic] of topics.entries()) {
    const id = newId();
    topicIds.set(topic.key, id);
    await trx
      .insertInto('inbox_topics')
      .values({
        ...own,
        id,
        labels: JSON.stringify(topic.labels),
        position,
        keep_days: topic.keep_days,
        owner_id: account(topic.owner),
        sample: true,
      })
      .execute();
  }
  for (const template of templates) {
    await trx
      .insertInto('inbox_templates')
      .values({
        ...own,
        id: newId(),
        name: template.name,
        texts: JSON.stringify(template.texts),
        sample: true,
        updated_at: now,
      })
      .execute();
  }
  for (const inquiry of inquiries) {
    const id = newId();
    if (inquiry.topic && !topicIds.has(inquiry.topic))
      throw new FileRefused(path, [`there is no topic ${inquiry.topic}`]);
    const subject = inquiry.subject ?? subjectOf(inquiry.said[0]!.body);
    const at = before(inquiry.days_ago);
    const owner = account(inquiry.owner);
    await trx
      .insertInto('inquiries')
      .values({
        ...own,
        id,
        way: inquiry.way,
        state: inquiry.state,
        state_at: before(Math.min(...inquiry.said.map((part) => part.days_ago))),
        topic_id: inquiry.topic ? topicIds.get(inquiry.topic)! : null,
        owner_id: owner,
        sender: inquiry.sender,
        name: inquiry.name,
        email: inquiry.email,
        email_key: inquiry.email ? emailKey(inquiry.email) : '',
        phone: inquiry.phone,
        address: inquiry.address,
        locale: inquiry.locale,
        subject,
        received_on: at.toISOString().slice(0, 10),
        may: inquiry.may,
        may_note: inquiry.may_note,
        words_of: inquiry.words_of,
        safe: inquiry.safe,
        safe_note: inquiry.safe_note,
        search_key: folded([inquiry.name, inquiry.email, inquiry.address, subject].join(' ')),
        sample: true,
        created_at: at,
      })
      .execute();
    for (const part of inquiry.said) {
      await trx
        .insertInto('inquiry_parts')
        .values({
          ...own,
          id: newId(),
          inquiry_id: id,
          kind: part.kind,
          at: before(part.days_ago),
          account_id: part.kind === 'came' ? null : owner,
          body: part.body,
          outcome: part.kind === 'mail' ? 'sent' : part.kind === 'paper' ? 'posted' : null,
        })
        .execute();
    }
  }
}

/** Removes the samples; returns how many inquiries. Runs as the owner: every statement names the network. */
export async function clearSamples({ trx, network }: KitPlace): Promise<number> {
  const gone = await trx
    .deleteFrom('inquiries')
    .where('network_id', '=', network.id)
    .where('sample', '=', true)
    .returning('id')
    .execute();
  await trx.deleteFrom('inbox_topics').where('network_id', '=', network.id).where('sample', '=', true).execute();
  await trx.deleteFrom('inbox_templates').where('network_id', '=', network.id).where('sample', '=', true).execute();
  return gone.length;
}
