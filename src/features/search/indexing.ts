import { sql } from 'kysely';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork, type Trx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/http/index.ts';
import type { Searchable, SearchEntry } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { tagsOfMany } from '../spine/index.ts';
import { folded } from './question.ts';
import { segmented } from './segment.ts';

/** Raised when the way in which things are kept for the search changes: everything is then read again. */
const version = 4;
/** So many things are read and written in one transaction. */
const batch = 100;
/** Longer texts are cut: a tsvector holds one megabyte. */
const longestBody = 500_000;
/** So much of a text gives words to the list by which mistyped ones are mended. */
const longestSpelled = 20_000;

/** Languages that have stems (the migration's list). */
const stemmed = new Set(
  'ar hy eu ca da nl en fi fr de el hi hu id ga it lt ne no pt ro ru sr es sv ta tr yi'.split(' '),
);
/** The configuration's name for a language; the columns `config` of the migrations say the same. */
const configOf = (locale: string): string => {
  const base = locale.toLowerCase().split('-')[0]!;
  return `casement_${stemmed.has(base) ? base : 'simple'}`;
};

/** Reads again what changed, until nothing is left; asks for all of it in a network that has no index yet. */
export async function readAgain(deps: Deps, networkId: string): Promise<number> {
  const network = await deps.networks.byId(networkId);
  if (!network) return 0;
  const kinds = new Map(deps.features.flatMap((feature) => feature.searchable ?? []).map((one) => [one.kind, one]));
  const step = <T>(work: (ctx: Ctx) => Promise<T>) =>
    inNetwork(deps.db, networkId, (trx) =>
      work({ trx, actor: { kind: 'system' }, network, locale: network.locales[0]!, now: deps.clock() }),
    );
  await step((ctx) => askForAll(ctx, [...kinds.values()]));
  let count = 0;
  try {
    for (;;) {
      const done = await step((ctx) => readSome(ctx, kinds));
      if (done === 0) break;
      count += done;
    }
    await step(closeGaps);
    return count;
  } catch (error) {
    // Words of a transaction that did not come to its end were not written.
    noted.delete(networkId);
    throw error;
  }
}

/** Once for each network and version: everything is stale. */
async function askForAll(ctx: Ctx, kinds: Searchable[]): Promise<void> {
  const { trx, network } = ctx;
  const state = await trx
    .selectFrom('search_state')
    .select('version')
    .where('network_id', '=', network.id)
    .executeTakeFirst();
  if (state?.version === version) return;
  await trx.deleteFrom('search_entries').where('network_id', '=', network.id).execute();
  await trx.deleteFrom('search_passages').where('network_id', '=', network.id).execute();
  await trx.deleteFrom('search_facets').where('network_id', '=', network.id).execute();
  for (const { kind, ids } of kinds) {
    const all = await ids(ctx);
    await sql`insert into search_stale (network_id, kind, subject_id)
      select ${network.id}, ${kind}, id::uuid from unnest(${all}::text[]) as id on conflict do nothing`.execute(trx);
  }
  await trx
    .insertInto('search_state')
    .values({ network_id: network.id, version, built_at: ctx.now })
    .onConflict((conflict) => conflict.column('network_id').doUpdateSet({ version, built_at: ctx.now, configs: [] }))
    .execute();
}

/** One batch. Whoever changes a thing meanwhile waits for this transaction and asks again. */
async function readSome(ctx: Ctx, kinds: Map<string, Searchable>): Promise<number> {
  const { rows } = await sql<{ kind: string; subject_id: string }>`
    delete from search_stale s using (
      select kind, subject_id from search_stale where network_id = ${ctx.network.id} limit ${batch} for update skip locked) batch
     where s.network_id = ${ctx.network.id} and s.kind = batch.kind and s.subject_id = batch.subject_id
    returning s.kind, s.subject_id`.execute(ctx.trx);
  for (const [kind, stale] of Map.groupBy(rows, (row) => row.kind)) {
    const ids = stale.map((row) => row.subject_id);
    await forget(ctx, kind, ids);
    const known = kinds.get(kind);
    const entries = (await known?.entries(ctx, ids)) ?? [];
    if (known && entries.length > 0) await keep(ctx, known, entries);
  }
  return rows.length;
}

async function forget(ctx: Ctx, kind: string, ids: string[]): Promise<void> {
  const { trx, network } = ctx;
  const entries = trx.deleteFrom('search_entries').where('network_id', '=', network.id).where('kind', '=', kind);
  await entries.where('subject_id', 'in', ids).execute();
  const passages = trx.deleteFrom('search_passages').where('network_id', '=', network.id);
  await passages.where('subject_id', 'in', ids).execute();
}

/** Things that change get new numbers; once most numbers are nobody's, all are numbered anew. */
async function closeGaps({ trx, network }: Ctx): Promise<void> {
  await sql`select search_renumber(network_id) from search_state
    where network_id = ${network.id} and next_no > 4096
      and next_no > 2 * (select count(*) from search_entries where network_id = ${network.id})`.execute(trx);
}

/** Numbers for so many things, which nothing else had or will have; returns the first. */
async function takeNumbers({ trx, network }: Ctx, count: number): Promise<number> {
  const { rows } = await sql<{ first: number }>`update search_state set next_no = next_no + ${count}
    where network_id = ${network.id} returning next_no - ${count} as first`.execute(trx);
  if (!rows[0]) throw new Error('this network has no search yet');
  return rows[0].first;
}

/** Writes entries, all of a thing together, with the words of each language in its own way. */
export async function keep(
  ctx: Ctx,
  { kind, tagged }: Pick<Searchable, 'kind' | 'tagged'>,
  entries: SearchEntry[],
): Promise<void> {
  const { trx, network, now } = ctx;
  const subjects = tagged ? [...new Set(entries.map((entry) => entry.subjectId))] : [];
  const tags = await tagsOfMany(ctx, kind, subjects);
  const numbers = new Map<string, number>();
  for (const { subjectId } of entries) if (!numbers.has(subjectId)) numbers.set(subjectId, numbers.size);
  const first = await takeNumbers(ctx, numbers.size);
  const columns: string[][] = Array.from({ length: 14 }, () => []);
  const passages: string[][] = Array.from({ length: 7 }, () => []);
  for (const entry of entries) {
    const about = tags.get(entry.subjectId);
    const year = /^\d{4}/.exec(entry.dated ?? '')?.[0];
    const facets = new Set([
      ...(entry.type ? [`type:${kind}.${entry.type}`] : []),
      ...(year ? [`year:${year}`] : []),
      ...[...(about?.issues ?? []), ...(entry.issues ?? [])].map((id) => `issue:${id}`),
      ...[...(about?.places ?? []), ...(entry.places ?? [])].map((id) => `place:${id}`),
      // Shown to nobody who may not know of it: find.ts asks.
      ...(about?.facilities ?? []).map((id) => `facility:${id}`),
    ]);
    const plain = (text: string) => segmented(withoutMarks(text), entry.locale);
    const row = [
      newId(),
      entry.subjectId,
      entry.key,
      entry.locale,
      entry.audience,
      (entry.visibleFrom ?? new Date(0)).toISOString(),
      entry.dated ?? '',
      JSON.stringify([...facets]),
      plain(entry.title),
      plain(entry.summary),
      plain(entry.body).slice(0, longestBody),
      configOf(entry.locale),
      String(first + numbers.get(entry.subjectId)!),
      entry.visibleUntil?.toISOString() ?? 'infinity',
    ];
    row.forEach((value, index) => {
      columns[index]!.push(value);
    });
    for (const { fileId, part, label, text } of entry.passages ?? []) {
      const passage = [entry.subjectId, entry.locale, fileId, String(part), label, plain(text).slice(0, longestBody)];
      [...passage, configOf(entry.locale)].forEach((value, index) => {
        passages[index]!.push(value);
      });
    }
  }
  await sql`
    insert into search_entries (network_id, id, kind, subject_id, key, locale, audience, visible_from, dated, facets, title, body,
        words, entered_at, no, visible_until)
    select ${network.id}, id::uuid, ${kind}, subject::uuid, key, locale, audience, moment::timestamptz, dated,
        array(select jsonb_array_elements_text(facets::jsonb)), title, case when summary = '' then body when body = '' then summary else summary || E'\n\n' || body end,
        setweight(to_tsvector(config::regconfig, title), 'A') || setweight(to_tsvector(config::regconfig, summary), 'B')
          || to_tsvector(config::regconfig, body || coalesce((
               select E'\n' || left(string_agg(inside.body, E'\n' order by inside.part::integer), ${longestBody}) from unnest(${passages[0]}::text[], ${passages[1]}::text[], ${passages[3]}::text[], ${passages[5]}::text[]) as inside (subject, locale, part, body)
                where inside.subject = e.subject and inside.locale = e.locale), '')),
        -- What is under embargo comes to be found when that ends, also for those who looked meanwhile.
        greatest(${now}, moment::timestamptz), no::integer, ended::timestamptz
      from unnest(${columns[0]}::text[], ${columns[1]}::text[], ${columns[2]}::text[], ${columns[3]}::text[], ${columns[4]}::text[],
        ${columns[5]}::text[], ${columns[6]}::text[], ${columns[7]}::text[], ${columns[8]}::text[], ${columns[9]}::text[],
        ${columns[10]}::text[], ${columns[11]}::text[], ${columns[12]}::text[], ${columns[13]}::text[])
        as e (id, subject, key, locale, audience, moment, dated, facets, title, summary, body, config, no, ended)`.execute(
    trx,
  );
  await sql`select search_mark(${network.id}, ${first})`.execute(trx);
  if (passages[0]!.length > 0)
    await sql`
      insert into search_passages (network_id, subject_id, locale, file_id, part, label, body, words)
      select ${network.id}, subject::uuid, locale, file::uuid, part::integer, label, body, to_tsvector(config::regconfig, body)
        from unnest(${passages[0]}::text[], ${passages[1]}::text[], ${passages[2]}::text[], ${passages[3]}::text[], ${passages[4]}::text[],
          ${passages[5]}::text[], ${passages[6]}::text[]) as p (subject, locale, file, part, label, body, config)
      on conflict do nothing`.execute(trx);
  await noteLanguages(ctx, [...new Set(columns[11])]);
  await noteWords(trx, network.id, columns[8]!.concat(columns[9]!, columns[10]!));
}

/** A search asks in all the languages that there are. */
async function noteLanguages(ctx: Ctx, configs: string[]): Promise<void> {
  await sql`update search_state set configs = array(select distinct unnest(configs || ${configs}::text[]) order by 1)
    where network_id = ${ctx.network.id} and not configs @> ${configs}::text[]`.execute(ctx.trx);
}

/** Words that this process has written already. */
const noted = new Map<string, Set<string>>();
const mostNoted = 200_000;

/** Words of four letters and more, as they may be meant where one is mistyped. */
async function noteWords(trx: Trx, network: string, texts: string[]): Promise<void> {
  let known = noted.get(network);
  if (!known || known.size > mostNoted) {
    known = new Set();
    noted.set(network, known);
  }
  const fresh = new Set<string>();
  for (const text of texts)
    for (const [word] of folded(text.slice(0, longestSpelled)).matchAll(
      /(?<![\p{L}\p{N}])\p{L}{4,30}(?![\p{L}\p{N}])/gu,
    ))
      if (!known.has(word)) fresh.add(word);
  if (fresh.size === 0) return;
  await sql`insert into search_vocabulary (network_id, word) select ${network}, unnest(${[...fresh].sort()}::text[]) on conflict do nothing`.execute(
    trx,
  );
  for (const word of fresh) known.add(word);
}

/** Markdown's marks and addresses are not words of the text; characters that mark a finding must not stand in it. */
const withoutMarks = (text: string): string =>
  text
    .replace(/\]\([^)\s]*\)/g, ']')
    .replace(/[\u0001-\u0008\u000e-\u001f]/g, ' ')
    .replace(/^#{1,6} |[*_`>|]|\[|\]/gm, (mark) => (mark.startsWith('#') ? '' : mark === '_' ? ' ' : ''))
    .trim();
