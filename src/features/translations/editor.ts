import { askTogether } from '../../platform/db/index.ts';
import type { Sent } from '../../platform/http/index.ts';
import type { Translatable, TranslatableField, TranslatableThing } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { SentField } from './commands.ts';
import { type Draft, draftsOf, type HistoryLine, historyOf, marksOf, sourcesOf, unitKey } from './queries.ts';
import { digestOf, holds, type Mark, type State, stateOf } from './translation.ts';

/** One field as the editor shows it: the two texts, how they stand, and what the source was when it was translated. */
export type Row = {
  field: TranslatableField;
  source: string;
  /** What readers have. */
  live: string;
  /** What is shown to be worked on: the draft that waits, else what readers have. */
  text: string;
  draft: Draft | undefined;
  mark: Mark | undefined;
  state: State | undefined;
  /** The source from which the text was translated, when it is another one now and still known. */
  before: string | undefined;
};

export type Sheet = { thing: TranslatableThing; rows: Row[]; history: HistoryLine[] };

/** All that the editor shows of one thing in one language, asked of the database together; undefined when there is no such thing. */
export async function sheetOf(slow: Ctx, kind: Translatable, id: string, locale: string): Promise<Sheet | undefined> {
  const ctx = { ...slow, trx: askTogether(slow.trx) };
  const [[thing], marks, drafts, sources, history] = await Promise.all([
    kind.find(ctx, [id]),
    marksOf(ctx, { kind: kind.kind, ids: [id], locale }),
    draftsOf(ctx, kind.kind, id, locale),
    sourcesOf(ctx, kind.kind, id, locale),
    historyOf(ctx, kind.kind, id, locale),
  ]);
  if (!thing || thing.source === locale) return undefined;
  const rows = kind.fields.map((field): Row => {
    const source = thing.texts[thing.source]?.[field.name] ?? '';
    const live = thing.texts[locale]?.[field.name] ?? '';
    const draft = drafts.get(field.name);
    const found = marks.get(unitKey(kind.kind, id, field.name, locale));
    const mark = found && holds({ target: digestOf(live), mark: found }) ? found : undefined;
    const state = stateOf({
      source: digestOf(source),
      sourceLocale: thing.source,
      target: digestOf(live),
      mark,
      waiting: draft !== undefined,
    });
    const madeFrom = draft?.sourceDigest ?? mark?.sourceDigest;
    const before = madeFrom && madeFrom !== digestOf(source) ? sources.get(madeFrom) : undefined;
    return { field, source, live, text: draft?.text ?? live, draft, mark, state, before };
  });
  return { thing, rows, history };
}

/** The form of the editor as it was sent. */
export const readSheet = (kind: Translatable, sent: Sent): Record<string, SentField> =>
  Object.fromEntries(
    kind.fields.map(({ name }) => [
      name,
      {
        text: sent.get(name).trim(),
        machine: sent.get(`machine.${name}`) === 'on',
        reviewed: sent.get(`reviewed.${name}`) === 'on',
        seenSource: sent.get(`source.${name}`),
        seenTarget: sent.get(`target.${name}`),
      },
    ]),
  );
