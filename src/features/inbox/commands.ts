import { record } from '../../platform/audit/index.ts';
import { newId, sha256 } from '../../platform/crypto/ids.ts';
import { dayOf, found } from '../../platform/http/index.ts';
import { emailKey, eraseMails, type InboundMail, queueMails } from '../../platform/mail/index.ts';
import type { MailOutcome } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { removeFile } from '../files/index.ts';
import type { AboutForm, AnswerForm, ContactForm, NewForm } from './forms.ts';
import { aboutMark, folded, type Inquiry, type InquiryState, subjectOf, type Way } from './inquiry.ts';
import { findInquiry, listTopics } from './queries.ts';

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);
/** More mails than these to one inquiry on one day are not kept. */
const mailsPerDay = 50;
const dayMs = 86_400_000;

const searchKey = (one: { name: string; email: string; phone: string; address: string; subject: string }): string =>
  folded([one.name, one.email, one.phone.replace(/\D/g, ''), one.address, one.subject].join(' ')).slice(0, 2_000);

type New = {
  id: string;
  way: Way;
  state: InquiryState;
  topic: string | null;
  owner: string | null;
  receivedOn: string;
  locale: string;
  body: string;
  fileId?: string | null;
  about: Omit<AboutForm, 'locale' | 'place'> & { place: string | null };
};

/** Writes an inquiry with what came. The form brings the id, so that sent twice it is one; false the second time. */
async function insert(ctx: Ctx, made: New): Promise<boolean> {
  const { about } = made;
  const topic = made.topic ? (await listTopics(ctx)).find((one) => one.id === made.topic) : undefined;
  const subject = about.subject || subjectOf(made.body);
  const written = await ctx.trx
    .insertInto('inquiries')
    .values({
      network_id: ctx.network.id,
      id: made.id,
      way: made.way,
      state: made.state,
      state_at: ctx.now,
      topic_id: topic?.id ?? null,
      owner_id: made.owner ?? topic?.ownerId ?? null,
      ...columnsOf(about, subject),
      locale: made.locale,
      received_on: made.receivedOn,
      entered_by: accountOf(ctx),
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!written) return false;
  await addPart(ctx, made.id, { kind: 'came', body: made.body, file_id: made.fileId ?? null });
  await record(ctx, { verb: 'came-in', noun: 'inquiry', id: made.id, detail: { way: made.way } });
  return true;
}

const columnsOf = (about: New['about'], subject: string) => ({
  sender: about.sender,
  name: about.name,
  email: about.email,
  email_key: about.email ? emailKey(about.email) : '',
  phone: about.phone,
  address: about.address,
  place_id: about.place,
  subject,
  may: about.may,
  may_note: about.may_note,
  words_of: about.words_of,
  safe: about.safe,
  safe_note: about.safe_note,
  search_key: searchKey({ ...about, subject }),
});

type NewPart = {
  kind: 'came' | 'mail' | 'paper' | 'call' | 'note';
  body: string;
  subject?: string;
  file_id?: string | null;
  outcome?: string;
  message_key?: string | null;
  dropped?: number;
  automatic?: boolean;
};

async function addPart(ctx: Ctx, inquiry: string, part: NewPart, id = newId()): Promise<boolean> {
  const written = await ctx.trx
    .insertInto('inquiry_parts')
    .values({
      network_id: ctx.network.id,
      id,
      inquiry_id: inquiry,
      at: ctx.now,
      account_id: accountOf(ctx),
      ...part,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

async function setState(ctx: Ctx, id: string, state: InquiryState): Promise<void> {
  await ctx.trx
    .updateTable('inquiries')
    .set({ state, state_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('state', '!=', state)
    .execute();
}

/** What somebody wrote on the contact page. A machine's (`trapped`) goes to the spam, where somebody can still find it. */
export async function receiveContact(ctx: Ctx, id: string, form: ContactForm, trapped: boolean): Promise<void> {
  await insert(ctx, {
    id,
    way: 'form',
    state: trapped ? 'spam' : 'new',
    topic: form.topic,
    owner: null,
    receivedOn: dayOf(ctx.now, ctx.network.timeZone),
    locale: ctx.locale,
    body: form.body,
    about: {
      sender: 'somebody',
      name: form.name,
      email: form.email,
      phone: form.phone,
      address: '',
      place: null,
      subject: '',
      may: 'unsaid',
      may_note: '',
      words_of: 'hers',
      safe: [],
      safe_note: form.safe_note,
    },
  });
}

/** A letter, call or visit entered by hand, with its scan where there is one. */
export async function enterInquiry(ctx: Ctx, id: string, form: NewForm, fileId: string | null): Promise<void> {
  await insert(ctx, {
    id,
    way: form.way,
    state: form.owner ? 'taken' : 'new',
    topic: form.topic,
    owner: form.owner,
    receivedOn: form.received_on,
    locale: form.locale,
    body: form.body,
    fileId,
    about: form,
  });
}

const locked = async (ctx: Ctx, id: string): Promise<Inquiry> => found(await findInquiry(ctx, id, true));

/**
 * Who she is, what may be done with her words, how she is answered safely. False where somebody else changed it since `seen`: a warning
 * that one coordinator wrote down must not go with another's older page.
 */
export async function saveAbout(ctx: Ctx, id: string, form: AboutForm, seen: string): Promise<boolean> {
  const inquiry = await locked(ctx, id);
  if (seen && seen !== aboutMark(inquiry)) return false;
  await ctx.trx
    .updateTable('inquiries')
    .set({ ...columnsOf(form, form.subject || inquiry.subject), locale: form.locale })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  await record(ctx, { verb: 'edited', noun: 'inquiry', id, detail: { may: form.may } });
  return true;
}

/** Who takes it, under which topic. Given to somebody, what was new is taken. */
export async function assign(ctx: Ctx, id: string, to: { owner: string | null; topic: string | null }): Promise<void> {
  const inquiry = await locked(ctx, id);
  const { state } = inquiry;
  const next = to.owner && state === 'new' ? 'taken' : !to.owner && state === 'taken' ? 'new' : state;
  await ctx.trx
    .updateTable('inquiries')
    .set({ owner_id: to.owner, topic_id: to.topic, state: next })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  await record(ctx, { verb: 'assigned', noun: 'inquiry', id, detail: to });
}

/** Sets its state by hand. Whoever takes it is its owner. */
export async function changeState(ctx: Ctx, id: string, state: InquiryState): Promise<void> {
  const inquiry = await locked(ctx, id);
  if (inquiry.state === state) return;
  await setState(ctx, id, state);
  if (state === 'taken' && !inquiry.ownerId) {
    await ctx.trx
      .updateTable('inquiries')
      .set({ owner_id: accountOf(ctx) })
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', id)
      .execute();
  }
  await record(ctx, { verb: 'settled', noun: 'inquiry', id, detail: { state } });
}

/** A note for ourselves. The form brings the id. */
export async function addNote(ctx: Ctx, id: string, noteId: string, body: string): Promise<void> {
  await locked(ctx, id);
  if (await addPart(ctx, id, { kind: 'note', body }, noteId)) await record(ctx, { verb: 'noted', noun: 'inquiry', id });
}

/** Something more that came by hand: a letter with its scan, or a call. What was answered is open again. */
export async function addArrival(
  ctx: Ctx,
  id: string,
  partId: string,
  form: { kind: 'came' | 'call'; words: string },
  fileId: string | null,
): Promise<void> {
  const inquiry = await locked(ctx, id);
  if (!(await addPart(ctx, id, { kind: form.kind, body: form.words, file_id: fileId }, partId))) return;
  if (form.kind === 'came') await setState(ctx, id, inquiry.ownerId ? 'taken' : 'new');
  await record(ctx, { verb: 'came-in', noun: 'inquiry', id, detail: { kind: form.kind } });
}

/**
 * Answers by mail, which leaves with the commit, or on paper, which waits to be printed and posted. Returns undefined, also where it was
 * given before; or why not, as a message's key: she has no address for mail, or somebody else changed since `seen` how she is answered safely.
 */
export async function answer(
  ctx: Ctx,
  id: string,
  partId: string,
  form: AnswerForm,
  seen: string,
): Promise<string | undefined> {
  const inquiry = await locked(ctx, id);
  if (seen && seen !== aboutMark(inquiry)) return 'inbox.answer.changed';
  if (form.by === 'mail' && inquiry.email === '') return 'inbox.answer.noAddress';
  const part: NewPart = {
    kind: form.by,
    subject: form.subject,
    body: form.body,
    outcome: form.by === 'mail' ? 'queued' : 'open',
  };
  if (!(await addPart(ctx, id, part, partId))) return undefined;
  await ctx.trx
    .updateTable('inquiries')
    .set({ state: form.afterwards, state_at: ctx.now, owner_id: inquiry.ownerId ?? accountOf(ctx) })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  if (form.by === 'mail') {
    await queueMails(ctx, [
      { kind: 'inquiry-answer', subjectId: partId, to: inquiry.email, locale: inquiry.locale, priority: 4 },
    ]);
  }
  await record(ctx, { verb: 'answered', noun: 'inquiry', id, detail: { by: form.by } });
  return undefined;
}

/** An answer on paper was posted. */
export async function markPosted(ctx: Ctx, id: string, partId: string): Promise<void> {
  await locked(ctx, id);
  const changed = await ctx.trx
    .updateTable('inquiry_parts')
    .set({ outcome: 'posted' })
    .where('network_id', '=', ctx.network.id)
    .where('inquiry_id', '=', id)
    .where('id', '=', partId)
    .where('kind', '=', 'paper')
    .where('outcome', '=', 'open')
    .returning('id')
    .executeTakeFirst();
  if (changed) await record(ctx, { verb: 'posted', noun: 'inquiry', id });
}

/** What became of answers by mail. One that failed or came back is open again: she has not read it. */
export async function settleAnswers(ctx: Ctx, outcomes: Pick<MailOutcome, 'subjectId' | 'state'>[]): Promise<void> {
  for (const { subjectId, state } of outcomes) {
    const part = await ctx.trx
      .updateTable('inquiry_parts')
      .set({ outcome: state })
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', subjectId)
      .where('kind', '=', 'mail')
      .returning('inquiry_id')
      .executeTakeFirst();
    if (part && state === 'failed') await setState(ctx, part.inquiry_id, 'taken');
  }
}

/** Her reply by mail: one more part of the same inquiry. False where there is no such inquiry any more. */
export async function takeMail(ctx: Ctx, id: string, mail: InboundMail): Promise<boolean> {
  const inquiry = await findInquiry(ctx, id, true);
  if (!inquiry) return false;
  const { count } = await ctx.trx
    .selectFrom('inquiry_parts')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('network_id', '=', ctx.network.id)
    .where('inquiry_id', '=', id)
    .where('kind', '=', 'came')
    .where('at', '>', new Date(ctx.now.getTime() - dayMs))
    .executeTakeFirstOrThrow();
  if (Number(count) >= mailsPerDay) return true;
  const from =
    mail.from.address && mail.from.address.toLowerCase() !== inquiry.email.toLowerCase() ? mail.from.address : '';
  const made = await addPart(ctx, id, {
    kind: 'came',
    subject: [mail.subject, from && `<${from}>`].filter(Boolean).join(' ').slice(0, 300),
    body: mail.text.slice(0, 100_000) || '–',
    message_key: mail.messageId ? sha256(mail.messageId).toString('hex') : null,
    dropped: mail.attachments,
    automatic: mail.automatic,
  });
  if (!made) return true;
  // A holiday note answers nothing. What is spam stays where it is.
  if (!mail.automatic && inquiry.state !== 'spam') await setState(ctx, id, inquiry.ownerId ? 'taken' : 'new');
  await record(ctx, { verb: 'came-in', noun: 'inquiry', id, detail: { way: 'mail' } });
  return true;
}

/** To whom we know her to belong, or to nobody. The id is one that `knownBy` gave. */
export async function linkTo(
  ctx: Ctx,
  id: string,
  known: { kind: 'supporter' | 'member'; id: string } | undefined,
): Promise<void> {
  await locked(ctx, id);
  await ctx.trx
    .updateTable('inquiries')
    .set({
      person_id: known?.kind === 'supporter' ? known.id : null,
      account_id: known?.kind === 'member' ? known.id : null,
    })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  await record(ctx, { verb: known ? 'linked' : 'unlinked', noun: 'inquiry', id });
}

/** Deletes inquiries for good, with what was said, their scans and what the outbox still holds. Returns how many. */
export async function removeInquiries(ctx: Ctx, ids: string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const parts = await ctx.trx
    .selectFrom('inquiry_parts')
    .select(['id', 'kind', 'file_id'])
    .where('network_id', '=', ctx.network.id)
    .where('inquiry_id', 'in', ids)
    .execute();
  await eraseMails(
    ctx,
    parts.filter((part) => part.kind === 'mail').map((part) => part.id),
  );
  const gone = await ctx.trx
    .deleteFrom('inquiries')
    .where('network_id', '=', ctx.network.id)
    .where('id', 'in', ids)
    .returning('id')
    .execute();
  for (const { file_id } of parts) if (file_id) await removeFile(ctx, file_id);
  await record(ctx, ...gone.map(({ id }) => ({ verb: 'removed', noun: 'inquiry', id }) as const));
  return gone.length;
}
