import type { Context, Hono } from 'hono';
import { addressKey, limiter, limits } from '../../platform/abuse/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  found,
  mayLocate,
  Problem,
  page,
  readForm,
  setFlash,
  view,
} from '../../platform/http/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import {
  type Addressee,
  addresseesOf,
  calleeOf,
  insertOutcome,
  networkDay,
  readOutcome,
  scriptOf,
} from '../deliveries/index.ts';
import { decodeFinding, representativesOf } from '../representatives/index.ts';
import { groupsOf, roleOf, withRests } from './addressees.ts';
import { type Campaign, restOf } from './campaign.ts';
import { readPlace } from './forms.ts';
import { CallPage } from './pages/call.tsx';
import { campaignStore } from './store.ts';
import { submissions } from './submit.ts';
import { askedOf } from './take.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Calls by anybody, without a letter and without an address: a call proves itself to the office that answers, and nothing of
 * the caller is kept. What she reports is shown to coordinators apart, and counts for nothing.
 */
export function callRoutes(app: Hono<Env>, deps: Deps): void {
  const store = campaignStore(deps);
  const { countLookup, find } = submissions(deps);
  const calls = limiter('calls', limits.callsByAddress);

  /** The campaign, while it takes letters and offers calls; else 404. */
  async function calling(c: Context<Env>): Promise<Campaign> {
    const campaign = await store.open(c.var.network, c.var.locale, c.req.param('slug')!);
    return found(campaign.mode === 'letter' && campaign.channels.includes('call') ? campaign : undefined);
  }

  async function callPage(c: Context<Env>, campaign: Campaign, query: URLSearchParams, state: FormState = emptyForm()) {
    mayLocate(c);
    const v = view(c, deps);
    const lookup = await representativesOf(deps.db).of(c.var.network);
    const day = campaign.rests.length > 0 ? networkDay(c.var) : '';
    const groups = withRests(
      lookup,
      campaign,
      groupsOf(lookup, campaign.targets, decodeFinding(query), c.var.now),
      day,
    );
    const wanted = query.get('to');
    const shown = groups.flatMap((group) => group.shown);
    const chosen = groups.flatMap((group) => group.all).find((one) => one.postId === wanted);
    const everybody = [...shown, ...(chosen && !shown.includes(chosen) ? [chosen] : [])];
    const callees = everybody.flatMap((addressee) => {
      const callee = calleeOf(addressee, v.text(addressee.label));
      return callee ? [{ postId: addressee.postId, callee }] : [];
    });
    const current = callees.find(({ postId }) => postId === wanted) ?? (query.has('done') ? undefined : callees[0]);
    const script = await readNetwork(deps.db, c.var.network.id, (trx) => scriptOf(ctxOf(c, trx), campaign.id));
    const roles = campaign.targets.flatMap((target) => (target.roleId ? (roleOf(lookup, target.roleId) ?? []) : []));
    return page(
      c,
      <CallPage
        v={v}
        campaign={campaign}
        callees={callees}
        current={current}
        done={query.has('done')}
        lists={groups
          .map((group) => ({ ...group, all: group.all.filter((one: Addressee) => calleeOf(one, '')) }))
          .filter((group) => group.all.length > 0)}
        countries={[...new Set(roles.map((role) => role.body.country))]}
        samples={lookup.sampleCodes(roles.map(({ id }) => id))}
        needsPlace={roles.length > 0 && !query.has('division') && !query.has('note')}
        script={script}
        query={query}
        id={newId()}
        state={state}
      />,
      Object.keys(state.errors).length > 0 ? 422 : 200,
    );
  }

  app.get('/campaigns/:slug/calls', async (c) => {
    const campaign = await calling(c);
    return callPage(c, campaign, new URL(c.req.url).searchParams);
  });

  app.post('/campaigns/:slug/calls/search', async (c) => {
    countLookup(c.var.address, c.var.now);
    const campaign = await calling(c);
    const sent = await readForm(c);
    const asked = readPlace(sent);
    if (!asked.ok) {
      const values = Object.fromEntries(
        ['code', 'country', 'latitude', 'longitude'].map((name) => [name, sent.get(name)]),
      );
      return callPage(c, campaign, new URLSearchParams(), { values, errors: asked.errors });
    }
    const letter = await find(askedOf(c), campaign, asked.place);
    return c.redirect(urls.deliveries.publicCalls(view(c, deps).at, campaign.slug, letter.split('?')[1]), 303);
  });

  app.post('/campaigns/:slug/calls', async (c) => {
    await calls.consume(addressKey(c.var.address));
    const campaign = await calling(c);
    const sent = await readForm(c);
    const outcome = readOutcome(sent.get('outcome'));
    const lookup = await representativesOf(deps.db).of(c.var.network);
    const [addressee] = addresseesOf(lookup, [sent.get('to')], c.var.now);
    const asked = campaign.targets.some(
      (target) => target.postId === addressee?.postId || target.roleId === addressee?.roleId,
    );
    if (!addressee || !asked) throw new Problem('invalid');
    if (campaign.rests.length > 0 && restOf(campaign.rests, addressee.roleId, networkDay(c.var)))
      throw new Problem('invalid');
    await inNetwork(deps.db, c.var.network.id, (trx) =>
      insertOutcome(ctxOf(c, trx), {
        id: uuid.test(sent.get('id')) ? sent.get('id') : newId(),
        campaignId: campaign.id,
        postId: addressee.postId,
        officialId: addressee.officialId,
        officialName: addressee.officialName,
        deliveryId: null,
        outcome,
      }),
    );
    setFlash(c, deps, { key: 'deliveries.flash.noted' });
    // Whose turn is next: the list of the page is carried in the form, so that nothing needs to be kept.
    const query = new URLSearchParams(sent.get('query'));
    const next = sent.get('next');
    query.delete('to');
    if (next) query.set('to', next);
    else query.set('done', 'yes');
    return c.redirect(urls.deliveries.publicCalls(view(c, deps).at, campaign.slug, query.toString()), 303);
  });
}
