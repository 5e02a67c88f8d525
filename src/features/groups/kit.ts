import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sql } from 'kysely';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { entries } from './group.ts';
import { mentionsIn } from './threads/mentions.ts';
import { postWords } from './threads/words.ts';

const text = z.string().trim().min(1);
const byLocale = z.record(z.string(), text);
const file = z.strictObject({
  name: byLocale,
  charter: byLocale,
  entry: z.enum(entries),
  digest_text: z.boolean(),
  /** Who is in it, by a short name that the posts of this file use. */
  people: z.record(z.string(), z.strictObject({ account: text, alias: text.optional(), lead: z.boolean().optional() })),
  /** Who has asked to come in. */
  waiting: z.array(z.strictObject({ account: text, words: text })).default([]),
  threads: z.array(
    z.strictObject({
      title: text,
      pinned: z.boolean().default(false),
      locked: z.boolean().default(false),
      /** `ago`: days before the kit was loaded. */
      posts: z
        .array(
          z.strictObject({ by: text, ago: z.number().int().positive(), answers: z.number().int().optional(), text }),
        )
        .min(1),
    }),
  ),
});
type File = z.output<typeof file>;
type Person = { account: string; name: string; place: string };

const dayMs = 86_400_000;

/** The kit's groups (`groups/ADDRESS.yaml`), with their threads, marked as samples. The people are the kit's members and demo accounts. */
export async function loadKit(kit: KitPlace): Promise<void> {
  const shelf = join(kit.folder, 'groups');
  if (!existsSync(shelf)) return;
  const { rows } = await sql<{ id: string; email: string; name: string }>`
    select id, email, name from accounts where network_id = ${kit.network.id} and sample and email is not null`.execute(
    kit.trx,
  );
  const accounts = new Map(rows.map((row) => [row.email, row]));
  for (const entry of (await readdir(shelf)).filter((name) => name.endsWith('.yaml')).sort()) {
    const path = join(shelf, entry);
    const group = await readYaml(path, file);
    const wrong = [...Object.values(group.people), ...group.waiting]
      .filter(({ account }) => !accounts.has(account))
      .map(({ account }) => `nobody of the kit has the address ${account}`);
    for (const thread of group.threads)
      for (const post of thread.posts)
        if (!group.people[post.by]) wrong.push(`${thread.title}: ${post.by} is not in the group`);
    if (wrong.length > 0) throw new FileRefused(path, wrong);
    await loadGroup(kit, basename(entry, '.yaml'), group, accounts);
  }
}

async function loadGroup(
  { trx, network, now }: KitPlace,
  slug: string,
  group: File,
  accounts: Map<string, { id: string; name: string }>,
): Promise<void> {
  const id = newId();
  const first = Math.max(30, ...group.threads.flatMap((thread) => thread.posts.map((post) => post.ago)));
  const began = new Date(now.getTime() - (first + 1) * dayMs);
  await trx
    .insertInto('groups')
    .values({
      network_id: network.id,
      id,
      slug,
      name: JSON.stringify(group.name),
      charter: JSON.stringify(group.charter),
      entry: group.entry,
      digest_text: group.digest_text,
      sample: true,
      created_at: began,
    })
    .execute();
  const people = new Map<string, Person>();
  for (const [key, { account, alias, lead }] of Object.entries(group.people)) {
    const { id: accountId, name } = accounts.get(account)!;
    const place = await trx
      .insertInto('group_members')
      .values({
        network_id: network.id,
        group_id: id,
        account_id: accountId,
        state: 'in',
        lead: lead ?? false,
        alias: alias ?? null,
        joined_at: began,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    people.set(key, { account: accountId, name: alias ?? name, place: place.id });
  }
  for (const { account, words } of group.waiting)
    await trx
      .insertInto('group_members')
      .values({
        network_id: network.id,
        group_id: id,
        account_id: accounts.get(account)!.id,
        state: 'asked',
        words,
        joined_at: new Date(now.getTime() - 2 * dayMs),
      })
      .execute();
  for (const thread of group.threads) await loadThread({ trx, network, now }, id, thread, people);
}

async function loadThread(
  { trx, network, now }: Pick<KitPlace, 'trx' | 'network' | 'now'>,
  groupId: string,
  thread: File['threads'][number],
  people: Map<string, Person>,
): Promise<void> {
  const id = newId();
  // Those of one day follow each other by some minutes.
  const at = thread.posts.map((post, index) => new Date(now.getTime() - post.ago * dayMs + index * 17 * 60_000));
  const first = people.get(thread.posts[0]!.by)!;
  await trx
    .insertInto('threads')
    .values({
      network_id: network.id,
      id,
      group_id: groupId,
      title: thread.title,
      author_id: first.account,
      shown_as: first.name,
      created_at: at[0]!,
      last_n: thread.posts.length,
      last_at: at.at(-1)!,
      pinned_at: thread.pinned ? at[0]! : null,
      locked_at: thread.locked ? at.at(-1)! : null,
      sample: true,
    })
    .execute();
  const places = [...people.values()].map(({ place, name }) => ({ id: place, name }));
  const read = new Map<string, number>();
  for (const [index, post] of thread.posts.entries()) {
    const n = index + 1;
    const author = people.get(post.by)!;
    await trx
      .insertInto('thread_posts')
      .values({
        network_id: network.id,
        id: newId(),
        thread_id: id,
        group_id: groupId,
        n,
        author_id: author.account,
        shown_as: author.name,
        body: post.text,
        answers: post.answers ?? null,
        created_at: at[index]!,
        words: sql`array_to_tsvector(${postWords(groupId, n === 1 ? thread.title : '', post.text)}::text[])`,
      })
      .execute();
    read.set(author.account, n);
    for (const place of mentionsIn(post.text, places)) {
      const named = [...people.values()].find((one) => one.place === place)!;
      await trx
        .insertInto('post_mentions')
        .values({ network_id: network.id, account_id: named.account, thread_id: id, n })
        .execute();
    }
  }
  // Whoever wrote has read as far as she wrote.
  for (const [account, n] of read)
    await trx
      .insertInto('thread_readers')
      .values({ network_id: network.id, account_id: account, thread_id: id, read_n: n })
      .execute();
}

/** Removes the sample groups with all that is in them; returns how many. Runs as the owner: every statement names the network. */
export async function clearSamples({ trx, network }: KitPlace): Promise<number> {
  const gone = await trx
    .deleteFrom('groups')
    .where('network_id', '=', network.id)
    .where('sample', '=', true)
    .returning('id')
    .execute();
  return gone.length;
}
