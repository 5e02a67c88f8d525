import type { Child } from 'hono/jsx';
import type { View } from '../../../platform/http/index.ts';
import { Empty, ErrorSummary, Field, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type DeskCampaign, DeskPage, postName } from '../../desk/index.ts';
import type { Promised } from '../promise.ts';
import type { Seat, Stand } from '../stand.ts';
import { labelsOf, StandFields } from './fields.tsx';
import { Said, SeatMark, StandMark, TakenBack } from './parts.tsx';
import { SeatPromises } from './promises.tsx';

type Props = {
  v: View;
  campaign: DeskCampaign;
  seat: Seat;
  promises: Promised[];
  id: string;
  today: string;
  state: FormState;
};

/** One seat: where its holder stands, the form to record it, and all that was recorded. */
export function SeatPage(props: Props) {
  const { v, campaign, seat, promises } = props;
  const t = v.t;
  const { official, label, division, role } = seat.serving;
  const place = postName(v, label, division?.name ?? null);
  return (
    <DeskPage v={v} title={official?.name ?? place} campaign={campaign} islands={['error-summary']}>
      <p>
        {official && `${place} · `}
        {v.text(role.body.name)} · <SeatMark v={v} seat={seat} />
      </p>
      <p>
        <a href={urls.stands.desk(v.at, campaign.id)}>{t('stands.desk.back')}</a>
      </p>
      {official ? <RecordForm {...props} /> : <p class="notice">{t('stands.seat.nobody')}</p>}
      <h2>{t('stands.promises.seat')}</h2>
      {promises.length === 0 && <p>{t('stands.promises.none')}</p>}
      <SeatPromises v={v} campaign={campaign} promises={promises} />
      {official && (
        <p>
          <a class="button plain" href={urls.stands.promise(v.at, campaign.id, seat.postId)}>
            {t('stands.promise.title')}
          </a>
        </p>
      )}
      <h2>{t('stands.history.title')}</h2>
      {seat.history.length === 0 && <Empty text={t('stands.history.empty')} />}
      <ol class="plain flow">
        {seat.history.map((stand) => (
          <Entry v={v} campaign={campaign} stand={stand} />
        ))}
      </ol>
    </DeskPage>
  );
}

function RecordForm({ v, campaign, seat, id, today, state }: Props) {
  const t = v.t;
  const labels = { ...labelsOf(v), official: seat.serving.official!.name };
  return (
    <>
      <ErrorSummary v={v} state={state} labels={labels} />
      <h2 id="official" tabindex={-1}>
        {t('stands.form.title')}
      </h2>
      <form class="form short" method="post" action={urls.stands.desk(v.at, campaign.id)} novalidate>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="post" value={seat.postId} />
        <input type="hidden" name="official" value={seat.serving.official!.id} />
        <StandFields v={v} state={state} today={today} />
        <div>
          <button type="submit" class="button">
            {t('stands.form.save')}
          </button>
        </div>
      </form>
    </>
  );
}

function Entry({ v, campaign, stand }: { v: View; campaign: DeskCampaign; stand: Stand }) {
  const t = v.t;
  return (
    <li class="flow">
      <p>
        {stand.officialName}
        {v.t('ui.colon')} <StandMark v={v} stand={stand.stand} /> <Said v={v} stand={stand} />
        <br />
        <small>{t('stands.history.recorded', { at: v.date(stand.recordedAt, 'time') })}</small>
      </p>
      {stand.note && <p>{t('stands.history.note', { note: stand.note })}</p>}
      <TakenBack v={v} stand={stand} />
      {!stand.retractedAt && (
        <p>
          <a href={urls.stands.retraction(v.at, campaign.id, stand.id)}>
            {t('stands.retraction.link')}
            <span class="hidden">
              {' '}
              {stand.officialName}, {t(`stands.stand.${stand.stand}`)}, {v.date(stand.saidOn)}
            </span>
          </a>
        </p>
      )}
    </li>
  );
}

/** Asks once more, and for the reason, before a stand or a promise is taken back. `text` says which it is. */
export function RetractionPage({
  v,
  campaign,
  what,
  said,
  text,
  action,
  state,
}: {
  v: View;
  campaign: DeskCampaign;
  what: 'stand' | 'promise';
  said: Omit<Stand, 'stand'>;
  text: Child;
  action: string;
  state: FormState;
}) {
  const t = v.t;
  return (
    <DeskPage
      v={v}
      title={t(what === 'stand' ? 'stands.retraction.title' : 'stands.promise.retraction.title')}
      campaign={campaign}
      islands={['error-summary']}
    >
      <p>
        {said.officialName}: {text} <Said v={v} stand={said} />
      </p>
      {said.retractedAt ? (
        <TakenBack v={v} stand={said} />
      ) : (
        <>
          <p>{t(what === 'stand' ? 'stands.retraction.text' : 'stands.promise.retraction.text')}</p>
          <ErrorSummary v={v} state={state} labels={{ reason: t('stands.retraction.reason') }} />
          <form class="form short" method="post" action={action} novalidate>
            <Field
              v={v}
              name="reason"
              label={t('stands.retraction.reason')}
              hint={t('stands.retraction.reason.hint')}
              state={state}
              maxlength={500}
              required
              wording
            />
            <div>
              <button type="submit" class="button grave">
                {t('stands.retraction.action')}
              </button>
            </div>
          </form>
        </>
      )}
      <p>
        <a href={urls.stands.post(v.at, campaign.id, said.postId)}>{t('stands.retraction.back')}</a>
      </p>
    </DeskPage>
  );
}
