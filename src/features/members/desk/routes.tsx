import type { Context, Hono } from 'hono';
import { stream } from 'hono/streaming';
import { requireProof } from '../../../platform/access/index.ts';
import { takeAway } from '../../../platform/access/leaving.ts';
import { record } from '../../../platform/audit/index.ts';
import { csvLine, csvStart } from '../../../platform/csv/index.ts';
import {
  type Deps,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  idOf,
  isDay,
  page,
  parse,
  readForm,
  statusOf,
  view,
} from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { organisationNames } from '../../organisations/index.ts';
import { requireDesk } from '../access.ts';
import { consentsOf } from '../agreements/queries.ts';
import { applicationCounts } from '../applying/queries.ts';
import { kinds, states } from '../membership.ts';
import {
  countByState,
  eventsOf,
  findMembership,
  inheritedBy,
  type ListFilter,
  listMemberships,
  peopleOf,
} from '../queries.ts';
import { refusal } from '../refusal.ts';
import { openKinds, settingsForm, settingsOf, writeSettings } from '../settings.ts';
import { end, lift, setTerm, suspend } from './commands.ts';
import { exportColumns, exportLine, exportPage } from './export.ts';
import { ListPage, SettingsPage, ShowPage } from './pages.tsx';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The desk's list, one membership, settings and the export. */
export function deskRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  app.get('/members', async (c) => {
    requireDesk(c);
    const query = (name: string) => c.req.query(name);
    const words = (query('q') ?? '').replaceAll('\0', '').trim().slice(0, 100);
    const before = query('before');
    const filter: ListFilter = {
      state: states.find((each) => each === query('state')),
      kind: kinds.find((each) => each === query('kind')),
      words: words || undefined,
      before: before && uuid.test(before) ? before : undefined,
    };
    const shown = await read(c, async (ctx) => {
      const { counts } = await applicationCounts(ctx);
      return {
        ...(await listMemberships(ctx, filter)),
        counts: await countByState(ctx),
        waiting: (counts.waiting ?? 0) + (counts.seconded ?? 0),
      };
    });
    return page(c, <ListPage v={view(c, deps)} filter={filter} {...shown} />);
  });

  app.post('/members/export', async (c) => {
    requireDesk(c);
    // Before anything is read: the edge sends the form again.
    requireProof(c);
    await readForm(c);
    await takeAway(c, deps, async ({ network }) => ({ taken: undefined, what: { noun: 'members', id: network.id } }));
    const { t, now } = c.var;
    c.header('content-type', 'text/csv; charset=utf-8');
    c.header('content-disposition', `attachment; filename="members-${now.toISOString().slice(0, 10)}.csv"`);
    c.header('cache-control', 'private, no-store');
    return stream(c, async (out) => {
      await out.write(csvStart + csvLine(exportColumns.map((column) => t(`members.export.${column}`))));
      // Page by page, each in a transaction of its own: a long list holds none open.
      for (let before: string | undefined; ; ) {
        const { rows, next } = await read(c, (ctx) => exportPage(ctx, before));
        await out.write(rows.map((row) => csvLine(exportLine(row, t))).join(''));
        if (!next) return;
        before = next;
      }
    });
  });

  app.get('/members/settings', async (c) => {
    requireDesk(c);
    const settings = await read(c, settingsOf);
    const ticked = [...openKinds(settings), ...(settings.secondEyes ? ['second_eyes'] : [])];
    const values = { term: settings.termMonths?.toString() ?? '', grace: settings.graceDays.toString() };
    return page(c, <SettingsPage v={view(c, deps)} state={emptyForm(values)} ticked={ticked} />);
  });

  app.post('/members/settings', async (c) => {
    requireDesk(c);
    const sent = await readForm(c);
    const values = { term: sent.get('term').trim(), grace: sent.get('grace').trim() };
    const ticked = [...sent.all('kinds'), ...(sent.get('second_eyes') === 'yes' ? ['second_eyes'] : [])];
    const form = parse(settingsForm, values);
    const v = view(c, deps);
    if (!form.ok) return page(c, <SettingsPage v={v} state={{ values, errors: form.errors }} ticked={ticked} />, 422);
    const settings = {
      individuals: ticked.includes('individual'),
      organisations: ticked.includes('organisation'),
      secondEyes: ticked.includes('second_eyes'),
      termMonths: form.data.term,
      graceDays: form.data.grace,
    };
    await write(c, async (ctx) => {
      await writeSettings(ctx, settings);
      await record(ctx, { verb: 'changed', noun: 'membership-settings', id: ctx.network.id, detail: settings });
    });
    return after(c, urls.members.settings(v.at), 'members.flash.saved');
  });

  async function showPage(c: C, state: FormState): Promise<Response> {
    requireDesk(c);
    const id = idOf(c, 'id');
    const shown = await read(c, async (ctx) => {
      const membership = found(await findMembership(ctx, id));
      const { accountId, organisationId } = membership;
      return {
        membership,
        events: await eventsOf(ctx, id),
        people: organisationId ? await peopleOf(ctx, organisationId) : [],
        slug: organisationId ? (await organisationNames(ctx, [organisationId])).get(organisationId)?.slug : undefined,
        inherited: accountId ? await inheritedBy(ctx, accountId) : [],
        consents: accountId ? await consentsOf(ctx, { account: accountId }) : [],
      };
    });
    return page(c, <ShowPage v={view(c, deps)} {...shown} state={state} />, statusOf(state));
  }

  app.get('/members/:id', (c) => showPage(c, emptyForm()));

  const acts: [path: string, field: string, act: (ctx: Ctx, id: string, reason: string) => Promise<void>][] = [
    ['suspension', 'suspending', suspend],
    ['lifting', 'lifting', lift],
    ['ending', 'ending', end],
  ];
  for (const [path, field, act] of acts) {
    app.post(`/members/:id/${path}`, async (c) => {
      requireDesk(c);
      const id = idOf(c, 'id');
      await read(c, async (ctx) => found(await findMembership(ctx, id)));
      const reason = (await readForm(c)).get(field).trim();
      const again = (errors: FieldErrors) => showPage(c, { values: { [field]: reason }, errors });
      if (reason === '') return again({ [field]: { key: 'field.required' } });
      if (reason.length > 1_000) return again({ [field]: { key: 'field.long', values: { limit: 1_000 } } });
      const refused = await refusal(() => write(c, (ctx) => act(ctx, id, reason)));
      if (refused) return again({ [field]: { key: refused } });
      return after(c, urls.members.show(view(c, deps).at, id), `members.flash.${path}`);
    });
  }

  app.post('/members/:id/term', async (c) => {
    requireDesk(c);
    const id = idOf(c, 'id');
    await read(c, async (ctx) => found(await findMembership(ctx, id)));
    const day = (await readForm(c)).get('renew_on').trim();
    const again = (key: string) => showPage(c, { values: { renew_on: day }, errors: { renew_on: { key } } });
    if (day !== '' && !isDay(day)) return again('members.wrong.day');
    const refused = await refusal(() => write(c, (ctx) => setTerm(ctx, id, day || null)));
    if (refused) return again(refused);
    return after(c, urls.members.show(view(c, deps).at, id), 'members.flash.term');
  });
}
