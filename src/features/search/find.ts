import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { belongs, coordinates } from '../../platform/access/index.ts';
import type { At } from '../../platform/http/index.ts';
import type { Audience, Searchable, Translatable } from '../../platform/registry/index.ts';
import { type Ctx, inLocale } from '../../platform/tenancy/index.ts';
import { facilitiesSeenAs, namedAmong, widerAmong } from '../facilities/index.ts';
import { machineMadeAmong } from '../translations/index.ts';
import { folded, type Question, type Sort, type Term, termsOf, wordsOf } from './question.ts';
import { joined } from './segment.ts';

export const pageSize = 10;

/** A part of a text that is shown, with the words that were asked for marked. */
export type Snippet = { text: string; marked: boolean }[];

/** One result: a thing, in the language in which it fits best. */
export type Result = {
  kind: string;
  subjectId: string;
  /** Which of its kind it is: "library.judgment". */
  type?: string;
  href: string;
  title: string;
  locale: string;
  dated: string;
  headline: Snippet[];
  /** A machine translated it, and nobody has reviewed that. */
  machine: boolean;
  /** Pages of its files in which the words stand. */
  passages: { href: string; part: number; label: string; headline: Snippet }[];
};

export type Results = {
  total: number;
  /** How many of the results have a value, by facet and value, the most first. Exact; a page writes "1,000+" above a thousand. */
  facets: Record<
    'kind' | 'type' | 'language' | 'year' | 'issue' | 'place' | 'facility',
    [value: string, count: number][]
  >;
  /** What the facilities among them are called, by id. */
  facilities: ReadonlyMap<string, string>;
  found: Result[];
};

const noFacets = (): Results['facets'] => ({
  kind: [],
  type: [],
  language: [],
  year: [],
  issue: [],
  place: [],
  facility: [],
});
/** Of a search that finds nothing. */
export const nothing: Results = { total: 0, facets: noFacets(), facilities: new Map(), found: [] };

/** For whom what the actor may find was written: the one policy of every count, facet, result, suggestion and alert. */
export async function audiencesOf(ctx: Ctx): Promise<Audience[]> {
  const { actor, trx, network } = ctx;
  const all: Audience[] = ['public'];
  if (!belongs(actor) || actor.kind !== 'account') return all;
  all.push('members');
  if (coordinates(actor)) all.push('coordinators');
  const groups = await trx
    .selectFrom('group_members')
    .select('group_id')
    .where('network_id', '=', network.id)
    .where('account_id', '=', actor.id)
    .where('state', '=', 'in')
    .execute();
  return [...all, ...groups.map(({ group_id }): Audience => `group:${group_id}`)];
}

type Answer = {
  total: number;
  facets: Record<string, number>;
  found: {
    subject: string;
    kind: string;
    type: string | null;
    key: string;
    locale: string;
    dated: string;
    title: string;
    headline: string;
    inside: { file: string; part: number; label: string; headline: string }[];
  }[];
};

type Hit = Answer['found'][number];
type Facets = Results['facets'];
type FindOptions = {
  since?: Date;
  translatable?: readonly Translatable[];
  /**
   * Is given what will be found if the rooms show all of it, while they are asked. Nothing of that may leave before they have answered: only
   * if they show just that, what is returned is the same object.
   */
  expecting?: (results: Results) => void;
};

/** Facilities that the actor knows only as a wider place, by that place, as the index names both: {"facility:ID": "place:us-ny"}. */
type Coarser = Record<string, string>;
const coarserOf = (known: Iterable<readonly [id: string, place: string]>): Coarser =>
  Object.fromEntries([...known].map(([id, place]) => [`facility:${id}`, `place:${place}`]));

type Asking = { audiences: Audience[]; question: Question; terms: Term[]; since?: Date };
/** `countOnly`: without the results themselves. */
async function ask(
  ctx: Ctx,
  { audiences, question, terms, since }: Asking,
  coarser: Coarser,
  countOnly = false,
): Promise<Answer> {
  const only = (['type', 'year', 'issue', 'place', 'facility'] as const).flatMap((name) =>
    question[name] ? [`${name}:${question[name]}`] : [],
  );
  const [skip, wanted] = countOnly ? [0, 0] : [(question.page - 1) * pageSize, pageSize];
  const { rows } = await sql<{ answer: Answer }>`select search_find(${JSON.stringify(terms)}::jsonb,
    ${audiences}::text[], ${ctx.now}, ${question.kind ?? null}, ${question.language ?? null}, ${only.length > 0 ? only : null}::text[],
    ${ctx.locale}, ${question.sort satisfies Sort}, ${skip}, ${wanted}, ${since ?? null}::timestamptz,
    ${Object.keys(coarser).length > 0 ? JSON.stringify(coarser) : null}::jsonb) as answer`.execute(ctx.trx);
  return rows[0]!.answer;
}

/**
 * What the actor finds. Results come back through their own rooms: what a room does not show her now is left out, whatever the
 * index still says.
 */
export async function find(
  ctx: Ctx,
  kinds: ReadonlyMap<string, Searchable>,
  audiences: Audience[],
  question: Question,
  { since, translatable = [], expecting }: FindOptions = {},
): Promise<Results> {
  const terms = termsOf(question.q, ctx.locale);
  if (terms.length === 0) return nothing;
  // Narrowed to a facility of which she may not know, she finds what she would with one that is not there.
  if (question.facility && (await namedAmong(ctx, [question.facility])).length === 0) return nothing;
  const asking = { audiences, question, terms, since };
  // Of a place she finds as well what is about the facilities that she knows only as that place.
  const { place } = question;
  const there = place ? await facilitiesSeenAs(ctx, place).execute() : [];
  const answer = await ask(ctx, asking, place ? coarserOf(there.map(({ id }) => [id, place])) : {});
  if (answer.total === 0) return nothing;
  // Asked side by side, and so sent as one statement.
  const asked = Promise.all([
    machineMadeAmong(
      ctx,
      translatable,
      answer.found.map(({ kind, subject, locale }) => ({ kind, id: subject, locale })),
    ),
    Promise.all(
      [...Map.groupBy(answer.found, (hit) => hit.kind)].map(([kind, hits]) =>
        kinds.get(kind)?.visible(
          ctx,
          hits.map((hit) => hit.subject),
        ),
      ),
    ),
  ]);
  const made = (shown: Hit[], machine: (hit: Hit) => boolean, facets: Facets, facilities: Results['facilities']) => ({
    total: Math.max(0, answer.total - (answer.found.length - shown.length)),
    facets: { ...facets, facility: facets.facility.filter(([id]) => facilities.has(id)) },
    facilities,
    found: shown.map((hit) => resultOf(ctx, kinds.get(hit.kind), hit, machine(hit))),
  });
  // It leaves in the next turn. While the database works, what the rooms will most likely say is made ready.
  const plain = facetsOf(answer.facets);
  const expected =
    expecting && there.length === 0 && plain.facility.length === 0
      ? made(answer.found, () => false, plain, new Map())
      : undefined;
  if (expected)
    void turn()
      .then(() => turn())
      .then(() => expecting!(expected))
      // What could not be made ahead is made, or fails, afterwards.
      .catch(() => {});
  const [machine, visible] = await asked;
  const seen = new Set(visible.flatMap((ids) => [...(ids ?? [])]));
  const shown = answer.found.filter((hit) => seen.has(hit.subject));
  const isMachine = ({ kind, subject, locale }: Hit) => machine(kind, subject, locale);
  if (expected && shown.length === answer.found.length && !shown.some(isMachine)) return expected;
  // A thing that everybody may read can be about a facility that few may know of, and others only as a wider place.
  const facets = await countedFor(ctx, asking, answer, there);
  const facilities = new Map(
    (await namedAmong(ctx, idsOf(facets.facility))).map(({ id, names }) => [id, inLocale(names, ctx.locale)]),
  );
  return made(shown, isMachine, facets, facilities);
}

/** A thing that was found, as its page shows it; of a kind that no room knows nothing is seen, and so nothing shown. */
function resultOf(ctx: Ctx, kind: Searchable | undefined, hit: Hit, machine: boolean): Result {
  const at = { network: ctx.network.slug, locale: ctx.locale };
  return {
    kind: hit.kind,
    subjectId: hit.subject,
    type: hit.type ?? undefined,
    href: kind ? hrefOf(kind, at, hit) : '',
    title: joined(hit.title),
    machine,
    locale: hit.locale,
    dated: hit.dated,
    headline: snippetsOf(hit.headline),
    passages: hit.inside.flatMap(({ file, part, label, headline }) => {
      const href = kind?.passageHref?.(at, file, part);
      return href ? [{ href, part, label, headline: snippetsOf(headline)[0] ?? [] }] : [];
    }),
  };
}

const idsOf = (counted: [id: string, count: number][]) => counted.map(([id]) => id);

/**
 * The counts, with facilities that the actor knows only as a wider place under that place. A thing that is about two of them, or about the
 * place too, is one there: so they are counted again together, and only where there are such facilities.
 */
async function countedFor(
  ctx: Ctx,
  asking: Asking,
  answer: Answer,
  counted: readonly { id: string }[],
): Promise<Results['facets']> {
  const facets = facetsOf(answer.facets);
  const wider = await widerAmong(ctx, idsOf(facets.facility));
  if (wider.size === 0) return facets;
  const all = new Map([...counted.map(({ id }) => [id, asking.question.place!] as const), ...wider]);
  return facetsOf((await ask(ctx, asking, coarserOf(all), true)).facets);
}

/** Where nothing is found: the same search with mistyped words mended, if that finds something for her; else undefined. */
export async function mended(
  ctx: Ctx,
  kinds: ReadonlyMap<string, Searchable>,
  audiences: Audience[],
  question: Question,
  translatable: readonly Translatable[],
): Promise<{ question: Question; results: Results } | undefined> {
  const alike = await Promise.all(
    wordsOf(question.q).map(async ({ word, at }) => {
      const { rows } = await sql<{ word: string }>`select search_alike(${folded(word)}) as word`.execute(ctx.trx);
      return { word, at, candidates: rows.map((row) => row.word) };
    }),
  );
  // The nearest words first, then the second nearest: a word alone may be one that only others may read.
  for (let choice = 0; choice < 3; choice++) {
    let q = question.q;
    for (const { word, at, candidates } of [...alike].reverse()) {
      const better = candidates[choice];
      if (better) q = q.slice(0, at) + better + q.slice(at + word.length);
    }
    if (q === question.q) break;
    const results = await find(ctx, kinds, audiences, { ...question, q, page: 1 }, { translatable });
    if (results.total > 0) return { question: { ...question, q, page: 1 }, results };
  }
  return undefined;
}

const hrefOf = ({ href, ownLanguage }: Searchable, at: At, { key, locale }: { key: string; locale: string }): string =>
  href(ownLanguage ? { ...at, locale } : at, key);

function facetsOf(counts: Record<string, number>): Results['facets'] {
  const facets = noFacets();
  for (const [facet, count] of Object.entries(counts)) {
    const colon = facet.indexOf(':');
    facets[facet.slice(0, colon) as keyof Results['facets']]?.push([facet.slice(colon + 1), count]);
  }
  for (const [name, values] of Object.entries(facets))
    values.sort(([a, n], [b, m]) => (name === 'year' ? (a < b ? 1 : -1) : m - n || (a < b ? -1 : 1)));
  return facets;
}

/** The migration marks words by \x01 and \x02, and parts by \x03. Shown as it was written: words that have no space between them, marked, are one. */
export const snippetsOf = (headline: string): Snippet[] =>
  headline.split('\u0003').map((part) =>
    joined(part)
      .replaceAll('\u0002\u0001', '')
      .split(/(\u0001[^\u0002]*\u0002)/)
      .filter(Boolean)
      .map((text) => (text.startsWith('\u0001') ? { text: text.slice(1, -1), marked: true } : { text, marked: false })),
  );
