import { sql } from 'kysely';
import { record } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { emailKey, eraseMails, queueMails } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { withdrawConsent } from '../campaigns/index.ts';
import { keepWording, standingConsents } from '../consents/index.ts';
import { foldName } from '../representatives/index.ts';
import { announce } from '../webhooks/index.ts';
import type { SignupForm } from './forms.ts';
import { answers, mailboxesOf, purpose, type Signup, wordsIn } from './queries.ts';

const dayMs = 86_400_000;
/** As letters that nobody confirmed. */
export const unconfirmedDays = 7;
/** Who left, and did nothing else here, is forgotten after so long. */
const leftDays = 30;
/** One mailbox gets no second mail of ours within this time, whoever types it. */
const quietMs = 15 * 60_000;
/** And no more than these in 24 hours. */
const mailsPerDay = 3;

const own = (ctx: Ctx) => ({ network_id: ctx.network.id });
const later = (ctx: Ctx, days: number) => new Date(ctx.now.getTime() + days * dayMs);

/**
 * Somebody typed an address: it is asked by mail whether it wants ours. `shown` are the words that stood above the button, in the
 * language of that page; the mail comes in the language that was chosen.
 */
export async function signUp(ctx: Ctx, form: SignupForm, shown: { locale: string; text: string }): Promise<void> {
  const key = emailKey(form.email);
  if (!(await mayWrite(ctx, key))) return;
  // A mailbox is on the list once, under whichever name it came there.
  const listed = (await mailboxesOf(ctx, [key])).get(key)?.on;
  const stands = listed !== undefined;
  const personId = listed ?? (await personOf(ctx, form, key));
  const wordingId = await keepWording(ctx, { purpose, ...shown });
  const asked = {
    state: stands ? 'settled' : 'waiting',
    wording_id: wordingId,
    asked_at: ctx.now,
    settled_at: stands ? ctx.now : null,
    // A mailbox on the list keeps its language, and stays aside if its mails come back: whoever typed it proved nothing.
    ...(stands ? {} : { locale: form.locale, returned_at: null, returned_response: null }),
  };
  const { id } = await ctx.trx
    .insertInto('mailing_signups')
    .values({ ...own(ctx), id: newId(), person_id: personId, locale: form.locale, ...asked })
    .onConflict((conflict) => conflict.columns(['network_id', 'person_id']).doUpdateSet(asked))
    .returning('id')
    .executeTakeFirstOrThrow();
  if (!stands) {
    await ctx.trx
      .insertInto('consents')
      .values({
        ...own(ctx),
        id: newId(),
        person_id: personId,
        purpose,
        event: 'given',
        wording_id: wordingId,
        source: 'form',
        at: ctx.now,
      })
      .execute();
  }
  await queueMails(ctx, [{ kind: 'mailing-list', subjectId: id, to: form.email, locale: form.locale, priority: 0 }]);
  await record(ctx, { verb: 'asked', noun: 'mailing_signup', id });
}

/**
 * Whether a mail of ours may go to this mailbox now, whatever names were typed with it. Sign-ups of one mailbox wait for each other
 * here until the commit, so that two at once see each other's mail.
 */
async function mayWrite(ctx: Ctx, key: string): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`mailing list ${ctx.network.id} ${key}`}, 0))`.execute(
    ctx.trx,
  );
  const mails = await ctx.trx
    .selectFrom('people as p')
    .innerJoin('mailing_signups as s', (join) =>
      join.onRef('s.network_id', '=', 'p.network_id').onRef('s.person_id', '=', 'p.id'),
    )
    .innerJoin('mails as m', (join) =>
      join
        .onRef('m.network_id', '=', 's.network_id')
        .onRef('m.subject_id', '=', 's.id')
        .on('m.kind', '=', 'mailing-list'),
    )
    .select('m.created_at')
    .where('p.network_id', '=', ctx.network.id)
    .where('p.email_key', '=', key)
    .where('m.state', '!=', 'cancelled')
    .where('m.created_at', '>', later(ctx, -1))
    .execute();
  return (
    mails.length < mailsPerDay && mails.every(({ created_at }) => ctx.now.getTime() - created_at.getTime() >= quietMs)
  );
}

/** Who has this mailbox: without a name whoever is known to have it, else a person who is forgotten unless she confirms. */
async function personOf(ctx: Ctx, { name, email, locale }: SignupForm, key: string): Promise<string> {
  if (name === '') {
    const known = await ctx.trx
      .selectFrom('people')
      .select('id')
      .where('network_id', '=', ctx.network.id)
      .where('email_key', '=', key)
      .where('erased_at', 'is', null)
      .where('keep_until', 'is', null)
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirst();
    if (known) return known.id;
  }
  const until = later(ctx, unconfirmedDays);
  const { id } = await ctx.trx
    .insertInto('people')
    .values({
      ...own(ctx),
      id: newId(),
      name,
      name_key: foldName(name),
      email,
      email_key: key,
      locale,
      created_at: ctx.now,
      keep_until: until,
    })
    .onConflict((conflict) =>
      conflict.columns(['network_id', 'email_key', 'name_key']).doUpdateSet((eb) => ({
        keep_until: eb
          .case()
          .when('people.keep_until', 'is', null)
          .then(null)
          .else(eb.fn<Date>('greatest', ['people.keep_until', eb.ref('excluded.keep_until')]))
          .end(),
      })),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * She pressed the button behind the link in the mail that asked at `asked`. Somebody may have typed her address again since: that newer
 * question, maybe in other words, her older mail does not answer. Pressing it twice changes nothing. Whether she is on the list now.
 */
export async function confirmSignup(ctx: Ctx, signup: Signup, asked: Date | undefined): Promise<boolean> {
  const { id, personId, emailKey: key, standing } = signup;
  const answered = answers(signup, asked);
  if (standing === 'waiting' && !answered) return false;
  await writeAgain(ctx, key);
  if (!answered) return standing === 'on';
  const settled = await ctx.trx
    .updateTable('mailing_signups')
    .set({ state: 'settled', settled_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .where('asked_at', '=', signup.askedAt)
    .returning(['wording_id', 'locale'])
    .executeTakeFirst();
  if (!settled) return standing === 'on';
  await ctx.trx
    .updateTable('people')
    .set({ keep_until: null, locale: settled.locale })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', personId)
    .execute();
  await ctx.trx
    .insertInto('consents')
    .values({
      ...own(ctx),
      id: newId(),
      person_id: personId,
      purpose,
      event: 'confirmed',
      wording_id: settled.wording_id,
      source: 'mail',
      at: ctx.now,
    })
    .execute();
  await record(ctx, { verb: 'confirmed', noun: 'consent', id: personId, detail: { purpose } });
  await announce(ctx, { type: 'person.consented', facts: { purpose }, person: personId, purpose });
  return true;
}

/** Everybody who typed this mailbox, as a query. */
const peopleAt = (ctx: Ctx, key: string) =>
  ctx.trx.selectFrom('people').select('id').where('network_id', '=', ctx.network.id).where('email_key', '=', key);

/** Mails reach this mailbox again: somebody read one there, or a coordinator tries once more. Whether it was set aside. */
async function writeAgain(ctx: Ctx, key: string): Promise<boolean> {
  const again = await ctx.trx
    .updateTable('mailing_signups')
    .set({ returned_at: null, returned_response: null })
    .where('network_id', '=', ctx.network.id)
    .where('returned_at', 'is not', null)
    .where('person_id', 'in', peopleAt(ctx, key))
    .returning('id')
    .execute();
  return again.length > 0;
}

/** A coordinator has reason to believe that the mailbox works again. Twice changes nothing. */
export async function tryAgain(ctx: Ctx, { id, emailKey: key }: Signup): Promise<void> {
  if (await writeAgain(ctx, key)) await record(ctx, { verb: 'released', noun: 'mailing_signup', id });
}

/** Our mail did not arrive, for good: the mailbox is on no list until it answers. */
export async function giveUp(ctx: Ctx, id: string, response: string): Promise<void> {
  const set = await ctx.trx
    .updateTable('mailing_signups')
    .set({ returned_at: ctx.now, returned_response: response })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('returned_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (set) await record(ctx, { verb: 'returned', noun: 'mailing_signup', id });
}

/** Writes down the words above the button in one language; null: Casement's own again. Nothing changes where they stood already. */
export async function writeWords(ctx: Ctx, locale: string, text: string | null): Promise<void> {
  if ((await wordsIn(ctx, locale)) === (text ?? undefined)) return;
  const wording = text === null ? null : await keepWording(ctx, { purpose, locale, text });
  const id = newId();
  await ctx.trx
    .insertInto('mailing_words')
    .values({ ...own(ctx), id, locale, wording_id: wording, since: ctx.now })
    .execute();
  await record(ctx, { verb: 'changed', noun: 'mailing_words', id, detail: { locale } });
}

/**
 * She wants no more mails, or never did: every agreement under this mailbox ends, and every question that waits. Twice changes nothing.
 * Whether there was any.
 */
export async function leaveList(ctx: Ctx, { emailKey: key }: Pick<Signup, 'emailKey'>): Promise<boolean> {
  const asked = await ctx.trx
    .updateTable('mailing_signups')
    .set({ state: 'settled', settled_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('person_id', 'in', peopleAt(ctx, key))
    .where('state', '=', 'waiting')
    .returning('id')
    .execute();
  const people = await peopleAt(ctx, key).orderBy('id').forNoKeyUpdate().execute();
  const ids = people.map((person) => person.id);
  const stood = [...(await standingConsents(ctx, ids))].filter(([, purposes]) => purposes.has(purpose));
  for (const [personId] of stood) await withdrawConsent(ctx, personId, purpose);
  const known = asked.length > 0 || stood.length > 0;
  const left = await standingConsents(ctx, ids);
  const idle = ids.filter((personId) => !left.get(personId)?.size);
  if (idle.length === 0) return known;
  await ctx.trx
    .updateTable('people as p')
    .set({ keep_until: later(ctx, leftDays) })
    .where('p.network_id', '=', ctx.network.id)
    .where('p.id', 'in', idle)
    .where('p.keep_until', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('actions as a')
            .select('a.id')
            .whereRef('a.network_id', '=', 'p.network_id')
            .whereRef('a.person_id', '=', 'p.id'),
        ),
      ),
    )
    .execute();
  return known;
}

/** Forgets what no mailbox answered, with the address in the outbox. The person goes with what else is past its time. */
export async function retainSignups(ctx: Ctx): Promise<number> {
  const gone = await ctx.trx
    .deleteFrom('mailing_signups')
    .where('network_id', '=', ctx.network.id)
    .where((eb) =>
      eb.or([
        eb.and([eb('state', '=', 'waiting'), eb('asked_at', '<', later(ctx, -unconfirmedDays))]),
        eb('person_id', 'in', (inner) =>
          inner
            .selectFrom('people')
            .select('people.id')
            .where('people.network_id', '=', ctx.network.id)
            .where('people.keep_until', '<', ctx.now),
        ),
      ]),
    )
    .returning('id')
    .execute();
  await eraseMails(
    ctx,
    gone.map((row) => row.id),
  );
  return gone.length;
}

/** Her sign-up and its mails; the ledger's bare events stay, as with letters. */
export async function eraseSignup(ctx: Ctx, personId: string): Promise<void> {
  const gone = await ctx.trx
    .deleteFrom('mailing_signups')
    .where('network_id', '=', ctx.network.id)
    .where('person_id', '=', personId)
    .returning('id')
    .execute();
  await eraseMails(
    ctx,
    gone.map((row) => row.id),
  );
}

/** What is kept here about a person, for her own copy. */
export async function exportSignup(ctx: Ctx, personId: string): Promise<Record<string, unknown>> {
  const signup = await ctx.trx
    .selectFrom('mailing_signups')
    .select(['state', 'locale', 'asked_at', 'settled_at', 'returned_at', 'returned_response'])
    .where('network_id', '=', ctx.network.id)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return signup ? { mailing_list: signup } : {};
}
