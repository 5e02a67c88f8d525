import { momentWords } from '../../../platform/calendar/index.ts';
import type { View } from '../../../platform/http/index.ts';
import { Choice, Markdown, PostButton, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type DocumentLink, type Place as Frame, ScopePage } from '../../documents/index.ts';
import { answers, isOver, type Meeting, takesAnswers } from '../meeting.ts';
import type { Place, ToApprove } from '../queries.ts';
import { listOf } from './list.tsx';

export type Shown = {
  meeting: Meeting;
  places: Place[];
  documents: DocumentLink[];
  toChoose: DocumentLink[];
  toApprove: ToApprove[];
};
type Props = Shown & { v: View; place: Frame; zone: string };

/** One meeting: when on her clocks, where, what about, who comes, and its papers. */
export function MeetingPage(props: Props) {
  const { v, place, meeting, zone, documents } = props;
  const over = isOver(meeting, v.now);
  const minutes = documents.find((one) => one.id === meeting.minutesId);
  return (
    <ScopePage v={v} place={place} title={meeting.title} list={listOf(v)}>
      {meeting.cancelledAt && (
        <p class="notice">
          <State tone="bad">{v.t('meetings.cancelled')}</State> {meeting.cancelReason}
        </p>
      )}
      <dl class="facts">
        <dt>{v.t('meetings.head.when')}</dt>
        <dd>
          <b>{momentWords(meeting.at, zone, v.locale)}</b>
          {meeting.timeZone !== zone && (
            <>
              <br />
              {v.t('meetings.there.long', { when: momentWords(meeting.at, meeting.timeZone, v.locale) })}
            </>
          )}
          <br />
          <small>
            {v.t('meetings.length', { minutes: meeting.minutes })}{' '}
            <a href={urls.accounts.zone(v.at)}>{v.t('meetings.zone.change')}</a>
          </small>
        </dd>
        {meeting.place && (
          <>
            <dt>{v.t('meetings.field.place')}</dt>
            <dd>{meeting.place}</dd>
          </>
        )}
        {meeting.link && !over && !meeting.cancelledAt && (
          <>
            <dt>{v.t('meetings.field.link')}</dt>
            <dd>
              <a href={meeting.link} rel="noreferrer">
                {meeting.link}
              </a>
              <br />
              <small>{v.t('meetings.link.secret')}</small>
            </dd>
          </>
        )}
      </dl>
      <div class="actions">
        {!meeting.cancelledAt && (
          <a class="button plain" href={urls.meetings.calendarFile(v.at, meeting.id)}>
            {v.t('meetings.ics')}
          </a>
        )}
        {place.runs && !meeting.cancelledAt && !over && (
          <>
            <a class="button plain" href={urls.meetings.edit(v.at, meeting.id)}>
              {v.t('meetings.edit')}
            </a>
            <a href={urls.meetings.cancellation(v.at, meeting.id)}>{v.t('meetings.cancel')}</a>
          </>
        )}
      </div>
      {!meeting.cancelledAt && <Coming {...props} />}
      {meeting.about && <Markdown text={meeting.about} />}
      {meeting.agenda.length > 0 && <Agenda v={v} meeting={meeting} />}
      <section class="flow" aria-labelledby="papers">
        <h2 id="papers">{v.t('meetings.papers')}</h2>
        {minutes && (
          <p>
            <a href={urls.documents.show(v.at, minutes.id)}>{minutes.title}</a>
          </p>
        )}
        {!minutes && place.writes && !meeting.cancelledAt && meeting.at <= v.now && (
          <PostButton
            v={v}
            action={urls.meetings.minutes(v.at, meeting.id)}
            label={v.t('meetings.minutes.begin')}
            about={meeting.title}
          />
        )}
        {documents.length > (minutes ? 1 : 0) ? (
          <ul>
            {documents
              .filter((one) => one.id !== meeting.minutesId)
              .map((one) => (
                <li>
                  <a href={urls.documents.show(v.at, one.id)}>{one.title}</a>
                </li>
              ))}
          </ul>
        ) : (
          !minutes && <p class="quiet">{v.t('meetings.papers.none')}</p>
        )}
        {place.writes && <Attach {...props} />}
      </section>
      {place.runs && <Approve {...props} />}
    </ScopePage>
  );
}

/** Whether she comes, and who else does. */
function Coming({ v, meeting, places, place }: Props) {
  const mine = places.find((one) => one.mine)?.answer;
  const there = places.filter((one) => one.wasThere);
  const name = (one: Place) => one.name ?? v.t('meetings.nobody');
  return (
    <section class="flow" aria-labelledby="coming">
      <h2 id="coming">{v.t(isOver(meeting, v.now) ? 'meetings.attendance' : 'meetings.coming')}</h2>
      <p class="quiet">{v.t(`meetings.kept.${meeting.attendance}`)}</p>
      {takesAnswers(meeting, v.now) && (
        <form class="actions" method="post" action={urls.meetings.answer(v.at, meeting.id)}>
          {answers.map((answer) => (
            <button
              type="submit"
              name="answer"
              value={answer}
              class={mine === answer ? 'button' : 'button plain'}
              aria-pressed={mine === answer ? 'true' : 'false'}
            >
              {v.t(`meetings.answer.${answer}`)}
            </button>
          ))}
        </form>
      )}
      <dl class="facts">
        {answers.map((answer) => {
          const those = places.filter((one) => one.answer === answer);
          return (
            those.length > 0 && (
              <>
                <dt>{v.t('meetings.answered', { answer: v.t(`meetings.answer.${answer}`), count: those.length })}</dt>
                <dd>{those.map(name).join(', ')}</dd>
              </>
            )
          );
        })}
        {there.length > 0 && (
          <>
            <dt>{v.t('meetings.wereThere', { count: there.length })}</dt>
            <dd>{there.map(name).join(', ')}</dd>
          </>
        )}
      </dl>
      {place.runs && meeting.attendance === 'kept' && meeting.at <= v.now && (
        <p>
          <a href={urls.meetings.attendance(v.at, meeting.id)}>{v.t('meetings.attendance.note')}</a>
        </p>
      )}
    </section>
  );
}

function Agenda({ v, meeting }: { v: View; meeting: Meeting }) {
  const planned = meeting.agenda.reduce((sum, one) => sum + (one.minutes ?? 0), 0);
  return (
    <section class="flow" aria-labelledby="agenda">
      <h2 id="agenda">{v.t('meetings.field.agenda')}</h2>
      <Table
        caption={v.t('meetings.agenda.caption', { planned, minutes: meeting.minutes })}
        head={['item', 'minutes', 'who'].map((head) => v.t(`meetings.head.${head}`))}
      >
        {meeting.agenda.map((item) => (
          <tr>
            <th scope="row">{item.title}</th>
            <td>{item.minutes === null ? '' : v.t('meetings.minutesShort', { minutes: item.minutes })}</td>
            <td>{item.who}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

/** Which documents lie with it. */
function Attach({ v, meeting, documents, toChoose }: Props) {
  if (toChoose.length === 0) return null;
  return (
    <details class="fold">
      <summary>{v.t('meetings.attach')}</summary>
      <form class="form short" method="post" action={urls.meetings.documents(v.at, meeting.id)}>
        <fieldset>
          <legend>{v.t('meetings.attach.legend')}</legend>
          {toChoose.map((one) => (
            <Choice name="document" value={one.id} checked={documents.some(({ id }) => id === one.id)}>
              {one.title}
            </Choice>
          ))}
        </fieldset>
        <div>
          <button type="submit" class="button plain">
            {v.t('meetings.attach.save')}
          </button>
        </div>
      </form>
    </details>
  );
}

/** Minutes of earlier meetings that this one can approve. */
function Approve({ v, meeting, toApprove }: Props) {
  if (toApprove.length === 0 || meeting.cancelledAt || meeting.at > v.now) return null;
  return (
    <section class="flow" aria-labelledby="approve">
      <h2 id="approve">{v.t('meetings.approve')}</h2>
      <p>{v.t('meetings.approve.text')}</p>
      <ul class="plain flow">
        {toApprove.map((one) => (
          <li class="actions">
            <a href={urls.documents.show(v.at, one.id)}>{one.title}</a>
            <PostButton
              v={v}
              action={urls.meetings.approvals(v.at, meeting.id)}
              label={v.t('meetings.approve.now', { version: one.version })}
              about={one.title}
              fields={{ document: one.id, version: String(one.version) }}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
