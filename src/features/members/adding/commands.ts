import { sql } from 'kysely';
import { record } from '../../../platform/audit/index.ts';
import type { Secret } from '../../../platform/crypto/ids.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { accountById, addPerson, mailInvitation, type NewCode } from '../../accounts/index.ts';
import { affiliate, beginMembership, Refused, settleInvitation } from '../admitting.ts';
import { eventsOf, noteEvent, standingMembership } from '../queries.ts';
import type { AddForm } from './forms.ts';

/** `id`: of the account to make, from the form; sent twice, it is one. `known`: an account that is here already, and hers. */
export type Adding = { id: string; known: string | undefined; code: NewCode | undefined };

/**
 * Adds a member: her account where she has none, her membership, whom she works with, and a note in its history. Somebody who is here keeps
 * what she has. Nobody is written to unless it was asked for. Returns her membership. Throws `Refused`.
 */
export async function addMember(ctx: Ctx, secret: Secret, form: AddForm, { id, known, code }: Adding): Promise<string> {
  const { trx, network } = ctx;
  const accountId = known ?? id;
  const before = await accountById(trx, network.id, accountId);
  if (!known && before) {
    const made = await standingMembership(ctx, { account: accountId });
    if (made) return made.id;
  }
  if (before?.disabledAt) throw new Refused('members.wrong.closedAccount');
  if (!before) {
    const { name, locale, email, username } = form;
    const person = { id, name, locale, ...(email ? { email } : {}), ...(username ? { username } : {}) };
    const taken = await addPerson(ctx, secret, person, code ?? (form.invite && email ? undefined : 'later'));
    if (taken) throw new Refused(`accounts.people.taken.${taken}`);
  } else if (form.invite && !before.firstSignedInAt) await mailInvitation(ctx, secret, before);
  if (form.country || form.languages.length > 0)
    await trx
      .insertInto('profiles')
      .values({
        network_id: network.id,
        account_id: accountId,
        country: form.country,
        languages: form.languages,
        updated_at: ctx.now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  const membership = await beginMembership(ctx, { account: accountId });
  if (form.note) {
    // Beside the day on which it began; of somebody who was a member, beside what happened to her last.
    const event = membership.event ?? (await eventsOf(ctx, membership.id))[0]?.id;
    await trx
      .updateTable('membership_events')
      .set({ words: sql`concat_ws(E'\\n', nullif(words, ''), ${form.note}::text)` })
      .where('network_id', '=', network.id)
      .where('id', '=', event ?? (await noteEvent(ctx, membership.id, 'began')))
      .execute();
  }
  if (form.organisation) await affiliate(ctx, accountId, form.organisation);
  await settleInvitation(ctx, form.email);
  await record(ctx, { verb: 'added', noun: 'membership', id: membership.id, detail: { known: Boolean(known) } });
  return membership.id;
}
