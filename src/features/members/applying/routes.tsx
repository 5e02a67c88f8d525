import type { Context, Hono } from 'hono';
import { addressKey, formTime, limiter, limits, stampForm } from '../../../platform/abuse/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { inNetwork } from '../../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  page,
  parse,
  readForm,
  type Sent,
  setFlash,
  statusOf,
  view,
} from '../../../platform/http/index.ts';
import { emailKey } from '../../../platform/mail/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { listPlaces } from '../../vocabularies/index.ts';
import { agreementsInForce } from '../agreements/queries.ts';
import { readInvitationRef } from '../invitations/invitation.ts';
import { findInvitation } from '../invitations/queries.ts';
import type { MemberKind } from '../membership.ts';
import { publishedForm, questionsOf } from '../questions/queries.ts';
import { checkAnswers, readAnswers } from '../questions/question.ts';
import { openKinds, settingsOf } from '../settings.ts';
import { answer, apply, confirm, withdraw } from './commands.ts';
import { applicationForm, readApplication, wordsForm } from './forms.ts';
import { ApplicationPage, ConfirmationPage, JoinPage, ReceivedPage, WithdrawalPage } from './pages.tsx';
import { applicationEvents, findApplication, type NewApplication } from './queries.ts';
import { applicationRef, readApplicationRef } from './ref.ts';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What the form of an application needs: its questions, what is agreed to, and the countries. */
export async function formParts(ctx: Ctx, kind: MemberKind) {
  const [form, agreements, countries] = await Promise.all([
    publishedForm(ctx, kind),
    agreementsInForce(ctx),
    listPlaces(ctx, { kind: 'country' }),
  ]);
  return {
    formId: form?.id ?? null,
    questions: form?.questions ?? [],
    agreements,
    countries: countries.filter(({ sample }) => !sample || ctx.network.sample),
  };
}
type Parts = Awaited<ReturnType<typeof formParts>>;

/** What was sent, as an application; or its mistakes. All that is asked to be agreed to must be. */
export function readSent(
  sent: Sent,
  kind: MemberKind,
  parts: Parts,
  paper: boolean,
): { application: Omit<NewApplication, 'id' | 'state' | 'locale'> | undefined; agreed: string[]; state: FormState } {
  const typed = readApplication(sent);
  const answersTyped = readAnswers(sent, parts.questions);
  const agreed = sent.all('agreement');
  const parsed = parse(applicationForm(kind, new Set(parts.countries.map(({ id }) => id)), paper), typed);
  const { answers, errors } = checkAnswers(
    paper ? parts.questions.map((each) => ({ ...each, required: false })) : parts.questions,
    answersTyped,
  );
  const all: FieldErrors = { ...(parsed.ok ? {} : parsed.errors), ...errors };
  // A version that came out while the form lay open has to be read first.
  if (parts.agreements.some(({ id }) => !agreed.includes(id))) all.agreements = { key: 'members.wrong.agreements' };
  if (sent.get('form') !== (parts.formId ?? '')) all.form = { key: 'members.wrong.newForm' };
  const state = { values: { ...typed, ...answersTyped, invitation: sent.get('invitation') }, errors: all };
  if (!parsed.ok || Object.keys(all).length > 0) return { application: undefined, agreed, state };
  const { organisation, website, name, email, country, why } = parsed.data;
  return {
    agreed,
    state,
    application: {
      kind,
      name,
      organisation: kind === 'organisation' ? organisation : null,
      website: kind === 'organisation' && website ? website : null,
      email: email || null,
      emailKey: email ? emailKey(email) : null,
      country,
      why,
      formId: parts.formId,
      answers,
    },
  };
}

/** The public side: the form, and the applicant's own page behind a private link. */
export function applyingRoutes(app: Hono<Env>, deps: Deps): void {
  const byAddress = limiter('members.applications', limits.linksByAddress);
  const byMailbox = limiter('members.mailbox', limits.linksByAccount);
  const { read } = handlersOf(deps);
  const write = <T,>(c: C, work: (ctx: Ctx) => Promise<T>) =>
    inNetwork(deps.db, c.var.network.id, (trx) => work(ctxOf(c, trx)));

  const surroundings = (c: C) =>
    read(c, async (ctx) => {
      const kinds = openKinds(await settingsOf(ctx));
      const kind = kinds.find((each) => each === c.req.query('kind')) ?? kinds[0] ?? 'individual';
      return { kinds, kind, parts: await formParts(ctx, kind) };
    });

  /** The open invitation by whose link somebody came. */
  const invitationOf = async (c: C, ref: string) => {
    const id = ref ? readInvitationRef(deps.secret, c.var.network.id, ref) : undefined;
    const invitation = id ? await read(c, (ctx) => findInvitation(ctx, id)) : undefined;
    return invitation?.state === 'sent' ? invitation : undefined;
  };

  app.get('/join', async (c) => {
    const { kinds, kind, parts } = await surroundings(c);
    const v = view(c, deps);
    const reference = c.req.query('invitation') ?? '';
    const invited = await invitationOf(c, reference);
    const state = emptyForm({
      country: (v.network.country ?? '').toLowerCase(),
      ...(invited ? { name: invited.name, email: invited.email, invitation: reference } : {}),
    });
    const began = stampForm(deps.secret, v.network.id, v.now);
    return page(
      c,
      <JoinPage v={v} kind={kind} kinds={kinds} id={newId()} began={began} agreed={[]} state={state} {...parts} />,
    );
  });

  app.post('/join', async (c) => {
    await byAddress.consume(addressKey(c.var.address));
    const sent = await readForm(c);
    const v = view(c, deps);
    const received = () => c.redirect(urls.members.received(v.at), 303);
    // A machine filled in what nobody sees. It is told what everybody is told.
    if (sent.get('website') !== '') return received();
    const { kinds, kind, parts } = await surroundings(c);
    const { application, agreed, state } = readSent(sent, kind, parts, false);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const fast = formTime(deps.secret, v.network.id, sent.get('began'), v.now) !== 'fair';
    if (fast && kinds.length > 0) state.errors.form ??= { key: 'members.wrong.fast' };
    if (!application || fast || kinds.length === 0) {
      const began = fast ? stampForm(deps.secret, v.network.id, v.now) : sent.get('began');
      return page(
        c,
        <JoinPage v={v} kind={kind} kinds={kinds} id={id} began={began} agreed={agreed} state={state} {...parts} />,
        422,
      );
    }
    // More mails than that go to no mailbox; the answer stays the same.
    if (!(await byMailbox.allows(`${v.network.id} ${application.emailKey}`))) return received();
    // Whoever came by her invitation has proved that she reads that mailbox.
    const invited = await invitationOf(c, sent.get('invitation'));
    const proved = invited !== undefined && emailKey(invited.email) === application.emailKey;
    await write(c, async (ctx) => {
      await apply(ctx, { ...application, id, state: 'unconfirmed', locale: v.locale }, agreed);
      if (proved) await confirm(ctx, id);
    });
    if (!proved) return received();
    setFlash(c, deps, { key: 'members.flash.confirmed' });
    return home(c, applicationRef(deps.secret, v.network.id, id));
  });

  app.get('/join/received', (c) => page(c, <ReceivedPage v={view(c, deps)} />));

  /** Her application, by the private end of its address. */
  const applicationOf = async (c: C) => {
    const reference = c.req.param('ref') ?? '';
    const id = found(readApplicationRef(deps.secret, c.var.network.id, reference));
    return { reference, id, application: found(await read(c, (ctx) => findApplication(ctx, id))) };
  };
  const home = (c: C, reference: string) => c.redirect(urls.members.application(view(c, deps).at, reference), 303);

  async function ownPage(c: C, state: FormState): Promise<Response> {
    const { reference, application } = await applicationOf(c);
    if (application.state === 'unconfirmed')
      return c.redirect(urls.members.confirmation(view(c, deps).at, reference), 303);
    const { events, questions } = await read(c, async (ctx) => ({
      events: await applicationEvents(ctx, application.id),
      questions: await questionsOf(ctx, application.formId),
    }));
    const props = { application, reference, events, questions, state };
    return page(c, <ApplicationPage v={view(c, deps)} {...props} />, statusOf(state));
  }

  app.get('/applications/:ref', (c) => ownPage(c, emptyForm()));

  app.get('/applications/:ref/confirmation', async (c) => {
    const { reference, application } = await applicationOf(c);
    if (application.state !== 'unconfirmed') return home(c, reference);
    return page(c, <ConfirmationPage v={view(c, deps)} application={application} reference={reference} />);
  });

  app.post('/applications/:ref/confirmation', async (c) => {
    const { reference, id } = await applicationOf(c);
    await write(c, (ctx) => confirm(ctx, id));
    setFlash(c, deps, { key: 'members.flash.confirmed' });
    return home(c, reference);
  });

  app.post('/applications/:ref/answers', async (c) => {
    const { reference, id } = await applicationOf(c);
    const words = (await readForm(c)).get('words');
    const form = parse(wordsForm, { words });
    if (!form.ok) return ownPage(c, { values: { words }, errors: form.errors });
    if (await write(c, (ctx) => answer(ctx, id, form.data.words))) setFlash(c, deps, { key: 'members.flash.answered' });
    return home(c, reference);
  });

  app.get('/applications/:ref/withdrawal', async (c) => {
    const { reference, application } = await applicationOf(c);
    if (['admitted', 'declined', 'withdrawn'].includes(application.state)) return home(c, reference);
    return page(c, <WithdrawalPage v={view(c, deps)} reference={reference} />);
  });

  app.post('/applications/:ref/withdrawal', async (c) => {
    const { reference, id } = await applicationOf(c);
    if (await write(c, (ctx) => withdraw(ctx, id))) setFlash(c, deps, { key: 'members.flash.withdrawn' });
    return home(c, reference);
  });
}
