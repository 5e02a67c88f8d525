import { sql } from 'kysely';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/http/index.ts';
import { type Answered, postTo } from '../../platform/outgoing/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { namedPeople, standingConsents } from '../consents/index.ts';
import { askForRetry, askForSending } from './announce.ts';
import { arrived, goneForGood, nextAttempt, patienceMs } from './events.ts';
import { signedHeaders } from './signature.ts';

/** So many are taken at once, and so many go out beside each other. */
const batch = 40;
const beside = 4;
/** Whoever took a delivery has this long; then it is due again for anybody. */
const leaseMs = 5 * 60_000;
/** A job gives its place up after so many batches, and asks for another. */
const batchesPerJob = 10;

type Taken = { id: string; attempts: number; message_id: string };
type Endpoint = { id: string; url: string; version: number };
type Ready = Taken & { body: string | undefined };

/** Sends what is due to one endpoint, in any order. Each attempt is written down as it ended. */
export async function sendDue(deps: Deps, networkId: string, endpointId: string): Promise<void> {
  const network = await deps.networks.byId(networkId);
  if (!network) return;
  const ctxIn = (trx: Ctx['trx']): Ctx => ({
    trx,
    actor: { kind: 'system' },
    network,
    locale: network.locales[0]!,
    now: deps.clock(),
  });
  for (let round = 0; round < batchesPerJob; round += 1) {
    const { endpoint, taken } = await inNetwork(deps.db, networkId, async (trx) => {
      const ctx = ctxIn(trx);
      const found = await take(ctx, endpointId);
      // What waits for its next attempt is asked for before this job ends.
      const due = found.endpoint && found.taken.length === 0 ? await nextDue(ctx, endpointId) : undefined;
      if (due) await askForRetry(ctx, endpointId, due);
      return found;
    });
    if (!endpoint || taken.length === 0) return;
    const ends: { one: Ready; answered: Answered | undefined }[] = [];
    for (let at = 0; at < taken.length; at += beside) {
      // Read anew for each few: a slow server keeps the others waiting for minutes, and somebody may take her consent back, be
      // forgotten, or the address be stopped meanwhile.
      const { still, group } = await readNetwork(deps.db, networkId, async (trx) => ({
        still: await activeEndpoint(ctxIn(trx), endpointId),
        group: await compose(ctxIn(trx), taken.slice(at, at + beside)),
      }));
      if (!still) break;
      ends.push(
        ...(await Promise.all(
          group.map(async (one) => ({
            one,
            answered: one.body ? await attempt(deps, networkId, still, one) : undefined,
          })),
        )),
      );
    }
    const tried = ends.filter((end) => end.answered);
    const none = tried.length > 0 && tried.every((end) => !isArrived(end.answered!));
    await inNetwork(deps.db, networkId, async (trx) => {
      const ctx = ctxIn(trx);
      await settle(ctx, endpointId, ends);
      // Where nothing arrives, the rest is not sent after it; the pauses decide.
      const due = none ? await nextDue(ctx, endpointId) : undefined;
      if (due) await askForRetry(ctx, endpointId, due);
      else if (round === batchesPerJob - 1) await askForSending(ctx, endpointId);
    });
    if (none) return;
  }
}

/** Where to, while nobody paused, stopped or removed it. */
const activeEndpoint = (ctx: Ctx, id: string): Promise<Endpoint | undefined> =>
  ctx.trx
    .selectFrom('webhook_endpoints')
    .select(['id', 'url', 'key_version as version'])
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('state', '=', 'active')
    .executeTakeFirst();

/** Takes what is due: an attempt is counted, and the row is due again when the lease ends, before anything leaves. */
async function take(ctx: Ctx, endpointId: string): Promise<{ endpoint: Endpoint | undefined; taken: Taken[] }> {
  // A restored copy holds its mail until somebody releases it; what it would tell other programs waits with the mail.
  const installation = await ctx.trx.selectFrom('installation').select('mail_held_at').executeTakeFirst();
  if (installation?.mail_held_at) return { endpoint: undefined, taken: [] };
  const endpoint = await activeEndpoint(ctx, endpointId);
  if (!endpoint) return { endpoint, taken: [] };
  const { rows } = await sql<Taken & { was_due: Date }>`
    with due as materialized (
      select id, due_at from webhook_deliveries where network_id = ${ctx.network.id} and endpoint_id = ${endpointId}
        and state = 'waiting' and due_at <= ${ctx.now} order by due_at, id limit ${batch} for update skip locked)
    update webhook_deliveries d set attempts = d.attempts + 1, due_at = ${new Date(ctx.now.getTime() + leaseMs)}, tried_at = ${ctx.now}
    from due where d.network_id = ${ctx.network.id} and d.id = due.id
    returning d.id, d.attempts, d.message_id, due.due_at as was_due`.execute(ctx.trx);
  // What is returned is in no order; those that wait longest leave first.
  rows.sort((a, b) => a.was_due.getTime() - b.was_due.getTime() || (a.id < b.id ? -1 : 1));
  return { endpoint, taken: rows };
}

/** The bodies. A message that may only name somebody, and may not any more, has none. */
async function compose(ctx: Ctx, taken: Taken[]): Promise<Ready[]> {
  const messages = await ctx.trx
    .selectFrom('webhook_messages')
    .select(['id', 'type', 'facts', 'person_id', 'purpose', 'at'])
    .where('network_id', '=', ctx.network.id)
    .where(
      'id',
      'in',
      taken.map((one) => one.message_id),
    )
    .execute();
  const about = messages.flatMap((message) => (message.purpose && message.person_id ? [message.person_id] : []));
  const consents = await standingConsents(ctx, about);
  const people = await namedPeople(ctx, about);
  const bodies = new Map(
    messages.map((message) => {
      const data: Record<string, unknown> = { network: ctx.network.slug, ...(message.facts as object) };
      if (message.person_id && !message.purpose) data.person = { id: message.person_id };
      if (message.person_id && message.purpose) {
        const agrees = consents.get(message.person_id)?.has(message.purpose);
        const person = agrees ? people.get(message.person_id) : undefined;
        if (!person) return [message.id, undefined];
        const { email, ...others } = person;
        data.person = { ...others, ...(email ? { email } : {}) };
      }
      return [message.id, JSON.stringify({ type: message.type, timestamp: message.at.toISOString(), data })];
    }),
  );
  return taken.map((one) => ({ ...one, body: bodies.get(one.message_id) }));
}

function attempt(deps: Deps, network: string, endpoint: Endpoint, one: Ready): Promise<Answered> {
  const name = { network, endpoint: endpoint.id, version: endpoint.version };
  const headers = signedHeaders(deps.secret, name, `msg_${one.message_id}`, deps.clock(), one.body!);
  return postTo(endpoint.url, headers, one.body!, { to: deps.config.webhooks });
}

const isArrived = (answered: Answered): boolean => 'status' in answered && arrived(answered.status);

/** Writes down how each attempt ended, and what that says of the endpoint. */
async function settle(
  ctx: Ctx,
  endpointId: string,
  ends: { one: Ready; answered: Answered | undefined }[],
): Promise<void> {
  for (const { one, answered } of ends) {
    const next = nextAttempt(one.attempts, ctx.now);
    const state = !answered ? 'cancelled' : isArrived(answered) ? 'arrived' : next ? 'waiting' : 'failed';
    await ctx.trx
      .updateTable('webhook_deliveries')
      .set({
        state,
        due_at: next ?? ctx.now,
        status: answered && 'status' in answered ? answered.status : null,
        trouble: answered && 'trouble' in answered ? answered.trouble : null,
      })
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', one.id)
      .where('state', '=', 'waiting')
      .execute();
  }
  const answers = ends.flatMap(({ answered }) => answered ?? []);
  if (answers.length === 0) return;
  const some = answers.some(isArrived);
  const gone = answers.some((answered) => 'status' in answered && answered.status === goneForGood);
  await sql`
    update webhook_endpoints set
      failing_since = ${some ? null : sql`coalesce(failing_since, ${ctx.now})`},
      state = case when state = 'active' and ${!some} and (${gone} or coalesce(failing_since, ${ctx.now}) <= ${new Date(ctx.now.getTime() - patienceMs)})
        then 'stopped' else state end
    where network_id = ${ctx.network.id} and id = ${endpointId}`.execute(ctx.trx);
}

/** When the next delivery of the endpoint is due, at least five seconds from now; undefined when none waits. */
async function nextDue(ctx: Ctx, endpointId: string): Promise<Date | undefined> {
  const row = await ctx.trx
    .selectFrom('webhook_deliveries')
    .select((eb) => eb.fn.min('due_at').as('due'))
    .where('network_id', '=', ctx.network.id)
    .where('endpoint_id', '=', endpointId)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return row?.due ? new Date(Math.max(row.due.getTime(), ctx.now.getTime() + 5_000)) : undefined;
}
