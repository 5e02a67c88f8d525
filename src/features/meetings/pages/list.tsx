import { shortMoment, zoneWords } from '../../../platform/calendar/index.ts';
import type { View } from '../../../platform/http/index.ts';
import { Choice, Empty, Pager, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Place as Frame, ScopePage, scopeName } from '../../documents/index.ts';
import { type Attendance, attendances } from '../meeting.ts';
import type { Listed } from '../queries.ts';

/** The list under which meetings stand. */
export const listOf = (v: View) => ({
  href: (group?: string) => urls.meetings.list(v.at, group),
  label: v.t('meetings.title'),
});

type Props = {
  v: View;
  place: Frame | undefined;
  list: Listed[];
  next: string | undefined;
  past: boolean;
  zone: string;
  /** What the scope keeps of who comes, for who runs it. */
  habit: Attendance | undefined;
};

/** The meetings of a group, of the network, or all to which she may come. */
export function MeetingsPage({ v, place, list, next, past, zone, habit }: Props) {
  const group = place?.group?.slug;
  return (
    <ScopePage v={v} place={place} title={v.t(past ? 'meetings.past.title' : 'meetings.title')} list={listOf(v)}>
      <p>{v.t('meetings.lead', { zone: zoneWords(zone, v.locale, v.now) })}</p>
      {!place && !v.can('coordinator') && (
        <p>
          {v.t('meetings.inGroups')} <a href={urls.groups.list(v.at)}>{v.t('groups.title')}</a>
        </p>
      )}
      <div class="actions">
        {(place ? place.runs : v.can('coordinator')) && (
          <a class="button" href={urls.meetings.create(v.at, group)}>
            {v.t('meetings.new')}
          </a>
        )}
        {past ? (
          <a href={urls.meetings.list(v.at, group)}>{v.t('meetings.ahead.link')}</a>
        ) : (
          <a href={urls.meetings.listFrom(v.at, group, { past: 'yes' })}>{v.t('meetings.past.title')}</a>
        )}
        <a href={urls.meetings.feeds(v.at)}>{v.t('meetings.feeds.link')}</a>
      </div>
      {list.length === 0 ? (
        <Empty text={v.t(past ? 'meetings.past.empty' : 'meetings.empty')} />
      ) : (
        <Table
          caption={v.t('meetings.caption', { zone: zoneWords(zone, v.locale, v.now) })}
          head={[
            v.t('meetings.head.when'),
            v.t('meetings.head.what'),
            ...(place ? [] : [v.t('meetings.head.group')]),
            v.t('meetings.head.mine'),
          ]}
        >
          {list.map((one) => (
            <tr>
              <td>
                {shortMoment(one.at, zone, v.locale)}
                {one.timeZone !== zone && (
                  <>
                    <br />
                    <small>
                      {v.t('meetings.there', {
                        when: shortMoment(one.at, one.timeZone, v.locale),
                        zone: zoneWords(one.timeZone, v.locale, one.at),
                      })}
                    </small>
                  </>
                )}
              </td>
              <th scope="row">
                <a href={urls.meetings.show(v.at, one.id)}>{one.title}</a>
                {one.place && (
                  <>
                    <br />
                    <small>{one.place}</small>
                  </>
                )}
              </th>
              {!place && <td>{scopeName(v, one.group)}</td>}
              <td>
                {one.cancelledAt ? (
                  <State tone="bad">{v.t('meetings.cancelled')}</State>
                ) : one.mine ? (
                  <State tone={one.mine === 'coming' ? 'ok' : 'plain'}>{v.t(`meetings.answer.${one.mine}`)}</State>
                ) : (
                  !past && one.attendance !== 'never' && <State tone="wait">{v.t('meetings.answer.none')}</State>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Pager v={v} next={next} />
      {habit && (
        <details class="fold">
          <summary>
            <b>{v.t('meetings.habit.title')}</b> <small>{v.t(`meetings.habit.${habit}`)}</small>
          </summary>
          <form class="form short" method="post" action={urls.meetings.habits(v.at)}>
            <input type="hidden" name="group" value={group ?? ''} />
            <fieldset>
              <legend>{v.t('meetings.habit.title')}</legend>
              {attendances.map((one) => (
                <Choice type="radio" name="attendance" value={one} checked={one === habit}>
                  {v.t(`meetings.habit.${one}`)}
                  <br />
                  <small>{v.t(`meetings.habit.${one}.hint`)}</small>
                </Choice>
              ))}
            </fieldset>
            <div>
              <button type="submit" class="button plain">
                {v.t('meetings.habit.save')}
              </button>
            </div>
          </form>
        </details>
      )}
    </ScopePage>
  );
}
