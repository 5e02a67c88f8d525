import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { kitIds } from '../documents/index.ts';
import type { Settings } from './decision.ts';
import { choicesOf, heard, majorities, outcomeOf, voices, ways } from './outcome.ts';
import { electorateNow } from './queries.ts';

const text = z.string().trim().min(1);
const words: Record<string, number> = { agrees: 0, aside: 1, objects: 2, yes: 0, no: 1, abstains: -1 };
/** A stance, yes or no, or the place of an option from 1 on. */
const choice = z.union([
  z.enum(['agrees', 'aside', 'objects', 'yes', 'no', 'abstains']).transform((word) => words[word]!),
  z
    .int()
    .min(1)
    .transform((place) => place - 1),
]);
const file = z.array(
  z.strictObject({
    group: text.nullable(),
    title: text,
    by: text,
    proposal: text,
    way: z.enum(ways),
    voice: z.enum(voices).default('member'),
    options: z.array(text).default([]),
    secret: z.boolean().default(false),
    quorum: z.int().min(0).max(100).default(50),
    majority: z.enum(majorities).default('half'),
    keep: z.boolean().default(true),
    /** `waiting`: a secret ballot whose time is over, with fewer than five in the urn. */
    state: z.enum(['questions', 'open', 'waiting', 'closed']),
    /** Days before the kit was loaded. */
    proposed: z.int().min(0),
    opened: z.int().min(0).optional(),
    /** Days before; or, below zero, days after: when it closes or the questions end. */
    closes: z.int().optional(),
    questions: z
      .array(z.strictObject({ by: text, question: text, answer: z.string().default(''), answered_by: text.optional() }))
      .default([]),
    /** Of an open ballot: an e-mail address, or an organisation's address in the directory. */
    ballots: z.array(z.strictObject({ by: text, choice, reason: z.string().default('') })).default([]),
    /** Of a secret one: how many chose what. */
    urn: z.array(z.strictObject({ choice, votes: z.int().min(0) })).default([]),
    recorded: z.string().default(''),
  }),
);
type Entry = z.output<typeof file>[number];

/** Loads the kit's `decisions.yaml`, marked as samples. */
export async function loadKit(kit: KitPlace): Promise<void> {
  const path = join(kit.folder, 'decisions.yaml');
  if (!existsSync(path)) return;
  for (const entry of await readYaml(path, file)) await loadOne(kit, path, entry);
}

async function loadOne(kit: KitPlace, path: string, entry: Entry): Promise<void> {
  const { trx, network, now } = kit;
  const ids = await kitIds(kit);
  const organisations = await trx
    .selectFrom('organisations')
    .select(['id', 'slug'])
    .where('network_id', '=', network.id)
    .execute();
  const voterOf = (name: string): string => {
    if (entry.voice === 'member') return ids.account(path, name);
    const found = organisations.find((one) => one.slug === name);
    if (!found) throw new FileRefused(path, [`there is no organisation ${name}`]);
    return found.id;
  };
  const groupId = ids.group(path, entry.group);
  const at = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const settings: Settings = { ...entry, keepBallots: entry.keep };
  const id = newId();
  const author = ids.account(path, entry.by);
  const counts = new Map<number, number>();
  for (const one of entry.ballots) counts.set(one.choice, (counts.get(one.choice) ?? 0) + 1);
  for (const one of entry.urn) counts.set(one.choice, one.votes);
  const opened = entry.state !== 'questions';
  // The network as the query of who may vote needs it.
  const ctx = { trx, network: { id: network.id, timeZone: 'UTC' }, now, actor: { kind: 'operator' } } as unknown as Ctx;
  const electors = opened
    ? (await electorateNow(ctx, groupId, entry.voice).execute(trx)).rows.map((row) => row.id)
    : [];
  const voted = new Set(entry.ballots.map((one) => voterOf(one.by)));
  for (const voter of electors) if (entry.secret && voted.size < heard(counts)) voted.add(voter);
  const voters = [...new Set([...electors, ...voted])];
  const closed = entry.state === 'closed';
  const result = closed
    ? { ...outcomeOf(settings, counts, voters.length), heard: heard(counts), counts: [...counts] }
    : null;
  await trx
    .insertInto('decisions')
    .values({
      network_id: network.id,
      id,
      group_id: groupId,
      title: entry.title,
      state: entry.state,
      way: entry.way,
      voice: entry.voice,
      options: entry.options,
      secret: entry.secret,
      quorum: entry.quorum,
      majority: entry.majority,
      keep_ballots: entry.keep,
      questions_until: opened || entry.closes === undefined ? null : at(entry.closes),
      opened_at: opened ? at(entry.opened ?? entry.proposed) : null,
      closes_at: opened ? at(entry.closes ?? 0) : null,
      closed_at: closed ? at(entry.closes ?? 0) : null,
      electorate: voters.length,
      result: result && JSON.stringify(result),
      recorded: entry.recorded,
      proposed_by: author,
      created_at: at(entry.proposed),
      updated_at: at(entry.proposed),
      sample: true,
    })
    .execute();
  await trx
    .insertInto('decision_rounds')
    .values({
      network_id: network.id,
      decision_id: id,
      round: 1,
      proposal: entry.proposal,
      account_id: author,
      alias: ids.alias(groupId, author),
      at: at(entry.proposed),
    })
    .execute();
  for (const one of entry.questions) {
    const asker = ids.account(path, one.by);
    const answerer = one.answer === '' ? null : ids.account(path, one.answered_by ?? entry.by);
    await trx
      .insertInto('decision_questions')
      .values({
        network_id: network.id,
        id: newId(),
        decision_id: id,
        question: one.question,
        account_id: asker,
        alias: ids.alias(groupId, asker),
        asked_at: at(entry.proposed),
        answer: one.answer,
        answered_by: answerer,
        answered_alias: answerer && ids.alias(groupId, answerer),
        answered_at: answerer && at(entry.proposed),
      })
      .execute();
  }
  if (voters.length > 0 && (!closed || entry.keep)) {
    await trx
      .insertInto('decision_voters')
      .values(
        voters.map((voter) => ({
          network_id: network.id,
          decision_id: id,
          voter_id: voter,
          voted: voted.has(voter),
        })),
      )
      .execute();
  }
  if (entry.secret && !closed) {
    for (const one of choicesOf(settings)) {
      await trx
        .insertInto('decision_urns')
        .values({ network_id: network.id, decision_id: id, choice: one, votes: counts.get(one) ?? 0 })
        .execute();
    }
  }
  if (closed && !entry.keep) return;
  for (const one of entry.ballots) {
    const voter = voterOf(one.by);
    await trx
      .insertInto('decision_ballots')
      .values({
        network_id: network.id,
        decision_id: id,
        round: 1,
        voter_id: voter,
        choice: one.choice,
        reason: one.reason,
        account_id: entry.voice === 'member' ? voter : null,
        alias: entry.voice === 'member' ? ids.alias(groupId, voter) : null,
        at: at(entry.opened ?? entry.proposed),
      })
      .execute();
  }
}

/** Removes the network's sample decisions, as the owner; returns how many. */
export async function clearSamples({ trx, network }: KitPlace): Promise<number> {
  const { numAffectedRows } = await sql`delete from decisions where network_id = ${network.id} and sample`.execute(trx);
  return Number(numAffectedRows ?? 0);
}
