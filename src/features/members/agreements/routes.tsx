import type { Context, Hono } from 'hono';
import { record } from '../../../platform/audit/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import {
  type Deps,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  idOf,
  isDay,
  page,
  readForm,
  type Sent,
  view,
} from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { requireDesk } from '../access.ts';
import type { Texts } from '../membership.ts';
import { today } from '../queries.ts';
import { AgreementPage, AgreementsPage, NewVersionPage } from './pages.tsx';
import {
  type Agreement,
  closeAgreement,
  findAgreement,
  insertAgreement,
  insertVersion,
  listAgreements,
  versionsOf,
} from './queries.ts';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The agreements of a network, as coordinators write them. A version that was published is never changed. */
export function agreementRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  app.use('/members/agreements/*', async (c, next) => {
    requireDesk(c);
    await next();
  });

  app.get('/members/agreements', async (c) => {
    requireDesk(c);
    return page(c, <AgreementsPage v={view(c, deps)} agreements={await read(c, listAgreements)} />);
  });

  const form = (c: C, id: string, agreement: Agreement | undefined, state: FormState, status: 200 | 422 = 200) =>
    page(c, <NewVersionPage v={view(c, deps)} id={id} agreement={agreement} state={state} />, status);

  app.get('/members/agreements/new', (c) =>
    form(c, newId(), undefined, emptyForm({ published_on: today({ network: c.var.network, now: c.var.now }) })),
  );

  app.post('/members/agreements/new', async (c) => {
    const sent = await readForm(c);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const { values, errors, name, body, day } = readVersion(sent, c.var.network.locales, true);
    if (Object.keys(errors).length > 0) return form(c, id, undefined, { values, errors }, 422);
    await write(c, async (ctx) => {
      // The form was sent twice.
      if (await findAgreement(ctx, id)) return;
      await insertAgreement(ctx, id, name);
      await publish(ctx, id, body, day);
    });
    return after(c, urls.members.agreement(view(c, deps).at, id), 'members.flash.agreement');
  });

  app.get('/members/agreements/:id', async (c) => {
    const id = idOf(c, 'id');
    const shown = await read(c, async (ctx) => ({
      agreement: found(await findAgreement(ctx, id)),
      versions: await versionsOf(ctx, id),
      today: today(ctx),
    }));
    return page(c, <AgreementPage v={view(c, deps)} {...shown} />);
  });

  const openAgreement = async (c: C) => {
    const agreement = found(await read(c, (ctx) => findAgreement(ctx, idOf(c, 'id'))));
    return found(agreement.closedAt ? undefined : agreement);
  };

  app.get('/members/agreements/:id/versions/new', async (c) => {
    const agreement = await openAgreement(c);
    const [last] = await read(c, (ctx) => versionsOf(ctx, agreement.id));
    const values = Object.fromEntries(
      c.var.network.locales.map((locale) => [`body-${locale}`, last?.body[locale] ?? '']),
    );
    const day = today({ network: c.var.network, now: c.var.now });
    return form(c, newId(), agreement, emptyForm({ ...values, published_on: day }));
  });

  app.post('/members/agreements/:id/versions/new', async (c) => {
    const agreement = await openAgreement(c);
    const sent = await readForm(c);
    const { values, errors, body, day } = readVersion(sent, c.var.network.locales, false);
    if (day !== '' && day < today({ network: c.var.network, now: c.var.now }))
      errors.published_on ??= { key: 'members.wrong.past' };
    if (Object.keys(errors).length > 0) return form(c, sent.get('id'), agreement, { values, errors }, 422);
    await write(c, async (ctx) => {
      found(await findAgreement(ctx, agreement.id, true));
      const [last] = await versionsOf(ctx, agreement.id);
      // The form was sent twice.
      if (last && last.publishedOn === day && JSON.stringify(last.body) === JSON.stringify(body)) return;
      await publish(ctx, agreement.id, body, day);
    });
    return after(c, urls.members.agreement(view(c, deps).at, agreement.id), 'members.flash.version');
  });

  app.post('/members/agreements/:id/closure', async (c) => {
    const id = idOf(c, 'id');
    await write(c, async (ctx) => {
      found(await findAgreement(ctx, id));
      if (await closeAgreement(ctx, id)) await record(ctx, { verb: 'closed', noun: 'agreement', id });
    });
    return after(c, urls.members.agreement(view(c, deps).at, id), 'members.flash.agreementClosed');
  });
}

async function publish(ctx: Ctx, agreement: string, body: Texts, day: string): Promise<void> {
  const version = await insertVersion(ctx, agreement, body, day);
  await record(ctx, { verb: 'published', noun: 'agreement', id: agreement, detail: { version, on: day } });
}

/** A version's form: its words in every language, and the day from which it holds. */
function readVersion(sent: Sent, locales: readonly string[], named: boolean) {
  const values: Record<string, string> = { published_on: sent.get('published_on').trim() };
  const errors: FieldErrors = {};
  const take = (field: string, locale: string, longest: number): [string, string] => {
    const key = `${field}-${locale}`;
    const text = sent.get(key).trim();
    values[key] = text;
    if (text === '') errors[key] = { key: 'field.required' };
    else if (text.length > longest) errors[key] = { key: 'field.long', values: { limit: longest } };
    return [locale, text];
  };
  const name: Texts = named ? Object.fromEntries(locales.map((locale) => take('name', locale, 120))) : {};
  const body: Texts = Object.fromEntries(locales.map((locale) => take('body', locale, 20_000)));
  if (!isDay(values.published_on!)) errors.published_on = { key: 'members.wrong.day' };
  return { values, errors, name, body, day: values.published_on! };
}
