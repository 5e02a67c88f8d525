import type { Child } from 'hono/jsx';
import type { View } from '../../../platform/http/index.ts';
import { languageIn, languageName } from '../../../platform/i18n/index.ts';
import {
  Choice,
  ErrorSummary,
  Field,
  type FormState,
  Mistake,
  PostButton,
  Select,
  State,
  Table,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { countryName } from '../../campaigns/index.ts';
import { type DeskCampaign, titleOf } from '../../desk/index.ts';
import type { Event } from '../event.ts';
import type { Batch, CardLine } from '../queries.ts';

/** A page of the cards. The desk lies above it for those who run campaigns; a member who is a witness comes from Today. */
function CardFrame({
  v,
  title,
  campaign,
  batch,
  islands,
  children,
}: {
  v: View;
  title: string;
  campaign: DeskCampaign;
  batch?: Batch;
  islands?: string[];
  children?: Child;
}) {
  const desk = v.can('coordinator')
    ? [
        { href: urls.campaigns.desk(v.at), label: v.t('desk.list.title') },
        { href: urls.campaigns.edit(v.at, campaign.id), label: titleOf(v, campaign) },
      ]
    : [];
  const cards = { href: urls.events.cards(v.at, campaign.id, batch?.eventId ?? ''), label: v.t('events.cards.title') };
  return (
    <WorkPage v={v} title={title} back={batch ? [...desk, cards] : desk} islands={islands}>
      {children}
    </WorkPage>
  );
}

/** Cards signed on paper: the sheet to print, the batches typed in so far, and a new one. */
export function CardsPage({
  v,
  campaign,
  batches,
  events,
  id,
  state,
}: {
  v: View;
  campaign: DeskCampaign;
  batches: Batch[];
  events: Event[];
  id: string;
  state: FormState;
}) {
  const labels = Object.fromEntries(
    ['witness', 'signed_on', 'locale', 'event'].map((name) => [name, v.t(`events.batch.${name}`)]),
  );
  const field = (name: string) => ({ v, name, label: labels[name]!, state });
  const languages = v.network.locales.filter((locale) => campaign.texts.some((text) => text.locale === locale));
  return (
    <CardFrame v={v} title={v.t('events.cards.title')} campaign={campaign} islands={['error-summary']}>
      <p>{v.t('events.cards.lead')}</p>
      <ErrorSummary v={v} state={state} labels={labels} />
      <h2>{v.t('events.sheet.title')}</h2>
      <p>{v.t('events.sheet.text')}</p>
      <ul>
        {languages.map((locale) => (
          <li>
            <a href={urls.events.sheet(v.at, campaign.id, locale, state.values.event)}>
              {v.t('events.sheet.link', { language: languageIn(v.locale, locale) })}
            </a>
          </li>
        ))}
      </ul>
      <h2>{v.t('events.batches.title')}</h2>
      {batches.length === 0 ? (
        <p>{v.t('events.batches.empty')}</p>
      ) : (
        <Table
          caption={v.t('events.batches.title')}
          head={['batch', 'witness', 'cards', 'state'].map((name) => v.t(`events.batch.head.${name}`))}
        >
          {batches.map((batch) => (
            <tr>
              <th scope="row">
                <a href={urls.events.batch(v.at, campaign.id, batch.id)}>
                  {v.t('events.batch.name', { day: v.date(batch.signedOn) })}
                </a>
                <br />
                <small>{batch.event}</small>
              </th>
              <td>
                {batch.witness}
                <br />
                <small>
                  {v.t('events.batch.typedBy', { name: batch.typedBy ?? '–', day: v.date(batch.createdAt) })}
                </small>
              </td>
              <td>{v.t('events.batch.counts', { cards: batch.cards, counted: batch.counted })}</td>
              <td>
                <State tone={batch.undoneAt ? 'plain' : 'ok'}>
                  {v.t(batch.undoneAt ? 'events.batch.undone' : 'events.batch.stands')}
                </State>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <h2>{v.t('events.batch.new')}</h2>
      <form class="form short" method="post" action={urls.events.cards(v.at, campaign.id)} novalidate>
        <input type="hidden" name="id" value={id} />
        <Field
          {...field('witness')}
          hint={v.t('events.batch.witness.hint')}
          maxlength={120}
          autocomplete="off"
          required
        />
        <Field {...field('signed_on')} type="date" required />
        <Select
          {...field('locale')}
          options={languages.map((locale) => ({ value: locale, label: languageName(locale) }))}
        />
        <Select
          {...field('event')}
          options={[
            { value: '', label: v.t('events.batch.noEvent') },
            ...events.map((event) => ({ value: event.id, label: event.name })),
          ]}
        />
        <div>
          <button type="submit" class="button">
            {v.t('events.batch.begin')}
          </button>
        </div>
      </form>
    </CardFrame>
  );
}

/** A body in which the district is not certain, with those among whom she may be represented. */
export type Doubt = { key: string; title: string; choices: { postId: string; label: string }[] };

/** One batch: the form for the next card, and those typed so far. */
export function BatchPage({
  v,
  campaign,
  batch,
  cards,
  id,
  countries,
  purposes,
  consents,
  doubts,
  chosen,
  namesakes,
  state,
}: {
  v: View;
  campaign: DeskCampaign;
  batch: Batch;
  cards: CardLine[];
  id: string;
  countries: string[];
  purposes: { purpose: string; words: string }[];
  consents: string[];
  doubts: Doubt[];
  chosen: string[];
  /** People of this name who acted already and may be the same. */
  namesakes: { name: string; email: string }[];
  state: FormState;
}) {
  const labels = Object.fromEntries(
    ['name', 'email', 'street', 'code', 'country', 'to', 'who'].map((name) => [name, v.t(`events.card.${name}`)]),
  );
  const field = (name: string) => ({ v, name, label: labels[name]!, state });
  return (
    <CardFrame
      v={v}
      title={v.t('events.batch.name', { day: v.date(batch.signedOn) })}
      campaign={campaign}
      batch={batch}
      islands={['error-summary']}
    >
      <p>
        {v.t('events.batch.who', { witness: batch.witness, name: batch.typedBy ?? '–' })} {batch.event}
      </p>
      {batch.undoneAt && <p class="notice">{v.t('events.batch.undone.text', { day: v.date(batch.undoneAt) })}</p>}
      <ErrorSummary v={v} state={state} labels={labels} />
      {!batch.undoneAt && (
        <form class="form" method="post" action={urls.events.batch(v.at, campaign.id, batch.id)} novalidate>
          <h2>{v.t('events.card.title')}</h2>
          <input type="hidden" name="id" value={id} />
          {namesakes.length > 0 && (
            <fieldset id="who">
              <legend>{labels.who}</legend>
              <Mistake v={v} name="who" state={state} />
              <ul>
                {namesakes.map((one) => (
                  <li>
                    {one.name} {one.email && <small>{one.email}</small>}
                  </li>
                ))}
              </ul>
              <Choice type="radio" name="who" value="same">
                {v.t('events.card.same')}
              </Choice>
              <Choice type="radio" name="who" value="different">
                {v.t('events.card.different')}
              </Choice>
            </fieldset>
          )}
          <Field {...field('name')} maxlength={120} autocomplete="off" required />
          <Field
            {...field('street')}
            hint={v.t('events.card.street.hint')}
            autocomplete="off"
            rows={2}
            wording={false}
          />
          {countries.length > 0 && (
            <>
              {countries.length > 1 ? (
                <Select
                  {...field('country')}
                  options={countries.map((country) => ({ value: country, label: countryName(v, country) }))}
                />
              ) : (
                <input type="hidden" name="country" value={countries[0]} />
              )}
              <Field {...field('code')} hint={v.t('events.card.code.hint')} maxlength={20} autocomplete="off" />
            </>
          )}
          {doubts.length > 0 && (
            <fieldset id="to">
              <legend>{labels.to}</legend>
              <Mistake v={v} name="to" state={state} />
              {doubts.map((doubt) => (
                <div class="field">
                  <label for={`to-${doubt.key}`}>{doubt.title}</label>
                  <select id={`to-${doubt.key}`} name="to">
                    <option value="">{v.t('events.card.to.none')}</option>
                    {doubt.choices.map((choice) => (
                      <option value={choice.postId} selected={chosen.includes(choice.postId) || undefined}>
                        {choice.label}
                      </option>
                    ))}
                  </select>
                </div>
              ))}
              <input type="hidden" name="asked" value="yes" />
            </fieldset>
          )}
          <Field
            {...field('email')}
            hint={v.t('events.card.email.hint')}
            type="email"
            maxlength={254}
            autocomplete="off"
          />
          {purposes.length > 0 && (
            <fieldset>
              <legend>{v.t('campaigns.letter.also')}</legend>
              {purposes.map(({ purpose, words }) => (
                <Choice name="consent" value={purpose} checked={consents.includes(purpose)}>
                  {words}
                </Choice>
              ))}
            </fieldset>
          )}
          <button type="submit" class="button">
            {v.t('events.card.add')}
          </button>
          <small>{v.t('events.card.kept')}</small>
        </form>
      )}
      <h2>{v.t('events.card.list', { count: cards.length })}</h2>
      {cards.length > 0 && (
        <Table
          caption={v.t('events.card.list', { count: cards.length })}
          head={['name', 'outcome', 'typed'].map((name) => v.t(`events.card.head.${name}`))}
        >
          {cards.map((card) => (
            <tr>
              <th scope="row">
                {card.name ?? v.t('events.card.nobody')}
                {card.email && (
                  <>
                    <br />
                    <small>{card.email}</small>
                  </>
                )}
              </th>
              <td>
                <State tone={card.outcome === 'counted' ? 'ok' : 'plain'}>
                  {v.t(`events.card.outcome.${card.outcome}`)}
                </State>
              </td>
              <td>{v.date(card.typedAt, 'time')}</td>
            </tr>
          ))}
        </Table>
      )}
      {!batch.undoneAt && cards.length > 0 && (
        <p>
          <a href={urls.events.batchRemoval(v.at, campaign.id, batch.id)}>{v.t('events.undo.link')}</a>
        </p>
      )}
    </CardFrame>
  );
}

/** Asks once more before a whole batch is undone. */
export function UndoPage({ v, campaign, batch }: { v: View; campaign: DeskCampaign; batch: Batch }) {
  return (
    <CardFrame v={v} title={v.t('events.undo.title')} campaign={campaign} batch={batch}>
      <p>{v.t('events.undo.text', { cards: batch.cards })}</p>
      <div class="actions">
        <PostButton
          action={urls.events.batchRemoval(v.at, campaign.id, batch.id)}
          label={v.t('events.undo.action')}
          kind="grave"
        />
        <a href={urls.events.batch(v.at, campaign.id, batch.id)}>{v.t('desk.back')}</a>
      </div>
    </CardFrame>
  );
}
