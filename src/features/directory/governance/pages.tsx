import type { View } from '../../../platform/http/index.ts';
import {
  AboutWhat,
  Choice,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  OnceMore,
  PostButton,
  Select,
  State,
  Table,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Entry } from '../queries.ts';
import { fewest } from './figures.ts';
import type { AskedOfMe, OwnRequest, Quarter, Reservation } from './queries.ts';

type GovernanceProps = {
  v: View;
  kept: Reservation[];
  quarters: Quarter[];
  /** For coordinators: the form that keeps places. */
  form: { state: FormState; id: string } | undefined;
};

/** The places that are kept, and the quarterly share of lead roles: the same for everybody who belongs. */
export function GovernancePage({ v, kept, quarters, form }: GovernanceProps) {
  const t = v.t;
  const labels = { body: t('directory.kept.body'), places: t('directory.kept.places') };
  return (
    <WorkPage v={v} title={t('directory.governance')} islands={['error-summary']}>
      <p class="lead">{t('directory.governance.lead')}</p>
      <section class="flow">
        <h2>{t('directory.figures')}</h2>
        {quarters.length === 0 ? (
          <Empty text={t('directory.figures.none')} />
        ) : (
          <Table
            caption={t('directory.figures.caption')}
            head={['quarter', 'roles', 'lived'].map((column) => t(`directory.figures.${column}`))}
          >
            {quarters.map((one) => (
              <tr>
                <th scope="row">{v.date(one.quarter)}</th>
                <td>
                  {one.roles === null ? t('directory.figures.few') : t('directory.figures.about', { n: one.roles })}
                </td>
                <td>
                  {one.lived === null
                    ? t('directory.figures.withheld')
                    : t('directory.figures.about', { n: one.lived })}
                </td>
              </tr>
            ))}
          </Table>
        )}
        <p class="quiet">{t('directory.figures.how', { fewest })}</p>
      </section>
      <section class="flow">
        <h2>{t('directory.kept')}</h2>
        {kept.length === 0 ? (
          <p>{t('directory.kept.none')}</p>
        ) : (
          <ul class="entries">
            {kept.map((one) => (
              <li>
                <b>{one.body}</b>
                <p>{t(`directory.kept.${one.kind}`, { count: one.places })}</p>
                {form && (
                  <p>
                    <a class="button plain" href={urls.directory.reservationEnd(v.at, one.id)}>
                      {t('directory.kept.end')}
                      <AboutWhat v={v} text={one.body} />
                    </a>
                  </p>
                )}
              </li>
            ))}
          </ul>
        )}
        <p class="quiet">{t('directory.kept.how')}</p>
        <p>
          <a class="button plain" href={urls.directory.places(v.at)}>
            {t('directory.places.open')}
          </a>
        </p>
      </section>
      {form && (
        <section class="flow">
          <h2>{t('directory.kept.new')}</h2>
          <ErrorSummary v={v} state={form.state} labels={labels} />
          <form class="form short" method="post" action={urls.directory.reservations(v.at)} novalidate>
            <input type="hidden" name="id" value={form.id} />
            <Field
              v={v}
              name="body"
              label={labels.body}
              hint={t('directory.kept.body.hint')}
              state={form.state}
              required
              maxlength={120}
              wording
            />
            <Select
              v={v}
              name="kind"
              label={t('directory.kept.kind')}
              state={form.state}
              options={(['seat', 'lead'] as const).map((kind) => ({
                value: kind,
                label: t(`directory.kept.kind.${kind}`),
              }))}
            />
            <Field v={v} name="places" inputmode="numeric" label={labels.places} state={form.state} required />
            <div>
              <button type="submit" class="button">
                {t('directory.kept.save')}
              </button>
            </div>
          </form>
        </section>
      )}
    </WorkPage>
  );
}

/** Asked before places are kept no longer: what was confirmed for them goes, and cannot come back. */
export function EndPage({ v, one }: { v: View; one: Reservation }) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={t('directory.kept.end.title', { body: one.body })}
      back={[{ href: urls.directory.governance(v.at), label: t('directory.governance') }]}
    >
      <p>{t('directory.kept.end.text')}</p>
      <OnceMore
        action={urls.directory.reservationEnd(v.at, one.id)}
        label={t('directory.kept.end')}
        back={{ href: urls.directory.governance(v.at), label: t('directory.kept.stay') }}
      />
    </WorkPage>
  );
}

type PlacesProps = {
  v: View;
  kept: Reservation[];
  requests: OwnRequest[];
  /** The kept place for which she looks for somebody, and whom her words found. */
  asking: { reservation: Reservation; q: string; people: Entry[]; wrong: boolean } | undefined;
};

/** Hers alone: the kept places, what she asked for, and whom she chose to confirm it. */
export function PlacesPage({ v, kept, requests, asking }: PlacesProps) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={t('directory.places')}
      back={[{ href: urls.directory.governance(v.at), label: t('directory.governance') }]}
      islands={['error-summary']}
    >
      <p class="lead">{t('directory.places.lead')}</p>
      {kept.length === 0 && <Empty text={t('directory.kept.none')} />}
      <ul class="entries">
        {kept.map((one) => {
          const request = requests.find((mine) => mine.reservationId === one.id);
          const state = request?.state === 'confirmed' ? (request.holds ? 'held' : 'next') : request?.state;
          return (
            <li class="flow">
              <b>{one.body}</b>
              <p>{t(`directory.kept.${one.kind}`, { count: one.places })}</p>
              {request && state && (
                <p>
                  <State tone={state === 'held' ? 'ok' : state === 'refused' ? 'bad' : 'wait'}>
                    {t(`directory.places.state.${state}`)}
                  </State>{' '}
                  {t('directory.places.by', { name: request.verifier })}
                </p>
              )}
              <div class="actions">
                {request?.state !== 'confirmed' && (
                  <a class="button plain" href={urls.directory.placeAsked(v.at, one.id)}>
                    {t(request ? 'directory.places.other' : 'directory.places.ask')}
                    <AboutWhat v={v} text={one.body} />
                  </a>
                )}
                {request && (
                  <PostButton
                    v={v}
                    action={urls.directory.placeBack(v.at, one.id)}
                    label={t('directory.places.back')}
                    about={one.body}
                  />
                )}
              </div>
            </li>
          );
        })}
      </ul>
      {asking && <AskSomebody v={v} {...asking} />}
    </WorkPage>
  );
}

function AskSomebody({ v, reservation, q, people, wrong }: { v: View } & NonNullable<PlacesProps['asking']>) {
  const t = v.t;
  const state: FormState = { values: { q }, errors: wrong ? { verifier: { key: 'directory.places.choose' } } : {} };
  return (
    <section class="flow" id="ask">
      <h2>{t('directory.places.who', { body: reservation.body })}</h2>
      <p>{t('directory.places.who.hint')}</p>
      <ErrorSummary v={v} state={state} labels={{ verifier: t('directory.places.verifier') }} />
      <form class="filters" method="get" action={urls.directory.places(v.at)}>
        <input type="hidden" name="place" value={reservation.id} />
        <Field v={v} name="q" type="search" label={t('directory.search')} state={state} either maxlength={100} />
        <button type="submit" class="button plain">
          {t('directory.find')}
        </button>
      </form>
      {q !== '' && people.length === 0 && <p role="status">{t('directory.none.narrowed')}</p>}
      {people.length > 0 && (
        <form class="form short" method="post" action={urls.directory.placeRequest(v.at, reservation.id)}>
          <input type="hidden" name="q" value={q} />
          <fieldset id="verifier">
            <legend>{t('directory.places.verifier')}</legend>
            {people.map((one) => (
              <Choice name="verifier" type="radio" value={one.id}>
                {one.name}
              </Choice>
            ))}
          </fieldset>
          <div>
            <button type="submit" class="button">
              {t('directory.places.send')}
            </button>
          </div>
        </form>
      )}
    </section>
  );
}

/** What one person is asked to confirm. She sees this request and nothing else of it. */
export function ConfirmationPage({ v, asked }: { v: View; asked: AskedOfMe }) {
  const t = v.t;
  return (
    <WorkPage v={v} title={t('directory.confirm')}>
      <p class="lead">{t(`directory.confirm.${asked.kind}`, { name: asked.name, body: asked.body })}</p>
      <p>{t('directory.confirm.text')}</p>
      <div class="actions">
        <PostButton action={urls.directory.confirmed(v.at, asked.id)} label={t('directory.confirm.yes')} kind="main" />
        <PostButton action={urls.directory.refused(v.at, asked.id)} label={t('directory.confirm.no')} />
      </div>
    </WorkPage>
  );
}
