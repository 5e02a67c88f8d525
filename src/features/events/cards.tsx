import type { Context, Hono } from 'hono';
import { newId } from '../../platform/crypto/ids.ts';
import {
  type Deps,
  dayOf,
  dispositionOf,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  idOf,
  page,
  parse,
  readForm,
  setFlash,
  view,
} from '../../platform/http/index.ts';
import { paperOf } from '../../platform/pdf/index.ts';
import { inLocale } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState, isMachineMade } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import {
  type Campaign,
  campaignStore,
  groupsOf,
  namesakes,
  type PaperAction,
  recordOnPaper,
  tickedAtFirst,
} from '../campaigns/index.ts';
import { addresseesOf } from '../deliveries/index.ts';
import { findForDesk, mayRunCampaigns, uuid } from '../desk/index.ts';
import { decodeFinding, encodeFinding, foldName, representativesOf } from '../representatives/index.ts';
import { requireWitness } from './access.ts';
import { batchForm, type CardForm, cardForm, readBatch, readCard } from './forms.ts';
import { BatchPage, CardsPage, type Doubt, UndoPage } from './pages/cards.tsx';
import { setSheet } from './paper/sheet.ts';
import { batchesOf, cardsOf, eventsOf, findBatch, findEvent, witnessedEvents } from './queries.ts';
import { addBatch, holdBatch, noteCard, undoBatch } from './record.ts';

type C = Context<Env>;

/** What a petition asks about by itself, beside the network's own purposes. */
const petitionPurposes = ['listing', 'handover'];

/** Cards signed on paper, under /desk/cards/:id: printed, typed in by a witness, undone by the batch. */
export function cardRoutes(app: Hono<Env>, deps: Deps): void {
  const store = campaignStore(deps);
  const representatives = representativesOf(deps.db);
  const { read, write, after } = handlersOf(deps);

  /** The campaign with the events whose cards she may type in: of coordinators all, and cards of no event. */
  async function open(c: C, eventId: string | null) {
    const { campaign, events } = await read(c, async (ctx) => {
      const hers = await witnessedEvents(ctx);
      requireWitness(
        ctx.actor,
        eventId,
        hers.map((event) => event.id),
      );
      const campaign = found(await findForDesk(ctx, idOf(c, 'id')));
      const events = mayRunCampaigns(ctx.actor) ? await eventsOf(ctx, campaign.id) : hers;
      return { campaign, events: events.filter((event) => event.campaignId === campaign.id) };
    });
    return { campaign: found(campaign.state === 'draft' ? undefined : campaign), events };
  }

  type Opened = Awaited<ReturnType<typeof open>>;

  async function cardsPage(c: C, eventId: string | null, wrong?: FormState, opened?: Opened): Promise<Response> {
    const { campaign, events } = opened ?? (await open(c, eventId));
    const all = await read(c, (ctx) => batchesOf(ctx, campaign.id));
    const mine = new Set(events.map((event) => event.id));
    const batches = mayRunCampaigns(c.var.actor)
      ? all
      : all.filter((batch) => batch.eventId && mine.has(batch.eventId));
    const { actor, locale } = c.var;
    const state =
      wrong ??
      emptyForm({
        witness: actor.kind === 'account' ? actor.name : '',
        signed_on: today(c),
        locale,
        event: eventId ?? '',
      });
    return page(
      c,
      <CardsPage v={view(c, deps)} campaign={campaign} batches={batches} events={events} id={newId()} state={state} />,
      wrong ? 422 : 200,
    );
  }

  const askedEvent = (c: C): string | null => {
    const id = c.req.query('event') ?? '';
    return uuid.test(id) ? id : null;
  };

  app.get('/desk/cards/:id', (c) => cardsPage(c, askedEvent(c)));

  app.post('/desk/cards/:id', async (c) => {
    // Whoever types in no cards at all is refused before the form, which says of which event, is read.
    await read(c, async (ctx) => {
      const hers = (await witnessedEvents(ctx)).map((event) => event.id);
      requireWitness(ctx.actor, hers[0] ?? null, hers);
    });
    const sent = await readForm(c);
    const values = readBatch(sent);
    const eventId = uuid.test(values.event) ? values.event : null;
    const opened = await open(c, eventId);
    const { campaign, events } = opened;
    const locales = c.var.network.locales.filter((locale) => campaign.texts.some((text) => text.locale === locale));
    const parsed = parse(
      batchForm(
        locales,
        events.map((event) => event.id),
        today(c),
      ),
      values,
    );
    if (!parsed.ok) return cardsPage(c, eventId, { values, errors: parsed.errors }, opened);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    await write(c, (ctx) => addBatch(ctx, campaign.id, id, parsed.data));
    return c.redirect(urls.events.batch(view(c, deps).at, campaign.id, id), 303);
  });

  app.get('/desk/cards/:id/sheet.pdf', async (c) => {
    const eventId = askedEvent(c);
    const desk = await open(c, eventId);
    const locale = found(c.var.network.locales.find((one) => one === c.req.query('locale')));
    const campaign = await store.get(c.var.network, locale, desk.campaign.slug);
    const event = eventId ? await read(c, (ctx) => findEvent(ctx, campaign.id, eventId)) : undefined;
    const t = deps.messages.for(locale);
    const label = (name: string) => t(`events.sheet.${name}`);
    const sheet = await setSheet({
      paper: paperOf(c.var.network.country ?? ''),
      network: inLocale(c.var.network.name, locale),
      title: campaign.title,
      summary: isMachineMade(campaign.machine, ['title', 'summary', 'asks'])
        ? `${campaign.summary} (${t('ui.machine.short')})`
        : campaign.summary,
      asks: campaign.asks,
      event: event ? [event.name, event.place].filter(Boolean).join(', ') : '',
      labels: {
        intro: label(campaign.mode === 'petition' ? 'intro.petition' : 'intro'),
        name: label('name'),
        street: label('street'),
        code: label('code'),
        email: label('email'),
        emailHint: label('emailHint'),
        agree: t('campaigns.letter.also'),
        signature: label('signature'),
        date: label('date'),
        kept: label('kept'),
      },
      consents: purposesOf(c, campaign, locale).map(({ words }) => words),
    });
    c.header('cache-control', 'private, no-store');
    c.header('content-disposition', dispositionOf(`${campaign.slug}-${locale}.pdf`));
    return c.body(new Uint8Array(sheet.bytes), 200, { 'content-type': 'application/pdf' });
  });

  async function loadBatch(c: C) {
    const batch = found(await read(c, (ctx) => findBatch(ctx, idOf(c, 'id'), idOf(c, 'batch'))));
    const { campaign } = await open(c, batch.eventId);
    return { desk: campaign, batch, campaign: await store.get(c.var.network, batch.locale, campaign.slug) };
  }

  type Loaded = Awaited<ReturnType<typeof loadBatch>>;
  type Typed = {
    form: CardForm;
    errors: FieldErrors;
    doubts?: Doubt[];
    namesakes?: { name: string; email: string }[];
    id: string;
  };

  async function batchPage(c: C, typed?: Typed, loaded?: Loaded): Promise<Response> {
    const { desk, batch, campaign } = loaded ?? (await loadBatch(c));
    const cards = await read(c, (ctx) => cardsOf(ctx, batch.id));
    const lookup = await representatives.of(c.var.network);
    const roles = campaign.targets.flatMap(({ roleId }) => lookup.roles.filter((role) => role.id === roleId));
    const form = typed?.form;
    const values = { name: '', email: '', street: '', code: '', country: '', ...pick(form) };
    return page(
      c,
      <BatchPage
        v={view(c, deps)}
        campaign={desk}
        batch={batch}
        cards={cards}
        id={typed?.id ?? newId()}
        countries={[...new Set(roles.map((role) => role.body.country))]}
        purposes={purposesOf(c, campaign, batch.locale)}
        consents={form?.consents ?? []}
        doubts={typed?.doubts ?? []}
        chosen={form?.to ?? []}
        namesakes={typed?.namesakes ?? []}
        state={{ values, errors: typed?.errors ?? {} }}
      />,
      typed ? 422 : 200,
    );
  }

  app.get('/desk/cards/:id/:batch', (c) => batchPage(c));

  app.post('/desk/cards/:id/:batch', async (c) => {
    const loaded = await loadBatch(c);
    const { batch, campaign, desk } = loaded;
    const sent = await readForm(c);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    const form = readCard(sent);
    const parsed = parse(cardForm, form);
    if (!parsed.ok) return batchPage(c, { form, errors: parsed.errors, id }, loaded);
    const letters = await whom(c, campaign, form, sent.get('asked') === 'yes');
    if (!letters.ok) return batchPage(c, { form, errors: letters.errors, doubts: letters.doubts, id }, loaded);
    const card = parsed.data;
    const offered = purposesOf(c, campaign, batch.locale).filter(({ purpose }) => card.consents.includes(purpose));
    const consents = await Promise.all(
      offered.map(async ({ purpose, words }) => ({
        purpose,
        wordingId: await store.wording(c.var.network.id, purpose, batch.locale, words, c.var.now),
      })),
    );
    const action: PaperAction = {
      campaignId: campaign.id,
      mode: campaign.mode,
      name: card.name,
      email: card.email,
      personMark: card.email
        ? ''
        : deps.secret.sign('paper-person', `${c.var.network.id} ${foldName(card.street)}`, 16),
      locale: batch.locale,
      subject: campaign.mode === 'letter' ? campaign.letterSubject : '',
      body: campaign.mode === 'letter' ? campaign.letterBody : '',
      postIds: letters.postIds,
      street: campaign.mode === 'letter' ? card.street : '',
      consents,
      source: { paper: batch.id },
    };
    const lookup = await representatives.of(c.var.network);
    const outcome = await write(c, async (ctx) => {
      if (!(await holdBatch(ctx, batch.id, id))) return 'known' as const;
      const others = card.different || card.same ? [] : await namesakes(ctx, action);
      if (others.length > 0) return others;
      if (card.same) {
        await noteCard(ctx, batch.id, id, 'same', null);
        return 'same' as const;
      }
      const done = await recordOnPaper(
        ctx,
        action,
        async (postIds) => new Map(addresseesOf(lookup, postIds, ctx.now).map((one) => [one.postId, one])),
      );
      await noteCard(ctx, batch.id, id, done.outcome, done.actionId);
      return done.outcome;
    });
    if (Array.isArray(outcome))
      return batchPage(c, { form, errors: { who: { key: 'events.card.who.asked' } }, namesakes: outcome, id }, loaded);
    setFlash(c, deps, { key: `events.flash.card.${outcome}`, values: { name: card.name } });
    return c.redirect(urls.events.batch(view(c, deps).at, desk.id, batch.id), 303);
  });

  app.get('/desk/cards/:id/:batch/removal', async (c) => {
    const { desk, batch } = await loadBatch(c);
    return page(c, <UndoPage v={view(c, deps)} campaign={desk} batch={batch} />);
  });

  app.post('/desk/cards/:id/:batch/removal', async (c) => {
    const { desk, batch } = await loadBatch(c);
    await write(c, (ctx) => undoBatch(ctx, batch.id));
    return after(c, urls.events.batch(view(c, deps).at, desk.id, batch.id), 'events.flash.undone');
  });

  type Whom = { ok: true; postIds: string[] } | { ok: false; errors: FieldErrors; doubts: Doubt[] };

  /**
   * Whom the card's letter is for, by the code on it. Where a body is in doubt the choice is asked for once; a letter that
   * nobody was chosen for is not written. The code itself is kept nowhere.
   */
  async function whom(c: C, campaign: Campaign, form: CardForm, asked: boolean): Promise<Whom> {
    if (campaign.mode !== 'letter') return { ok: true, postIds: [] };
    const v = view(c, deps);
    const lookup = await representatives.of(c.var.network);
    const roleIds = campaign.targets.flatMap((target) => target.roleId ?? []);
    const code = form.code.trim();
    const findings =
      code && form.country && roleIds.length > 0
        ? await representatives.lookup({ by: 'postal', country: form.country, code }, { roleIds, on: c.var.now })
        : [];
    const groups = groupsOf(lookup, campaign.targets, decodeFinding(encodeFinding(findings)), c.var.now);
    const certain = tickedAtFirst(groups, campaign.targets);
    const open = groups.filter((group) => !group.shown.some((addressee) => certain.includes(addressee.postId)));
    const doubts = open.map((group): Doubt => {
      const among = group.shown.length > 0 ? group.shown : group.all;
      return {
        key: group.key,
        title: v.text(group.title),
        choices: among.map((one) => ({
          postId: one.postId,
          label: [v.text(one.label), one.officialName].filter(Boolean).join(' · '),
        })),
      };
    });
    const offered = doubts.map((doubt) => doubt.choices.map((choice) => choice.postId));
    const chosen = offered.flatMap((ids) => ids.filter((id) => form.to.includes(id)).slice(0, 1));
    if (doubts.some((doubt) => doubt.choices.length > 0) && !asked)
      return { ok: false, errors: { to: { key: 'events.card.to.asked' } }, doubts };
    const postIds = [...certain, ...chosen];
    if (postIds.length === 0) return { ok: false, errors: { to: { key: 'campaigns.letter.to.none' } }, doubts };
    return { ok: true, postIds };
  }

  /** What a card asks about, in the exact words of its language. */
  function purposesOf(c: C, campaign: Campaign, locale: string): { purpose: string; words: string }[] {
    const own = campaign.mode === 'petition' ? petitionPurposes : [];
    const t = deps.messages.for(locale);
    return [...own, ...(c.var.network.settings.purposes ?? [])].map((purpose) => ({
      purpose,
      words: t(`campaigns.consent.${purpose}`),
    }));
  }

  const today = (c: C): string => dayOf(c.var.now, c.var.network.timeZone);
}

const pick = (form: CardForm | undefined): Record<string, string> =>
  form ? { name: form.name, email: form.email, street: form.street, code: form.code, country: form.country } : {};
