import { newId, newToken, sha256 } from '../../platform/crypto/ids.ts';
import type { Deps } from '../../platform/http/index.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import type { Actor, Ctx, Role } from '../../platform/tenancy/index.ts';

export const sessionCookie = 'casement_session';

/** A session ends after 14 days unused, and after 90 days in any case. */
const idleMs = 14 * 24 * 3600 * 1000;
const absoluteMs = 90 * 24 * 3600 * 1000;

/** Opens a session for an account; returns the token for the cookie. Only its hash is stored. */
export async function startSession(ctx: Ctx, accountId: string): Promise<string> {
  const token = newToken();
  await ctx.trx
    .insertInto('sessions')
    .values({
      network_id: ctx.network.id,
      id: newId(),
      token_hash: sha256(token),
      account_id: accountId,
      created_at: ctx.now,
      seen_at: ctx.now,
      expires_at: new Date(ctx.now.getTime() + idleMs),
    })
    .execute();
  return token;
}

/** Who holds this session token in this network, with her roles of the moment; anybody else is the public. */
export async function actorOf(deps: Deps, network: string, token: string, now: Date): Promise<Actor> {
  const hash = sha256(token);
  const rows = await readNetwork(deps.db, network, (trx) =>
    trx
      .selectFrom('sessions as s')
      .innerJoin('accounts as a', (join) => join.onRef('a.network_id', '=', 's.network_id').onRef('a.id', '=', 's.account_id'))
      .leftJoin('grants as g', (join) =>
        join
          .onRef('g.network_id', '=', 'a.network_id')
          .onRef('g.account_id', '=', 'a.id')
          .on('g.from_at', '<=', now)
          .on((eb) => eb.or([eb('g.until_at', 'is', null), eb('g.until_at', '>', now)])),
      )
      .select(['s.id as session', 's.seen_at', 's.created_at', 'a.id', 'a.name', 'g.role'])
      .where('s.network_id', '=', network)
      .where('s.token_hash', '=', hash)
      .where('s.expires_at', '>', now)
      .where('a.disabled_at', 'is', null)
      .execute(),
  );
  const first = rows[0];
  if (!first || now.getTime() - first.created_at.getTime() > absoluteMs) return { kind: 'public' };
  // Once an hour is enough to know that it is in use.
  if (now.getTime() - first.seen_at.getTime() > 3600_000) {
    await inNetwork(deps.db, network, (trx) =>
      trx
        .updateTable('sessions')
        .set({ seen_at: now, expires_at: new Date(now.getTime() + idleMs) })
        .where('network_id', '=', network)
        .where('id', '=', first.session)
        .execute(),
    );
  }
  const roles = rows.map((row) => row.role).filter((role): role is Role => role !== null);
  return { kind: 'account', id: first.id, name: first.name, roles: [...new Set(roles)] };
}
