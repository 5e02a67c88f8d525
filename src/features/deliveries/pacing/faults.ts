import { sql } from 'kysely';
import { record as audit } from '../../../platform/audit/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { emailKey, readEmail } from '../../../platform/mail/index.ts';
import type { MailReturn } from '../../../platform/registry/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { Addressee } from '../addressee.ts';
import { holdLetters } from '../waiting.ts';
import { blamesAddress } from './rules.ts';

/** After so many mails that were late or lost for a while, an address is suspended as well. */
const mostSoft = 5;

export type FaultState = 'counting' | 'suspended' | 'corrected' | 'lifted' | 'other-way';
export type Fault = {
  id: string;
  address: string;
  postId: string;
  officialName: string | null;
  state: FaultState;
  soft: number;
  response: string | null;
  correctedTo: string | null;
  lastAt: Date;
};

/** The note of a letter that waits because its address does not take mail. */
export const suspendedNote = 'suspended';

const faults = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('address_faults')
    .select([
      'id',
      'address',
      'post_id as postId',
      'official_name as officialName',
      'state',
      'soft',
      'response',
      'corrected_to as correctedTo',
      'last_at as lastAt',
    ])
    .where('network_id', '=', ctx.network.id);

/** Addresses of which something came back: the suspended first, then the latest. */
export async function listFaults(ctx: Ctx): Promise<Fault[]> {
  const rows = await faults(ctx).orderBy(sql`state <> 'suspended'`).orderBy('last_at', 'desc').limit(200).execute();
  return rows as Fault[];
}

/** One of them, or undefined. */
export async function findFault(ctx: Ctx, id: string): Promise<Fault | undefined> {
  return (await faults(ctx).where('id', '=', id).executeTakeFirst()) as Fault | undefined;
}

/** What the network knows of these addresses, by their keys. */
async function known(
  ctx: Ctx,
  keys: string[],
): Promise<Map<string, { state: FaultState; correctedTo: string | null }>> {
  if (keys.length === 0) return new Map();
  const rows = await ctx.trx
    .selectFrom('address_faults')
    .select(['email_key', 'state', 'corrected_to'])
    .where('network_id', '=', ctx.network.id)
    .where('email_key', '=', sql<string>`any(${keys})`)
    .where('state', 'in', ['suspended', 'corrected', 'other-way'])
    .execute();
  return new Map(rows.map((row) => [row.email_key, { state: row.state as FaultState, correctedTo: row.corrected_to }]));
}

/**
 * Lays the network's own knowledge over whom the lists name: a corrected address takes the place of the wrong one, one that is
 * not written to any more is left out, and `suspended` names the posts whose letters wait.
 */
export async function withFaults(
  ctx: Ctx,
  serving: Map<string, Addressee>,
): Promise<{ serving: Map<string, Addressee>; suspended: Set<string> }> {
  const keyOf = (address: string | null) => (address && readEmail(address) ? emailKey(readEmail(address)!) : '');
  const keys = [...serving.values()].flatMap((one) => keyOf(one.email) || []);
  const found = await known(ctx, keys);
  const suspended = new Set<string>();
  const laid = new Map<string, Addressee>();
  for (const [postId, one] of serving) {
    const fault = found.get(keyOf(one.email));
    if (fault?.state === 'suspended') suspended.add(postId);
    if (!fault || fault.state === 'suspended') {
      laid.set(postId, one);
      continue;
    }
    const others = one.contacts.filter((contact) => contact.kind !== 'email');
    const right = fault.correctedTo;
    const contacts = right ? [{ kind: 'email' as const, value: right, note: null }, ...others] : others;
    laid.set(postId, { ...one, email: right, contacts });
  }
  return { serving: laid, suspended };
}

type Letter = { id: string; postId: string; officialName: string | null; address: string | null };

/** Writes down what came back from a letter's address; suspends it where it is to blame, and holds what waits for it. */
async function note(ctx: Ctx, letter: Letter, response: string, hard: boolean): Promise<void> {
  const address = readEmail(letter.address ?? '');
  if (!address) return;
  const row = await ctx.trx
    .insertInto('address_faults')
    .values({
      network_id: ctx.network.id,
      id: newId(),
      email_key: emailKey(address),
      address,
      post_id: letter.postId,
      official_name: letter.officialName,
      state: hard ? 'suspended' : 'counting',
      soft: hard ? 0 : 1,
      response: response.slice(0, 300),
      first_at: ctx.now,
      last_at: ctx.now,
    })
    .onConflict((conflict) =>
      conflict.columns(['network_id', 'email_key']).doUpdateSet({
        soft: hard ? sql`address_faults.soft` : sql`address_faults.soft + 1`,
        state: hard
          ? 'suspended'
          : sql`case when address_faults.soft + 1 >= ${mostSoft} then 'suspended'
              when address_faults.state = 'lifted' then 'counting' else address_faults.state end`,
        corrected_to: hard
          ? null
          : sql`case when address_faults.soft + 1 >= ${mostSoft} then null else address_faults.corrected_to end`,
        response: response.slice(0, 300),
        last_at: ctx.now,
        settled_at: null,
        settled_by: null,
      }),
    )
    .returning(['id', 'state'])
    .executeTakeFirstOrThrow();
  if (row.state !== 'suspended') return;
  await audit(ctx, { verb: 'suspended', noun: 'address', id: row.id, detail: { post: letter.postId } });
  const waiting = await ctx.trx
    .selectFrom('deliveries')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('post_id', '=', letter.postId)
    .where('address', '=', letter.address)
    .where('state', 'in', ['queued', 'kept'])
    .execute();
  await holdLetters(
    ctx,
    waiting.map(({ id }) => ({ id, note: suspendedNote })),
  );
}

const letterOf = async (ctx: Ctx, deliveryId: string) =>
  ctx.trx
    .selectFrom('deliveries')
    .select(['id', 'post_id as postId', 'official_name as officialName', 'address', 'state'])
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', deliveryId)
    .executeTakeFirst();

/** A server refused a letter: its address is suspended where it is to blame, and counted where it may be. */
export async function refuseLetter(ctx: Ctx, deliveryId: string, response: string | null): Promise<void> {
  const hard = blamesAddress(response);
  // Given up after many tries: the address may still be right.
  const soft = /^4\d\d|\b4\.\d+\.\d+/.test(response ?? '');
  const letter = hard || soft ? await letterOf(ctx, deliveryId) : undefined;
  if (letter) await note(ctx, letter, response ?? '', hard);
}

/** A server reports that a letter which had left did not arrive, or not yet. An answered letter has arrived, whatever it says. */
export async function returnLetter(ctx: Ctx, mail: MailReturn): Promise<void> {
  const letter = await letterOf(ctx, mail.subjectId);
  if (!letter) return;
  if (mail.end === 'failed') {
    await ctx.trx
      .updateTable('deliveries')
      .set({ state: 'bounced', state_at: mail.at, note: null })
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', letter.id)
      // A letter that came back has left, whatever was known of it until now.
      .where('state', 'in', ['queued', 'sent', 'uncertain'])
      .execute();
  }
  await note(ctx, letter, mail.response, mail.end === 'failed' && blamesAddress(mail.response));
}

/** What a coordinator decides of an address. */
export type FaultChoice = { is: 'corrected'; to: string } | { is: 'lifted' } | { is: 'other-way' };

/**
 * Decides: the right address, another try, or no e-mail any more. Letters that came back from it wait with the others; the
 * caller lets them go on (`resumeDeliveries`). False when it was decided meanwhile.
 */
export async function settleFault(ctx: Ctx, fault: Fault, choice: FaultChoice): Promise<boolean> {
  const changed = await ctx.trx
    .updateTable('address_faults')
    .set({
      state: choice.is,
      corrected_to: choice.is === 'corrected' ? choice.to : null,
      soft: 0,
      settled_at: ctx.now,
      settled_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
    })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', fault.id)
    .where('state', '=', fault.state)
    .returning('id')
    .executeTakeFirst();
  if (!changed) return false;
  await sql`
    update deliveries set state = 'composed', note = ${suspendedNote}, official_id = null, official_name = null, address = null,
      state_at = ${ctx.now}
    where network_id = ${ctx.network.id} and post_id = ${fault.postId} and address = ${fault.address}
      and state in ('bounced', 'failed')`.execute(ctx.trx);
  await audit(ctx, { verb: 'settled', noun: 'address', id: fault.id, detail: { choice: choice.is } });
  return true;
}

/** Suspended addresses that wait for somebody, and how many letters wait with each. */
export async function waitingFaults(ctx: Ctx): Promise<{ count: number; since: Date | null; letters: number }> {
  const { rows } = await sql<{ count: number; since: Date | null; letters: number }>`
    select count(*)::integer as count, min(last_at) as since, (
      select count(*)::integer from deliveries d
      where d.network_id = ${ctx.network.id} and d.state = 'composed' and d.note = ${suspendedNote}) as letters
    from address_faults where network_id = ${ctx.network.id} and state = 'suspended'`.execute(ctx.trx);
  return rows[0]!;
}

/** How long an address that works again, or was only late, is remembered, in days. A decision of a coordinator stays. */
const faultDays = 400;

/** Forgets addresses that have been well for long; returns how many. */
export async function retainFaults(ctx: Ctx): Promise<number> {
  const gone = await ctx.trx
    .deleteFrom('address_faults')
    .where('network_id', '=', ctx.network.id)
    .where('state', 'in', ['counting', 'lifted'])
    .where('last_at', '<', new Date(ctx.now.getTime() - faultDays * 86_400_000))
    .executeTakeFirst();
  return Number(gone.numDeletedRows);
}
