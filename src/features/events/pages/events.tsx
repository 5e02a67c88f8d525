import { raw } from 'hono/html';
import type { View } from '../../../platform/http/index.ts';
import { Choice, ErrorSummary, Field, type FormState, PostButton, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type DeskCampaign, DeskPage } from '../../desk/index.ts';
import { type Event, phaseOf } from '../event.ts';
import type { EventFigures, Person } from '../queries.ts';
import { wallWords } from './door.tsx';

const names = ['name', 'place', 'starts_at', 'ends_at', 'time_zone', 'most'] as const;

/** The values of the form as stored. */
export const eventValues = (event: Event): Record<string, string> => ({
  name: event.name,
  place: event.place,
  starts_at: event.startsAt,
  ends_at: event.endsAt,
  time_zone: event.timeZone,
  most: String(event.most),
  announced: event.announced ? 'yes' : '',
});

function EventFields({ v, state }: { v: View; state: FormState }) {
  const field = (name: (typeof names)[number]) => ({ v, name, label: v.t(`events.field.${name}`), state });
  return (
    <>
      <Field {...field('name')} hint={v.t('events.field.name.hint')} maxlength={120} required wording />
      <Field {...field('place')} maxlength={200} />
      <Field {...field('starts_at')} type="datetime-local" hint={v.t('events.field.starts_at.hint')} required />
      <Field {...field('ends_at')} type="datetime-local" required />
      <Field {...field('time_zone')} hint={v.t('events.field.time_zone.hint')} maxlength={60} required />
      <Field {...field('most')} hint={v.t('events.field.most.hint')} inputmode="numeric" required />
      <Choice name="announced" value="yes" id="announced" checked={state.values.announced === 'yes'}>
        {v.t('events.field.announced')}
      </Choice>
    </>
  );
}

const labelsOf = (v: View) => Object.fromEntries(names.map((name) => [name, v.t(`events.field.${name}`)]));
const tones = { ahead: 'plain', on: 'ok', over: 'plain' } as const;

/** The events of a campaign, and the form for the next one. */
export function EventsPage({
  v,
  campaign,
  events,
  id,
  state,
}: {
  v: View;
  campaign: DeskCampaign;
  events: Event[];
  id: string;
  state: FormState;
}) {
  return (
    <DeskPage v={v} title={v.t('events.title')} campaign={campaign} islands={['error-summary']}>
      <p>
        {v.t('events.lead')} <a href={urls.events.cards(v.at, campaign.id)}>{v.t('events.cards.link')}</a>
      </p>
      <ErrorSummary v={v} state={state} labels={labelsOf(v)} />
      {events.length === 0 ? (
        <p class="notice">{v.t('events.empty')}</p>
      ) : (
        <Table
          caption={v.t('events.title')}
          head={['event', 'when', 'code', 'state'].map((name) => v.t(`events.head.${name}`))}
        >
          {events.map((event) => {
            const phase = phaseOf(event, v.now);
            return (
              <tr>
                <th scope="row">
                  <a href={urls.events.edit(v.at, campaign.id, event.id)}>{event.name}</a>
                  <br />
                  <small>{event.place}</small>
                </th>
                <td>
                  {wallWords(v, event.startsAt)}
                  <br />
                  <small>{event.timeZone}</small>
                </td>
                <td>{event.code}</td>
                <td>
                  <State tone={tones[phase]}>{v.t(`events.phase.${phase}`)}</State>
                </td>
              </tr>
            );
          })}
        </Table>
      )}
      <h2>{v.t('events.new')}</h2>
      <form class="form short" method="post" action={urls.events.desk(v.at, campaign.id)} novalidate>
        <input type="hidden" name="id" value={id} />
        <EventFields v={v} state={state} />
        <div>
          <button type="submit" class="button">
            {v.t('events.add')}
          </button>
        </div>
      </form>
    </DeskPage>
  );
}

/** One event: its code and slide, what came, who may type its cards, and its form. */
export function EventPage({
  v,
  campaign,
  event,
  figures,
  people,
  state,
}: {
  v: View;
  campaign: DeskCampaign;
  event: Event;
  figures: EventFigures;
  people: Person[];
  state: FormState;
}) {
  const phase = phaseOf(event, v.now);
  return (
    <DeskPage v={v} title={event.name} campaign={campaign} islands={['error-summary']}>
      <p>
        <State tone={tones[phase]}>{v.t(`events.phase.${phase}`)}</State> {wallWords(v, event.startsAt)} –{' '}
        {wallWords(v, event.endsAt)} ({event.timeZone})
      </p>
      <ErrorSummary v={v} state={state} labels={labelsOf(v)} />
      <p>
        {v.t('events.code', { code: event.code })}{' '}
        {v.t('events.figures', { actions: figures.actions, confirmed: figures.confirmed, cards: figures.cards })}
      </p>
      <div class="actions">
        <a class="button" href={urls.events.slide(v.at, campaign.id, event.id)}>
          {v.t('events.slide.link')}
        </a>
        <a class="button plain" href={urls.events.cards(v.at, campaign.id, event.id)}>
          {v.t('events.cards.link')}
        </a>
      </div>
      <h2>{v.t('events.witnesses.title')}</h2>
      <form class="form short" method="post" action={urls.events.witnesses(v.at, campaign.id, event.id)}>
        <p>{v.t('events.witnesses.text')}</p>
        {people.map((person) => (
          <Choice name="account" value={person.id} checked={person.chosen}>
            {person.name}
          </Choice>
        ))}
        <div>
          <button type="submit" class="button plain">
            {v.t('events.witnesses.save')}
          </button>
        </div>
      </form>
      <h2>{v.t('events.change')}</h2>
      <form class="form short" method="post" action={urls.events.edit(v.at, campaign.id, event.id)} novalidate>
        <EventFields v={v} state={state} />
        <div>
          <button type="submit" class="button plain">
            {v.t('events.save')}
          </button>
        </div>
      </form>
      <PostButton
        v={v}
        action={urls.events.removal(v.at, campaign.id, event.id)}
        label={v.t('events.remove')}
        about={event.name}
        kind="grave"
      />
    </DeskPage>
  );
}

/** For the wall of the hall: the code, where to type it, and the same to be pointed at with a telephone. */
export function SlidePage({
  v,
  campaign,
  event,
  title,
  address,
  picture,
}: {
  v: View;
  campaign: DeskCampaign;
  event: Event;
  title: string;
  address: string;
  /** The address as a QR code: SVG that we made. */
  picture: string;
}) {
  return (
    <DeskPage v={v} title={event.name} campaign={campaign}>
      <p class="lead">{title}</p>
      <div class="slide">
        <div class="slide-code">{raw(picture)}</div>
        <div class="flow">
          <p>{v.t('events.slide.point')}</p>
          <p>{v.t('events.slide.type')}</p>
          <p class="slide-address">{address}</p>
        </div>
      </div>
    </DeskPage>
  );
}
