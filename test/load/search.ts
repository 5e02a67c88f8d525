import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { brotliDecompressSync } from 'node:zlib';
import { keep } from '../../src/features/search/indexing.ts';
import { newId } from '../../src/platform/crypto/ids.ts';
import { inNetwork, root } from '../../src/platform/db/index.ts';
import type { SearchEntry } from '../../src/platform/registry/index.ts';
import { fetchRaw } from './fetch-raw.ts';
import type { Result } from './report.ts';
import { corpus } from './search-corpus.ts';
import { compare, inTurns, percentile } from './statistics.ts';
import type { Bench, World } from './world.ts';

const languages = ['en', 'es', 'fr', 'pt'];
/** By how common a word is: its ranks. */
const ranks = { rare: [18_000, 20_000, 22_000, 24_000], middling: [300, 400, 500, 600], common: [6, 8, 10, 14] };
type Class = keyof typeof ranks;
const python = '/usr/bin/python3';

/**
 * The whole search page, facets included, for rare, middling and common words: against a naive `ts_rank_cd` query over the same rows, in
 * the same rounds, and against Xapian on the same texts. And how fast things are read into the index.
 */
export async function search(bench: Bench): Promise<Result[]> {
  const world = await bench.world();
  const { network, texts, indexing } = await fill(bench, world);
  const web = await world.web();
  const made = corpus(1);
  const results: Result[] = [indexing];
  const xapian = await startXapian(bench, texts);
  let asked = 0;
  // One caller with one connection, to the last byte of the compressed page; reading it is the browser's time.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const page = async (word: string) => {
    asked += 1;
    const began = performance.now();
    const answer = await fetchRaw(`${web.url}/search-load/en/search?q=${word}`, {
      headers: { 'accept-encoding': 'br', 'x-forwarded-for': `10.9.${(asked >> 8) & 255}.${asked & 255}` },
      agent,
    });
    const took = performance.now() - began;
    if (answer.status !== 200 || !brotliDecompressSync(answer.body).includes('<mark>'))
      throw new Error(`a search for ${word} came as ${answer.status}`);
    return took;
  };
  const naive = async (word: string) => {
    const began = performance.now();
    await world.deps.db.owner.query(
      `select id, ts_rank_cd(words, q) as rank from search_entries, to_tsquery('casement_en', $2) q
        where network_id = $1 and words @@ q order by rank desc limit 10`,
      [network, word],
    );
    return performance.now() - began;
  };
  // As every figure: the first rounds warm up. A process compiles what it is asked for often.
  for (let round = 0; round < 15; round += 1)
    for (const rank of Object.values(ranks).flat()) await page(made.word(rank));
  for (const [name, wanted] of Object.entries(ranks) as [Class, number[]][]) {
    const words = wanted.map((rank) => made.word(rank));
    const ours: number[] = [];
    const theirs: number[] = [];
    const bare: number[] = [];
    for (const word of words) for (const one of [page, naive]) await one(word);
    for (let round = 0; round < (bench.full ? 12 : 5); round += 1)
      for (const word of words) {
        ours.push(await page(word));
        theirs.push(await naive(word));
        if (xapian) bare.push(await xapian.ask(word));
      }
    const of = (times: number[], share: number) => percentile(times, share).toFixed(1);
    const notes = [
      `p50 ${of(ours, 0.5)} ms against ${of(theirs, 0.5)} ms`,
      xapian
        ? `Xapian, bare: p50 ${of(bare, 0.5)} ms, p95 ${of(bare, 0.95)} ms`
        : 'Xapian is not at hand (Debian: python3-xapian)',
    ];
    const value = percentile(ours, 0.95);
    const limit = percentile(theirs, 0.95);
    const given = { name: `search-${name}`, unit: 'ms', better: 'lower' as const, value, notes };
    if (name === 'rare')
      results.push({
        ...given,
        what: 'search page, rare words, p95:',
        against: 'naive query + 5 ms:',
        limit: limit + 5,
        ratio: value / (limit + 5),
        target: 1,
      });
    else
      results.push({
        ...given,
        what: `search page, ${name} words, p95:`,
        against: 'naive query:',
        limit,
        ratio: value / limit,
        target: name === 'common' ? 0.3 : null,
      });
  }
  xapian?.stop();
  agent.destroy();
  return results;
}

type Filled = { network: string; texts: string[]; indexing: Result };
let filled: Promise<Filled> | undefined;

/** 50,000 documents of 300 words in four languages and 2,000 of 6,000 words; by default a fifth of each. */
function fill(bench: Bench, world: World): Promise<Filled> {
  filled ??= make(bench, world);
  return filled;
}

async function make({ full, say }: Bench, { deps }: World): Promise<Filled> {
  const { owner } = deps.db;
  const began = performance.now();
  const network = newId();
  const names = JSON.stringify({ en: 'Search' });
  await owner.query(`insert into networks (id, slug, name, locales) values ($1, 'search-load', $2, '{en,es,fr,pt}')`, [
    network,
    names,
  ]);
  await owner.query(`select pg_notify('casement_edits', '')`);
  deps.networks.forget();
  const known = (await deps.networks.byId(network))!;
  const configs = languages.map((locale) => `casement_${locale}`);
  await owner.query(`insert into search_state (network_id, configs, built_at, version) values ($1, $2, now(), 4)`, [
    network,
    configs,
  ]);
  const made = corpus(1);
  const [short, long] = full ? [50_000, 2_000] : [10_000, 400];
  const texts = [
    ...Array.from({ length: short }, () => made.text(300)),
    ...Array.from({ length: long }, () => made.text(6_000)),
  ];
  const ids = texts.map(() => newId());
  await owner.query(
    `insert into library_works (network_id, id, slug, kind, state, publish_at, created_at, updated_at)
     select $1, id, 'w-' || n, 'report', 'published', now(), now(), now() from unnest($2::uuid[]) with ordinality as w (id, n)`,
    [network, ids],
  );
  await owner.query('delete from search_stale where network_id = $1', [network]);
  const entry = (at: number): SearchEntry => ({
    subjectId: ids[at]!,
    key: `w-${at + 1}`,
    locale: languages[at % languages.length]!,
    audience: 'public',
    title: texts[at]!.slice(0, 60),
    summary: '',
    body: texts[at]!,
    dated: String(2000 + (at % 25)),
    issues: [`issue-${at % 40}`, `issue-${at % 7}`],
    places: [`place-${at % 60}`],
  });
  const index = (from: number, count: number) =>
    inNetwork(deps.db, network, (trx) =>
      keep(
        { trx, actor: { kind: 'system' }, network: known, locale: 'en', now: deps.clock() },
        { kind: 'library' },
        Array.from({ length: count }, (_, n) => entry(from + n)),
      ),
    );
  // Read in by the program's own way, against the same texts put into a bare table with an index of its words.
  await owner.query('create table bare_words (id uuid primary key, body text, words tsvector)');
  await owner.query('create index on bare_words using gin (words)');
  const step = 200;
  let at = 0;
  const timed = async (work: () => Promise<unknown>) => {
    const start = performance.now();
    await work();
    return step / ((performance.now() - start) / 1000);
  };
  const ours = () =>
    timed(async () => {
      await index(at, step);
      at += step;
    });
  let other = 0;
  const theirs = () =>
    timed(() => {
      const some = Array.from({ length: step }, (_, n) => other + n);
      other += step;
      return owner.query(
        `insert into bare_words select id, body, to_tsvector(config::regconfig, body)
           from unnest($1::uuid[], $2::text[], $3::text[]) as t (id, body, config)`,
        [some.map((n) => ids[n]), some.map((n) => texts[n]), some.map((n) => configs[n % configs.length])],
      );
    });
  const pairs = await inTurns(9, ours, theirs);
  await owner.query('drop table bare_words');
  while (at < texts.length) {
    const count = Math.min(step, texts.length - at);
    await index(at, count);
    at += count;
  }
  await owner.query('vacuum analyze search_entries');
  await owner.query('analyze library_works');
  say(`  ${short} texts of 300 words and ${long} of 6,000 in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  const { ours: value, theirs: limit, ratio } = compare(pairs);
  const indexing: Result = {
    name: 'indexing',
    what: 'texts of 300 words read into the search:',
    against: 'to_tsvector into a bare table with its index:',
    value,
    unit: 'texts/s',
    limit,
    ratio,
    target: 0.5,
    better: 'higher',
    notes: [`${step} texts a transaction; with title, facets and the words for mistyped ones`],
  };
  return { network, texts, indexing };
}

/** Xapian in a process of its own, on the same texts; undefined where it is not at hand. */
async function startXapian({ folder, closing }: Bench, texts: string[]) {
  if (spawnSync(python, ['-c', 'import xapian'], { stdio: 'ignore' }).status !== 0) return undefined;
  const place = folder('xapian');
  const source = join(place, 'texts');
  writeFileSync(source, `${texts.join('\n')}\n`);
  const child: ChildProcess = spawn(
    python,
    [join(root, 'test/load/xapian-search.py'), source, join(place, 'database')],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  closing.add(() => void child.kill());
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  await lines.next();
  return {
    async ask(word: string): Promise<number> {
      child.stdin!.write(`${word}\n`);
      return Number(String((await lines.next()).value).split(' ')[0]);
    },
    stop: () => child.stdin!.end(),
  };
}
