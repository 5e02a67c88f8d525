import type { Context, Hono } from 'hono';
import { newId } from '../../../platform/crypto/ids.ts';
import {
  type Deps,
  type Env,
  found,
  handlersOf,
  page,
  parse,
  readForm,
  statusOf,
  view,
} from '../../../platform/http/index.ts';
import { emailKey } from '../../../platform/mail/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { accountById, codeMs, newCode, PrintedCodePage, usernameKey } from '../../accounts/index.ts';
import { organisationChoices } from '../../organisations/index.ts';
import { listPlaces } from '../../vocabularies/index.ts';
import { requireDesk } from '../access.ts';
import { alikeSides, type Side } from '../merge/queries.ts';
import { refusal } from '../refusal.ts';
import { settingsOf } from '../settings.ts';
import { addMember } from './commands.ts';
import { addForm } from './forms.ts';
import { AddPage } from './pages.tsx';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const fields = ['name', 'email', 'username', 'locale', 'languages', 'country', 'organisation', 'note', 'invite', 'who'];

/** One form by which a coordinator adds a member; whoever may be here already is shown first. */
export function addingRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  const parts = async (ctx: Ctx) => ({
    countries: (await listPlaces(ctx, { kind: 'country' })).filter(({ sample }) => !sample || ctx.network.sample),
    organisations: await organisationChoices(ctx),
    secondEyes: (await settingsOf(ctx)).secondEyes,
  });
  const form = async (c: C, id: string, state: FormState, alike: (Side & { exact: boolean })[] = []) => {
    const shown = await read(c, parts);
    return page(c, <AddPage v={view(c, deps)} id={id} state={state} alike={alike} {...shown} />, statusOf(state));
  };

  app.get('/members/new', (c) => {
    requireDesk(c);
    return form(c, newId(), emptyForm({ locale: c.var.locale }));
  });

  app.post('/members/new', async (c) => {
    requireDesk(c);
    const sent = await readForm(c);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const values = Object.fromEntries(fields.map((name) => [name, sent.get(name)]));
    const { countries, organisations } = await read(c, parts);
    const ids = (list: { id: string }[]) => new Set(list.map((one) => one.id));
    const rules = { locales: c.var.network.locales, countries: ids(countries), organisations: ids(organisations) };
    const parsed = parse(addForm(rules), values);
    if (!parsed.ok) return form(c, id, { values, errors: parsed.errors });
    const { name, email, username, invite } = parsed.data;
    const alike = (
      await read(c, (ctx) =>
        alikeSides(ctx, {
          name,
          emailKey: email && emailKey(email),
          usernameKey: username ? usernameKey(username) : null,
        }),
      )
    ).filter((side) => side.id !== id);
    const known = alike.find((side) => side.id === values.who && !side.closed);
    if (!known && alike.some(({ exact }) => exact))
      return form(c, id, { values, errors: { who: { key: 'members.add.wrong.taken' } } }, alike);
    if (!known && alike.length > 0 && values.who !== 'new')
      return form(c, id, { values, errors: { who: { key: 'members.add.wrong.who' } } }, alike);
    // Made outside the transaction: it takes a while.
    const code = !known && !email && invite ? await newCode(deps.secret, c.var.network.id, id, true) : undefined;
    const fresh = !(await read(c, (ctx) => accountById(ctx.trx, ctx.network.id, id)));
    let membership = '';
    const refused = await refusal(() =>
      write(c, async (ctx) => {
        membership = await addMember(ctx, deps.secret, parsed.data, { id, known: known?.id, code });
      }),
    );
    if (refused) {
      const field = refused.endsWith('username') ? 'username' : 'email';
      return form(c, id, { values, errors: { [field]: { key: refused } } });
    }
    if (code && fresh) {
      const account = found(await read(c, (ctx) => accountById(ctx.trx, ctx.network.id, id)));
      const until = new Date(c.var.now.getTime() + codeMs.fresh);
      return page(c, <PrintedCodePage v={view(c, deps)} account={account} code={code.code} until={until} />);
    }
    return after(c, urls.members.show(view(c, deps).at, membership), 'members.flash.added');
  });
}
