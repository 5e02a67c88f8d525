import { record } from '../../platform/audit/index.ts';
import { newId, type Secret, sha256 } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import { type Deps, publicOrigin } from '../../platform/http/index.ts';
import { queueMails } from '../../platform/mail/index.ts';
import type { Ctx, Network } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import * as queries from './queries.ts';
import { invitationMs, linkToken, mailedLinkMs, printedLinkMs } from './sign-in-link.ts';

type Person = { id: string; email: string | null; locale: string };

/** The language in which a person is written to: her own where the network speaks it. */
export const localeOf = (network: Network, locale: string): string =>
  network.locales.includes(locale) ? locale : network.locales[0]!;

/** The address behind which a link's page stands, on the network's public origin. */
export function linkUrl(deps: Pick<Deps, 'config' | 'secret'>, network: Network, locale: string, id: string): string {
  const at = { network: network.slug, locale: localeOf(network, locale) };
  return publicOrigin(deps as Deps, network) + urls.accounts.signInLink(at, linkToken(deps.secret, id));
}

/** Makes a link and puts its mail into the outbox; nothing for an account without an address. */
export const mailLink = (ctx: Ctx, secret: Secret, account: Person, next: string | undefined): Promise<void> =>
  mailed(ctx, secret, account, 'sign-in', mailedLinkMs, next);

/** Makes a link that is good for a week and puts the invitation into the outbox. */
export const mailInvitation = (ctx: Ctx, secret: Secret, account: Person): Promise<void> =>
  mailed(ctx, secret, account, 'invitation', invitationMs, undefined);

async function mailed(
  ctx: Ctx,
  secret: Secret,
  account: Person,
  kind: 'sign-in' | 'invitation',
  lifeMs: number,
  next: string | undefined,
): Promise<void> {
  if (!account.email) return;
  const id = await makeLink(ctx, secret, account.id, lifeMs, next, kind === 'invitation');
  await queueMails(ctx, [
    { kind, subjectId: id, to: account.email, locale: localeOf(ctx.network, account.locale), priority: 0 },
  ]);
}

/** Makes a link for the operator to hand over; good for a day. Returns its address. */
export async function printedLink(ctx: Ctx, deps: Deps, account: { id: string; locale: string }): Promise<string> {
  const id = await makeLink(ctx, deps.secret, account.id, printedLinkMs, undefined);
  return linkUrl(deps, ctx.network, account.locale, id);
}

async function makeLink(
  ctx: Ctx,
  secret: Secret,
  accountId: string,
  lifeMs: number,
  next: string | undefined,
  invitation = false,
): Promise<string> {
  const id = newId();
  await queries.insertLink(ctx, {
    id,
    tokenHash: sha256(linkToken(secret, id)),
    accountId,
    expiresAt: new Date(ctx.now.getTime() + lifeMs),
    next: next ?? null,
    invitation,
  });
  await record(ctx, { verb: 'issued', noun: 'sign-in-link', id, detail: { account: accountId } });
  return id;
}

/**
 * A one-time link, good for a day, for every demo coordinator of every network: printed by the first start.
 * `network` is the slug, `name` the person's name.
 */
export async function oneTimeSignInLinks(
  deps: Deps,
): Promise<{ network: string; name: string; roles: string; url: string }[]> {
  const links: { network: string; name: string; roles: string; url: string }[] = [];
  for (const network of await deps.networks.all()) {
    const made = await inNetwork(deps.db, network.id, async (trx) => {
      const ctx: Ctx = { trx, actor: { kind: 'operator' }, network, locale: network.locales[0]!, now: deps.clock() };
      const own: typeof links = [];
      for (const account of await queries.sampleCoordinators(trx, network.id, ctx.now)) {
        const held = await queries.rolesNow(trx, network.id, ctx.now, account.id);
        const roles = held.map(({ role }) => role).join(', ');
        own.push({ network: network.slug, name: account.name, roles, url: await printedLink(ctx, deps, account) });
      }
      return own;
    });
    links.push(...made);
  }
  return links;
}
