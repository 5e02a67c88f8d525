import { zoneNames } from '../../../platform/calendar/index.ts';
import type { View } from '../../../platform/http/index.ts';
import { Choice, ErrorSummary, Field, type FormState, PostButton, Select, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Place as Frame, ScopePage, scopeName } from '../../documents/index.ts';
import { meetingNames } from '../forms.ts';
import type { Meeting } from '../meeting.ts';
import type { Feed, Place } from '../queries.ts';
import { rhythms } from '../series.ts';
import { listOf } from './list.tsx';

const labelsOf = (v: View) =>
  Object.fromEntries(
    [...meetingNames, 'repeat', 'until', 'reason'].map((name) => [name, v.t(`meetings.field.${name}`)]),
  );

function MeetingFields({ v, state }: { v: View; state: FormState }) {
  const field = (name: (typeof meetingNames)[number]) => ({ v, name, label: v.t(`meetings.field.${name}`), state });
  return (
    <>
      <Field {...field('title')} maxlength={160} required wording />
      <Field {...field('starts_at')} hint={v.t('meetings.field.starts_at.hint')} type="datetime-local" required />
      <Select
        {...field('time_zone')}
        hint={v.t('meetings.field.time_zone.hint')}
        options={zoneNames(state.values.time_zone).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
        required
      />
      <Field {...field('minutes')} inputmode="numeric" maxlength={4} required />
      <Field {...field('place')} hint={v.t('meetings.field.place.hint')} maxlength={300} />
      <Field {...field('link')} hint={v.t('meetings.link.secret')} type="url" maxlength={500} />
      <Field {...field('about')} maxlength={10_000} rows={4} />
      <Field {...field('agenda')} hint={v.t('meetings.field.agenda.hint')} maxlength={8_000} rows={6} />
    </>
  );
}

type Props = { v: View; place: Frame; state: FormState };

/** A new meeting, or a series. */
export function NewMeetingPage({ v, place, state, id }: Props & { id: string }) {
  return (
    <ScopePage v={v} place={place} title={v.t('meetings.new')} list={listOf(v)} islands={['error-summary']}>
      <p>{v.t(place.group ? 'meetings.new.group' : 'meetings.new.network')}</p>
      <ErrorSummary v={v} state={state} labels={labelsOf(v)} />
      <form class="form short" method="post" action={urls.meetings.list(v.at)} novalidate>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="group" value={place.group?.slug ?? ''} />
        <MeetingFields v={v} state={state} />
        <Select
          v={v}
          name="repeat"
          label={v.t('meetings.field.repeat')}
          hint={v.t('meetings.field.repeat.hint')}
          state={state}
          options={['none', ...rhythms].map((one) => ({ value: one, label: v.t(`meetings.repeat.${one}`) }))}
        />
        <Field
          v={v}
          name="until"
          label={v.t('meetings.field.until')}
          hint={v.t('meetings.field.until.hint')}
          state={state}
          type="date"
        />
        <div>
          <button type="submit" class="button">
            {v.t('meetings.call')}
          </button>
        </div>
      </form>
    </ScopePage>
  );
}

const ownStep = (v: View, meeting: Meeting) => [{ href: urls.meetings.show(v.at, meeting.id), label: meeting.title }];

const Later = ({ v, meeting, checked }: { v: View; meeting: Meeting; checked: boolean }) =>
  meeting.seriesId ? (
    <Choice name="later" value="yes" checked={checked}>
      {v.t('meetings.later')}
    </Choice>
  ) : null;

/** A meeting, changed. */
export function EditMeetingPage({ v, place, state, meeting }: Props & { meeting: Meeting }) {
  return (
    <ScopePage
      v={v}
      place={place}
      title={v.t('meetings.edit.title', { title: meeting.title })}
      list={listOf(v)}
      back={ownStep(v, meeting)}
      islands={['error-summary']}
    >
      <p>{v.t('meetings.edit.text')}</p>
      <ErrorSummary v={v} state={state} labels={labelsOf(v)} />
      <form class="form short" method="post" action={urls.meetings.edit(v.at, meeting.id)} novalidate>
        <MeetingFields v={v} state={state} />
        <Later v={v} meeting={meeting} checked={state.values.later === 'yes'} />
        <div class="actions">
          <button type="submit" class="button">
            {v.t('meetings.save')}
          </button>
          <a href={urls.meetings.show(v.at, meeting.id)}>{v.t('meetings.back')}</a>
        </div>
      </form>
    </ScopePage>
  );
}

/** Asks once more before a meeting is cancelled. */
export function CancelPage({ v, place, state, meeting }: Props & { meeting: Meeting }) {
  return (
    <ScopePage
      v={v}
      place={place}
      title={v.t('meetings.cancel.title', { title: meeting.title })}
      list={listOf(v)}
      back={ownStep(v, meeting)}
      islands={['error-summary']}
    >
      <p>{v.t('meetings.cancel.text')}</p>
      <ErrorSummary v={v} state={state} labels={labelsOf(v)} />
      <form class="form short" method="post" action={urls.meetings.cancellation(v.at, meeting.id)} novalidate>
        <Field
          v={v}
          name="reason"
          label={v.t('meetings.field.reason')}
          hint={v.t('meetings.field.reason.hint')}
          state={state}
          maxlength={300}
          wording
        />
        <Later v={v} meeting={meeting} checked={state.values.later === 'yes'} />
        <div class="actions">
          <button type="submit" class="button grave">
            {v.t('meetings.cancel.now')}
          </button>
          <a href={urls.meetings.show(v.at, meeting.id)}>{v.t('meetings.back')}</a>
        </div>
      </form>
    </ScopePage>
  );
}

/** Who was there. */
export function AttendancePage({
  v,
  place,
  meeting,
  places,
}: {
  v: View;
  place: Frame;
  meeting: Meeting;
  places: Place[];
}) {
  return (
    <ScopePage
      v={v}
      place={place}
      title={v.t('meetings.attendance.title', { title: meeting.title })}
      list={listOf(v)}
      back={ownStep(v, meeting)}
    >
      <p>{v.t('meetings.kept.kept')}</p>
      <form class="form short" method="post" action={urls.meetings.attendance(v.at, meeting.id)}>
        <fieldset>
          <legend>{v.t('meetings.attendance.who')}</legend>
          {places.map((one) => (
            <Choice name="place" value={one.id} checked={one.wasThere ?? one.answer === 'coming'}>
              {one.name ?? v.t('meetings.nobody')}
            </Choice>
          ))}
          {places.length === 0 && <p>{v.t('meetings.attendance.none')}</p>}
        </fieldset>
        <div>
          <button type="submit" class="button">
            {v.t('meetings.attendance.save')}
          </button>
        </div>
      </form>
    </ScopePage>
  );
}

/** Her secret calendar addresses. */
export function FeedsPage({
  v,
  feeds,
  groups,
  id,
}: {
  v: View;
  feeds: (Feed & { address: string })[];
  groups: { slug: string; name: Record<string, string> }[];
  id: string;
}) {
  return (
    <ScopePage
      v={v}
      title={v.t('meetings.feeds.title')}
      list={listOf(v)}
      back={[{ href: urls.meetings.list(v.at), label: v.t('meetings.title') }]}
      islands={['copy-link']}
    >
      <p>{v.t('meetings.feeds.text')}</p>
      <p class="notice">{v.t('meetings.feeds.secret')}</p>
      {feeds.length > 0 && (
        <Table
          caption={v.t('meetings.feeds.caption')}
          head={['address', 'holds', 'action'].map((name) => v.t(`meetings.head.${name}`))}
        >
          {feeds.map((feed) => (
            <tr>
              <td class="lines" data-island="copy-link">
                <code data-copy>{feed.address}</code>{' '}
                <button class="button plain" type="button" hidden data-done={v.t('meetings.feeds.copied')}>
                  {v.t('meetings.feeds.copy')}
                </button>
              </td>
              <td>
                {feed.groupId
                  ? feed.group
                    ? scopeName(v, feed.group)
                    : v.t('meetings.feeds.left')
                  : v.t('meetings.feeds.all')}
                <br />
                <State tone={feed.words ? 'wait' : 'ok'}>
                  {v.t(feed.words ? 'meetings.feeds.words' : 'meetings.feeds.bare')}
                </State>
              </td>
              <td>
                <PostButton
                  v={v}
                  action={urls.meetings.feedRemoval(v.at, feed.id)}
                  label={v.t('meetings.feeds.revoke')}
                  about={v.date(feed.createdAt, 'time')}
                  kind="grave"
                />
              </td>
            </tr>
          ))}
        </Table>
      )}
      <h2>{v.t('meetings.feeds.new')}</h2>
      <form class="form short" method="post" action={urls.meetings.feeds(v.at)}>
        <input type="hidden" name="id" value={id} />
        <Select
          v={v}
          name="group"
          label={v.t('meetings.feeds.which')}
          state={{ values: {}, errors: {} }}
          options={[
            { value: '', label: v.t('meetings.feeds.all') },
            ...groups.map((group) => ({ value: group.slug, label: v.text(group.name) })),
          ]}
        />
        <Choice name="words" value="yes">
          {v.t('meetings.feeds.withWords')}
          <br />
          <small>{v.t('meetings.feeds.withWords.hint')}</small>
        </Choice>
        <div>
          <button type="submit" class="button plain">
            {v.t('meetings.feeds.make')}
          </button>
        </div>
      </form>
    </ScopePage>
  );
}
