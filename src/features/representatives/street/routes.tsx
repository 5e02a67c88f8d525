import type { Context, Hono } from 'hono';
import { addressKey, limiter } from '../../../platform/abuse/index.ts';
import { type Deps, type Env, found, isSlug, page, readForm, view } from '../../../platform/http/index.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { findableRoles } from '../access.ts';
import { encodeFinding } from '../finding.ts';
import { representativesOf } from '../lookup/store.ts';
import { GeocoderAway, httpGeocoder } from './geocoder.ts';
import { StreetPage } from './page.tsx';

/** Somebody else's server answers: few questions, so that nobody can make us ask it without end. */
const questionsByAddress = { points: 20, seconds: 300 };

/** Finding by street address. Only where the operator has set a geocoder; the address goes to that host and is kept nowhere. */
export function streetRoutes(app: Hono<Env>, deps: Deps): void {
  const { geocoderUrl } = deps.config;
  const geocoder = geocoderUrl ? httpGeocoder(geocoderUrl) : undefined;
  const store = representativesOf(deps.db);
  const questions = limiter('street-addresses', questionsByAddress);
  const campaignIn = (slug: string) => (isSlug(slug) ? slug : undefined);

  const streetPage = (c: Context<Env>, campaign: string | undefined, state: FormState) =>
    page(
      c,
      <StreetPage v={view(c, deps)} host={found(geocoder).host} campaign={campaign} state={state} />,
      Object.keys(state.errors).length > 0 ? 422 : 200,
    );

  app.get('/representatives/street', (c) => streetPage(c, campaignIn(c.req.query('campaign') ?? ''), emptyForm()));

  app.post('/representatives/street', async (c) => {
    const asking = found(geocoder);
    await questions.consume(addressKey(c.var.address));
    const v = view(c, deps);
    const sent = await readForm(c);
    const campaign = campaignIn(sent.get('campaign'));
    const values = { address: sent.get('address').replace(/\s+/g, ' ').trim() };
    const wrong = (key: string) => streetPage(c, campaign, { values, errors: { address: { key } } });
    if (values.address.length < 5) return wrong('field.required');
    if (values.address.length > 300) return wrong('representatives.street.long');
    let point: Awaited<ReturnType<typeof asking.find>>;
    try {
      point = await asking.find(values.address);
    } catch (error) {
      if (error instanceof GeocoderAway) return wrong('representatives.street.away');
      throw error;
    }
    if (!point) return wrong('representatives.street.unknown');
    const roles = findableRoles(v.network, (await store.of(v.network)).roles);
    const findings = await store.lookup(
      { by: 'point', ...point },
      { roleIds: roles.map((role) => role.id), on: v.now },
    );
    const known = findings.filter((each) => each.state !== 'unknown');
    const query = encodeFinding(known.length > 0 ? known : findings.slice(0, 1)).toString() || 'note=none';
    return c.redirect(
      campaign ? urls.campaigns.letter(v.at, campaign, query) : urls.representatives.find(v.at, query),
      303,
    );
  });
}
