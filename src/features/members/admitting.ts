import { newId, type Secret } from '../../platform/crypto/ids.ts';
import { freeSlug, proposeSlug, slugsLike } from '../../platform/http/index.ts';
import { emailKey } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { accountByEmail, addPerson, type NewCode } from '../accounts/index.ts';
import { addresses, nameKey } from '../organisations/index.ts';
import { invitationAnswered } from './invitations/queries.ts';
import { firstRenewal } from './membership.ts';
import { insertMembership, noteEvent, standingMembership, today } from './queries.ts';
import { settingsOf } from './settings.ts';

/** Somebody who is let in: by an address, or by a username and a printed code made beforehand. */
export type Newcomer = {
  name: string;
  locale: string;
  email: string | null;
  /** With a printed code; its account id is the one the code was made for. */
  username?: string;
  code?: { accountId: string; made: NewCode };
};

/** Why somebody cannot be let in, as a message key. */
export class Refused extends Error {
  readonly key: string;
  constructor(key: string) {
    super(key);
    this.key = key;
  }
}

export type LetIn = { accountId: string; fresh: boolean };

/** The account of a newcomer: hers if her address has one, else a new one, with its invitation or code. */
export async function accountFor(ctx: Ctx, secret: Secret, newcomer: Newcomer): Promise<LetIn> {
  const { name, locale, email, username, code } = newcomer;
  const known = email ? await accountByEmail(ctx.trx, ctx.network.id, emailKey(email)) : undefined;
  if (known?.disabledAt) throw new Refused('members.wrong.closedAccount');
  if (known) return { accountId: known.id, fresh: false };
  const id = code?.accountId ?? newId();
  const taken = await addPerson(
    ctx,
    secret,
    { id, name, locale, ...(email ? { email } : {}), ...(username ? { username } : {}) },
    code?.made,
  );
  if (taken) throw new Refused(`accounts.people.taken.${taken}`);
  return { accountId: id, fresh: true };
}

/**
 * Begins the membership of an account or an organisation today, for the network's term. One that holds already is kept as it
 * is; one that is suspended is not passed over. Returns it, and the event with which it began.
 */
export async function beginMembership(
  ctx: Ctx,
  of: { account: string } | { organisation: string },
): Promise<{ id: string; event: string | undefined }> {
  const standing = await standingMembership(ctx, of, true);
  if (standing?.state === 'suspended') throw new Refused('members.wrong.suspended');
  if (standing) return { id: standing.id, event: undefined };
  const { termMonths } = await settingsOf(ctx);
  const from = today(ctx);
  const id = newId();
  await insertMembership(ctx, {
    id,
    ...('account' in of ? { accountId: of.account } : { organisationId: of.organisation }),
    from,
    renewOn: firstRenewal(from, termMonths),
  });
  return { id, event: await noteEvent(ctx, id, 'began') };
}

/** Where a new member is, for the directory: her own words later stand over it. */
export async function notePlace(ctx: Ctx, accountId: string, country: string | null): Promise<void> {
  if (!country) return;
  await ctx.trx
    .insertInto('profiles')
    .values({ network_id: ctx.network.id, account_id: accountId, country, updated_at: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** A new organisation as its application describes it. Its own people and coordinators say more of it later. */
export async function newOrganisation(
  ctx: Ctx,
  organisation: { name: string; country: string | null; website: string | null; language: string },
): Promise<string> {
  const id = newId();
  const wanted = proposeSlug(organisation.name, 'organisation');
  await ctx.trx
    .insertInto('organisations')
    .values({
      network_id: ctx.network.id,
      id,
      slug: freeSlug(wanted, await slugsLike(ctx, wanted, ...addresses)),
      name: organisation.name,
      name_key: nameKey(organisation.name),
      kind: 'other',
      country: organisation.country,
      website: organisation.website,
      languages: [organisation.language],
      created_at: ctx.now,
      created_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
      updated_at: ctx.now,
    })
    .execute();
  return id;
}

/** She works with an organisation from today, unless she does already. */
export async function affiliate(
  ctx: Ctx,
  accountId: string,
  organisationId: string,
  how: { position?: string; represents?: boolean; from?: string } = {},
): Promise<boolean> {
  const day = today(ctx);
  const running = await ctx.trx
    .selectFrom('affiliations')
    .select(['id', 'represents'])
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('organisation_id', '=', organisationId)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>', day)]))
    .executeTakeFirst();
  if (running) {
    if (how.represents && !running.represents)
      await ctx.trx
        .updateTable('affiliations')
        .set({ represents: true })
        .where('network_id', '=', ctx.network.id)
        .where('id', '=', running.id)
        .execute();
    return false;
  }
  await ctx.trx
    .insertInto('affiliations')
    .values({
      network_id: ctx.network.id,
      id: newId(),
      organisation_id: organisationId,
      account_id: accountId,
      position: how.position ?? '',
      represents: how.represents ?? false,
      from_on: how.from ?? day,
    })
    .execute();
  return true;
}

/** An invitation that this address had is answered. */
export const settleInvitation = async (ctx: Ctx, email: string | null): Promise<void> => {
  if (email) await invitationAnswered(ctx, emailKey(email));
};
