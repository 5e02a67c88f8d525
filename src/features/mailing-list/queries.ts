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

/** waiting: her mailbox has not answered; on: she gets our mails; off: she does not. */
export type Signup = {
  id: string;
  personId: string;
  email: string;
  emailKey: string;
  locale: string;
  /** When this mailbox was asked last. */
  askedAt: Date;
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
    .select(['s.id', 's.person_id', 's.state', 's.locale', 's.asked_at', 's.returned_at', 'p.email', 'p.email_key'])
    .where('s.network_id', '=', ctx.network.id)
    .where('s.id', 'in', ids)
    .where('p.erased_at', 'is', null)
    .execute();
  const consents = await standingConsents(
    ctx,
    rows.map((row) => row.person_id),
  );
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    email: row.email,
    emailKey: row.email_key,
    locale: row.locale,
    askedAt: row.asked_at,
    standing: consents.get(row.person_id)?.has(purpose) ? 'on' : row.state === 'waiting' ? 'waiting' : 'off',
    returned: row.returned_at !== null,
  }));
}

/** Whether a link whose mail asked at `asked` answers the question that stands now. */
export const answers = ({ askedAt }: Pick<Signup, 'askedAt'>, asked: Date | undefined): boolean =>
  asked?.getTime() === askedAt.getTime();

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

/** How many sign-ups wait for their mailbox. */
export async function waitingSignups(ctx: Ctx): Promise<number> {
  const { count } = await ctx.trx
    .selectFrom('mailing_signups')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'waiting')
    .where('returned_at', 'is', null)
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
