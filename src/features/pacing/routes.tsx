import type { Context, Hono } from 'hono';
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
} from '../../platform/http/index.ts';
import { enqueue } from '../../platform/jobs/index.ts';
import type { FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import {
  type FaultChoice,
  findFault,
  listFaults,
  officeHours,
  type Pace,
  paceUnder,
  postsWithPace,
  quietJobName,
  saveDigest,
  savePace,
  settleFault,
  usual,
  waitingFaults,
  waitingQueues,
  withDigests,
} from '../deliveries/index.ts';
import { findForDesk, postName, requireDesk } from '../desk/index.ts';
import { representativesOf } from '../representatives/index.ts';
import { clock, correctionForm, paceForm, readPaceForm } from './forms.ts';
import { CampaignSendingPage, PacePage } from './pages/pace.tsx';
import { SendingPage } from './pages/sending.tsx';
import { postWords, waitingOf } from './queries.ts';

type C = Context<Env>;

/** What the form shows of a rule. */
const valuesOf = (pace: Pace): Record<string, string> => ({
  time_zone: pace.timeZone,
  from: clock(pace.from),
  until: clock(pace.until),
  per_hour: String(pace.perHour),
  jitter: String(pace.jitterMinutes),
});

/** The coordinators' pages about how letters leave. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  const lookupOf = (c: C) => representativesOf(deps.db).of(c.var.network);
  const at = (c: C) => view(c, deps).at;

  for (const path of ['/desk/sending', '/desk/sending/*', '/desk/campaigns/:id/sending']) {
    app.use(path, async (c, next) => {
      requireDesk(c.var.actor);
      await next();
    });
  }

  async function sendingPage(c: C, wrong?: { id: string; state: FormState }): Promise<Response> {
    const shown = await read(c, async (ctx) => {
      const [queues, faults, own] = [await waitingQueues(ctx), await listFaults(ctx), await postsWithPace(ctx)];
      const posts = [...queues.map((one) => one.postId), ...faults.map((one) => one.postId), ...own];
      const { letters } = await waitingFaults(ctx);
      return { queues, faults, own, held: letters, posts, usual: await paceUnder(ctx, usual) };
    });
    const words = postWords(await lookupOf(c), [...new Set(shown.posts)], c.var.now);
    return page(c, <SendingPage v={view(c, deps)} {...shown} words={words} wrong={wrong} />, wrong ? 422 : 200);
  }

  app.get('/desk/sending', (c) => sendingPage(c));

  /** A post that is there, in words; '' is the network. */
  async function nameOf(c: C, post: string): Promise<string> {
    if (post === usual) return '';
    const words = found(postWords(await lookupOf(c), [post], c.var.now).get(post));
    return postName(view(c, deps), words.label, words.division);
  }

  async function pacePage(c: C, post: string, given?: { state: FormState; weekdays: string[] }): Promise<Response> {
    const name = await nameOf(c, post);
    const { own, network } = await read(c, async (ctx) => ({
      own: await paceUnder(ctx, post),
      network: await paceUnder(ctx, usual),
    }));
    const first = own ?? network ?? officeHours(c.var.network.timeZone);
    return page(
      c,
      <PacePage
        v={view(c, deps)}
        post={post}
        name={name}
        stands={own !== undefined}
        weekdays={given?.weekdays ?? first.weekdays.map(String)}
        state={given?.state ?? { values: valuesOf(first), errors: {} }}
      />,
      given ? 422 : 200,
    );
  }

  app.get('/desk/sending/pace', (c) => pacePage(c, c.req.query('post') ?? usual));

  app.post('/desk/sending/pace', async (c) => {
    const sent = await readForm(c);
    const post = sent.get('post');
    await nameOf(c, post);
    const { weekdays, ...values } = readPaceForm(sent);
    const parsed = parse(paceForm, { weekdays, ...values });
    if (!parsed.ok) return pacePage(c, post, { state: { values, errors: parsed.errors }, weekdays });
    await write(c, (ctx) => savePace(ctx, post, parsed.data));
    return after(c, urls.pacing.sending(at(c)), 'pacing.flash.saved');
  });

  app.post('/desk/sending/pace/removal', async (c) => {
    const post = (await readForm(c)).get('post');
    await nameOf(c, post);
    await write(c, (ctx) => savePace(ctx, post, undefined));
    return after(c, urls.pacing.sending(at(c)), 'pacing.flash.removed');
  });

  /** Decides of an address; what waits for it goes on by the job that lets letters go on. */
  async function decide(c: C, choice: FaultChoice): Promise<Response> {
    const fault = found(await read(c, (ctx) => findFault(ctx, idOf(c, 'id'))));
    await write(c, async (ctx) => {
      if (await settleFault(ctx, fault, choice)) await enqueue(ctx, quietJobName, {}, { key: quietJobName });
    });
    return after(c, urls.pacing.sending(at(c)), `pacing.flash.${choice.is}`);
  }

  app.post('/desk/sending/addresses/:id/correction', async (c) => {
    const id = idOf(c, 'id');
    const address = (await readForm(c)).get(`address-${id}`);
    const parsed = parse(correctionForm, { address });
    if (!parsed.ok) {
      found(await read(c, (ctx) => findFault(ctx, id)));
      return sendingPage(c, { id, state: { values: { address }, errors: parsed.errors } });
    }
    return decide(c, { is: 'corrected', to: parsed.data.address });
  });
  app.post('/desk/sending/addresses/:id/trial', (c) => decide(c, { is: 'lifted' }));
  app.post('/desk/sending/addresses/:id/other-way', (c) => decide(c, { is: 'other-way' }));

  app.get('/desk/campaigns/:id/sending', async (c) => {
    const shown = await read(c, async (ctx) => {
      const campaign = found(await findForDesk(ctx, idOf(c, 'id')));
      const digest = (await withDigests(ctx, [campaign.id])).has(campaign.id);
      return { campaign, digest, waiting: await waitingOf(ctx, campaign.id) };
    });
    return page(c, <CampaignSendingPage v={view(c, deps)} {...shown} />);
  });

  app.post('/desk/campaigns/:id/sending', async (c) => {
    const id = idOf(c, 'id');
    const digest = (await readForm(c)).get('digest') === 'yes';
    await write(c, async (ctx) => {
      found(await findForDesk(ctx, id));
      await saveDigest(ctx, id, digest);
    });
    return after(c, urls.pacing.campaign(at(c), id), digest ? 'pacing.flash.digest' : 'pacing.flash.single');
  });
}
