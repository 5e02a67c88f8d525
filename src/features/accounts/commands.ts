import { parseArgs } from 'node:util';
import { record } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import { emailKey, readEmail } from '../../platform/mail/index.ts';
import type { Command, CommandPlace } from '../../platform/registry/index.ts';
import type { Ctx, Network, Role } from '../../platform/tenancy/index.ts';
import { printedLink } from './links.ts';
import * as queries from './queries.ts';
import { endSessions } from './sessions/queries.ts';

const roles: readonly Role[] = ['supporter', 'member', 'lead', 'coordinator', 'administrator', 'auditor'];

const usage = [
  'list NETWORK',
  'add NETWORK EMAIL --name NAME --role ROLE [--locale LANGUAGE] [--reason WORDS]',
  'link NETWORK EMAIL',
  'disable NETWORK EMAIL',
  'enable NETWORK EMAIL',
  'grant NETWORK EMAIL --role ROLE --reason WORDS [--until YYYY-MM-DD]',
  'revoke NETWORK EMAIL --role ROLE --reason WORDS',
];

export const commands: Command[] = [
  {
    name: 'user',
    usage: usage.join('\n'),
    summary: 'makes, lists, disables and entrusts the accounts of a network, and prints one-time sign-in links',
    run: (args, at) => told(at, () => user(args, at)),
  },
];

/** What the operator can put right is told in one message; `code` 2 for a wrong command line. */
class Refused extends Error {
  readonly code: number;
  constructor(message: string, code = 1) {
    super(message);
    this.code = code;
  }
}

async function told(at: CommandPlace, work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    at.err(error.message);
    return error.code;
  }
}

type Given = { name?: string; role?: string; locale?: string; reason?: string; until?: string };

const verbs: Record<
  string,
  { options: (keyof Given)[]; run(at: CommandPlace, network: Network, email: string, given: Given): Promise<void> }
> = {
  add: { options: ['name', 'role', 'locale', 'reason'], run: add },
  link: { options: [], run: link },
  disable: { options: [], run: (at, network, email) => setDisabled(at, network, email, true) },
  enable: { options: [], run: (at, network, email) => setDisabled(at, network, email, false) },
  grant: { options: ['role', 'reason', 'until'], run: grant },
  revoke: { options: ['role', 'reason'], run: revoke },
};

async function user(args: string[], at: CommandPlace): Promise<void> {
  const { words, given } = read(args);
  const [verb = '', slug = '', email = '', ...more] = words;
  const listing = verb === 'list';
  const known = Object.hasOwn(verbs, verb) ? verbs[verb]! : undefined;
  const extra = Object.keys(given).find((option) => !known?.options.includes(option as keyof Given));
  if ((!listing && !known) || !slug || listing !== !email || more.length > 0)
    throw new Refused(`Usage: bin/casement user ${usage.join('\n       bin/casement user ')}`, 2);
  if (extra) throw new Refused(`--${extra} does not go with "user ${verb}".`, 2);
  const network = await at.deps.networks.bySlug(slug);
  if (!network) throw new Refused(`There is no network "${slug}".`);
  if (!known) return list(at, network);
  const address = readEmail(email);
  if (!address) throw new Refused(`"${email}" is not an e-mail address.`, 2);
  await known.run(at, network, address, given);
}

function read(args: string[]): { words: string[]; given: Given } {
  try {
    const option = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { name: option, role: option, locale: option, reason: option, until: option },
    });
    return { words: positionals, given: { ...values } };
  } catch (error) {
    throw new Refused(`${(error as Error).message}.`, 2);
  }
}

async function list({ deps, out }: CommandPlace, network: Network): Promise<void> {
  const { accounts, granted } = await readNetwork(deps.db, network.id, async (trx) => ({
    accounts: await queries.listAccounts(trx, network.id),
    granted: await queries.rolesNow(trx, network.id, deps.clock()),
  }));
  for (const account of accounts) {
    const own = granted.filter(({ accountId }) => accountId === account.id).map(({ role }) => role);
    const notes = [
      own.join(', ') || 'no role',
      account.locale,
      account.sample ? 'demo' : '',
      account.disabled_at ? 'disabled' : '',
    ];
    out(`${account.email}  ${account.name}  (${notes.filter(Boolean).join('; ')})`);
  }
  if (accounts.length === 0)
    out(
      `Nobody has an account yet. Make one: bin/casement user add ${network.slug} EMAIL --name NAME --role coordinator`,
    );
}

async function add(at: CommandPlace, network: Network, email: string, given: Given): Promise<void> {
  const name = given.name?.trim().normalize('NFC') ?? '';
  if (!name || name.length > 120 || /\p{Cc}/u.test(name))
    throw new Refused('--name is needed: one line, at most 120 characters.', 2);
  const role = roleOf(given.role);
  const locale = given.locale ?? network.locales[0]!;
  if (!network.locales.includes(locale))
    throw new Refused(`/${network.slug} is in ${network.locales.join(', ')}; not in "${locale}".`);
  const url = await inOperation(at, network, async (ctx) => {
    if (await queries.accountByEmail(ctx.trx, network.id, emailKey(email)))
      throw new Refused(`${email} has an account in /${network.slug} already.`);
    const id = newId();
    await queries.insertAccount(ctx, { id, name, email, emailKey: emailKey(email), locale });
    await queries.insertGrant(ctx, { accountId: id, role, reason: given.reason ?? 'added by the operator' });
    await record(ctx, { verb: 'added', noun: 'account', id, detail: { role } });
    return printedLink(ctx, at.deps, { id, locale });
  });
  at.out(`${name} is ${role} of /${network.slug}. This link signs her in once, within a day:`);
  at.out(url);
}

async function link(at: CommandPlace, network: Network, email: string): Promise<void> {
  const url = await inOperation(at, network, async (ctx) => {
    const account = await existing(ctx, email);
    if (account.disabledAt)
      throw new Refused(`${email} is disabled. First: bin/casement user enable ${network.slug} ${email}`);
    return printedLink(ctx, at.deps, account);
  });
  at.out(url);
}

async function setDisabled(at: CommandPlace, network: Network, email: string, disabled: boolean): Promise<void> {
  const ended = await inOperation(at, network, async (ctx) => {
    const account = await existing(ctx, email);
    if (disabled === (account.disabledAt !== null))
      throw new Refused(`${email} is ${disabled ? 'disabled already' : 'not disabled'}.`);
    await queries.disableAccount(ctx, account.id, disabled ? ctx.now : null);
    const sessions = disabled ? await endSessions(ctx, account.id) : 0;
    if (disabled) await queries.endLinks(ctx, account.id);
    await record(ctx, {
      verb: disabled ? 'disabled' : 'enabled',
      noun: 'account',
      id: account.id,
      detail: disabled ? { sessionsEnded: sessions } : {},
    });
    return sessions;
  });
  at.out(disabled ? `${email} can no longer sign in; sessions ended: ${ended}.` : `${email} can sign in again.`);
}

async function grant(at: CommandPlace, network: Network, email: string, given: Given): Promise<void> {
  const role = roleOf(given.role);
  const reason = reasonOf(given.reason);
  const until = given.until === undefined ? undefined : dayOf(given.until);
  if (until && until <= at.deps.clock()) throw new Refused('--until lies in the past.', 2);
  await inOperation(at, network, async (ctx) => {
    const account = await existing(ctx, email);
    const now = await queries.rolesNow(ctx.trx, network.id, ctx.now, account.id);
    if (now.some((held) => held.role === role)) throw new Refused(`${email} is ${role} already.`);
    await queries.insertGrant(ctx, { accountId: account.id, role, reason, until });
    await record(ctx, {
      verb: 'granted',
      noun: 'role',
      id: account.id,
      detail: { role, reason, until: given.until ?? null },
    });
  });
  at.out(`${email} is ${role} of /${network.slug}${given.until ? ` until ${given.until}` : ''}.`);
}

async function revoke(at: CommandPlace, network: Network, email: string, given: Given): Promise<void> {
  const role = roleOf(given.role);
  const reason = reasonOf(given.reason);
  await inOperation(at, network, async (ctx) => {
    const account = await existing(ctx, email);
    const ended = await queries.endGrants(ctx, account.id, role);
    if (ended === 0) throw new Refused(`${email} is not ${role}.`);
    await record(ctx, { verb: 'revoked', noun: 'role', id: account.id, detail: { role, reason } });
  });
  at.out(`${email} is no longer ${role} of /${network.slug}.`);
}

function inOperation<T>({ deps }: CommandPlace, network: Network, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return inNetwork(deps.db, network.id, (trx) =>
    work({ trx, actor: { kind: 'operator' }, network, locale: network.locales[0]!, now: deps.clock() }),
  );
}

async function existing(ctx: Ctx, email: string): Promise<queries.Account> {
  const account = await queries.accountByEmail(ctx.trx, ctx.network.id, emailKey(email));
  if (!account) throw new Refused(`${email} has no account in /${ctx.network.slug}.`);
  return account;
}

function roleOf(text: string | undefined): Role {
  const role = roles.find((one) => one === text);
  if (!role) throw new Refused(`--role is needed, one of: ${roles.join(', ')}.`, 2);
  return role;
}

function reasonOf(text: string | undefined): string {
  const reason = text?.trim();
  if (!reason || reason.length > 300)
    throw new Refused('--reason is needed: why, in at most 300 characters. It stays on record.', 2);
  return reason;
}

/** The end of a calendar day given as YYYY-MM-DD: the grant holds through it, in UTC. */
function dayOf(text: string): Date {
  const begin = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(begin.getTime()) || begin.toISOString().slice(0, 10) !== text) {
    throw new Refused('--until is a day: YYYY-MM-DD.', 2);
  }
  return new Date(begin.getTime() + 24 * 3_600_000);
}
