import { Readable } from 'node:stream';
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { requireProof, requireRole } from '../../platform/access/index.ts';
import { takeAway } from '../../platform/access/leaving.ts';
import { record } from '../../platform/audit/index.ts';
import { csvLine, csvStart } from '../../platform/csv/index.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import { ctxOf, type Deps, type Env, page, readForm, view } from '../../platform/http/index.ts';
import type { FormState } from '../../ui/index.ts';
import { namesOf } from './named.ts';
import { fields, LogPage } from './pages/log.tsx';
import * as queries from './queries.ts';
import { type ChainReport, verifyChain } from './seal.ts';

const pageSize = 25;
const exportBatch = 1000;

const day = z.iso.date().optional().catch(undefined);
const word = z
  .string()
  .regex(/^[a-z][a-z_-]{0,60}$/)
  .optional()
  .catch(undefined);
const id = z.uuid().optional().catch(undefined);
const filterForm = z.object({ noun: word, verb: word, actor: id, since: day, until: day, before: id });
export type Asked = z.infer<typeof filterForm>;

/** The filter of an address or a form; what is malformed filters nothing. */
const asked = (values: Record<string, string>): Asked =>
  filterForm.parse(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')));

/** What was typed, and which of the days is none or lies the wrong way round: the filter is not guessed then. */
function stateOf(values: Record<string, string>): FormState {
  const typed = Object.fromEntries(fields.map((field) => [field, values[field] ?? '']));
  const { since, until } = asked(values);
  const errors: FormState['errors'] = {};
  if (typed.since && !since) errors.since = { key: 'audit.wrong' };
  if (typed.until && !until) errors.until = { key: 'audit.wrong' };
  if (since && until && until < since) errors.until = { key: 'audit.turned' };
  return { values: typed, errors };
}

/** Days are the days of UTC, both of them whole. */
const filterOf = ({ since, until, ...rest }: Asked): queries.LogFilter => ({
  ...rest,
  since: since ? new Date(`${since}T00:00:00Z`) : undefined,
  until: until ? new Date(new Date(`${until}T00:00:00Z`).getTime() + 24 * 3_600_000) : undefined,
});

/** The log, for auditors alone: what was done, when, by whom, and whether the record of it is whole. */
export function auditRoutes(app: Hono<Env>, deps: Deps): void {
  app.get('/log', async (c) => {
    requireRole(c, 'auditor');
    return logPage(c, deps, c.req.query(), undefined);
  });

  app.post('/log/verification', async (c) => {
    requireRole(c, 'auditor');
    const report = await verifyChain(deps, c.var.network.id);
    await inNetwork(deps.db, c.var.network.id, (trx) =>
      record(ctxOf(c, trx), {
        verb: 'verified',
        noun: 'log',
        id: c.var.network.id,
        detail: { sealed: report.sealed, faults: report.faults.length },
      }),
    );
    return logPage(c, deps, {}, report);
  });

  // A POST, because taking a copy is itself on record.
  app.post('/log/export', async (c) => {
    requireRole(c, 'auditor');
    requireProof(c);
    const sent = await readForm(c);
    const values = Object.fromEntries(fields.map((name) => [name, sent.get(name)]));
    if (Object.keys(stateOf(values).errors).length > 0) return logPage(c, deps, values, undefined);
    const filter = asked(values);
    const { id: network, slug } = c.var.network;
    await takeAway(c, deps, async () => ({
      taken: undefined,
      what: { noun: 'log', id: network, detail: { ...filter } },
    }));
    c.header('content-type', 'text/csv; charset=utf-8');
    c.header('content-disposition', `attachment; filename="${slug}-log.csv"`);
    c.header('cache-control', 'private, no-store');
    const table = Readable.toWeb(Readable.from(lines(c, deps, filterOf(filter))));
    return c.body((table as ReadableStream<string>).pipeThrough(new TextEncoderStream()));
  });
}

/** The log as a table, read piece by piece. */
async function* lines(c: Context<Env>, deps: Deps, filter: queries.LogFilter): AsyncGenerator<string> {
  const { id: network } = c.var.network;
  yield csvStart + csvLine(['id', 'at', 'actor_kind', 'actor_id', 'verb', 'noun', 'noun_id', 'detail', 'position']);
  let before: string | undefined;
  for (;;) {
    const { rows, names } = await readNetwork(deps.db, network, async (trx) => {
      const read = await queries.logLines(trx, network, { ...filter, before }, exportBatch);
      return { rows: read, names: await namesOf(ctxOf(c, trx), deps, read, (kind) => kind.secret === true) };
    });
    yield rows
      .map((row) =>
        csvLine([
          row.id,
          row.at.toISOString(),
          row.actorKind,
          row.actorId,
          row.verb,
          row.noun,
          row.nounId === network || names.thing(row) ? row.nounId : null,
          JSON.stringify(row.detail),
          row.position,
        ]),
      )
      .join('');
    if (rows.length < exportBatch) return;
    before = rows.at(-1)!.id;
  }
}

async function logPage(
  c: Context<Env>,
  deps: Deps,
  values: Record<string, string>,
  report: ChainReport | undefined,
): Promise<Response> {
  const { id: network } = c.var.network;
  const filter = asked(values);
  const state = stateOf(values);
  const shown = await readNetwork(deps.db, network, async (trx) => {
    const found = await queries.logLines(trx, network, filterOf(filter), pageSize + 1);
    const rows = found.slice(0, pageSize);
    return {
      rows,
      next: found.length > pageSize ? rows.at(-1)!.id : undefined,
      names: await namesOf(ctxOf(c, trx), deps, rows),
      nouns: await queries.nounsOf(trx, network),
      people: await queries.accountNames(trx, network),
      head: await queries.readHead(trx, network),
      unsealed: await queries.countUnsealed(trx, network),
    };
  });
  return page(
    c,
    <LogPage
      v={view(c, deps)}
      rows={shown.rows}
      names={shown.names}
      next={shown.next}
      filter={filter}
      state={state}
      nouns={shown.nouns}
      verbs={verbsOf(deps)}
      people={shown.people}
      chain={{ sealed: shown.head?.position ?? 0, unsealed: shown.unsealed }}
      report={report}
    />,
    Object.keys(state.errors).length > 0 ? 422 : 200,
  );
}

/** The verbs that have words of ours: those of the log that a reader may ask for. */
const verbsOf = (deps: Deps): string[] =>
  deps.messages
    .keys('en')
    .filter((key) => key.startsWith('audit.verb.'))
    .map((key) => key.slice('audit.verb.'.length));
