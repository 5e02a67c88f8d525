import type { View } from '../../../platform/http/index.ts';
import { Choice, Empty, ErrorSummary, Field, type FormState, Mistake } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type DeskCampaign, DeskPage, postName } from '../../desk/index.ts';
import { type Seat, type Stand, standWords } from '../stand.ts';
import { Said, SeatMark, StandMark, TakenBack } from './parts.tsx';

type Props = { v: View; campaign: DeskCampaign; seat: Seat; id: string; today: string; state: FormState };

/** One seat: where its holder stands, the form to record it, and all that was recorded. */
export function SeatPage({ v, campaign, seat, id, today, state }: Props) {
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
      {official ? (
        <RecordForm v={v} campaign={campaign} seat={seat} id={id} today={today} state={state} />
      ) : (
        <p class="notice">{t('stands.seat.nobody')}</p>
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
  const labels = {
    official: seat.serving.official!.name,
    stand: t('stands.form.stand'),
    said_on: t('stands.form.date'),
    source: t('stands.form.source'),
    source_url: t('stands.form.url'),
    note: t('stands.form.note'),
  };
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
        <fieldset
          id="stand"
          tabindex={-1}
          aria-describedby={state.errors.stand ? 'stand-hint stand-error' : 'stand-hint'}
        >
          <legend>{labels.stand}</legend>
          <span class="hint" id="stand-hint">
            {t('stands.form.stand.hint')}
          </span>
          <Mistake v={v} name="stand" state={state} />
          {standWords.map((stand) => (
            <Choice type="radio" name="stand" value={stand} checked={state.values.stand === stand}>
              {t(`stands.stand.${stand}`)}
            </Choice>
          ))}
        </fieldset>
        <Field
          v={v}
          name="said_on"
          type="date"
          label={labels.said_on}
          hint={t('stands.form.date.hint', { today: v.date(today) })}
          state={state}
          required
        />
        <Field
          v={v}
          name="source"
          label={labels.source}
          hint={t('stands.form.source.hint')}
          state={state}
          maxlength={500}
          required
        />
        <Field
          v={v}
          name="source_url"
          type="url"
          label={labels.source_url}
          hint={t('stands.form.url.hint')}
          state={state}
          maxlength={2000}
        />
        <Field v={v} name="note" label={labels.note} hint={t('stands.form.note.hint')} state={state} rows={3} />
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
        {stand.officialName}: <StandMark v={v} stand={stand.stand} /> <Said v={v} stand={stand} />
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

/** Asks once more, and for the reason, before a stand is taken back. */
export function RetractionPage({
  v,
  campaign,
  stand,
  state,
}: {
  v: View;
  campaign: DeskCampaign;
  stand: Stand;
  state: FormState;
}) {
  const t = v.t;
  return (
    <DeskPage v={v} title={t('stands.retraction.title')} campaign={campaign} islands={['error-summary']}>
      <p>
        {stand.officialName}: <StandMark v={v} stand={stand.stand} /> <Said v={v} stand={stand} />
      </p>
      {stand.retractedAt ? (
        <TakenBack v={v} stand={stand} />
      ) : (
        <>
          <p>{t('stands.retraction.text')}</p>
          <ErrorSummary v={v} state={state} labels={{ reason: t('stands.retraction.reason') }} />
          <form
            class="form short"
            method="post"
            action={urls.stands.retraction(v.at, campaign.id, stand.id)}
            novalidate
          >
            <Field
              v={v}
              name="reason"
              label={t('stands.retraction.reason')}
              hint={t('stands.retraction.reason.hint')}
              state={state}
              maxlength={500}
              required
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
        <a href={urls.stands.post(v.at, campaign.id, stand.postId)}>{t('stands.retraction.back')}</a>
      </p>
    </DeskPage>
  );
}
