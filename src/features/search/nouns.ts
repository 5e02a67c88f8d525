import type { At, Deps } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { inLocale, languageOf } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { listInstruments, listProvisions } from '../standards/index.ts';
import { listIssues, listPlaces } from '../vocabularies/index.ts';
import { folded } from './question.ts';

/** An issue, a place or a provision that the words name: the page that gathers all that points to it. */
export type Noun = {
  kind: 'issue' | 'place' | 'provision';
  label: string;
  /** The language of the label. */
  locale: string;
  href: string;
  machine: readonly string[];
};
type Listed = {
  kind: Noun['kind'];
  id: string;
  label: string;
  locale: string;
  words: string[];
  sample: boolean;
  machine: readonly string[];
};

/** Of each kind at most. */
const shown = 4;

/** So many lists are kept: one for each network and language that was asked lately, some hundred kilobytes each. */
const mostLists = 40;

const lists = new WeakMap<Deps, Map<string, Promise<Listed[]>>>();

/** A network's lists in one language, by its own words for them, kept in the process until something is edited. */
function listed(deps: Deps, ctx: Ctx): Promise<Listed[]> {
  let held = lists.get(deps);
  if (!held) {
    const made = new Map<string, Promise<Listed[]>>();
    held = made;
    lists.set(deps, made);
    deps.edits.on(() => made.clear());
  }
  const key = `${ctx.network.id} ${ctx.locale}`;
  const list = held.get(key) ?? read(deps, ctx);
  list.catch(() => held.delete(key));
  // Those that were asked last stand last; the first goes.
  held.delete(key);
  held.set(key, list);
  for (const [oldest] of held) {
    if (held.size <= mostLists) break;
    held.delete(oldest);
  }
  return list;
}

async function read(deps: Deps, ctx: Ctx): Promise<Listed[]> {
  const colon = deps.messages.for(ctx.locale)('ui.colon');
  const instruments = new Map(
    (await listInstruments(ctx)).map((each) => [each.id, inLocale(each.shortNames, ctx.locale)]),
  );
  const of = (
    kind: Noun['kind'],
    id: string,
    label: string,
    locale: string,
    { sample = false, machine = [] as readonly string[] } = {},
  ): Listed => ({
    kind,
    id,
    label,
    locale,
    sample,
    machine,
    words: folded(label)
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean),
  });
  return [
    ...(await listIssues(ctx)).map((issue) => of('issue', issue.id, issue.label, issue.labelIn, issue)),
    ...(await listPlaces(ctx)).map((place) => of('place', place.id, place.label, place.labelIn, place)),
    ...(await listProvisions(ctx)).map((provision) =>
      of(
        'provision',
        provision.id,
        `${instruments.get(provision.instrumentId) ?? ''} ${provision.number}${colon} ${inLocale(provision.titles, ctx.locale)}`,
        languageOf(provision.titles, ctx.locale),
      ),
    ),
  ];
}

/** Those whose names hold every word that was typed, each as the beginning of a word; "bangkok 48" names a rule. */
export async function nounsNamed(deps: Deps, ctx: Ctx, q: string): Promise<Noun[]> {
  const words = folded(q)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  if (words.length === 0 || !words.some((word) => word.length > 2)) return [];
  const at: At = { network: ctx.network.slug, locale: ctx.locale };
  const matches = (each: Listed) =>
    (ctx.network.sample || !each.sample) &&
    words.every((word) => each.words.some((own) => (/^\d+$/.test(word) ? own === word : own.startsWith(word))));
  const found = (await listed(deps, ctx)).filter(matches);
  return (['issue', 'place', 'provision'] as const).flatMap((kind) =>
    found
      .filter((each) => each.kind === kind)
      .slice(0, shown)
      .map(({ id, label, locale, machine }) => ({ kind, label, locale, machine, href: hrefOf(at, kind, id) })),
  );
}

const labels = new WeakMap<Listed[], Map<string, string>>();

/** What issues and places are called, by their ids. */
export async function labelsOf(deps: Deps, ctx: Ctx): Promise<ReadonlyMap<string, string>> {
  const all = await listed(deps, ctx);
  let held = labels.get(all);
  if (!held) {
    held = new Map(all.filter(({ kind }) => kind !== 'provision').map(({ id, label }) => [id, label]));
    labels.set(all, held);
  }
  return held;
}

const hrefOf = (at: At, kind: Noun['kind'], id: string): string =>
  kind === 'issue'
    ? urls.vocabularies.issue(at, id)
    : kind === 'place'
      ? urls.vocabularies.place(at, id)
      : urls.standards.provision(at, id);
