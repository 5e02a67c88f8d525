import type { Context, Hono } from 'hono';
import { newId } from '../../platform/crypto/ids.ts';
import {
  type Deps,
  type Env,
  found,
  handlersOf,
  idOf,
  page,
  parse,
  readForm,
  view,
} from '../../platform/http/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { byLocale, pageForm, readFields, templateForm, topicForm } from './forms.ts';
import { PageSettingsPage, TemplatePage, TemplatesPage, TopicPage, TopicsPage } from './pages/settings.tsx';
import { contactPage, listOwners, listTemplates, listTopics, type Template, type Topic } from './queries.ts';
import { removeTemplate, savePage, saveTemplate, saveTopic } from './settings.ts';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What the contact page shows, its topics, and words to begin an answer with. */
export function settingsRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  const each = (c: C, ...names: string[]) =>
    names.flatMap((name) => c.var.network.locales.map((locale) => `${name}_${locale}`));
  const spread = (name: string, texts: Record<string, string>) =>
    Object.fromEntries(Object.entries(texts).map(([locale, text]) => [`${name}_${locale}`, text]));

  app.get('/inbox/settings', async (c) => {
    const stored = await read(c, contactPage);
    const values = {
      open: stored.open ? 'yes' : '',
      phone: stored.phone,
      answer_days: String(stored.answerDays),
      ...spread('hours', stored.hours),
      ...spread('intro', stored.intro),
    };
    return page(c, <PageSettingsPage v={view(c, deps)} state={emptyForm(values)} />);
  });

  app.post('/inbox/settings', async (c) => {
    const { locales } = c.var.network;
    const values = readFields(await readForm(c), ['open', 'phone', 'answer_days', ...each(c, 'hours', 'intro')]);
    const parsed = parse(pageForm(locales), values);
    if (!parsed.ok)
      return page(c, <PageSettingsPage v={view(c, deps)} state={{ values, errors: parsed.errors }} />, 422);
    const { open, phone, answer_days: answerDays } = parsed.data;
    const hours = byLocale(parsed.data, 'hours', locales);
    const intro = byLocale(parsed.data, 'intro', locales);
    await write(c, (ctx) => savePage(ctx, { open, phone, answerDays, hours, intro }));
    return after(c, urls.inbox.settings(view(c, deps).at), 'inbox.flash.page');
  });

  async function topicsPage(c: C, state: FormState, id: string, status: 200 | 422 = 200): Promise<Response> {
    const shown = await read(c, async (ctx) => ({ topics: await listTopics(ctx), owners: await listOwners(ctx) }));
    return page(c, <TopicsPage v={view(c, deps)} {...shown} state={state} id={id} />, status);
  }
  const topicFields = (c: C) => ['keep_days', 'owner', 'offered', 'closed', ...each(c, 'label')];

  app.get('/inbox/topics', (c) => topicsPage(c, emptyForm({ keep_days: '365', offered: 'yes' }), newId()));

  /** Reads the form and saves the topic; what was wrong, if anything. */
  async function takeTopic(c: C, before: Topic | undefined): Promise<FormState | undefined> {
    const { locales } = c.var.network;
    const sent = await readForm(c);
    // A new one brings its id with the form: sent twice it is one.
    const id = before?.id ?? (uuid.test(sent.get('id')) ? sent.get('id') : newId());
    const values = readFields(sent, topicFields(c));
    const { owners, topics } = await read(c, async (ctx) => ({
      owners: await listOwners(ctx),
      topics: await listTopics(ctx),
    }));
    const parsed = parse(
      topicForm(
        locales,
        owners.map((one) => one.id),
      ),
      values,
    );
    if (!parsed.ok) return { values, errors: parsed.errors };
    const { keep_days: keepDays, owner: ownerId, offered, closed } = parsed.data;
    const labels = byLocale(parsed.data, 'label', locales);
    const position = before?.position ?? topics.length;
    await write(c, (ctx) => saveTopic(ctx, { id, labels, position, keepDays, ownerId, offered, closed }));
    return undefined;
  }

  app.post('/inbox/topics', async (c) => {
    const wrong = await takeTopic(c, undefined);
    return wrong
      ? topicsPage(c, wrong, newId(), 422)
      : after(c, urls.inbox.topics(view(c, deps).at), 'inbox.flash.topic');
  });

  async function topicPage(c: C, wrong?: FormState): Promise<Response> {
    const { topic, owners } = await read(c, async (ctx) => ({
      topic: found((await listTopics(ctx)).find((one) => one.id === idOf(c, 'id'))),
      owners: await listOwners(ctx),
    }));
    const values = {
      keep_days: String(topic.keepDays),
      owner: topic.ownerId ?? '',
      offered: topic.offered ? 'yes' : '',
      closed: topic.closed ? 'yes' : '',
      ...spread('label', topic.labels),
    };
    return page(
      c,
      <TopicPage v={view(c, deps)} topic={topic} owners={owners} state={wrong ?? emptyForm(values)} />,
      wrong ? 422 : 200,
    );
  }

  app.get('/inbox/topics/:id', (c) => topicPage(c));

  app.post('/inbox/topics/:id', async (c) => {
    const before = found((await read(c, listTopics)).find((one) => one.id === idOf(c, 'id')));
    const wrong = await takeTopic(c, before);
    return wrong ? topicPage(c, wrong) : after(c, urls.inbox.topics(view(c, deps).at), 'inbox.flash.topic');
  });

  async function templatesPage(c: C, state: FormState, status: 200 | 422 = 200): Promise<Response> {
    const templates = await read(c, listTemplates);
    return page(c, <TemplatesPage v={view(c, deps)} templates={templates} state={state} />, status);
  }

  /** Reads the form and saves the template; what was wrong, if anything. */
  async function takeTemplate(c: C, id: string): Promise<FormState | undefined> {
    const { locales } = c.var.network;
    const values = readFields(await readForm(c), ['name', ...each(c, 'subject', 'body')]);
    const parsed = parse(templateForm(locales), values);
    if (!parsed.ok) return { values, errors: parsed.errors };
    const subjects = byLocale(parsed.data, 'subject', locales);
    const bodies = byLocale(parsed.data, 'body', locales);
    const texts: Template['texts'] = {};
    for (const locale of locales) {
      if (bodies[locale]) texts[locale] = { subject: subjects[locale] ?? '', body: bodies[locale]! };
    }
    await write(c, (ctx) => saveTemplate(ctx, { id, name: parsed.data.name, texts }));
    return undefined;
  }

  app.get('/inbox/templates', (c) => templatesPage(c, emptyForm()));

  app.post('/inbox/templates', async (c) => {
    const wrong = await takeTemplate(c, newId());
    return wrong
      ? templatesPage(c, wrong, 422)
      : after(c, urls.inbox.templates(view(c, deps).at), 'inbox.flash.template');
  });

  async function templatePage(c: C, wrong?: FormState): Promise<Response> {
    const template = found((await read(c, listTemplates)).find((one) => one.id === idOf(c, 'id')));
    const pick = (name: 'subject' | 'body') =>
      Object.fromEntries(Object.entries(template.texts).map(([locale, text]) => [locale, text[name]]));
    const values = { name: template.name, ...spread('subject', pick('subject')), ...spread('body', pick('body')) };
    return page(
      c,
      <TemplatePage v={view(c, deps)} template={template} state={wrong ?? emptyForm(values)} />,
      wrong ? 422 : 200,
    );
  }

  app.get('/inbox/templates/:id', (c) => templatePage(c));

  app.post('/inbox/templates/:id', async (c) => {
    const template = found((await read(c, listTemplates)).find((one) => one.id === idOf(c, 'id')));
    const wrong = await takeTemplate(c, template.id);
    return wrong ? templatePage(c, wrong) : after(c, urls.inbox.templates(view(c, deps).at), 'inbox.flash.template');
  });

  app.post('/inbox/templates/:id/removal', async (c) => {
    found((await write(c, (ctx) => removeTemplate(ctx, idOf(c, 'id')))) || undefined);
    return after(c, urls.inbox.templates(view(c, deps).at), 'inbox.flash.templateRemoved');
  });
}
