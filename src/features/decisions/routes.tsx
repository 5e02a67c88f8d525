import type { Context, Hono } from 'hono';
import { limiter } from '../../platform/abuse/index.ts';
import { requireRole } from '../../platform/access/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
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
import { readerZone } from '../accounts/index.ts';
import {
  networkScope,
  onePage,
  placed,
  placeOf,
  readAfter,
  requireWriter,
  type Scope,
  scopeOf,
} from '../documents/index.ts';
import { meetingsToChoose } from '../meetings/index.ts';
import { endUncounted } from './counting.ts';
import { type Decision, mayAmend, running } from './decision.ts';
import {
  amendmentForm,
  answerForm,
  ballotForm,
  firstSettings,
  openingForm,
  proposalForm,
  questionForm,
  readFields,
  recordForm,
  settingsNames,
  settingsValues,
  withdrawalForm,
} from './forms.ts';
import { AmendmentPage, OpeningPage, ProposalPage, WithdrawalPage } from './pages/forms.tsx';
import { DecisionsPage } from './pages/list.tsx';
import { DecisionPage, type Shown } from './pages/show.tsx';
import { EndingPage } from './pages/waiting.tsx';
import {
  ballotsOf,
  electorateSizes,
  findDecision,
  heardSoFar,
  listDecisions,
  myVoices,
  pageSize,
  questionsOf,
  roundsBefore,
  waitingUrn,
  whoVoted,
} from './queries.ts';
import { amend, answer, ask, castBallot, held, openDecision, propose, withdraw, writeRecord } from './record.ts';

type C = Context<Env>;
type Wrong = Parameters<typeof DecisionPage>[0]['wrong'];
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Decisions: lists under /decisions and /groups/:slug/decisions, each under /decisions/:id. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read, after } = handlersOf(deps);
  const writes = limiter('decisions.write', { points: 200, seconds: 600 });
  const write = async <T,>(c: C, work: (ctx: Ctx) => Promise<T>): Promise<T> => {
    await writes.consume(c.var.actor.kind === 'account' ? c.var.actor.id : '');
    return inNetwork(deps.db, c.var.network.id, (trx) => work(ctxOf(c, trx)));
  };
  const here = (c: C, scope: Scope) => placed(deps, view(c, deps), scope);
  const handles = (ctx: Pick<Ctx, 'actor'>, scope: Scope, decision: Decision): boolean =>
    scope.runs || (scope.writes && ctx.actor.kind === 'account' && decision.proposedBy === ctx.actor.id);

  async function one(ctx: Ctx, c: C) {
    networkScope(ctx);
    const decision = found(await findDecision(ctx, idOf(c, 'id')));
    return { decision, scope: await scopeOf(ctx, decision.groupId) };
  }
  /** As `one`, for who proposed it or runs the scope. */
  async function handled(ctx: Ctx, c: C) {
    const both = await one(ctx, c);
    if (!handles(ctx, both.scope, both.decision)) throw new Problem('not-found');
    return both;
  }
  /** The decision held, for a change of whoever `handled` lets; and of `one` otherwise. */
  async function lock(ctx: Ctx, c: C, who: typeof one) {
    const { scope, decision } = await who(ctx, c);
    return { scope, decision: await held(ctx, decision.id) };
  }
  const shownAt = (c: C): string => urls.decisions.show(view(c, deps).at, idOf(c, 'id'));

  const list = async (c: C, slug: string | undefined): Promise<Response> => {
    const settled = c.req.query('settled') === 'yes';
    const from = readAfter(c.req.query('after'));
    const { scope, rows, zone } = await read(c, async (ctx) => {
      const place = await placeOf(ctx, slug);
      const scope = slug === undefined ? undefined : place;
      const states = settled ? (['closed', 'withdrawn'] as const) : running;
      return { scope, rows: await listDecisions(ctx, scope, states, from), zone: await readerZone(ctx) };
    });
    const v = view(c, deps);
    const shown = onePage(
      rows,
      pageSize,
      ({ createdAt, id }) => ({ at: createdAt, id }),
      (after) => urls.decisions.listFrom(v.at, slug, { ...(settled ? { settled: 'yes' } : {}), after }),
    );
    return page(c, <DecisionsPage v={v} place={scope && here(c, scope)} {...shown} settled={settled} zone={zone} />);
  };
  app.get('/decisions', (c) => list(c, undefined));
  app.get('/groups/:slug/decisions', (c) => list(c, c.req.param('slug')));

  const proposing = async (c: C, slug: string | undefined, id: string, state: FormState) => {
    const { scope, zone, sizes, meetings } = await read(c, async (ctx) => {
      const scope = await placeOf(ctx, slug);
      requireWriter(scope);
      return {
        scope,
        zone: await readerZone(ctx),
        sizes: await electorateSizes(ctx, scope.group?.id ?? null),
        meetings: await meetingsToChoose(ctx, scope),
      };
    });
    return page(
      c,
      <ProposalPage
        v={view(c, deps)}
        place={here(c, scope)}
        state={state}
        zone={zone}
        id={id}
        sizes={sizes}
        meetings={meetings}
      />,
      statusOf(state),
    );
  };
  app.get('/decisions/new', (c) =>
    proposing(c, c.req.query('group') || undefined, newId(), emptyForm(settingsValues(firstSettings))),
  );

  app.post('/decisions', async (c) => {
    requireRole(c, 'member', 'lead', 'coordinator');
    const sent = await readForm(c);
    const slug = sent.get('group') || undefined;
    const values = readFields(sent, 'title', 'proposal', 'questions_until', 'meeting', ...settingsNames);
    const zone = await read(c, readerZone);
    const parsed = parse(proposalForm(zone, c.var.now), values);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    if (!parsed.ok) return proposing(c, slug, id, { values, errors: parsed.errors });
    await write(c, async (ctx) => {
      const scope = await placeOf(ctx, slug);
      requireWriter(scope);
      const meetings = await meetingsToChoose(ctx, scope);
      const meeting = meetings.find((one) => one.id === values.meeting)?.id ?? null;
      await propose(ctx, scope, id, parsed.data, meeting);
    });
    return after(c, urls.decisions.show(view(c, deps).at, id), 'decisions.flash.proposed');
  });

  async function show(c: C, wrong?: Wrong): Promise<Response> {
    const { decision, scope, zone, mine, shown } = await read(c, async (ctx) => {
      const { decision, scope } = await one(ctx, c);
      // The names behind a secret ballot, and the voices of an open vote, are there once it is closed.
      const closed = decision.state === 'closed';
      const open = decision.state === 'open';
      const waiting = decision.state === 'waiting';
      const [zone, questions, rounds, ballots, voted, heard, voices, urn] = await Promise.all([
        readerZone(ctx),
        questionsOf(ctx, decision.id),
        roundsBefore(ctx, decision),
        closed || (decision.way === 'consent' && open) ? ballotsOf(ctx, decision) : [],
        closed && decision.secret ? whoVoted(ctx, decision) : [],
        open ? heardSoFar(ctx, decision.id) : 0,
        open || waiting ? myVoices(ctx, decision) : [],
        waiting ? waitingUrn(ctx, decision) : undefined,
      ]);
      const shown: Shown = { decision, questions, rounds, ballots, voted, heard, voices, urn };
      return { decision, scope, shown, zone, mine: handles(ctx, scope, decision) };
    });
    return page(
      c,
      <DecisionPage
        {...shown}
        v={view(c, deps)}
        place={here(c, scope)}
        decision={decision}
        zone={zone}
        handles={mine}
        wrong={wrong}
      />,
      wrong ? 422 : 200,
    );
  }
  app.get('/decisions/:id', (c) => show(c));

  app.post('/decisions/:id/ballot', async (c) => {
    const { decision } = await read(c, (ctx) => one(ctx, c));
    const sent = await readForm(c);
    const values = readFields(sent, 'choice', 'voter', 'reason');
    const parsed = parse(ballotForm(decision), values);
    if (!parsed.ok) return show(c, { form: 'ballot', of: values.voter, state: { values, errors: parsed.errors } });
    const result = await write(c, async (ctx) => {
      const { scope, decision } = await lock(ctx, c, one);
      // She read another text than the one that stands there now.
      if (sent.get('round') !== String(decision.round)) return 'amended';
      return castBallot(ctx, scope, decision, parsed.data);
    });
    return after(c, shownAt(c), `decisions.flash.${result}`);
  });

  app.post('/decisions/:id/questions', async (c) => {
    await read(c, (ctx) => one(ctx, c));
    const values = readFields(await readForm(c), 'question');
    const parsed = parse(questionForm, values);
    if (!parsed.ok) return show(c, { form: 'question', state: { values, errors: parsed.errors } });
    const done = await write(c, async (ctx) => {
      const { scope, decision } = await lock(ctx, c, one);
      // Whoever may read the network's decisions may ask about them; a closed group is silent.
      if (scope.group !== null) requireWriter(scope);
      return ask(ctx, scope, decision, parsed.data.question);
    });
    return after(c, shownAt(c), done ? 'decisions.flash.asked' : 'decisions.flash.over');
  });

  app.post('/decisions/:id/questions/:question/answer', async (c) => {
    await read(c, (ctx) => handled(ctx, c));
    const values = readFields(await readForm(c), 'answer');
    const parsed = parse(answerForm, values);
    if (!parsed.ok) return show(c, { form: 'answer', state: { values, errors: parsed.errors } });
    await write(c, async (ctx) => {
      const { scope, decision } = await lock(ctx, c, handled);
      await answer(ctx, scope, decision, idOf(c, 'question'), parsed.data.answer);
    });
    return after(c, shownAt(c), 'decisions.flash.answered');
  });

  async function openingPage(c: C, state?: FormState): Promise<Response> {
    const { decision, scope, zone, sizes } = await read(c, async (ctx) => {
      const both = await handled(ctx, c);
      if (both.decision.state !== 'questions') throw new Problem('not-found');
      return {
        ...both,
        zone: await readerZone(ctx),
        sizes: await electorateSizes(ctx, both.decision.groupId),
      };
    });
    const shown = state ?? emptyForm(settingsValues(decision));
    return page(
      c,
      <OpeningPage
        v={view(c, deps)}
        place={here(c, scope)}
        state={shown}
        zone={zone}
        decision={decision}
        sizes={sizes}
      />,
      statusOf(shown),
    );
  }
  app.get('/decisions/:id/opening', (c) => openingPage(c));

  app.post('/decisions/:id/opening', async (c) => {
    const { zone } = await read(c, async (ctx) => ({ ...(await handled(ctx, c)), zone: await readerZone(ctx) }));
    const values = readFields(await readForm(c), 'closes_at', ...settingsNames);
    const parsed = parse(openingForm(zone, c.var.now), values);
    if (!parsed.ok) return openingPage(c, { values, errors: parsed.errors });
    const result = await write(c, async (ctx) => {
      const { decision } = await lock(ctx, c, handled);
      return openDecision(ctx, decision, parsed.data);
    });
    if (result === 'nobody')
      return openingPage(c, { values, errors: { voice: { key: 'decisions.electorate.nobody' } } });
    if (result === 'too-few')
      return openingPage(c, { values, errors: { ballot: { key: 'decisions.electorate.few' } } });
    return after(c, shownAt(c), result === 'opened' ? 'decisions.flash.opened' : 'decisions.flash.gone');
  });

  async function amendmentPage(c: C, state?: FormState): Promise<Response> {
    const { decision, scope, zone } = await read(c, async (ctx) => {
      const both = await handled(ctx, c);
      if (!mayAmend(both.decision)) throw new Problem('not-found');
      return { ...both, zone: await readerZone(ctx) };
    });
    const shown = state ?? emptyForm({ proposal: decision.proposal });
    return page(
      c,
      <AmendmentPage v={view(c, deps)} place={here(c, scope)} state={shown} zone={zone} decision={decision} />,
      statusOf(shown),
    );
  }
  app.get('/decisions/:id/amendment', (c) => amendmentPage(c));

  app.post('/decisions/:id/amendment', async (c) => {
    const { decision, zone } = await read(c, async (ctx) => ({
      ...(await handled(ctx, c)),
      zone: await readerZone(ctx),
    }));
    const values = readFields(await readForm(c), 'proposal', 'reason', 'closes_at');
    const parsed = parse(amendmentForm(zone, c.var.now, decision.state !== 'questions'), values);
    if (!parsed.ok) return amendmentPage(c, { values, errors: parsed.errors });
    const done = await write(c, async (ctx) => {
      const { scope, decision: now } = await lock(ctx, c, handled);
      // Opened or closed since she read it: what she was asked does not fit any more.
      return (
        now.state === decision.state && now.round === decision.round && (await amend(ctx, scope, now, parsed.data))
      );
    });
    return after(c, shownAt(c), done ? 'decisions.flash.amendedNow' : 'decisions.flash.gone');
  });

  async function withdrawalPage(c: C, state: FormState = emptyForm()): Promise<Response> {
    const { decision, scope } = await read(c, (ctx) => handled(ctx, c));
    if (decision.state !== 'questions' && decision.state !== 'open') throw new Problem('not-found');
    return page(
      c,
      <WithdrawalPage v={view(c, deps)} place={here(c, scope)} state={state} decision={decision} />,
      statusOf(state),
    );
  }
  app.get('/decisions/:id/withdrawal', (c) => withdrawalPage(c));

  app.post('/decisions/:id/withdrawal', async (c) => {
    await read(c, (ctx) => handled(ctx, c));
    const values = readFields(await readForm(c), 'reason');
    const parsed = parse(withdrawalForm, values);
    if (!parsed.ok) return withdrawalPage(c, { values, errors: parsed.errors });
    const done = await write(c, async (ctx) => {
      const { decision } = await lock(ctx, c, handled);
      return withdraw(ctx, decision, parsed.data.reason);
    });
    return after(c, shownAt(c), done ? 'decisions.flash.withdrawn' : 'decisions.flash.gone');
  });

  async function endingPage(c: C, state: FormState = emptyForm()): Promise<Response> {
    const { decision, scope, urn } = await read(c, async (ctx) => {
      const both = await handled(ctx, c);
      if (both.decision.state !== 'waiting') throw new Problem('not-found');
      return { ...both, urn: await waitingUrn(ctx, both.decision) };
    });
    return page(
      c,
      <EndingPage v={view(c, deps)} place={here(c, scope)} state={state} decision={decision} urn={urn} />,
      statusOf(state),
    );
  }
  app.get('/decisions/:id/ending', (c) => endingPage(c));

  app.post('/decisions/:id/ending', async (c) => {
    await read(c, (ctx) => handled(ctx, c));
    const values = readFields(await readForm(c), 'reason');
    const parsed = parse(withdrawalForm, values);
    if (!parsed.ok) return endingPage(c, { values, errors: parsed.errors });
    const done = await write(c, async (ctx) => {
      const { decision } = await lock(ctx, c, handled);
      return endUncounted(ctx, decision, parsed.data.reason);
    });
    return after(c, shownAt(c), done ? 'decisions.flash.ended' : 'decisions.flash.gone');
  });

  app.post('/decisions/:id/record', async (c) => {
    await read(c, (ctx) => handled(ctx, c));
    const values = readFields(await readForm(c), 'recorded');
    const parsed = parse(recordForm, values);
    if (!parsed.ok) return show(c, { form: 'record', state: { values, errors: parsed.errors } });
    const done = await write(c, async (ctx) => {
      const { decision } = await lock(ctx, c, handled);
      return writeRecord(ctx, decision, parsed.data.recorded);
    });
    return after(c, shownAt(c), done ? 'decisions.flash.recorded' : 'decisions.flash.gone');
  });
}
