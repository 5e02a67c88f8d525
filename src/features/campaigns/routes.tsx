import type { Context, Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { addressKey, limiter, limits } from '../../platform/abuse/index.ts';
import { readNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  type FieldErrors,
  page,
  publicPage,
  readForm,
  type Sent,
  view,
} from '../../platform/http/index.ts';
import type { Door } from '../../platform/registry/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { type Addressee, addresseesOf } from '../deliveries/index.ts';
import { decodeFinding, encodeFinding, representativesOf } from '../representatives/index.ts';
import { groupsOf, roleOf, tickedAtFirst } from './addressees.ts';
import { type Campaign, choiceProblem } from './campaign.ts';
import { personOfDevice } from './confirm.ts';
import { checkLetter, type LetterForm, readLetter, readPlace } from './forms.ts';
import { LetterPage } from './pages/letter.tsx';
import { CampaignsPage } from './pages/list.tsx';
import { PreviewPage } from './pages/preview.tsx';
import { ReceivedPage } from './pages/received.tsx';
import { CampaignPage } from './pages/show.tsx';
import { confirmAndRemember, deviceCookie, privateRoutes } from './private.tsx';
import { campaignFigures, listCampaigns } from './queries.ts';
import { actionRef } from './ref.ts';
import { campaignStore } from './store.ts';

export function routes(app: Hono<Env>, deps: Deps): void {
  const store = campaignStore(deps);
  const representatives = representativesOf(deps.db);
  const byAddress = limiter('actions', limits.actionsByAddress);
  const lookups = limiter('lookups', limits.lookupsByAddress);
  const forms = limiter('letter-forms', limits.formsByAddress);

  app.get('/campaigns', async (c) => {
    const campaigns = await readNetwork(deps.db, c.var.network.id, (trx) => listCampaigns(ctxOf(c, trx)));
    return publicPage(c, deps, <CampaignsPage v={view(c, deps)} campaigns={campaigns} />);
  });

  app.get('/campaigns/:slug', async (c) => {
    const campaign = await store.get(c.var.network, c.var.locale, c.req.param('slug'));
    return publicPage(c, deps, await campaignPage(c, campaign));
  });

  app.post('/campaigns/:slug/search', async (c) => {
    await lookups.consume(addressKey(c.var.address));
    const campaign = await store.open(c.var.network, c.var.locale, c.req.param('slug'));
    const sent = await readForm(c);
    const asked = readPlace(sent);
    if (!asked.ok) {
      const values = Object.fromEntries(
        ['code', 'country', 'latitude', 'longitude'].map((name) => [name, sent.get(name)]),
      );
      return page(c, await campaignPage(c, campaign, { values, errors: asked.errors }), 422);
    }
    const roleIds = campaign.targets.flatMap((target) => target.roleId ?? []);
    const findings = await representatives.lookup(asked.place, { roleIds, on: c.var.now });
    const query = encodeFinding(findings);
    for (const [name, value] of Object.entries(sourceOf(c))) query.set(name, value);
    return c.redirect(urls.campaigns.letter(view(c, deps).at, campaign.slug, query.toString()), 303);
  });

  app.get('/campaigns/:slug/letter', async (c) => {
    await forms.consume(addressKey(c.var.address));
    const campaign = await store.open(c.var.network, c.var.locale, c.req.param('slug'));
    return page(c, await letterPage(c, campaign, undefined, new URL(c.req.url).searchParams.toString()));
  });

  // Back from the preview to the form, with everything as it was.
  app.post('/campaigns/:slug/letter', async (c) => {
    await forms.consume(addressKey(c.var.address));
    const campaign = await store.open(c.var.network, c.var.locale, c.req.param('slug'));
    const sent = await readForm(c);
    return page(c, await letterPage(c, campaign, readLetter(sent).form, sent.get('query')));
  });

  app.post('/campaigns/:slug/preview', async (c) => {
    await forms.consume(addressKey(c.var.address));
    const campaign = await store.open(c.var.network, c.var.locale, c.req.param('slug'));
    const sent = await readForm(c);
    const checked = await check(c, campaign, sent);
    if (!checked.ok)
      return page(c, await letterPage(c, campaign, checked.form, sent.get('query'), checked.errors), 422);
    return page(
      c,
      <PreviewPage
        v={view(c, deps)}
        campaign={campaign}
        form={checked.form}
        addressees={checked.addressees}
        query={sent.get('query')}
      />,
    );
  });

  app.post('/campaigns/:slug/actions', async (c) => {
    const { network, locale, now } = c.var;
    await byAddress.consume(addressKey(c.var.address));
    const campaign = await store.open(network, locale, c.req.param('slug'));
    const sent = await readForm(c);
    const checked = await check(c, campaign, sent);
    if (!checked.ok)
      return page(c, await letterPage(c, campaign, checked.form, sent.get('query'), checked.errors), 422);
    const { form } = checked;
    const received = urls.campaigns.received({ network: network.slug, locale }, campaign.slug);
    // A machine fills every field it sees. It is told what everybody is told.
    if (checked.trap) return c.redirect(received, 303);
    const consents = await Promise.all(
      form.consents.map(async (purpose) => ({
        purpose,
        wordingId: await store.wording(network.id, purpose, locale, c.var.t(`campaigns.consent.${purpose}`), now),
      })),
    );
    const recorded = await store.record(network.id, {
      campaignId: campaign.id,
      name: form.name,
      email: form.email,
      locale,
      subject: form.subject,
      body: form.body,
      postIds: form.to,
      street: form.street,
      consents,
      remember: form.remember,
      source: sourceOf(c),
      now,
    });
    if (recorded.state === 'closed')
      return c.redirect(urls.campaigns.show({ network: network.slug, locale }, campaign.slug), 303);
    if (getCookie(c, deviceCookie) && (await isHerDevice(c, recorded.personId))) {
      await confirmAndRemember(c, deps, recorded.actionId);
      const reference = actionRef(deps.secret, network.id, recorded.actionId);
      return c.redirect(urls.campaigns.action({ network: network.slug, locale }, reference), 303);
    }
    return c.redirect(received, 303);
  });

  app.get('/campaigns/:slug/received', async (c) => {
    const campaign = await store.get(c.var.network, c.var.locale, c.req.param('slug'));
    return publicPage(
      c,
      deps,
      <ReceivedPage v={view(c, deps)} campaign={campaign} outboxOnly={!deps.config.smtpUrl} />,
      60,
    );
  });

  privateRoutes(app, deps);

  async function campaignPage(c: Context<Env>, campaign: Campaign, find: FormState = emptyForm()) {
    const v = view(c, deps);
    const { figures, doors } = await readNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      const doors: Door[] = [];
      for (const feature of deps.features) doors.push(...((await feature.campaignDoors?.(ctx, campaign, v.t)) ?? []));
      return { figures: await campaignFigures(ctx, campaign.id), doors };
    });
    const lookup = await representatives.ready();
    const roles = campaign.targets.flatMap((target) => (target.roleId ? (roleOf(lookup, target.roleId) ?? []) : []));
    const fixed = addresseesOf(
      lookup,
      campaign.targets.flatMap((target) => target.postId ?? []),
      c.var.now,
    );
    const asked = [
      ...roles.map((role) => v.t('campaigns.show.yourRole', { role: v.text(role.name), body: v.text(role.body.name) })),
      ...fixed.map((addressee) => [v.text(addressee.label), addressee.officialName].filter(Boolean).join(': ')),
    ];
    const countries = [...new Set(roles.map((role) => role.body.country))];
    return (
      <CampaignPage
        v={v}
        campaign={campaign}
        figures={figures}
        doors={doors}
        asked={asked}
        countries={countries}
        needsPlace={roles.length > 0}
        find={find}
      />
    );
  }

  async function letterPage(
    c: Context<Env>,
    campaign: Campaign,
    typed: LetterForm | undefined,
    query: string,
    errors: FieldErrors = {},
  ) {
    const lookup = await representatives.ready();
    const finding = decodeFinding(new URLSearchParams(query));
    const groups = groupsOf(lookup, campaign.targets, finding, c.var.now);
    const values = {
      subject: typed?.subject ?? campaign.letterSubject,
      body: typed?.body ?? campaign.letterBody,
      name: typed?.name ?? '',
      email: typed?.email ?? '',
      street: typed?.street ?? '',
    };
    return (
      <LetterPage
        v={view(c, deps)}
        campaign={campaign}
        groups={groups}
        chosen={typed?.to ?? tickedAtFirst(groups, campaign.targets)}
        consents={typed?.consents ?? []}
        purposes={c.var.network.settings.purposes ?? []}
        remember={typed?.remember ?? false}
        state={{ values, errors }}
        query={query}
      />
    );
  }

  type Checked =
    | { ok: true; form: LetterForm; addressees: Addressee[]; trap: boolean }
    | { ok: false; form: LetterForm; errors: FieldErrors };

  /** The form's own rules, then whether these posts may be written to together, then only purposes that were offered. */
  async function check(c: Context<Env>, campaign: Campaign, sent: Sent): Promise<Checked> {
    const { form, trap } = readLetter(sent);
    const checked = checkLetter(form);
    const lookup = await representatives.ready();
    const addressees = addresseesOf(lookup, form.to, c.var.now);
    const problem = choiceProblem(campaign.targets, addressees, form.to.length);
    const errors = { ...(checked.ok ? {} : checked.errors) };
    if (problem) errors.to = { key: problem };
    if (!checked.ok || problem) return { ok: false, form, errors };
    const offered = c.var.network.settings.purposes ?? [];
    return {
      ok: true,
      form: { ...checked.data, consents: form.consents.filter((purpose) => offered.includes(purpose)) },
      addressees,
      trap,
    };
  }

  async function isHerDevice(c: Context<Env>, personId: string): Promise<boolean> {
    const holder = await readNetwork(deps.db, c.var.network.id, (trx) =>
      personOfDevice(ctxOf(c, trx), getCookie(c, deviceCookie)!),
    );
    return holder === personId;
  }
}

/** Where she came from, by the address of the page that held the form: utm_* and source, nothing else of it. */
function sourceOf(c: Context<Env>): Record<string, string> {
  const source: Record<string, string> = {};
  const referer = c.req.header('referer');
  if (!referer || !URL.canParse(referer)) return source;
  for (const [name, value] of new URL(referer).searchParams) {
    if (/^(utm_[a-z]{1,20}|source)$/.test(name) && value.length <= 100 && !value.includes('\0')) source[name] = value;
  }
  return source;
}
