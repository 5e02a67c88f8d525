import type { Context, Hono } from 'hono';
import { stampForm } from '../../../platform/abuse/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import {
  type Deps,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  idOf,
  page,
  parse,
  readForm,
  statusOf,
  view,
} from '../../../platform/http/index.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import {
  accountByEmail,
  accountById,
  accountByUsername,
  codeMs,
  isUsername,
  newCode,
  PrintedCodePage,
  usernameKey,
} from '../../accounts/index.ts';
import { organisationChoices } from '../../organisations/index.ts';
import { requireDesk } from '../access.ts';
import { consentsOf } from '../agreements/queries.ts';
import { enter } from '../applying/commands.ts';
import { wordsForm } from '../applying/forms.ts';
import {
  type Application,
  type ApplicationState,
  applicationCounts,
  applicationEvents,
  findApplication,
  listApplications,
} from '../applying/queries.ts';
import { formParts, readSent } from '../applying/routes.tsx';
import { kinds, type MemberKind } from '../membership.ts';
import { standingMembership } from '../queries.ts';
import { questionsOf } from '../questions/queries.ts';
import { refusal } from '../refusal.ts';
import { settingsOf } from '../settings.ts';
import { ask, decide, type Finding } from './commands.ts';
import { ApplicationsPage, EnterPage, ReviewPage } from './pages.tsx';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The lists of applications: those that need somebody, those that wait for the applicant, and those that are done. */
export const shelves: Record<string, readonly ApplicationState[]> = {
  open: ['waiting', 'seconded'],
  asked: ['asked'],
  unconfirmed: ['unconfirmed'],
  done: ['admitted', 'declined', 'withdrawn'],
};

/** Applications before the coordinators. */
export function reviewingRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  app.get('/members/applications', async (c) => {
    requireDesk(c);
    const shelf = c.req.query('state') ?? 'open';
    const states = found(shelves[shelf]);
    const before = c.req.query('before');
    const shown = await read(c, async (ctx) => ({
      ...(await listApplications(ctx, states, before && uuid.test(before) ? before : undefined)),
      ...(await applicationCounts(ctx)),
    }));
    return page(c, <ApplicationsPage v={view(c, deps)} shelf={shelf} {...shown} />);
  });

  const kindOf = (c: C): MemberKind => kinds.find((each) => each === c.req.query('kind')) ?? 'individual';

  app.get('/members/applications/new', async (c) => {
    requireDesk(c);
    const kind = kindOf(c);
    const parts = await read(c, (ctx) => formParts(ctx, kind));
    const v = view(c, deps);
    const state = emptyForm({ country: (v.network.country ?? '').toLowerCase(), locale: v.locale });
    const began = stampForm(deps.secret, v.network.id, v.now);
    return page(c, <EnterPage v={v} kind={kind} id={newId()} began={began} agreed={[]} state={state} {...parts} />);
  });

  app.post('/members/applications/new', async (c) => {
    requireDesk(c);
    const kind = kindOf(c);
    const sent = await readForm(c);
    const parts = await read(c, (ctx) => formParts(ctx, kind));
    const { application, agreed, state } = readSent(sent, kind, parts, true);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const v = view(c, deps);
    const locale = v.network.locales.find((each) => each === sent.get('locale')) ?? v.locale;
    state.values.locale = locale;
    if (!application)
      return page(c, <EnterPage v={v} kind={kind} id={id} began="" agreed={agreed} state={state} {...parts} />, 422);
    await write(c, (ctx) => enter(ctx, { ...application, id, state: 'waiting', locale }, agreed));
    return after(c, urls.members.review(v.at, id), 'members.flash.entered');
  });

  async function reviewPage(c: C, state: FormState): Promise<Response> {
    requireDesk(c);
    const id = idOf(c, 'id');
    const shown = await read(c, async (ctx) => {
      const application = found(await findApplication(ctx, id));
      const account = application.emailKey
        ? await accountByEmail(ctx.trx, ctx.network.id, application.emailKey)
        : undefined;
      return {
        application,
        events: await applicationEvents(ctx, id),
        questions: await questionsOf(ctx, application.formId),
        consents: await consentsOf(ctx, { application: id }),
        settings: await settingsOf(ctx),
        member: account ? await standingMembership(ctx, { account: account.id }) : undefined,
        organisations: application.kind === 'organisation' ? await organisationChoices(ctx) : [],
      };
    });
    return page(c, <ReviewPage v={view(c, deps)} {...shown} state={state} />, statusOf(state));
  }

  app.get('/members/applications/:id', (c) => reviewPage(c, emptyForm()));

  app.post('/members/applications/:id/questions', async (c) => {
    requireDesk(c);
    const id = idOf(c, 'id');
    await read(c, async (ctx) => found(await findApplication(ctx, id)));
    const words = (await readForm(c)).get('words');
    const form = parse(wordsForm, { words });
    if (!form.ok) return reviewPage(c, { values: { words }, errors: form.errors });
    const refused = await refusal(() => write(c, (ctx) => ask(ctx, id, form.data.words)));
    if (refused) return reviewPage(c, { values: { words }, errors: { words: { key: refused } } });
    return after(c, urls.members.review(view(c, deps).at, id), 'members.flash.asked');
  });

  app.post('/members/applications/:id/decision', async (c) => {
    requireDesk(c);
    const id = idOf(c, 'id');
    const application = await read(c, async (ctx) => found(await findApplication(ctx, id)));
    const sent = await readForm(c);
    const values = {
      finding: sent.get('finding'),
      reason: sent.get('reason'),
      organisation: sent.get('organisation'),
      username: sent.get('username'),
    };
    const again = (errors: FieldErrors) => reviewPage(c, { values, errors });
    const errors = decisionErrors(application, values);
    if (Object.keys(errors).length > 0) return again(errors);
    const organisationId = uuid.test(values.organisation) ? values.organisation : undefined;
    if (organisationId) {
      const choices = await read(c, organisationChoices);
      if (!choices.some((each) => each.id === organisationId)) return again({ organisation: { key: 'field.choose' } });
    }
    const finding = values.finding as Finding;
    const paper = finding === 'admit' && !application.email;
    if (paper) {
      const taken = await read(c, (ctx) => accountByUsername(ctx.trx, ctx.network.id, usernameKey(values.username)));
      if (taken) return again({ username: { key: 'accounts.people.taken.username' } });
    }
    const accountId = newId();
    // Made outside the transaction: it takes a while.
    const made = paper ? await newCode(deps.secret, c.var.network.id, accountId, true) : undefined;
    let outcome: Awaited<ReturnType<typeof decide>> = 'decided';
    const refused = await refusal(async () => {
      outcome = await write(c, (ctx) =>
        decide(ctx, deps.secret, id, {
          finding,
          reason: values.reason.trim(),
          organisationId,
          ...(made ? { username: values.username, code: { accountId, made } } : {}),
        }),
      );
    });
    if (refused) return again({ [refused.startsWith('accounts.') ? 'username' : 'finding']: { key: refused } });
    if (made && outcome === 'decided') {
      const account = found(await read(c, (ctx) => accountById(ctx.trx, ctx.network.id, accountId)));
      const until = new Date(c.var.now.getTime() + codeMs.fresh);
      return page(c, <PrintedCodePage v={view(c, deps)} account={account} code={made.code} until={until} />);
    }
    const key = outcome === 'decided' ? finding : outcome;
    return after(c, urls.members.review(view(c, deps).at, id), `members.flash.${key}`);
  });
}

function decisionErrors(application: Application, values: Record<string, string>): FieldErrors {
  const errors: FieldErrors = {};
  if (values.finding !== 'admit' && values.finding !== 'decline') errors.finding = { key: 'field.choose' };
  if (values.reason!.length > 2_000) errors.reason = { key: 'field.long', values: { limit: 2_000 } };
  if (values.finding === 'decline' && values.reason!.trim() === '') errors.reason = { key: 'members.wrong.reason' };
  if (values.finding === 'admit' && !application.email && !isUsername(values.username!))
    errors.username = { key: 'accounts.people.usernameForm' };
  return errors;
}
