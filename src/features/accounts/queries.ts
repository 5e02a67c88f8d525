import { newId } from '../../platform/crypto/ids.ts';
import type { PassphraseParams } from '../../platform/crypto/passphrase.ts';
import type { Trx } from '../../platform/db/index.ts';
import type { Ctx, Role } from '../../platform/tenancy/index.ts';

/** What signing in needs of an account. The three parts of a passphrase are there together or not at all. */
export type Account = {
  id: string;
  name: string;
  email: string;
  locale: string;
  disabledAt: Date | null;
  passphrase: StoredPassphrase | null;
};
export type StoredPassphrase = { salt: Buffer; params: PassphraseParams; verifier: Buffer };

const columns = [
  'id',
  'name',
  'email',
  'locale',
  'disabled_at',
  'passphrase_salt',
  'passphrase_params',
  'passphrase_verifier',
] as const;

const accounts = (trx: Trx, network: string) =>
  trx.selectFrom('accounts').select(columns).where('network_id', '=', network);

type Row = Awaited<ReturnType<ReturnType<typeof accounts>['executeTakeFirstOrThrow']>>;

const accountOf = (row: Row | undefined): Account | undefined =>
  row && {
    id: row.id,
    name: row.name,
    email: row.email,
    locale: row.locale,
    disabledAt: row.disabled_at,
    passphrase:
      row.passphrase_salt && row.passphrase_params && row.passphrase_verifier
        ? {
            salt: row.passphrase_salt,
            params: row.passphrase_params as PassphraseParams,
            verifier: row.passphrase_verifier,
          }
        : null,
  };

/** The account of a folded address (`emailKey`), disabled or not. */
export const accountByEmail = async (trx: Trx, network: string, key: string): Promise<Account | undefined> =>
  accountOf(await accounts(trx, network).where('email_key', '=', key).executeTakeFirst());

export const accountById = async (trx: Trx, network: string, id: string): Promise<Account | undefined> =>
  accountOf(await accounts(trx, network).where('id', '=', id).executeTakeFirst());

export async function insertAccount(
  ctx: Ctx,
  account: { id: string; name: string; email: string; emailKey: string; locale: string },
): Promise<void> {
  const { id, name, email, emailKey, locale } = account;
  await ctx.trx
    .insertInto('accounts')
    .values({ network_id: ctx.network.id, id, name, email, email_key: emailKey, locale, created_at: ctx.now })
    .execute();
}

/** Writes a new passphrase over whatever stood there. */
export async function writePassphrase(ctx: Ctx, accountId: string, passphrase: StoredPassphrase): Promise<void> {
  await ctx.trx
    .updateTable('accounts')
    .set({
      passphrase_salt: passphrase.salt,
      passphrase_params: JSON.stringify(passphrase.params),
      passphrase_verifier: passphrase.verifier,
    })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', accountId)
    .execute();
}

export async function disableAccount(ctx: Ctx, accountId: string, at: Date | null): Promise<void> {
  await ctx.trx
    .updateTable('accounts')
    .set({ disabled_at: at })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', accountId)
    .execute();
}

// Roles

/** The roles that hold now, by account; for one account or for all. */
export async function rolesNow(
  trx: Trx,
  network: string,
  now: Date,
  accountId?: string,
): Promise<{ accountId: string; role: Role }[]> {
  let query = trx
    .selectFrom('grants')
    .select(['account_id as accountId', 'role'])
    .distinct()
    .where('network_id', '=', network)
    .where('from_at', '<=', now)
    .where((eb) => eb.or([eb('until_at', 'is', null), eb('until_at', '>', now)]))
    .orderBy('role');
  if (accountId) query = query.where('account_id', '=', accountId);
  return (await query.execute()) as { accountId: string; role: Role }[];
}

export async function insertGrant(
  ctx: Ctx,
  grant: { accountId: string; role: Role; reason: string; until?: Date },
): Promise<void> {
  await ctx.trx
    .insertInto('grants')
    .values({
      network_id: ctx.network.id,
      id: newId(),
      account_id: grant.accountId,
      role: grant.role,
      from_at: ctx.now,
      until_at: grant.until ?? null,
      reason: grant.reason,
      granted_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
    })
    .execute();
}

/** Ends every grant of this role that holds now; returns how many. */
export async function endGrants(ctx: Ctx, accountId: string, role: Role): Promise<number> {
  const { numUpdatedRows } = await ctx.trx
    .updateTable('grants')
    .set({ until_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('role', '=', role)
    .where((eb) => eb.or([eb('until_at', 'is', null), eb('until_at', '>', ctx.now)]))
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

export const listAccounts = (trx: Trx, network: string) =>
  trx
    .selectFrom('accounts')
    .select(['id', 'name', 'email', 'locale', 'sample', 'disabled_at', 'created_at'])
    .where('network_id', '=', network)
    .orderBy('created_at')
    .orderBy('id')
    .execute();

/** The demo accounts that may coordinate and have not been disabled. */
export const sampleCoordinators = (trx: Trx, network: string, now: Date) =>
  trx
    .selectFrom('accounts as a')
    .select(['a.id', 'a.name', 'a.locale'])
    .where('a.network_id', '=', network)
    .where('a.sample', '=', true)
    .where('a.disabled_at', 'is', null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('grants as g')
          .select('g.id')
          .whereRef('g.network_id', '=', 'a.network_id')
          .whereRef('g.account_id', '=', 'a.id')
          .where('g.role', 'in', ['coordinator', 'administrator'])
          .where('g.from_at', '<=', now)
          .where((either) => either.or([either('g.until_at', 'is', null), either('g.until_at', '>', now)])),
      ),
    )
    .orderBy('a.created_at')
    .orderBy('a.id')
    .execute();

// Sessions

export async function insertSession(
  ctx: Ctx,
  session: { id: string; tokenHash: Buffer; accountId: string; expiresAt: Date; by: string; device: string | null },
): Promise<void> {
  await ctx.trx
    .insertInto('sessions')
    .values({
      network_id: ctx.network.id,
      id: session.id,
      token_hash: session.tokenHash,
      account_id: session.accountId,
      created_at: ctx.now,
      seen_at: ctx.now,
      expires_at: session.expiresAt,
      opened_by: session.by,
      device: session.device,
    })
    .execute();
}

/** The living session of this token with its account, one row per role (one with a null role when there is none). */
export const sessionWithRoles = (trx: Trx, network: string, tokenHash: Buffer, now: Date) =>
  trx
    .selectFrom('sessions as s')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 's.network_id').onRef('a.id', '=', 's.account_id'),
    )
    .leftJoin('grants as g', (join) =>
      join
        .onRef('g.network_id', '=', 'a.network_id')
        .onRef('g.account_id', '=', 'a.id')
        .on('g.from_at', '<=', now)
        .on((eb) => eb.or([eb('g.until_at', 'is', null), eb('g.until_at', '>', now)])),
    )
    .select(['s.id as session', 's.seen_at', 's.created_at', 'a.id', 'a.name', 'g.role'])
    .where('s.network_id', '=', network)
    .where('s.token_hash', '=', tokenHash)
    .where('s.expires_at', '>', now)
    .where('a.disabled_at', 'is', null)
    .execute();

export async function touchSession(trx: Trx, network: string, id: string, now: Date, expiresAt: Date): Promise<void> {
  await trx
    .updateTable('sessions')
    .set({ seen_at: now, expires_at: expiresAt })
    .where('network_id', '=', network)
    .where('id', '=', id)
    .execute();
}

export type SessionLine = {
  id: string;
  token_hash: Buffer;
  device: string | null;
  opened_by: string;
  created_at: Date;
  seen_at: Date;
};

/** An account's living sessions, the last used first. */
export const sessionsOf = (trx: Trx, network: string, accountId: string, now: Date): Promise<SessionLine[]> =>
  trx
    .selectFrom('sessions')
    .select(['id', 'token_hash', 'device', 'opened_by', 'created_at', 'seen_at'])
    .where('network_id', '=', network)
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .orderBy('seen_at', 'desc')
    .orderBy('id')
    .execute();

/** Ends one session, by its token's hash; returns whose it was. */
export const endSession = (ctx: Ctx, tokenHash: Buffer): Promise<{ account_id: string } | undefined> =>
  ctx.trx
    .deleteFrom('sessions')
    .where('network_id', '=', ctx.network.id)
    .where('token_hash', '=', tokenHash)
    .returning('account_id')
    .executeTakeFirst();

/** Ends an account's sessions, all of them or all but one; returns how many. */
export async function endSessions(ctx: Ctx, accountId: string, butTokenHash?: Buffer): Promise<number> {
  let query = ctx.trx
    .deleteFrom('sessions')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId);
  if (butTokenHash) query = query.where('token_hash', '!=', butTokenHash);
  return Number((await query.executeTakeFirstOrThrow()).numDeletedRows);
}

// Links

export async function insertLink(
  ctx: Ctx,
  link: { id: string; tokenHash: Buffer; accountId: string; expiresAt: Date; next: string | null },
): Promise<void> {
  await ctx.trx
    .insertInto('sign_in_links')
    .values({
      network_id: ctx.network.id,
      id: link.id,
      token_hash: link.tokenHash,
      account_id: link.accountId,
      created_at: ctx.now,
      expires_at: link.expiresAt,
      next_path: link.next,
    })
    .execute();
}

/** Whether a link can still be used. */
export async function linkIsOpen(trx: Trx, network: string, tokenHash: Buffer, now: Date): Promise<boolean> {
  const row = await trx
    .selectFrom('sign_in_links as l')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'l.network_id').onRef('a.id', '=', 'l.account_id'),
    )
    .select('l.id')
    .where('l.network_id', '=', network)
    .where('l.token_hash', '=', tokenHash)
    .where('l.used_at', 'is', null)
    .where('l.expires_at', '>', now)
    .where('a.disabled_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Uses a link up; undefined when it was used before, is over, unknown, or of a disabled account. Of two at once, one gets it. */
export const useLink = (
  ctx: Ctx,
  tokenHash: Buffer,
): Promise<{ account_id: string; next_path: string | null } | undefined> =>
  ctx.trx
    .updateTable('sign_in_links')
    .set({ used_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', ctx.now)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('accounts as a')
          .select('a.id')
          .whereRef('a.network_id', '=', 'sign_in_links.network_id')
          .whereRef('a.id', '=', 'sign_in_links.account_id')
          .where('a.disabled_at', 'is', null),
      ),
    )
    .returning(['account_id', 'next_path'])
    .executeTakeFirst();

/** Makes an account's open links useless. */
export async function endLinks(ctx: Ctx, accountId: string): Promise<void> {
  await ctx.trx
    .updateTable('sign_in_links')
    .set({ used_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .execute();
}

/** What a mail needs of each of these links; those that are over, used or of a disabled account are left out. */
export const linksToMail = (trx: Trx, network: string, ids: string[], now: Date) =>
  trx
    .selectFrom('sign_in_links as l')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'l.network_id').onRef('a.id', '=', 'l.account_id'),
    )
    .select(['l.id', 'a.name', 'a.email', 'a.locale'])
    .where('l.network_id', '=', network)
    .where('l.id', 'in', ids)
    .where('l.used_at', 'is', null)
    .where('l.expires_at', '>', now)
    .where('a.disabled_at', 'is', null)
    .execute();

/** Deletes sessions and links that are over; returns how many rows. */
export async function deleteExpired(ctx: Ctx, sessionsBefore: Date): Promise<number> {
  const sessions = await ctx.trx
    .deleteFrom('sessions')
    .where('network_id', '=', ctx.network.id)
    .where((eb) => eb.or([eb('expires_at', '<=', ctx.now), eb('created_at', '<=', sessionsBefore)]))
    .executeTakeFirstOrThrow();
  const links = await ctx.trx
    .deleteFrom('sign_in_links')
    .where('network_id', '=', ctx.network.id)
    .where('expires_at', '<=', ctx.now)
    .executeTakeFirstOrThrow();
  return Number(sessions.numDeletedRows + links.numDeletedRows);
}
