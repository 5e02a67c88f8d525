import { newId } from '../../platform/crypto/ids.ts';
import { plainArray, prepared, type Statement, type Trx, textArray } from '../../platform/db/index.ts';
import { emailKey, eraseMails } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { CampaignMode } from './campaign.ts';
import { askForSending, mailsPerDay, repeatAfterMs, repeatMails } from './recording.ts';

/*
 * Private links sent again, to whoever reads the mailbox from which letters were confirmed. Such a mail stands in the outbox under one
 * person of the mailbox, goes to her own address (never to the one that was typed), and names what stands under that mailbox when it
 * leaves. $1 is the network everywhere.
 */

/** The mail's kind. */
export const linksKind = 'private-links';

/** So many of these go to one mailbox in 24 hours, and none sooner than a confirmation is sent again. */
export const linkMailsPerDay = 2;

/** One mail lists the newest; who filled in forms in her name cannot make it longer. */
export const mostLinks = 50;

/** Letter `a` was confirmed from its mailbox once. The mailbox on a signed card was typed by another hand, and nobody has proved it. */
const proved = `a.confirmed_at is not null
  and not exists (select from cards k where k.network_id = $1 and k.action_id = a.id)`;

/** Letter `a` waits for its button, and nobody holds it back. */
const waiting = `a.state = 'pending'
  and not exists (select from action_flags f where f.network_id = $1 and f.action_id = a.id and f.state in ('held', 'aside'))`;

/** Of the mailboxes $2, those that nobody else is writing to at this instant. It waits for none of them. */
const lockMailboxes: Statement = {
  name: 'links-lock',
  text: `select key from unnest($2::text[]) as u (key)
  where pg_try_advisory_xact_lock(hashtextextended('private links ' || $1::text || ' ' || key, 0))`,
};

/** One mail at $4 to each of the mailboxes $2 (with the ids $3) that confirmed something and has room for it; none after $5. */
export const insertLinkMails: Statement = {
  name: 'links-mail',
  text: `insert into mails (network_id, kind, priority, id, message_id, subject_id, to_address, locale, due_at, created_at)
  select $1::uuid, '${linksKind}', 0, u.mail_id, u.mail_id::text, her.id, her.email, her.locale, $4, $4
  from unnest($2::text[], $3::uuid[]) as u (email_key, mail_id)
  cross join lateral (
    select p.id, p.email, a.locale from people p join actions a on a.network_id = $1 and a.person_id = p.id
    where p.network_id = $1 and p.email_key = u.email_key and p.erased_at is null and ${proved}
    order by a.confirmed_at desc limit 1
  ) as her
  cross join lateral (
    select count(*) as sent, max(m.created_at) as last
    from people p join mails m on m.network_id = $1 and m.subject_id = p.id and m.kind = '${linksKind}'
    where p.network_id = $1 and p.email_key = u.email_key and m.state <> 'cancelled' and m.created_at > $4::timestamptz - interval '24 hours'
  ) as before
  where before.sent < ${linkMailsPerDay} and coalesce(before.last < $5, true)
  returning id`,
};

/** The newest letters that wait for their button in a mailbox $2 from which nothing was ever confirmed. */
export const findWaiting: Statement = {
  name: 'links-waiting',
  text: `select a.id from people p join actions a on a.network_id = $1 and a.person_id = p.id
  where p.network_id = $1 and p.email_key = $2 and p.erased_at is null and ${waiting}
    and not exists (select from people o join actions a on a.network_id = $1 and a.person_id = o.id
      where o.network_id = $1 and o.email_key = $2 and ${proved})
  order by a.created_at desc limit ${mailsPerDay}`,
};

/** What the mails under the persons $2 say: the letters of their mailboxes, confirmed ones first, then the newest. */
export const findLinks: Statement = {
  name: 'links-found',
  text: `select s.id as person, s.email, l.*
  from people s cross join lateral (
    select a.id, a.state, a.created_at as at, a.confirmed_at is not null as proved, a.campaign_id as campaign, c.mode
    from people p join actions a on a.network_id = $1 and a.person_id = p.id
    join campaigns c on c.network_id = $1 and c.id = a.campaign_id
    where p.network_id = $1 and p.email_key = s.email_key and p.erased_at is null and (${proved} or ${waiting})
    order by a.confirmed_at is null, a.created_at desc, a.id limit ${mostLinks + 1}
  ) as l
  where s.network_id = $1 and s.id = any($2::uuid[]) and s.erased_at is null
  order by s.id, not l.proved, l.at desc, l.id`,
};

/**
 * Puts the mail with her private links into the outbox for each of these mailboxes, as far as something was confirmed there and it has
 * room for one. Asks for one mailbox at the same instant are one mail. Returns the mailboxes that were not busy with another ask.
 */
export async function mailLinks(trx: Trx, network: string, keys: readonly string[], now: Date): Promise<string[]> {
  const distinct = [...new Set(keys)].sort();
  const free = (await prepared<{ key: string }>(trx, lockMailboxes, [network, textArray(distinct)])).map(
    ({ key }) => key,
  );
  if (free.length === 0) return free;
  const made = await prepared(trx, insertLinkMails, [
    network,
    textArray(free),
    plainArray(free.map(() => newId())),
    now,
    sooner(now),
  ]);
  if (made.length > 0) await prepared(trx, askForSending, []);
  return free;
}

const sooner = (now: Date): Date => new Date(now.getTime() - repeatAfterMs);

/**
 * Somebody asks for the private links of a mailbox. Where nothing was ever confirmed from it, the letters that wait have their own mails
 * again instead, as if their forms had been sent again.
 */
export async function askForLinks({ trx, network, now }: Ctx, email: string): Promise<void> {
  const [key] = await mailLinks(trx, network.id, [emailKey(email)], now);
  if (key === undefined) return;
  const ids = (await prepared<{ id: string }>(trx, findWaiting, [network.id, key])).map(({ id }) => id);
  if (ids.length === 0) return;
  await prepared(trx, repeatMails, [network.id, now, sooner(now), plainArray(ids), plainArray(ids.map(() => newId()))]);
  await prepared(trx, askForSending, []);
}

/** One letter or signature in such a mail: what she sees first at its link. */
export type Linked = {
  id: string;
  state: 'pending' | 'confirmed' | 'withdrawn';
  at: Date;
  campaign: string;
  mode: CampaignMode;
};

/** Mailboxes with what their mails say, by the person under whom the mail stands; those where nothing is left are not there. */
export async function linksOf(ctx: Ctx, personIds: string[]): Promise<Map<string, { email: string; links: Linked[] }>> {
  const rows = await prepared<Linked & { person: string; email: string; proved: boolean }>(ctx.trx, findLinks, [
    ctx.network.id,
    plainArray(personIds),
  ]);
  const mailboxes = new Map<string, { email: string; links: Linked[] }>();
  for (const [person, links] of Map.groupBy(rows, (row) => row.person))
    if (links[0]!.proved) mailboxes.set(person, { email: links[0]!.email, links });
  return mailboxes;
}

/** Before she is erased: such mails to her mailbox name her letters, under whichever person of it they stand. */
export async function eraseLinkMails(ctx: Ctx, personId: string): Promise<void> {
  const people = await ctx.trx
    .selectFrom('people as p')
    .innerJoin('people as her', (join) =>
      join.onRef('her.network_id', '=', 'p.network_id').onRef('her.email_key', '=', 'p.email_key'),
    )
    .select('p.id')
    .where('p.network_id', '=', ctx.network.id)
    .where('her.id', '=', personId)
    .execute();
  await eraseMails(
    ctx,
    people.map(({ id }) => id),
  );
}
