import type { Context, Hono } from 'hono';
import {
  type Deps,
  type Env,
  found,
  handlersOf,
  idOf,
  Problem,
  page,
  parse,
  readForm,
  statusOf,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { type DeskCampaign, findForDesk, requireDesk, uuid } from '../desk/index.ts';
import { representativesOf } from '../representatives/index.ts';
import { decideComment, setDistricts, takeOff } from './commands.ts';
import { districtRoleOf } from './district.ts';
import { reasonForm } from './forms.ts';
import { DeskPetitionPage } from './pages/desk.tsx';
import { HidingPage, NamesPage, QueuePage } from './pages/queue.tsx';
import { districtCounts, findSignature, listSignatures, petitionFigures, reachedAt, type Which } from './queries.ts';
import { districtTable, milestonesReached } from './signature.ts';

type C = Context<Env>;

/** The coordinators' side of a petition, under /desk/campaigns/:id. */
export function deskRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  for (const part of ['petition', 'comments', 'names']) {
    app.use(`/desk/campaigns/:id/${part}/*`, async (c, next) => {
      requireDesk(c.var.actor);
      await next();
    });
  }

  app.get('/desk/campaigns/:id/petition', async (c) => {
    const lookup = await representativesOf(deps.db).of(c.var.network);
    const { campaign, figures, table, milestones } = await read(c, async (ctx) => {
      const campaign = await petitionOf(c, ctx);
      const figures = await petitionFigures(ctx, campaign.id);
      const reached = milestonesReached(figures.confirmed, campaign.goal);
      const [districts, milestones] = await Promise.all([
        districtCounts(ctx, campaign.id),
        reachedAt(ctx, campaign.id, reached),
      ]);
      return { campaign, figures, table: districtTable(districts), milestones };
    });
    const withDistricts = lookup.roles.filter((role) => role.posts > 1 && role.body.level !== 'court');
    const roles = withDistricts.filter((role) => c.var.network.sample || !role.sample);
    return page(
      c,
      <DeskPetitionPage
        v={view(c, deps)}
        campaign={campaign}
        figures={figures}
        table={table}
        milestones={milestones}
        roles={roles}
        role={districtRoleOf(lookup, campaign)}
      />,
    );
  });

  app.post('/desk/campaigns/:id/petition/districts', async (c) => {
    const campaign = await read(c, (ctx) => petitionOf(c, ctx));
    const asked = (await readForm(c)).get('role');
    const lookup = await representativesOf(deps.db).of(c.var.network);
    const role = lookup.roles.find((one) => one.id === asked && one.body.level !== 'court');
    if (asked && !role) throw new Problem('not-found');
    await write(c, (ctx) => setDistricts(ctx, campaign.id, role?.id ?? null));
    return after(c, urls.petitions.desk(view(c, deps).at, campaign.id), 'petitions.flash.districts');
  });

  /** The list of comments that wait, or of those decided. */
  app.get('/desk/campaigns/:id/comments', async (c) => {
    const state = stateOf(c.req.query('state'));
    const before = keyOf(c);
    const { campaign, signatures, next } = await read(c, async (ctx) => {
      const campaign = await petitionOf(c, ctx);
      return { campaign, ...(await listSignatures(ctx, campaign.id, state, { before })) };
    });
    return page(c, <QueuePage v={view(c, deps)} campaign={campaign} state={state} comments={signatures} next={next} />);
  });

  app.post('/desk/campaigns/:id/comments/:signature/showing', async (c) => {
    const [id, signature] = [idOf(c, 'id'), idOf(c, 'signature')];
    await write(c, (ctx) => decideComment(ctx, id, signature, { state: 'shown' }));
    return after(c, urls.petitions.queue(view(c, deps).at, id), 'petitions.flash.shown');
  });

  async function hidingPage(c: C, state: FormState): Promise<Response> {
    const { campaign, signed } = await read(c, async (ctx) => {
      const campaign = await petitionOf(c, ctx);
      return { campaign, signed: found(await findSignature(ctx, campaign.id, idOf(c, 'signature'))) };
    });
    found(signed.commentState === 'none' ? undefined : signed);
    return page(c, <HidingPage v={view(c, deps)} campaign={campaign} signed={signed} state={state} />, statusOf(state));
  }

  app.get('/desk/campaigns/:id/comments/:signature/hiding', (c) => hidingPage(c, emptyForm()));

  app.post('/desk/campaigns/:id/comments/:signature/hiding', async (c) => {
    const [id, signature] = [idOf(c, 'id'), idOf(c, 'signature')];
    const values = { reason: (await readForm(c)).get('reason') };
    const parsed = parse(reasonForm, values);
    if (!parsed.ok) return hidingPage(c, { values, errors: parsed.errors });
    await write(c, (ctx) => decideComment(ctx, id, signature, { state: 'hidden', reason: parsed.data.reason }));
    return after(c, urls.petitions.queue(view(c, deps).at, id), 'petitions.flash.hidden');
  });

  app.get('/desk/campaigns/:id/names', async (c) => {
    const before = keyOf(c);
    const { campaign, signatures, next } = await read(c, async (ctx) => {
      const campaign = await petitionOf(c, ctx);
      return { campaign, ...(await listSignatures(ctx, campaign.id, 'all', { before })) };
    });
    return page(c, <NamesPage v={view(c, deps)} campaign={campaign} names={signatures} next={next} first={!before} />);
  });

  app.post('/desk/campaigns/:id/names/:signature', async (c) => {
    const [id, signature] = [idOf(c, 'id'), idOf(c, 'signature')];
    const off = (await readForm(c)).get('off') === 'yes';
    await write(c, (ctx) => takeOff(ctx, id, signature, off));
    const path = urls.petitions.names(view(c, deps).at, id);
    return after(c, path, off ? 'petitions.flash.takenOff' : 'petitions.flash.putBack');
  });

  async function petitionOf(c: C, ctx: Ctx): Promise<DeskCampaign> {
    const campaign = found(await findForDesk(ctx, idOf(c, 'id')));
    return found(campaign.mode === 'petition' ? campaign : undefined);
  }
}

const states = ['waiting', 'shown', 'hidden'] as const satisfies readonly Which[];
export type QueueState = (typeof states)[number];
const stateOf = (asked: string | undefined): QueueState => states.find((state) => state === asked) ?? 'waiting';

/** The key from which a list goes on; one that is none names nothing. */
function keyOf(c: C): string | undefined {
  const before = c.req.query('before');
  if (before !== undefined && !uuid.test(before)) throw new Problem('not-found');
  return before;
}
