import type { Context, Hono } from 'hono';
import { addressKey, limiter, limits } from '../../platform/abuse/index.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  dateIn,
  type Env,
  found,
  Problem,
  page,
  readForm,
  setFlash,
  view,
} from '../../platform/http/index.ts';
import { NotSet, paperOf, unprintable } from '../../platform/pdf/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { representativesOf } from '../representatives/index.ts';
import { type Addressee, addresseesOf } from './addressee.ts';
import { channelsOf, scriptOf } from './channels.ts';
import { type Outcome, outcomes, rungsTo } from './ladder.ts';
import { withFaults } from './pacing/faults.ts';
import { CallsPage } from './pages/calls.tsx';
import type { Letter, Target } from './pages/ladder.tsx';
import { setLetters } from './paper/letter.ts';
import { changeChannel, type Locked, lockDelivery, noteOutcome, reportDelivery } from './steps.ts';

/** A supporter's letter as the room `campaigns` finds it behind her private address. */
export type OwnLetter = Letter & {
  id: string;
  personId: string;
  locale: string;
  body: string;
  campaignId: string;
  campaignSlug: string;
  campaignTitle: string;
  campaignLocale: string;
  /** Of the campaign's words, what a machine translated and nobody has reviewed. */
  machine: string[];
};

type Loader = (c: Context<Env>) => Promise<{ letter: OwnLetter; reference: string }>;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What is known of everybody whom a letter goes to, and the ways to them, by the post's id. */
export async function targetsOf(
  deps: Deps,
  c: Context<Env>,
  letter: Pick<OwnLetter, 'campaignId' | 'deliveries'>,
): Promise<Map<string, Target>> {
  const lookup = await representativesOf(deps.db).of(c.var.network);
  const postIds = letter.deliveries.map((delivery) => delivery.postId);
  const listed = new Map(addresseesOf(lookup, postIds, c.var.now).map((one) => [one.postId, one]));
  const { offered, known, suspended } = await readNetwork(deps.db, c.var.network.id, async (trx) => {
    const ctx = ctxOf(c, trx);
    const laid = await withFaults(ctx, listed);
    return { offered: await channelsOf(ctx, letter.campaignId), known: laid.serving, suspended: laid.suspended };
  });
  return new Map(
    postIds.map((id) => {
      const rungs = rungsTo(known.get(id), offered);
      // An address that does not take mail is no way to them.
      const open = suspended.has(id)
        ? rungs.filter(({ channel }) => channel !== 'email' && channel !== 'mailto')
        : rungs;
      return [id, { addressee: known.get(id), rungs: open }] as const;
    }),
  );
}

/** The signs of her letter that cannot be printed; empty where nothing of it goes on paper. */
export const unprintableOf = async (letter: Pick<OwnLetter, 'deliveries' | 'text' | 'subject'>): Promise<string[]> =>
  letter.deliveries.some(({ channel, state }) => channel === 'letter' && state === 'waiting')
    ? unprintable(`${letter.subject}\n${letter.text}`)
    : [];

/** Her own steps with each delivery, behind her private address. `load` finds the letter, or answers 404. */
export function supporterRoutes(app: Hono<Env>, deps: Deps, load: Loader): void {
  const papers = limiter('letters-on-paper', limits.papersByAddress);

  /** Locks the delivery and does one step of hers with it; then back to it on her page. */
  async function step(
    c: Context<Env>,
    work: (ctx: Ctx, delivery: Locked, letter: OwnLetter) => Promise<boolean>,
    said: { done: string; late?: string },
    loaded?: Awaited<ReturnType<Loader>>,
  ): Promise<Response> {
    const { letter, reference } = loaded ?? (await load(c));
    const id = found(uuid.test(c.req.param('delivery')!) ? c.req.param('delivery')! : undefined);
    const done = await inNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx: Ctx = { ...ctxOf(c, trx), actor: { kind: 'person', id: letter.personId } };
      return work(ctx, found(await lockDelivery(ctx, letter.id, id)), letter);
    });
    if (done) setFlash(c, deps, { key: said.done });
    else if (said.late) setFlash(c, deps, { key: said.late });
    return c.redirect(`${urls.campaigns.action(view(c, deps).at, reference)}#to-${id}`, 303);
  }

  app.post('/actions/:ref/deliveries/:delivery/channel', async (c) => {
    const wanted = (await readForm(c)).get('channel');
    const loaded = await load(c);
    const targets = await targetsOf(deps, c, loaded.letter);
    return step(
      c,
      async (ctx, delivery) => {
        const target = targets.get(delivery.post_id);
        const rung = target?.rungs.find(({ channel }) => channel === wanted);
        if (!rung) throw new Problem('invalid');
        return changeChannel(ctx, delivery, rung, {
          officialId: target?.addressee?.officialId ?? null,
          officialName: target?.addressee?.officialName ?? null,
        });
      },
      { done: 'deliveries.flash.changed', late: 'deliveries.flash.late' },
      loaded,
    );
  });

  app.post('/actions/:ref/deliveries/:delivery/report', (c) =>
    step(c, (ctx, delivery) => reportDelivery(ctx, delivery, true), { done: 'deliveries.flash.reported' }),
  );

  app.post('/actions/:ref/deliveries/:delivery/retraction', (c) =>
    step(c, (ctx, delivery) => reportDelivery(ctx, delivery, false), { done: 'deliveries.flash.unreported' }),
  );

  app.get('/actions/:ref/deliveries/:delivery/letter.pdf', async (c) => {
    const { letter } = await load(c);
    const delivery = found(letter.deliveries.find(({ id }) => id !== '' && id === c.req.param('delivery')));
    if (letter.state !== 'confirmed' || delivery.channel !== 'letter' || !delivery.address)
      throw new Problem('not-found');
    await papers.consume(addressKey(c.var.address));
    const lookup = await representativesOf(deps.db).of(c.var.network);
    const [addressee] = addresseesOf(lookup, [delivery.postId], c.var.now);
    const v = view(c, deps);
    const pdf = await setLetters(
      [
        {
          paper: paperOf(addressee?.country ?? c.var.network.country ?? ''),
          name: letter.name,
          street: letter.street,
          officialName: delivery.officialName ?? '',
          postLabel: addressee ? (addressee.label[letter.locale] ?? v.text(addressee.label)) : delivery.postLabel,
          address: delivery.address,
          date: dateIn(letter.locale, c.var.network.timeZone, c.var.now, 'date'),
          subject: letter.subject,
          body: letter.body,
        },
      ],
      false,
    ).catch((error) => {
      deps.log.error(
        { delivery: delivery.id, error: error instanceof NotSet ? 'not set' : String(error) },
        'no letter',
      );
      throw new Problem('unavailable', 30);
    });
    c.header('cache-control', 'private, no-store');
    c.header('content-disposition', 'inline; filename="letter.pdf"');
    return c.body(new Uint8Array(pdf.bytes), 200, { 'content-type': 'application/pdf' });
  });

  app.get('/actions/:ref/calls', async (c) => {
    const { letter, reference } = await load(c);
    const calls = letter.deliveries.filter(({ channel, state }) => channel === 'call' && isCall(state));
    if (letter.state !== 'confirmed' || calls.length === 0)
      return c.redirect(urls.campaigns.action(view(c, deps).at, reference), 303);
    const asked = calls.find(({ id }) => id === c.req.query('to'));
    const current = asked?.state === 'waiting' ? asked : calls.find(({ state }) => state === 'waiting');
    const lookup = await representativesOf(deps.db).of(c.var.network);
    const [addressee] = current ? addresseesOf(lookup, [current.postId], c.var.now) : [];
    const script = await readNetwork(deps.db, c.var.network.id, (trx) => scriptOf(ctxOf(c, trx), letter.campaignId));
    return page(
      c,
      <CallsPage
        v={view(c, deps)}
        letter={letter}
        reference={reference}
        campaign={{
          slug: letter.campaignSlug,
          locale: letter.campaignLocale,
          title: letter.campaignTitle,
          machine: letter.machine,
        }}
        calls={calls}
        current={current}
        callee={addressee && calleeOf(addressee, current?.postLabel ?? '')}
        script={script}
      />,
    );
  });

  app.post('/actions/:ref/deliveries/:delivery/outcomes', async (c) => {
    const outcome = readOutcome((await readForm(c)).get('outcome'));
    const { reference, letter } = await load(c);
    const at = view(c, deps).at;
    await step(c, (ctx, delivery) => noteOutcome(ctx, delivery, outcome), { done: 'deliveries.flash.noted' });
    // Whose turn is next: after this one in the order of the list, or before it.
    const order = letter.deliveries.filter(({ channel, state }) => channel === 'call' && state === 'waiting');
    const here = order.findIndex(({ id }) => id === c.req.param('delivery'));
    const next = [...order.slice(here + 1), ...order.slice(0, Math.max(here, 0))][0];
    return c.redirect(urls.deliveries.calls(at, reference, next?.id), 303);
  });
}

const isCall = (state: string) => state === 'waiting' || state === 'reported';

/** Whom to call, while a number is known. */
export function calleeOf(addressee: Addressee, post: string) {
  const phones = addressee.contacts.filter(({ kind }) => kind === 'phone');
  if (!addressee.officialName || phones.length === 0) return undefined;
  return { name: addressee.officialName, post, phones };
}

/** An outcome that there is. Throws `invalid` for another word. */
export function readOutcome(word: string): Outcome {
  const outcome = outcomes.find((one) => one === word);
  if (!outcome) throw new Problem('invalid');
  return outcome;
}
