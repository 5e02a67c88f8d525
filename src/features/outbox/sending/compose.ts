import { failureFacts, inNetwork } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/http/index.ts';
import { buildMime, type Mailer, UnsafeAddress } from '../../../platform/mail/index.ts';
import type { ComposedMail } from '../../../platform/registry/index.ts';
import { type Ctx, inLocale, type Network } from '../../../platform/tenancy/index.ts';
import type { Claimed, Stored } from './queries.ts';
import { type Result, resultOf, withoutAttempt } from './rules.ts';
import { mailKinds } from './settle.ts';

/** What composing made of claimed rows: sources to store, and rows that end here. */
export type Composition = { built: Stored[]; ended: { id: string; result: Result }[] };

/** Composes rows by kind and language, a batch each, and builds their sources. Throws only when the database is away. */
export async function composeMails(
  deps: Deps,
  network: Network,
  mailer: Mailer,
  rows: Claimed[],
): Promise<Composition> {
  const composition: Composition = { built: [], ended: [] };
  const groups = Map.groupBy(rows, (row) => `${row.kind} ${row.locale}`);
  for (const group of groups.values()) {
    const composed = await composeGroup(deps, network, group, composition);
    for (const row of group) {
      const mail = composed.get(row.subject_id);
      if (mail) await build(deps, network, mailer, row, mail, composition);
    }
  }
  return composition;
}

async function composeGroup(
  deps: Deps,
  network: Network,
  rows: Claimed[],
  { ended }: Composition,
): Promise<Map<string, ComposedMail>> {
  const { kind: name, locale } = rows[0]!;
  const kind = mailKinds(deps).get(name);
  if (!kind) {
    for (const row of rows) ended.push({ id: row.id, result: withoutAttempt('failed', `nothing composes "${name}"`) });
    return new Map();
  }
  const compose = (ids: string[]) =>
    inNetwork(deps.db, network.id, (trx) => {
      const ctx: Ctx = { trx, actor: { kind: 'system' }, network, locale, now: deps.clock() };
      return kind.compose({ ctx, deps }, ids);
    });
  const all = new Map<string, ComposedMail>();
  const take = (row: Claimed, mail: ComposedMail | undefined) => {
    if (mail) all.set(row.subject_id, mail);
    else ended.push({ id: row.id, result: withoutAttempt('cancelled') });
  };
  try {
    const composed = await compose([...new Set(rows.map((row) => row.subject_id))]);
    for (const row of rows) take(row, composed.get(row.subject_id));
  } catch {
    // One that cannot be composed must not hold up the others.
    for (const row of rows) {
      try {
        take(row, (await compose([row.subject_id])).get(row.subject_id));
      } catch (error) {
        deps.log.error({ mail: row.id, kind: name, ...failureFacts(error) }, 'a mail could not be composed');
        ended.push({
          id: row.id,
          result: resultOf(row, { end: 'later', response: 'it could not be composed' }, deps.clock()),
        });
      }
    }
  }
  return all;
}

async function build(
  deps: Deps,
  network: Network,
  mailer: Mailer,
  row: Claimed,
  mail: ComposedMail,
  { built, ended }: Composition,
) {
  try {
    const { messageId, to, subject, mime } = buildMime(mail, {
      messageId: row.message_id,
      from: { name: mail.from?.name ?? inLocale(network.name, row.locale), address: senderOf(deps, network) },
      date: deps.clock(),
      locale: row.locale,
      automatic: !row.once,
    });
    built.push({ id: row.id, messageId, to, subject, mime: mailer.sign ? await mailer.sign(mime) : mime });
  } catch (error) {
    if (!(error instanceof UnsafeAddress)) throw error;
    ended.push({ id: row.id, result: withoutAttempt('failed', error.message) });
  }
}

/** The address our mail comes from, also in the envelope: it is ours, so that SPF, DKIM and DMARC agree. */
export const senderOf = (deps: Deps, network: Network): string => network.mailFrom ?? deps.config.mailFrom;
