import { record } from '../../platform/audit/index.ts';
import { newId, sha256 } from '../../platform/crypto/ids.ts';
import { emailKey, eraseMails, queueMails } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { withdrawConsent } from '../campaigns/index.ts';
import { standingConsents } from '../consents/index.ts';
import { foldName } from '../representatives/index.ts';
import { announce } from '../webhooks/index.ts';
import type { SignupForm } from './forms.ts';
import { purpose, type Signup } from './queries.ts';

const dayMs = 86_400_000;
/** As letters that nobody confirmed. */
export const unconfirmedDays = 7;
/** Who left, and did nothing else here, is forgotten after so long. */
const leftDays = 30;
/** One mailbox gets no second mail of ours within this time, whoever types it. */
const quietMs = 15 * 60_000;

const own = (ctx: Ctx) => ({ network_id: ctx.network.id });
const later = (ctx: Ctx, days: number) => new Date(ctx.now.getTime() + days * dayMs);

/** Somebody typed an address: it is asked by mail whether it wants ours. `words` are those that stood above the button. */
export async function signUp(ctx: Ctx, form: SignupForm, words: string): Promise<void> {
  const personId = await personOf(ctx, form);
  const wordingId = await wordingOf(ctx, form.locale, words);
  const before = await ctx.trx
    .selectFrom('mailing_signups')
    .select(['id', 'mailed_at'])
    .where('network_id', '=', ctx.network.id)
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirst();
  if (before && ctx.now.getTime() - before.mailed_at.getTime() < quietMs) return;
  const stands = (await standingConsents(ctx, [personId])).get(personId)?.has(purpose) ?? false;
  const asked = {
    state: stands ? 'settled' : 'waiting',
    locale: form.locale,
    wording_id: wordingId,
    asked_at: ctx.now,
    mailed_at: ctx.now,
    settled_at: stands ? ctx.now : null,
  };
  const { id } = await ctx.trx
    .insertInto('mailing_signups')
    .values({ ...own(ctx), id: newId(), person_id: personId, ...asked })
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

/** Who has this mailbox: without a name whoever is known to have it, else a person who is forgotten unless she confirms. */
async function personOf(ctx: Ctx, { name, email, locale }: SignupForm): Promise<string> {
  const key = emailKey(email);
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

async function wordingOf(ctx: Ctx, locale: string, text: string): Promise<string> {
  const hash = sha256(text);
  await ctx.trx
    .insertInto('consent_wordings')
    .values({ ...own(ctx), id: newId(), purpose, locale, text, text_hash: hash, created_at: ctx.now })
    .onConflict((conflict) => conflict.columns(['network_id', 'purpose', 'locale', 'text_hash']).doNothing())
    .execute();
  const { id } = await ctx.trx
    .selectFrom('consent_wordings')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('purpose', '=', purpose)
    .where('locale', '=', locale)
    .where('text_hash', '=', hash)
    .executeTakeFirstOrThrow();
  return id;
}

/** She pressed the button behind the link in her mail. Pressing it twice changes nothing. */
export async function confirmSignup(ctx: Ctx, { id, personId }: Signup): Promise<void> {
  const settled = await ctx.trx
    .updateTable('mailing_signups')
    .set({ state: 'settled', settled_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .returning('wording_id')
    .executeTakeFirst();
  if (!settled) return;
  await ctx.trx
    .updateTable('people')
    .set({ keep_until: null })
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
}

/** She wants no more mails, or never did: every agreement under this mailbox ends. Twice changes nothing. */
export async function leaveList(ctx: Ctx, { id, emailKey: key }: Signup): Promise<void> {
  await ctx.trx
    .updateTable('mailing_signups')
    .set({ state: 'settled', settled_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  const people = await ctx.trx
    .selectFrom('people')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('email_key', '=', key)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  const ids = people.map((person) => person.id);
  for (const [personId, purposes] of await standingConsents(ctx, ids))
    if (purposes.has(purpose)) await withdrawConsent(ctx, personId, purpose);
  const left = await standingConsents(ctx, ids);
  const idle = ids.filter((personId) => !left.get(personId)?.size);
  if (idle.length === 0) return;
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
    .select(['state', 'locale', 'asked_at', 'settled_at'])
    .where('network_id', '=', ctx.network.id)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return signup ? { mailing_list: signup } : {};
}
