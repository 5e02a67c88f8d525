import type { Context, Hono } from 'hono';
import { limiter } from '../../platform/abuse/index.ts';
import { requireRole } from '../../platform/access/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import {
  ctxOf,
  type Deps,
  dateIn,
  type Env,
  found,
  handlersOf,
  idOf,
  Problem,
  page,
  parse,
  publicOrigin,
  readForm,
  statusOf,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { readerZone } from '../accounts/index.ts';
import {
  addDocument,
  approveVersion,
  documentLinks,
  documentsToChoose,
  networkScope,
  onePage,
  placed,
  placeOf,
  readAfter,
  requireRunner,
  requireWriter,
  type Scope,
  scopeOf,
} from '../documents/index.ts';
import { calendarAnswer, entryOf } from './calendar.ts';
import { feedRoutes } from './feeds.tsx';
import {
  answerForm,
  cancellationForm,
  habitForm,
  meetingForm,
  meetingNames,
  meetingValues,
  newMeetingForm,
  readFields,
} from './forms.ts';
import { isOver, type Meeting, takesAnswers } from './meeting.ts';
import { AttendancePage, CancelPage, EditMeetingPage, NewMeetingPage } from './pages/forms.tsx';
import { MeetingsPage } from './pages/list.tsx';
import { MeetingPage } from './pages/show.tsx';
import { attachedTo, findMeeting, habitOf, listMeetings, minutesToApprove, pageSize, placesOf } from './queries.ts';
import {
  answerMeeting,
  attachDocuments,
  callMeeting,
  cancelMeeting,
  changeMeeting,
  noteAttendance,
  setHabit,
  setMinutes,
} from './record.ts';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Meetings: lists under /meetings and /groups/:slug/meetings, each under /meetings/:id. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read, after } = handlersOf(deps);
  const writes = limiter('meetings.write', { points: 200, seconds: 600 });
  const write = async <T,>(c: C, work: (ctx: Ctx) => Promise<T>): Promise<T> => {
    await writes.consume(c.var.actor.kind === 'account' ? c.var.actor.id : '');
    return inNetwork(deps.db, c.var.network.id, (trx) => work(ctxOf(c, trx)));
  };
  const here = (c: C, scope: Scope) => placed(deps, view(c, deps), scope);

  async function one(ctx: Ctx, c: C) {
    networkScope(ctx);
    const meeting = found(await findMeeting(ctx, idOf(c, 'id')));
    return { meeting, scope: await scopeOf(ctx, meeting.groupId) };
  }
  /** As `one`, for who runs the scope. */
  async function run(ctx: Ctx, c: C) {
    const both = await one(ctx, c);
    requireRunner(both.scope);
    return both;
  }
  /** As `run`, for a meeting that lies ahead and stands. */
  async function runAhead(ctx: Ctx, c: C) {
    const both = await run(ctx, c);
    if (both.meeting.cancelledAt || isOver(both.meeting, ctx.now)) throw new Problem('not-found');
    return both;
  }
  const shownAt = (c: C): string => urls.meetings.show(view(c, deps).at, idOf(c, 'id'));

  feedRoutes(app, deps, write);

  const list = async (c: C, slug: string | undefined): Promise<Response> => {
    const past = c.req.query('past') === 'yes';
    const from = readAfter(c.req.query('after'));
    const { scope, rows, zone, habit } = await read(c, async (ctx) => {
      const place = await placeOf(ctx, slug);
      const scope = slug === undefined ? undefined : place;
      return {
        scope,
        rows: await listMeetings(ctx, scope, { past, after: from }),
        zone: await readerZone(ctx),
        habit: place.runs ? await habitOf(ctx, place) : undefined,
      };
    });
    const v = view(c, deps);
    const shown = onePage(
      rows,
      pageSize,
      (meeting) => meeting,
      (after) => urls.meetings.listFrom(v.at, slug, { ...(past ? { past: 'yes' } : {}), after }),
    );
    return page(
      c,
      <MeetingsPage v={v} place={scope && here(c, scope)} {...shown} past={past} zone={zone} habit={habit} />,
    );
  };
  app.get('/meetings', (c) => list(c, undefined));
  app.get('/groups/:slug/meetings', (c) => list(c, c.req.param('slug')));

  const calling = async (c: C, slug: string | undefined, id: string, state?: FormState) => {
    const { scope, zone } = await read(c, async (ctx) => {
      const scope = await placeOf(ctx, slug);
      requireRunner(scope);
      return { scope, zone: await readerZone(ctx) };
    });
    const shown = state ?? emptyForm({ time_zone: zone, minutes: '60', repeat: 'none' });
    return page(c, <NewMeetingPage v={view(c, deps)} place={here(c, scope)} id={id} state={shown} />, statusOf(shown));
  };
  app.get('/meetings/new', (c) => calling(c, c.req.query('group') || undefined, newId()));

  app.post('/meetings', async (c) => {
    requireRole(c, 'member', 'lead', 'coordinator');
    const sent = await readForm(c);
    const slug = sent.get('group') || undefined;
    const values = readFields(sent, ...meetingNames, 'repeat', 'until');
    const parsed = parse(newMeetingForm, values);
    const id = uuid.test(sent.get('id')) ? sent.get('id') : newId();
    if (!parsed.ok) return calling(c, slug, id, { values, errors: parsed.errors });
    await write(c, async (ctx) => {
      const scope = await placeOf(ctx, slug);
      requireRunner(scope);
      await callMeeting(ctx, scope, id, parsed.data);
    });
    const { at } = view(c, deps);
    if (parsed.data.twice) return after(c, urls.meetings.show(at, id), 'meetings.flash.twice');
    return parsed.data.days.length > 1
      ? after(c, urls.meetings.list(at, slug), 'meetings.flash.series')
      : after(c, urls.meetings.show(at, id), 'meetings.flash.called');
  });

  app.post('/meetings/habits', async (c) => {
    requireRole(c, 'member', 'lead', 'coordinator');
    const sent = await readForm(c);
    const parsed = parse(habitForm, readFields(sent, 'attendance', 'group'));
    if (!parsed.ok) throw new Problem('unreadable');
    const slug = parsed.data.group || undefined;
    await write(c, async (ctx) => {
      const scope = await placeOf(ctx, slug);
      requireRunner(scope);
      await setHabit(ctx, scope, parsed.data.attendance);
    });
    return after(c, urls.meetings.list(view(c, deps).at, slug), 'meetings.flash.habit');
  });

  app.get('/meetings/:id', async (c) => {
    const { scope, zone, shown } = await read(c, async (ctx) => {
      const { meeting, scope } = await one(ctx, c);
      const linked = async () => {
        const ids = await attachedTo(ctx, meeting.id);
        return documentLinks(ctx, meeting.minutesId ? [...ids, meeting.minutesId] : ids);
      };
      const [zone, places, documents, toChoose, toApprove] = await Promise.all([
        readerZone(ctx),
        placesOf(ctx, meeting),
        linked(),
        scope.writes ? documentsToChoose(ctx, scope) : [],
        scope.runs && meeting.at <= ctx.now ? minutesToApprove(ctx, meeting) : [],
      ]);
      return { scope, zone, shown: { meeting, places, documents, toChoose, toApprove } };
    });
    return page(c, <MeetingPage {...shown} v={view(c, deps)} place={here(c, scope)} zone={zone} />);
  });

  app.get('/meetings/:id/meeting.ics', async (c) => {
    const { meeting } = await read(c, (ctx) => one(ctx, c));
    const v = view(c, deps);
    const url = publicOrigin(deps, c.var.network) + urls.meetings.show(v.at, meeting.id);
    return calendarAnswer(v.text(v.network.name), [entryOf(meeting, { url })], 'meeting.ics');
  });

  async function editing(c: C, state?: FormState): Promise<Response> {
    const { meeting, scope } = await read(c, (ctx) => runAhead(ctx, c));
    const shown = state ?? emptyForm(meetingValues(meeting));
    return page(
      c,
      <EditMeetingPage v={view(c, deps)} place={here(c, scope)} meeting={meeting} state={shown} />,
      statusOf(shown),
    );
  }
  app.get('/meetings/:id/edit', (c) => editing(c));

  app.post('/meetings/:id/edit', async (c) => {
    await read(c, (ctx) => runAhead(ctx, c));
    const values = readFields(await readForm(c), ...meetingNames, 'later');
    const parsed = parse(meetingForm, values);
    if (!parsed.ok) return editing(c, { values, errors: parsed.errors });
    await write(c, async (ctx) => {
      const { meeting } = await runAhead(ctx, c);
      await changeMeeting(ctx, meeting, parsed.data, values.later === 'yes');
    });
    return after(c, shownAt(c), parsed.data.twice ? 'meetings.flash.twice' : 'meetings.flash.changed');
  });

  async function cancelling(c: C, state: FormState = emptyForm()): Promise<Response> {
    const { meeting, scope } = await read(c, (ctx) => runAhead(ctx, c));
    return page(
      c,
      <CancelPage v={view(c, deps)} place={here(c, scope)} meeting={meeting} state={state} />,
      statusOf(state),
    );
  }
  app.get('/meetings/:id/cancellation', (c) => cancelling(c));

  app.post('/meetings/:id/cancellation', async (c) => {
    await read(c, (ctx) => run(ctx, c));
    const values = readFields(await readForm(c), 'reason', 'later');
    const parsed = parse(cancellationForm, values);
    if (!parsed.ok) return cancelling(c, { values, errors: parsed.errors });
    await write(c, async (ctx) => {
      const { meeting } = await run(ctx, c);
      await cancelMeeting(ctx, meeting, parsed.data.reason, parsed.data.later === 'yes');
    });
    return after(c, shownAt(c), 'meetings.flash.cancelled');
  });

  app.post('/meetings/:id/answer', async (c) => {
    await read(c, (ctx) => one(ctx, c));
    const parsed = parse(answerForm, readFields(await readForm(c), 'answer'));
    if (!parsed.ok) throw new Problem('unreadable');
    const done = await write(c, async (ctx) => {
      const { meeting } = await one(ctx, c);
      if (!takesAnswers(meeting, ctx.now)) return false;
      await answerMeeting(ctx, meeting, parsed.data.answer);
      return true;
    });
    return after(c, shownAt(c), done ? 'meetings.flash.answered' : 'meetings.flash.late');
  });

  const noting = async (ctx: Ctx, c: C) => {
    const both = await run(ctx, c);
    if (both.meeting.attendance !== 'kept' || both.meeting.at > ctx.now) throw new Problem('not-found');
    return both;
  };
  app.get('/meetings/:id/attendance', async (c) => {
    const { meeting, scope, places } = await read(c, async (ctx) => {
      const both = await noting(ctx, c);
      return { ...both, places: await placesOf(ctx, both.meeting, true) };
    });
    return page(c, <AttendancePage v={view(c, deps)} place={here(c, scope)} meeting={meeting} places={places} />);
  });

  app.post('/meetings/:id/attendance', async (c) => {
    await read(c, (ctx) => noting(ctx, c));
    const places = (await readForm(c)).all('place').filter((id) => uuid.test(id));
    await write(c, async (ctx) => {
      const { meeting } = await noting(ctx, c);
      await noteAttendance(ctx, meeting, places.slice(0, 1000));
    });
    return after(c, shownAt(c), 'meetings.flash.attendance');
  });

  const writing = async (ctx: Ctx, c: C) => {
    const both = await one(ctx, c);
    requireWriter(both.scope);
    return both;
  };
  app.post('/meetings/:id/documents', async (c) => {
    await read(c, (ctx) => writing(ctx, c));
    const asked = new Set((await readForm(c)).all('document'));
    await write(c, async (ctx) => {
      const { meeting, scope } = await writing(ctx, c);
      const choice = await documentsToChoose(ctx, scope);
      await attachDocuments(
        ctx,
        meeting,
        choice.map(({ id }) => id).filter((id) => asked.has(id)),
      );
    });
    return after(c, shownAt(c), 'meetings.flash.attached');
  });

  app.post('/meetings/:id/minutes', async (c) => {
    const id = newId();
    const made = await write(c, async (ctx) => {
      const { meeting, scope } = await writing(ctx, c);
      if (meeting.at > ctx.now || meeting.cancelledAt || meeting.minutesId) return undefined;
      await addDocument(ctx, scope, id, minutesOf(c, meeting), 'minutes');
      await setMinutes(ctx, meeting.id, id);
      return id;
    });
    if (!made) return after(c, shownAt(c), 'meetings.flash.late');
    return c.redirect(urls.documents.edit(view(c, deps).at, made), 303);
  });

  /** What minutes begin with: the day, and a heading for each item of the agenda. */
  const minutesOf = (c: C, meeting: Meeting) => {
    const day = dateIn(c.var.locale, meeting.timeZone, meeting.at, 'date');
    const headings = meeting.agenda.map((item) => `## ${item.title}`);
    return {
      title: c.var.t('meetings.minutes.title', { title: meeting.title.slice(0, 100), day }),
      body: [c.var.t('meetings.minutes.first', { day }), ...headings].join('\n\n'),
      summary: '',
    };
  };

  app.post('/meetings/:id/approvals', async (c) => {
    await read(c, (ctx) => run(ctx, c));
    const sent = await readForm(c);
    const done = await write(c, async (ctx) => {
      const { meeting } = await run(ctx, c);
      if (meeting.at > ctx.now || meeting.cancelledAt) return false;
      const wanted = (await minutesToApprove(ctx, meeting)).find(({ id }) => id === sent.get('document'));
      return (
        String(wanted?.version) === sent.get('version') && approveVersion(ctx, wanted!.id, wanted!.version, meeting.id)
      );
    });
    return after(c, shownAt(c), done ? 'meetings.flash.approved' : 'meetings.flash.approvedNot');
  });
}
