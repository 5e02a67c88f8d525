import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { coordinates, requireAccount, requireRole } from '../../../platform/access/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
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
} from '../../../platform/http/index.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { findEntries } from '../queries.ts';
import { answer, askForPlace, endReservation, reserve, takeBack } from './commands.ts';
import { ConfirmationPage, EndPage, GovernancePage, PlacesPage } from './pages.tsx';
import { askedOf, quarters, requestsOf, reservations } from './queries.ts';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const belonging = ['member', 'lead', 'coordinator'] as const;

const keptForm = z.object({
  body: z
    .string()
    .trim()
    .min(1, 'field.required')
    .max(120, 'field.long')
    .regex(/^\P{Cc}*$/u, 'field.line'),
  kind: z.enum(['seat', 'lead'], 'field.choose'),
  places: z
    .string()
    .trim()
    .regex(/^([1-9]\d?|100)$/, 'field.number')
    .transform(Number),
});

/** What is kept for whom, the quarter's figures; her own requests; what one person is asked to confirm. */
export function governanceRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  const governance = async (c: C, wrong?: { state: FormState; id: string }) => {
    requireRole(c, ...belonging);
    const shown = await read(c, async (ctx) => ({ kept: await reservations(ctx), quarters: await quarters(ctx) }));
    const form = coordinates(c.var.actor)
      ? (wrong ?? { state: emptyForm({ kind: 'seat', places: '1' }), id: newId() })
      : undefined;
    return page(c, <GovernancePage v={view(c, deps)} {...shown} form={form} />, wrong ? 422 : 200);
  };

  app.get('/governance', (c) => governance(c));

  app.post('/governance/reservations', async (c) => {
    requireRole(c, 'coordinator');
    const sent = await readForm(c);
    const values = { body: sent.get('body'), kind: sent.get('kind'), places: sent.get('places') };
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const parsed = parse(keptForm, values);
    if (!parsed.ok) return governance(c, { state: { values, errors: parsed.errors }, id });
    await write(c, (ctx) => reserve(ctx, { id, ...parsed.data }));
    return after(c, urls.directory.governance(view(c, deps).at), 'directory.flash.kept');
  });

  app.get('/governance/reservations/:id/end', async (c) => {
    requireRole(c, 'coordinator');
    const one = (await read(c, (ctx) => reservations(ctx))).find(({ id }) => id === idOf(c, 'id'));
    return page(c, <EndPage v={view(c, deps)} one={found(one)} />);
  });

  app.post('/governance/reservations/:id/end', async (c) => {
    requireRole(c, 'coordinator');
    found((await write(c, (ctx) => endReservation(ctx, idOf(c, 'id')))) || undefined);
    return after(c, urls.directory.governance(view(c, deps).at), 'directory.flash.ended');
  });

  const places = async (c: C, wrong?: { place: string; q: string }) => {
    const { id } = requireRole(c, ...belonging);
    const place = wrong?.place ?? c.req.query('place');
    const q = (wrong?.q ?? c.req.query('q') ?? '').replace(/\0/g, '').trim().slice(0, 100);
    const shown = await read(c, async (ctx) => {
      const kept = await reservations(ctx);
      const reservation = kept.find((one) => one.id === place);
      const people =
        reservation && q !== '' ? (await findEntries(ctx, 'member', { q, type: 'person' }, undefined, 20)).entries : [];
      return {
        kept,
        requests: await requestsOf(ctx, id),
        asking: reservation && { reservation, q, people: people.filter((one) => one.id !== id), wrong: !!wrong },
      };
    });
    return page(c, <PlacesPage v={view(c, deps)} {...shown} />, wrong ? 422 : 200);
  };

  app.get('/profile/places', (c) => places(c));

  app.post('/profile/places/:id/request', async (c) => {
    const { id } = requireRole(c, ...belonging);
    const place = idOf(c, 'id');
    const sent = await readForm(c);
    const verifier = sent.get('verifier');
    if (!uuid.test(verifier)) return places(c, { place, q: sent.get('q') });
    if (!(await write(c, (ctx) => askForPlace(ctx, id, place, verifier))))
      return places(c, { place, q: sent.get('q') });
    return after(c, urls.directory.places(view(c, deps).at), 'directory.flash.asked');
  });

  app.post('/profile/places/:id/withdrawal', async (c) => {
    const { id } = requireRole(c, ...belonging);
    await write(c, (ctx) => takeBack(ctx, id, idOf(c, 'id')));
    return after(c, urls.directory.places(view(c, deps).at), 'directory.flash.takenBack');
  });

  app.get('/confirmations/:id', async (c) => {
    const { id } = requireAccount(c);
    const [asked] = await read(c, (ctx) => askedOf(ctx, id, idOf(c, 'id')));
    return page(c, <ConfirmationPage v={view(c, deps)} asked={found(asked)} />);
  });

  for (const [noun, yes] of [
    ['confirmation', true],
    ['refusal', false],
  ] as const) {
    app.post(`/confirmations/:id/${noun}`, async (c) => {
      const { id } = requireAccount(c);
      found((await write(c, (ctx) => answer(ctx, id, idOf(c, 'id'), yes))) || undefined);
      return after(c, urls.accounts.today(view(c, deps).at), 'directory.flash.answered');
    });
  }
}
