import type { Context, Hono } from 'hono';
import { momentWords } from '../../../platform/calendar/index.ts';
import { readSignedId } from '../../../platform/crypto/signed-id.ts';
import { type Env, found, page, parse, readForm, statusOf, view } from '../../../platform/http/index.ts';
import type { FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { readFields } from '../forms.ts';
import type { Room } from '../routes.tsx';
import { setRhythm, stopTelling } from './commands.ts';
import { usualRhythm } from './digest.ts';
import { rhythmForm } from './forms.ts';
import { digestUse } from './mail.tsx';
import { DigestPage, StopPage } from './pages.tsx';
import { readerById, rhythmOf } from './queries.ts';

type C = Context<Env>;

/** When somebody is told what is new, and the links by which she ends it. */
export function digestRoutes(app: Hono<Env>, room: Room): void {
  const { deps, read, write, after } = room;

  async function digestPage(c: C, typed?: FormState): Promise<Response> {
    const account = room.somebody(c);
    const stored = await read(c, (ctx) => rhythmOf(ctx, account.id));
    const rhythm = stored ?? { ...usualRhythm(c.var.network.timeZone), cadence: 'never' };
    const { cadence, hour, weekday, timeZone: zone } = rhythm;
    const state = typed ?? { values: { cadence, hour: String(hour), weekday: String(weekday), zone }, errors: {} };
    const next = stored?.nextAt ? momentWords(stored.nextAt, zone, c.var.locale) : undefined;
    return page(c, <DigestPage v={view(c, deps)} state={state} nextAt={next} />, statusOf(state));
  }

  app.get('/groups/digest', (c) => digestPage(c));

  app.post('/groups/digest', async (c) => {
    const account = room.somebody(c);
    const values = readFields(await readForm(c), ['cadence', 'hour', 'weekday', 'zone']);
    const parsed = parse(rhythmForm, values);
    if (!parsed.ok) return digestPage(c, { values, errors: parsed.errors });
    const { zone: timeZone, ...rest } = parsed.data;
    await write(c, (ctx) => setRhythm(ctx, account.id, { ...rest, timeZone }));
    return after(c, urls.groups.digest(view(c, deps).at), 'groups.flash.saved');
  });

  /** Whoever holds a link of her digest; its signature is the right. */
  const holder = async (c: C) => {
    const id = found(readSignedId(deps.secret, digestUse, c.var.network.id, c.req.param('ref') ?? ''));
    return found(await read(c, (ctx) => readerById(ctx, id)));
  };
  const stop = async (c: C) => {
    const { account_id } = await holder(c);
    // Whoever presses it, signed in or not: the link is hers.
    await write(c, (ctx) => stopTelling({ ...ctx, actor: { kind: 'person', id: account_id } }, account_id));
  };

  app.get('/groups/digest/:ref', async (c) => {
    const { cadence } = await holder(c);
    return page(c, <StopPage v={view(c, deps)} reference={c.req.param('ref')} stopped={cadence === 'never'} />);
  });

  app.post('/groups/digest/:ref', async (c) => {
    await stop(c);
    return c.redirect(urls.groups.stop(view(c, deps).at, c.req.param('ref')), 303);
  });

  // A mail program's own button (RFC 8058): no page comes back, and none of ours sent it.
  app.post('/groups/digest/:ref/one-click', async (c) => {
    await stop(c);
    return c.text('', 200);
  });
}
