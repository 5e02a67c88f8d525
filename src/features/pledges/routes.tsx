import type { Context, Hono } from 'hono';
import { newId } from '../../platform/crypto/ids.ts';
import {
  type Deps,
  dayOf,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  idOf,
  page,
  parse,
  publicPage,
  readForm,
  statusOf,
  view,
} from '../../platform/http/index.ts';
import { breakable, paperOf, printLines, renderPdf } from '../../platform/pdf/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { findCampaign } from '../campaigns/index.ts';
import { type DeskCampaign, findForDesk, requireDesk, uuid } from '../desk/index.ts';
import { isOfCourt, representativesOf, type Serving, searchAsked } from '../representatives/index.ts';
import { listPlaces, type Place } from '../vocabularies/index.ts';
import { courtForm, invitationForm, readCourt, readInvitation, readStep, reasonForm, stepForm } from './forms.ts';
import { letterOf } from './letter.ts';
import { InvitationPage, RetractionPage } from './pages/invitation.tsx';
import { CourtPage, InvitePage } from './pages/invite.tsx';
import { PledgesDeskPage } from './pages/list.tsx';
import { VisitsPage } from './pages/visits.tsx';
import type { Invitation } from './pledge.ts';
import { findInvitation, invitationsOf } from './queries.ts';
import { recordInvitation, recordStep, retract } from './record.ts';

type C = Context<Env>;
const mostFound = 20;

/** Who has come to see, in public; and the coordinators' side of it under /desk/campaigns/:id/visits. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  const campaignOf = (c: C, ctx: Ctx): Promise<DeskCampaign> => findForDesk(ctx, idOf(c, 'id')).then(found);

  app.get('/campaigns/:slug/visits', async (c) => {
    const { campaign, invitations } = await read(c, async (ctx) => {
      const campaign = found(await findCampaign(ctx, c.req.param('slug')));
      return { campaign, invitations: await invitationsOf(ctx, campaign.id) };
    });
    return publicPage(c, deps, <VisitsPage v={view(c, deps)} campaign={campaign} invitations={invitations} />, 60);
  });

  app.use('/desk/campaigns/:id/visits/*', async (c, next) => {
    requireDesk(c.var.actor);
    await next();
  });

  app.get('/desk/campaigns/:id/visits', async (c) => {
    const words = (c.req.query('q') ?? '').trim().slice(0, 200);
    const { campaign, invitations } = await read(c, async (ctx) => {
      const campaign = await campaignOf(c, ctx);
      return { campaign, invitations: await invitationsOf(ctx, campaign.id) };
    });
    const lookup = await representativesOf(deps.db).of(c.var.network);
    const { country } = c.var.network;
    const search = words ? searchAsked(lookup, words, today(c), { most: mostFound, country }) : undefined;
    const people = search?.posts.filter((serving) => serving.official);
    return page(
      c,
      <PledgesDeskPage v={view(c, deps)} campaign={campaign} invitations={invitations} words={words} people={people} />,
    );
  });

  /** Who holds the post now. One of a court is nobody whom we may write to: `undefined`, and `court` is its body's id. */
  async function holderOf(c: C, postId: string): Promise<{ serving: Serving } | { court: string }> {
    const lookup = await representativesOf(deps.db).of(c.var.network);
    const post = found(lookup.post(postId));
    if (isOfCourt(lookup, post.roleId))
      return { court: lookup.roles.find((role) => role.id === post.roleId)?.body.id ?? '' };
    const [serving] = lookup.serving([post.id], [post.roleId], today(c));
    return { serving: found(serving?.official ? serving : undefined) };
  }

  async function invitePage(c: C, serving: Serving, id: string, state: FormState): Promise<Response> {
    const { campaign, places } = await read(c, async (ctx) => ({
      campaign: await campaignOf(c, ctx),
      places: await prisons(ctx),
    }));
    return page(
      c,
      <InvitePage v={view(c, deps)} campaign={campaign} serving={serving} places={places} id={id} state={state} />,
      statusOf(state),
    );
  }

  app.get('/desk/campaigns/:id/visits/new', async (c) => {
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    const holder = await holderOf(c, c.req.query('post') ?? '');
    // Judges are invited through their court's administration.
    if ('court' in holder)
      return after(c, urls.pledges.inviteCourt(view(c, deps).at, campaign.id, holder.court), 'pledges.flash.court');
    return invitePage(c, holder.serving, newId(), emptyForm({ asked_on: today(c) }));
  });

  app.post('/desk/campaigns/:id/visits/new', async (c) => {
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    const sent = await readForm(c);
    const id = sentId(sent.get('id'));
    const holder = await holderOf(c, sent.get('post'));
    if ('court' in holder)
      return after(c, urls.pledges.inviteCourt(view(c, deps).at, campaign.id, holder.court), 'pledges.flash.court');
    const { official, postId, label, division } = holder.serving;
    const values = readInvitation(sent);
    const again = (errors: FieldErrors) => invitePage(c, holder.serving, id, { values, errors });
    // Between the form and its sending somebody else may have taken the post: the invitation is not hers.
    if (official!.id !== sent.get('official')) return again({ official: { key: 'pledges.invite.changed' } });
    const places = await read(c, prisons);
    const parsed = parse(
      invitationForm(
        today(c),
        places.map((place) => place.id),
      ),
      values,
    );
    if (!parsed.ok) return again(parsed.errors);
    const named = Object.fromEntries(
      c.var.network.locales.map((locale) => [
        locale,
        [label, division?.name]
          .map((texts) => texts?.[locale] ?? texts?.en ?? '')
          .filter(Boolean)
          .join(', '),
      ]),
    );
    const invited = {
      kind: 'official' as const,
      postId: postId!,
      officialId: official!.id,
      name: official!.name,
      label: named,
    };
    await write(c, (ctx) => recordInvitation(ctx, campaign.id, id, invited, parsed.data));
    return after(c, urls.pledges.invitation(view(c, deps).at, campaign.id, id), 'pledges.flash.invited');
  });

  async function courtPage(c: C, body: string, id: string, state: FormState): Promise<Response> {
    const { campaign, places } = await read(c, async (ctx) => ({
      campaign: await campaignOf(c, ctx),
      places: await prisons(ctx),
    }));
    return page(
      c,
      <CourtPage v={view(c, deps)} campaign={campaign} places={places} body={body} id={id} state={state} />,
      statusOf(state),
    );
  }

  app.get('/desk/campaigns/:id/visits/court', async (c) => {
    const lookup = await representativesOf(deps.db).of(c.var.network);
    const body = lookup.roles.find((role) => role.body.id === c.req.query('body') && isOfCourt(lookup, role.id))?.body;
    const court = body ? view(c, deps).text(body.name) : '';
    return courtPage(c, body?.id ?? '', newId(), emptyForm({ asked_on: today(c), court }));
  });

  app.post('/desk/campaigns/:id/visits/court', async (c) => {
    const campaign = await read(c, (ctx) => campaignOf(c, ctx));
    const sent = await readForm(c);
    const id = sentId(sent.get('id'));
    const lookup = await representativesOf(deps.db).of(c.var.network);
    const body = lookup.roles.find((role) => role.body.id === sent.get('body') && isOfCourt(lookup, role.id))?.body;
    const values = readCourt(sent);
    const places = await read(c, prisons);
    const parsed = parse(
      courtForm(
        today(c),
        places.map((place) => place.id),
      ),
      values,
    );
    if (!parsed.ok) return courtPage(c, body?.id ?? '', id, { values, errors: parsed.errors });
    const invited = { kind: 'court' as const, bodyId: body?.id ?? null };
    await write(c, (ctx) => recordInvitation(ctx, campaign.id, id, invited, parsed.data));
    return after(c, urls.pledges.invitation(view(c, deps).at, campaign.id, id), 'pledges.flash.invited');
  });

  async function invitationOf(c: C, ctx: Ctx): Promise<{ campaign: DeskCampaign; invitation: Invitation }> {
    const campaign = await campaignOf(c, ctx);
    return { campaign, invitation: found(await findInvitation(ctx, campaign.id, idOf(c, 'invitation'))) };
  }

  async function invitationPage(c: C, id: string, state: FormState): Promise<Response> {
    const { campaign, invitation } = await read(c, (ctx) => invitationOf(c, ctx));
    const v = view(c, deps);
    const letter = invitation.kind === 'court' ? letterOf(c.var.t, campaign, invitation, v) : undefined;
    return page(
      c,
      <InvitationPage v={v} campaign={campaign} invitation={invitation} letter={letter} id={id} state={state} />,
      statusOf(state),
    );
  }

  app.get('/desk/campaigns/:id/visits/:invitation', (c) => invitationPage(c, newId(), emptyForm()));

  app.post('/desk/campaigns/:id/visits/:invitation/steps', async (c) => {
    const { campaign, invitation } = await read(c, (ctx) => invitationOf(c, ctx));
    found(invitation.retractedAt ? undefined : invitation);
    const sent = await readForm(c);
    const values = readStep(sent);
    const id = sentId(sent.get('id'));
    const parsed = parse(stepForm(invitation.askedOn, today(c)), values);
    if (!parsed.ok) return invitationPage(c, id, { values, errors: parsed.errors });
    await write(c, (ctx) => recordStep(ctx, invitation.id, id, parsed.data));
    return after(c, urls.pledges.invitation(view(c, deps).at, campaign.id, invitation.id), 'pledges.flash.step');
  });

  app.get('/desk/campaigns/:id/visits/:invitation/letter.pdf', async (c) => {
    const { campaign, invitation } = await read(c, (ctx) => invitationOf(c, ctx));
    found(invitation.kind === 'court' ? invitation : undefined);
    const v = view(c, deps);
    const letter = letterOf(c.var.t, campaign, invitation, v);
    const { bytes } = await renderPdf(letterSource, {
      title: letter.subject,
      paper: paperOf(c.var.network.country ?? ''),
      sender: printLines([v.text(v.network.name), v.network.postalAddress ?? ''].filter(Boolean).join('\n')),
      address: printLines(`${invitation.name}\n${invitation.address}`),
      date: v.date(c.var.now),
      subject: breakable(letter.subject),
      body: printLines(letter.body),
    });
    c.header('cache-control', 'private, no-store');
    c.header('content-disposition', 'attachment; filename="invitation.pdf"');
    return c.body(new Uint8Array(bytes), 200, { 'content-type': 'application/pdf' });
  });

  async function retractionPage(c: C, state: FormState): Promise<Response> {
    const { campaign, invitation } = await read(c, (ctx) => invitationOf(c, ctx));
    const stepId = c.req.param('step');
    const step = stepId === undefined ? undefined : found(invitation.steps.find((one) => one.id === stepId));
    return page(
      c,
      <RetractionPage v={view(c, deps)} campaign={campaign} invitation={invitation} step={step} state={state} />,
      statusOf(state),
    );
  }

  for (const path of [
    '/desk/campaigns/:id/visits/:invitation/retraction',
    '/desk/campaigns/:id/visits/:invitation/steps/:step/retraction',
  ]) {
    app.get(path, (c) => retractionPage(c, emptyForm()));
    app.post(path, async (c) => {
      const { campaign, invitation } = await read(c, (ctx) => invitationOf(c, ctx));
      const stepId = c.req.param('step');
      const step = stepId === undefined ? undefined : found(invitation.steps.find((one) => one.id === stepId));
      const values = { reason: (await readForm(c)).get('reason').trim() };
      const parsed = parse(reasonForm, values);
      if (!parsed.ok) return retractionPage(c, { values, errors: parsed.errors });
      await write(c, (ctx) =>
        step
          ? retract(ctx, 'invitation_steps', step.id, parsed.data.reason)
          : retract(ctx, 'invitations', invitation.id, parsed.data.reason),
      );
      return after(c, urls.pledges.invitation(view(c, deps).at, campaign.id, invitation.id), 'pledges.flash.retracted');
    });
  }

  /** The day on the clocks of the network. */
  const today = (c: C): string => dayOf(c.var.now, c.var.network.timeZone);
}

const letterSource = `
#set document(title: data.title, date: none)
#set page(paper: data.paper, margin: 25mm)
#lines(data.sender)
#v(2em)
#lines(data.address)
#v(1.5em)
#data.date
#v(1em)
#strong(data.subject)
#v(1em)
#lines(data.body)
`;

/** Prisons that are known by name. */
const prisons = (ctx: Ctx): Promise<Place[]> => listPlaces(ctx, { kind: 'facility' });

/** The id a form brought, so that sent twice it is one thing; a new one for a form that brought none. */
const sentId = (id: string): string => (uuid.test(id) ? id : newId());
