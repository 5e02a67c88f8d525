import type { Context, Hono } from 'hono';
import { record } from '../../../platform/audit/index.ts';
import { newId, randomSigns } from '../../../platform/crypto/ids.ts';
import {
  type Deps,
  type Env,
  found,
  handlersOf,
  page,
  readForm,
  type Sent,
  statusOf,
  view,
} from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { requireDesk } from '../access.ts';
import { formParts } from '../applying/routes.tsx';
import { kinds, type MemberKind } from '../membership.ts';
import { FormPage, PreviewPage, QuestionPage } from './pages.tsx';
import { draftOf, publishDraft, publishedForm, writeDraft } from './queries.ts';
import { most, type Question, questionOf } from './question.ts';

type C = Context<Env>;

/** The form by which somebody applies, as coordinators make it: a draft, a preview, versions. */
export function questionRoutes(app: Hono<Env>, deps: Deps): void {
  app.use('/members/form/*', async (c, next) => {
    requireDesk(c);
    await next();
  });
  for (const kind of kinds) formRoutes(app, deps, kind);
}

/** The pages of the form for one kind of applicants. */
function formRoutes(app: Hono<Env>, deps: Deps, kind: MemberKind): void {
  const { read, write, after } = handlersOf(deps);
  const base = `/members/form/${kind}`;
  const here = (c: C) => urls.members.form(view(c, deps).at, kind);

  app.get(base, async (c) => {
    const shown = await read(c, async (ctx) => ({
      ...(await draftOf(ctx, kind)),
      version: (await publishedForm(ctx, kind))?.version ?? 0,
    }));
    return page(c, <FormPage v={view(c, deps)} kind={kind} {...shown} />);
  });

  app.get(`${base}/preview`, async (c) => {
    const parts = await read(c, async (ctx) => ({
      ...(await formParts(ctx, kind)),
      questions: (await draftOf(ctx, kind)).questions,
    }));
    return page(c, <PreviewPage v={view(c, deps)} kind={kind} {...parts} />);
  });

  app.get(`${base}/questions/new`, (c) =>
    page(
      c,
      <QuestionPage
        v={view(c, deps)}
        kind={kind}
        question={undefined}
        id={newId()}
        state={emptyForm({ type: 'short' })}
      />,
    ),
  );

  app.get(`${base}/questions/:question`, async (c) => {
    const { questions } = await read(c, (ctx) => draftOf(ctx, kind));
    const question = found(questions.find(({ id }) => id === c.req.param('question')));
    return page(
      c,
      <QuestionPage
        v={view(c, deps)}
        kind={kind}
        question={question}
        id={question.id}
        state={emptyForm(valuesOf(question))}
      />,
    );
  });

  app.post(`${base}/questions/:question`, async (c) => {
    const sent = await readForm(c);
    const { locales } = c.var.network;
    const param = c.req.param('question');
    const { questions } = await read(c, (ctx) => draftOf(ctx, kind));
    const before = param === 'new' ? undefined : found(questions.find(({ id }) => id === param));
    const id = before?.id ?? (/^[0-9a-f-]{36}$/.test(sent.get('id')) ? sent.get('id') : newId());
    const made = questionOf(id, formOf(sent, locales), locales, before, () =>
      randomSigns('abcdefghijkmnpqrstuvwxyz23456789', 8),
    );
    const state: FormState = { values: typedOf(sent, locales), errors: made.errors };
    if (Object.keys(state.errors).length > 0)
      return page(
        c,
        <QuestionPage v={view(c, deps)} kind={kind} question={before} id={id} state={state} />,
        statusOf(state),
      );
    await change(c, (list) => {
      const at = list.findIndex((each) => each.id === id);
      if (at >= 0) return list.map((each) => (each.id === id ? made.question : each));
      return list.length < most.questions ? [...list, made.question] : list;
    });
    return after(c, here(c), 'members.flash.question');
  });

  app.post(`${base}/questions/:question/move`, async (c) => {
    await change(c, (list) => {
      const at = placeOf(c, list);
      if (at < 1) return list;
      const moved = [...list];
      [moved[at - 1], moved[at]] = [moved[at]!, moved[at - 1]!];
      return moved;
    });
    return c.redirect(here(c), 303);
  });

  app.post(`${base}/questions/:question/removal`, async (c) => {
    await change(c, (list) => list.toSpliced(placeOf(c, list), 1));
    return after(c, here(c), 'members.flash.questionRemoved');
  });

  app.post(`${base}/publication`, async (c) => {
    const done = await write(c, async (ctx) => {
      const published = await publishDraft(ctx, kind);
      if (published)
        await record(ctx, {
          verb: 'published',
          noun: 'application-form',
          id: published.id,
          detail: { kind, version: published.version },
        });
      return published;
    });
    return done ? after(c, here(c), 'members.flash.published') : c.redirect(here(c), 303);
  });

  /** Changes the draft; a change that changes nothing writes nothing. */
  async function change(c: C, to: (questions: Question[]) => Question[]): Promise<void> {
    await write(c, async (ctx: Ctx) => {
      const { questions } = await draftOf(ctx, kind, true);
      const next = to(questions);
      if (next === questions || JSON.stringify(next) === JSON.stringify(questions)) return;
      await writeDraft(ctx, kind, next);
      await record(ctx, { verb: 'changed', noun: 'application-form', id: ctx.network.id, detail: { kind } });
    });
  }
}

/** Where the question of the address stands in the list; it is none (404) where it does not. */
const placeOf = (c: C, list: Question[]): number => {
  const at = list.findIndex(({ id }) => id === c.req.param('question'));
  return found(at < 0 ? undefined : at);
};

const formOf = (sent: Sent, locales: readonly string[]) => ({
  type: sent.get('type'),
  required: sent.get('required') === 'yes',
  labels: Object.fromEntries(locales.map((locale) => [locale, sent.get(`label-${locale}`)])),
  options: Object.fromEntries(locales.map((locale) => [locale, sent.get(`options-${locale}`)])),
});

const typedOf = (sent: Sent, locales: readonly string[]): Record<string, string> => ({
  type: sent.get('type'),
  required: sent.get('required'),
  ...Object.fromEntries(
    locales.flatMap((locale) => [`label-${locale}`, `options-${locale}`].map((name) => [name, sent.get(name)])),
  ),
});

const valuesOf = (question: Question): Record<string, string> => ({
  type: question.type,
  required: question.required ? 'yes' : '',
  ...Object.fromEntries(Object.entries(question.label).map(([locale, text]) => [`label-${locale}`, text])),
  ...Object.fromEntries(
    Object.keys(question.label).map((locale) => [
      `options-${locale}`,
      question.options.map(({ label }) => label[locale] ?? '').join('\n'),
    ]),
  ),
});
