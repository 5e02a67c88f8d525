import { sql } from 'kysely';
import type { Secret } from '../../platform/crypto/ids.ts';
import { readSignedId, signedId } from '../../platform/crypto/signed-id.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { standingConsents } from '../consents/index.ts';

/** The purpose under which the ledger keeps it: the one of the forms of campaigns. */
export const purpose = 'newsletter';

const use = 'mailing-list';

/**
 * The unguessable end of a sign-up's private address. It says when she was asked: the same address typed again later is another
 * question, which only the mail sent then can answer.
 */
export function signupRef(secret: Secret, network: string, { id, askedAt }: Pick<Signup, 'id' | 'askedAt'>): string {
  const asked = askedAt.getTime().toString(36);
  return `${signedId(secret, use, `${network} ${asked}`, id)}.${asked}`;
}

/**
 * The sign-up behind a private address, and when its mail asked; undefined when we did not make it for this network. Addresses of
 * earlier versions say no time (`askedAt` undefined): they answer no question, but whoever kept one still leaves by it.
 */
export function readSignupRef(
  secret: Secret,
  network: string,
  ref: string,
): { id: string; askedAt: Date | undefined } | undefined {
  const [, signed, asked] = /^([^.]+\.[^.]+)\.([0-9a-z]{1,9})$/.exec(ref) ?? [];
  const id = signed
    ? readSignedId(secret, use, `${network} ${asked}`, signed)
    : readSignedId(secret, use, network, ref);
  return id === undefined ? undefined : { id, askedAt: asked ? new Date(Number.parseInt(asked, 36)) : undefined };
}

/** waiting: nobody pressed the button of its mail; on: the mailbox gets our mails, whatever names were typed; off: it does not. */
export type Signup = {
  id: string;
  personId: string;
  email: string;
  emailKey: string;
  locale: string;
  /** When this sign-up was asked about last. */
  askedAt: Date;
  /** Its mailbox was not asked since, under any name. */
  newest: boolean;
  standing: 'waiting' | 'on' | 'off';
  /** Our mail came back from her mailbox, and nobody answered there since. */
  returned: boolean;
};

/** These sign-ups as they stand now, by id; people who were erased are left out. */
export async function signupsOf(ctx: Ctx, ids: string[]): Promise<Signup[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.trx
    .selectFrom('mailing_signups as s')
    .innerJoin('people as p', (join) =>
      join.onRef('p.network_id', '=', 's.network_id').onRef('p.id', '=', 's.person_id'),
    )
    .select(['s.id', 's.person_id', 's.state', 's.locale', 's.asked_at', 'p.email', 'p.email_key'])
    .where('s.network_id', '=', ctx.network.id)
    .where('s.id', 'in', ids)
    .where('p.erased_at', 'is', null)
    .execute();
  const mailboxes = await mailboxesOf(
    ctx,
    rows.map((row) => row.email_key),
  );
  return rows.map((row) => {
    const { on, askedAt, returned } = mailboxes.get(row.email_key)!;
    return {
      id: row.id,
      personId: row.person_id,
      email: row.email,
      emailKey: row.email_key,
      locale: row.locale,
      askedAt: row.asked_at,
      newest: row.asked_at.getTime() === askedAt?.getTime(),
      standing: on ? 'on' : row.state === 'waiting' ? 'waiting' : 'off',
      returned,
    };
  });
}

/**
 * What is known of a mailbox under all names that were typed with it: who of its people is on the list, when it was asked last, and
 * whether our mail came back from it.
 */
type Mailbox = { on: string | undefined; askedAt: Date | undefined; returned: boolean };

/** These mailboxes by their key; one that nobody typed yet is not there. */
export async function mailboxesOf(ctx: Ctx, keys: string[]): Promise<Map<string, Mailbox>> {
  if (keys.length === 0) return new Map();
  const people = await ctx.trx
    .selectFrom('people as p')
    .leftJoin('mailing_signups as s', (join) =>
      join.onRef('s.network_id', '=', 'p.network_id').onRef('s.person_id', '=', 'p.id'),
    )
    .select(['p.id', 'p.email_key', 's.asked_at', 's.returned_at'])
    .where('p.network_id', '=', ctx.network.id)
    .where('p.email_key', 'in', keys)
    .where('p.erased_at', 'is', null)
    .orderBy('s.asked_at', (order) => order.desc().nullsLast())
    .execute();
  const consents = await standingConsents(
    ctx,
    people.map(({ id }) => id),
  );
  return new Map(
    [...Map.groupBy(people, (person) => person.email_key)].map(([key, own]) => [
      key,
      {
        on: own.find(({ id }) => consents.get(id)?.has(purpose))?.id,
        askedAt: own[0]!.asked_at ?? undefined,
        returned: own.some((one) => one.returned_at !== null),
      },
    ]),
  );
}

/** Whether a link whose mail asked at `asked` answers the question that its mailbox was asked last. */
export const answers = ({ askedAt, newest }: Pick<Signup, 'askedAt' | 'newest'>, asked: Date | undefined): boolean =>
  newest && asked?.getTime() === askedAt.getTime();

export type Subscriber = { name: string; email: string; locale: string; since: Date };

/** Everybody who agreed and still does, her address proved and not given up, once per mailbox; the newest agreement counts. */
export async function subscribers(ctx: Ctx): Promise<Subscriber[]> {
  const { rows } = await sql<Subscriber>`
    select name, email, locale, at as since from (
      select distinct on (p.email_key) p.name, p.email, p.locale, c.at
      from (
        select distinct on (person_id) person_id, event, at from consents
        where network_id = ${ctx.network.id} and purpose = ${purpose} and event <> 'given'
        order by person_id, at desc, id desc
      ) as c
      join people as p on p.network_id = ${ctx.network.id} and p.id = c.person_id
      where c.event = 'confirmed' and p.erased_at is null and p.keep_until is null
        and p.email_key not in (
          select r.email_key from mailing_signups s join people r on r.network_id = s.network_id and r.id = s.person_id
          where s.network_id = ${ctx.network.id} and s.returned_at is not null
        )
      order by p.email_key, c.at desc
    ) as each order by since, email`.execute(ctx.trx);
  return rows;
}

/** How many mailboxes have not answered yet. */
export async function waitingSignups(ctx: Ctx): Promise<number> {
  const { count } = await ctx.trx
    .selectFrom('mailing_signups as s')
    .innerJoin('people as p', (join) =>
      join.onRef('p.network_id', '=', 's.network_id').onRef('p.id', '=', 's.person_id'),
    )
    .select((eb) => eb.fn.count<string>('p.email_key').distinct().as('count'))
    .where('s.network_id', '=', ctx.network.id)
    .where('s.state', '=', 'waiting')
    .where('s.returned_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** A mailbox from which our mail came back. */
export type Returned = { id: string; email: string; at: Date; response: string; standing: boolean };

/** The mailboxes from which mails came back, newest first, at most 500. */
export async function returnedSignups(ctx: Ctx): Promise<Returned[]> {
  const rows = await ctx.trx
    .selectFrom('mailing_signups as s')
    .innerJoin('people as p', (join) =>
      join.onRef('p.network_id', '=', 's.network_id').onRef('p.id', '=', 's.person_id'),
    )
    .select(['s.id', 's.person_id', 'p.email', 's.returned_at as at', 's.returned_response as response'])
    .where('s.network_id', '=', ctx.network.id)
    .where('s.returned_at', 'is not', null)
    .where('p.erased_at', 'is', null)
    .orderBy('s.returned_at', 'desc')
    .orderBy('s.id', 'desc')
    .limit(500)
    .execute();
  const consents = await standingConsents(
    ctx,
    rows.map((row) => row.person_id),
  );
  return rows.map(({ id, person_id, email, at, response }) => ({
    id,
    email,
    at: at!,
    response: response ?? '',
    standing: consents.get(person_id)?.has(purpose) ?? false,
  }));
}

/** The words that the network wrote above the button in this language; undefined: Casement's own stand there. */
export async function wordsIn(ctx: Ctx, locale: string): Promise<string | undefined> {
  return (await wordsSince(ctx, [locale]))[0]?.text ?? undefined;
}

/** The words that stood above the button, newest first; a text of null: Casement's own. */
export const wordsSince = (ctx: Ctx, locales: readonly string[]) =>
  ctx.trx
    .selectFrom('mailing_words as m')
    .leftJoin('consent_wordings as w', (join) =>
      join.onRef('w.network_id', '=', 'm.network_id').onRef('w.id', '=', 'm.wording_id'),
    )
    .select(['m.locale', 'm.since', 'w.text'])
    .where('m.network_id', '=', ctx.network.id)
    .where('m.locale', 'in', locales)
    .orderBy('m.since', 'desc')
    .orderBy('m.id', 'desc')
    .execute();
