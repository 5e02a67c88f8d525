import { guardedRoles } from '../../platform/access/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import type { PassphraseParams } from '../../platform/crypto/passphrase.ts';
import type { Trx } from '../../platform/db/index.ts';
import type { Ctx, Role } from '../../platform/tenancy/index.ts';

/** What signing in needs of an account. The three parts of a passphrase are there together or not at all. */
export type Account = {
  id: string;
  name: string;
  /** Either of these two may be missing, never both. */
  email: string | null;
  username: string | null;
  locale: string;
  sample: boolean;
  disabledAt: Date | null;
  passphrase: StoredPassphrase | null;
  /** Her X25519 key, and the private half as her passphrase closes it (null after a reset, until her kit opens it). */
  publicKey: Buffer | null;
  privateKeyWrapped: Buffer | null;
  firstSignedInAt: Date | null;
  madeBy: string | null;
};
export type StoredPassphrase = { salt: Buffer; params: PassphraseParams; verifier: Buffer };

const columns = [
  'id',
  'name',
  'email',
  'username',
  'locale',
  'sample',
  'disabled_at',
  'public_key',
  'private_key_wrapped',
  'first_signed_in_at',
  'made_by',
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
    username: row.username,
    locale: row.locale,
    sample: row.sample,
    disabledAt: row.disabled_at,
    publicKey: row.public_key,
    privateKeyWrapped: row.private_key_wrapped,
    firstSignedInAt: row.first_signed_in_at,
    madeBy: row.made_by,
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

/** The account of a folded username (`usernameKey`), disabled or not. */
export const accountByUsername = async (trx: Trx, network: string, key: string): Promise<Account | undefined> =>
  accountOf(await accounts(trx, network).where('username_key', '=', key).executeTakeFirst());

export const accountById = async (trx: Trx, network: string, id: string): Promise<Account | undefined> =>
  accountOf(await accounts(trx, network).where('id', '=', id).executeTakeFirst());

/** A new account; without a mailbox it has a user name. */
export async function insertAccount(
  ctx: Ctx,
  account: {
    id: string;
    name: string;
    email?: string;
    emailKey?: string;
    username?: string;
    usernameKey?: string;
    locale: string;
  },
): Promise<void> {
  await ctx.trx
    .insertInto('accounts')
    .values({
      network_id: ctx.network.id,
      id: account.id,
      name: account.name,
      email: account.email ?? null,
      email_key: account.emailKey ?? null,
      username: account.username ?? null,
      username_key: account.usernameKey ?? null,
      locale: account.locale,
      made_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
      created_at: ctx.now,
    })
    .execute();
}

/** Writes a new passphrase, with the private key as it closes it (null: it cannot open the key), over whatever stood there. */
export async function writePassphrase(
  ctx: Ctx,
  accountId: string,
  passphrase: StoredPassphrase,
  key: { publicKey: Buffer; wrapped: Buffer } | null | undefined = undefined,
): Promise<void> {
  await ctx.trx
    .updateTable('accounts')
    .set({
      passphrase_salt: passphrase.salt,
      passphrase_params: JSON.stringify(passphrase.params),
      passphrase_verifier: passphrase.verifier,
      ...(key === undefined ? {} : { private_key_wrapped: key?.wrapped ?? null }),
      ...(key ? { public_key: key.publicKey } : {}),
    })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', accountId)
    .execute();
}

/** Locks an account from a moment on, or opens it again. */
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

/** A role from now on, with who gave it and why. */
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

// Links

/** A link to sign in with, by the hash of its token. */
export async function insertLink(
  ctx: Ctx,
  link: {
    id: string;
    tokenHash: Buffer;
    accountId: string;
    expiresAt: Date;
    next: string | null;
    invitation: boolean;
  },
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
      invitation: link.invitation,
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
    .select(['l.id', 'l.invitation', 'a.name', 'a.email', 'a.locale'])
    .where('l.network_id', '=', network)
    .where('l.id', 'in', ids)
    .where('l.used_at', 'is', null)
    .where('l.expires_at', '>', now)
    .where('a.disabled_at', 'is', null)
    .execute();

/** Deletes links that are over; returns how many rows. */
export async function deleteExpiredLinks(ctx: Ctx): Promise<number> {
  const links = await ctx.trx
    .deleteFrom('sign_in_links')
    .where('network_id', '=', ctx.network.id)
    .where('expires_at', '<=', ctx.now)
    .executeTakeFirstOrThrow();
  return Number(links.numDeletedRows);
}

// Notices

/** Something that the owner of an account is to read when she comes back. */
export async function insertNotice(
  ctx: Ctx,
  notice: { id: string; accountId: string; kind: string; device: string | null },
): Promise<void> {
  await ctx.trx
    .insertInto('account_notices')
    .values({
      network_id: ctx.network.id,
      id: notice.id,
      account_id: notice.accountId,
      kind: notice.kind,
      at: ctx.now,
      device: notice.device,
    })
    .execute();
}

/** What happened to an account lately, the newest first; at most ten. */
export const noticesOf = (trx: Trx, network: string, accountId: string) =>
  trx
    .selectFrom('account_notices')
    .select(['id', 'kind', 'at', 'device'])
    .where('network_id', '=', network)
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .limit(10)
    .execute();

/** What a mail needs of each of these notices. */
export const noticesToMail = (trx: Trx, network: string, ids: string[]) =>
  trx
    .selectFrom('account_notices as n')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'n.network_id').onRef('a.id', '=', 'n.account_id'),
    )
    .select(['n.id', 'n.kind', 'n.at', 'n.device', 'a.name', 'a.email', 'a.locale'])
    .where('n.network_id', '=', network)
    .where('n.id', 'in', ids)
    .execute();

/** Deletes the notices from before a moment, and says how many. */
export async function deleteOldNotices(ctx: Ctx, before: Date): Promise<number> {
  const { numDeletedRows } = await ctx.trx
    .deleteFrom('account_notices')
    .where('network_id', '=', ctx.network.id)
    .where('at', '<=', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/**
 * Of these accounts, those that may stand in the log by the names they have now: whoever acted as herself, and whoever was ever entrusted
 * with a guarded role. Whoever had hers deleted is not among them.
 */
export const namesInLog = (ctx: Ctx, ids: readonly string[]): Promise<{ id: string; name: string }[]> =>
  ctx.trx
    .selectFrom('accounts as a')
    .select(['a.id', 'a.name'])
    .where('a.network_id', '=', ctx.network.id)
    .where('a.id', 'in', [...ids])
    .where((eb) => eb.or([eb('a.email', 'is not', null), eb('a.username', 'not like', 'former-%')]))
    .where((eb) =>
      eb.or([
        eb.exists(
          eb
            .selectFrom('audit as l')
            .select('l.id')
            .whereRef('l.network_id', '=', 'a.network_id')
            .whereRef('l.actor_id', '=', 'a.id')
            .where('l.actor_kind', '=', 'account'),
        ),
        eb.exists(
          eb
            .selectFrom('grants as g')
            .select('g.id')
            .whereRef('g.network_id', '=', 'a.network_id')
            .whereRef('g.account_id', '=', 'a.id')
            .where('g.role', 'in', [...guardedRoles]),
        ),
      ]),
    )
    .execute();
