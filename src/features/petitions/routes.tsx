import type { Context, Hono } from 'hono';
import { addressKey, limiter, limits, stampForm } from '../../platform/abuse/index.ts';
import { readNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  type Env,
  edit,
  type FieldErrors,
  found,
  page,
  publicPage,
  readForm,
  type Sent,
  setFlash,
  view,
} from '../../platform/http/index.ts';
import type { CampaignMode, CampaignNoun } from '../../platform/registry/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import type { FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import {
  type Campaign,
  campaignStore,
  type Display,
  displays,
  findAction,
  type Guarded,
  ownAction,
  surroundingsOf,
  takeAction,
} from '../campaigns/index.ts';
import { uuid } from '../desk/index.ts';
import { dayOf, representativesOf } from '../representatives/index.ts';
import { changeOwn, replaceEarlier } from './commands.ts';
import { deskRoutes } from './desk.tsx';
import { type District, districtRoleOf, districtsOf, placeDistrict } from './district.ts';
import { checkSigning, readSigning, type SignForm } from './forms.ts';
import { handoversOfPerson, publicHandovers } from './handover/queries.ts';
import { handoverRoutes } from './handover/routes.tsx';
import { CommentsPage } from './pages/comments.tsx';
import { OwnSignaturePage, SignatureQuestionPage } from './pages/own.tsx';
import { PetitionPage } from './pages/petition.tsx';
import { districtCounts, listSignatures, ownSignature } from './queries.ts';
import { districtTable } from './signature.ts';

const emptyForm: SignForm = {
  name: '',
  email: '',
  display: 'hidden',
  comment: '',
  code: '',
  district: '',
  consents: [],
  remember: false,
};

/** What the sign form shows: as typed, what is wrong, and the districts among which she has to choose. */
type Signing = { form: SignForm; chosen: boolean; errors: FieldErrors; candidates: District[]; guarded: Guarded };

/** The public side: the sign form's way, what people said, and how she is shown. */
export function routes(app: Hono<Env>, deps: Deps): void {
  signRoutes(app, deps);
  ownRoutes(app, deps);
  deskRoutes(app, deps);
  handoverRoutes(app, deps);
}

/** Signing, on the petition's own page and in a frame of another site. */
export function signRoutes(app: Hono<Env>, deps: Deps): void {
  const store = campaignStore(deps);
  const byAddress = limiter('signatures', limits.actionsByAddress);
  const lookups = limiter('signature-lookups', limits.lookupsByAddress);

  app.post('/campaigns/:slug/signatures', async (c) => {
    await byAddress.consume(addressKey(c.var.address));
    const campaign = await store.open(c.var.network, c.var.locale, c.req.param('slug'), 'petition');
    const sent = await readForm(c);
    const { form, trap } = readSigning(sent);
    const checked = checkSigning(form);
    const errors: FieldErrors = checked.ok ? {} : checked.errors;
    if (form.code.trim() && !form.district) await lookups.consume(addressKey(c.var.address));
    const placed = await placeDistrict(deps, c.var.network, campaign, form, c.var.now);
    if (placed.problem) errors[placed.problem.field] = { key: placed.problem.key };
    if (!checked.ok || placed.problem) {
      const guarded = guardedOf(deps, c.var, sent);
      const signing = { form, chosen: sent.get('display') !== '', errors, candidates: placed.candidates, guarded };
      return page(c, await petitionPage(c, deps, campaign, signing), 422);
    }
    const { name, email, display, comment, remember } = checked.data;
    const offered = [...ownPurposes, ...(c.var.network.settings.purposes ?? [])];
    const consents = checked.data.consents.filter((purpose) => offered.includes(purpose));
    const signature = { display, comment, divisionId: placed.divisionId };
    const taken = { name, email, subject: '', body: '', to: [], street: '', consents, remember, signature };
    return takeAction(c, deps, campaign, taken, trap, sent);
  });
}

function ownRoutes(app: Hono<Env>, deps: Deps): void {
  const store = campaignStore(deps);

  app.get('/campaigns/:slug/comments', async (c) => {
    const before = c.req.query('before');
    const campaign = await store.get(c.var.network, c.var.locale, c.req.param('slug'));
    found(campaign.mode === 'petition' && (before === undefined || uuid.test(before)) ? campaign : undefined);
    const { signatures, next } = await readNetwork(deps.db, c.var.network.id, (trx) =>
      listSignatures(ctxOf(c, trx), campaign.id, 'shown', { before }),
    );
    return publicPage(
      c,
      deps,
      <CommentsPage v={view(c, deps)} campaign={campaign} comments={signatures} next={next} first={!before} />,
      60,
    );
  });

  // She changes how she is shown, behind her private address.
  app.post('/actions/:ref/signature', async (c) => {
    const { action, reference } = await ownAction(c, deps);
    found(action.mode === 'petition' && action.state !== 'withdrawn' ? action : undefined);
    const sent = await readForm(c);
    const display = found(displays.find((one) => one === sent.get('display'))) as Display;
    await edit(deps, c.var.network.id, (trx) =>
      changeOwn(
        { ...ctxOf(c, trx), actor: { kind: 'person', id: action.personId } },
        action.id,
        display,
        sent.get('comment') !== 'remove',
      ),
    );
    setFlash(c, deps, { key: 'petitions.flash.own' });
    return c.redirect(urls.campaigns.action(view(c, deps).at, reference), 303);
  });
}

/** The purposes that a petition asks about by itself, beside the network's. */
const ownPurposes = ['listing', 'handover'];

/** How people take part in a petition. */
export const petition: CampaignMode = {
  page: async (c, deps, { slug }: CampaignNoun) => {
    const campaign = await campaignStore(deps).get(c.var.network, c.var.locale, slug);
    const guarded = guardedOf(deps, c.var);
    const signing = { form: emptyForm, chosen: false, errors: {}, candidates: [], guarded };
    return publicPage(c, deps, await petitionPage(c, deps, campaign, signing));
  },
  async actionPage(c, deps, { id, reference }, asking) {
    const { action, signature, handovers } = await readNetwork(deps.db, c.var.network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      const action = found(await findAction(ctx, id));
      const [signature, handovers] = await Promise.all([
        ownSignature(ctx, id).then(found),
        handoversOfPerson(ctx, action.campaignId, action.personId),
      ]);
      return { action, signature, handovers };
    });
    const Page = asking ? SignatureQuestionPage : OwnSignaturePage;
    return page(
      c,
      <Page v={view(c, deps)} action={action} signature={signature} handovers={handovers} reference={reference} />,
    );
  },
  confirmed: replaceEarlier,
};

/** The form stands on a page that is kept for everybody: it says in which hour it was opened, so that the page stays the same. */
function guardedOf(deps: Deps, { network, now }: { network: Network; now: Date }, sent?: Sent): Guarded {
  const hour = new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000);
  return {
    began: sent?.get('began') || stampForm(deps.secret, network.id, hour),
    proof: sent?.get('proof') ?? '',
  };
}

async function petitionPage(c: Context<Env>, deps: Deps, campaign: Campaign, signing: Signing) {
  const v = view(c, deps);
  const around = await surroundingsOf(c, deps, campaign);
  const [names, comments, districts, handovers] = await readNetwork(deps.db, c.var.network.id, (trx) => {
    const ctx = ctxOf(c, trx);
    return Promise.all([
      listSignatures(ctx, campaign.id, 'named', { limit: 12 }),
      listSignatures(ctx, campaign.id, 'shown', { limit: 6 }),
      districtCounts(ctx, campaign.id),
      publicHandovers(ctx, campaign.id),
    ]);
  });
  const lookup = await representativesOf(deps.db).of(c.var.network);
  const role = districtRoleOf(lookup, campaign);
  const { form, errors } = signing;
  const state: FormState = {
    values: { name: form.name, email: form.email, comment: form.comment, code: form.code, district: form.district },
    errors,
  };
  return (
    <PetitionPage
      v={v}
      campaign={campaign}
      around={around}
      names={names.signatures}
      comments={comments.signatures}
      moreComments={comments.next !== undefined}
      table={districtTable(districts)}
      handovers={handovers}
      sign={{
        state,
        display: signing.chosen ? form.display : undefined,
        consents: form.consents,
        remember: form.remember,
        purposes: [...ownPurposes, ...(c.var.network.settings.purposes ?? [])],
        role,
        samples: role ? lookup.sampleCodes([role.id]) : [],
        districts: role ? districtsOf(lookup, role.id, dayOf(c.var.now)) : [],
        candidates: signing.candidates,
        guarded: signing.guarded,
      }}
    />
  );
}
