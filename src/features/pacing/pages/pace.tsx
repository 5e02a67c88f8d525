import { zoneNames } from '../../../platform/calendar/index.ts';
import type { View } from '../../../platform/http/index.ts';
import { Choice, ErrorSummary, Field, type FormState, Mistake, PostButton, Select } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type DeskCampaign, DeskPage } from '../../desk/index.ts';

type Props = {
  v: View;
  /** '' for the network's own rule. */
  post: string;
  /** Who it is, for a rule of one target. */
  name: string;
  /** Whether this rule stands already, and may be taken away. */
  stands: boolean;
  weekdays: readonly string[];
  state: FormState;
};

const days = ['1', '2', '3', '4', '5', '6', '7'];

/** The rule by which letters leave: for the network, or for one target. */
export function PacePage({ v, post, name, stands, weekdays, state }: Props) {
  const t = v.t;
  const labels = {
    time_zone: t('pacing.form.zone.label'),
    weekdays: t('pacing.form.days.label'),
    from: t('pacing.form.from.label'),
    until: t('pacing.form.until.label'),
    per_hour: t('pacing.form.perHour.label'),
    jitter: t('pacing.form.jitter.label'),
  };
  return (
    <DeskPage v={v} title={post ? t('pacing.pace.of', { name }) : t('pacing.pace.usual')} islands={['error-summary']}>
      <p>
        <a href={urls.pacing.sending(v.at)}>{t('pacing.back')}</a>
      </p>
      <p>{t(post ? 'pacing.pace.of.lead' : 'pacing.pace.usual.lead')}</p>
      <ErrorSummary v={v} state={state} labels={labels} />
      <form class="form short" method="post" action={urls.pacing.pace(v.at)} novalidate>
        <input type="hidden" name="post" value={post} />
        <Select
          v={v}
          name="time_zone"
          label={labels.time_zone}
          hint={t('pacing.form.zone.hint')}
          state={state}
          options={zoneNames(state.values.time_zone).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
        />
        <fieldset id="weekdays" tabindex={-1} aria-describedby={state.errors.weekdays ? 'weekdays-error' : undefined}>
          <legend>{labels.weekdays}</legend>
          <Mistake v={v} name="weekdays" state={state} />
          {days.map((day) => (
            <Choice name="weekdays" value={day} checked={weekdays.includes(day)}>
              {t(`pacing.day.${day}`)}
            </Choice>
          ))}
        </fieldset>
        <Field
          v={v}
          name="from"
          label={labels.from}
          hint={t('pacing.form.time.hint')}
          state={state}
          maxlength={8}
          required
        />
        <Field
          v={v}
          name="until"
          label={labels.until}
          hint={t('pacing.form.time.hint')}
          state={state}
          maxlength={8}
          required
        />
        <Field
          v={v}
          name="per_hour"
          label={labels.per_hour}
          hint={t('pacing.form.perHour.hint')}
          state={state}
          inputmode="numeric"
          maxlength={4}
          required
        />
        <Field
          v={v}
          name="jitter"
          label={labels.jitter}
          hint={t('pacing.form.jitter.hint')}
          state={state}
          inputmode="numeric"
          maxlength={4}
          required
        />
        <div>
          <button class="button">{t('pacing.form.save')}</button>
        </div>
      </form>
      {stands && (
        <section class="flow">
          <p>{t(post ? 'pacing.remove.of' : 'pacing.remove.usual')}</p>
          <PostButton action={urls.pacing.paceRemoval(v.at)} label={t('pacing.remove')} fields={{ post }} />
        </section>
      )}
    </DeskPage>
  );
}

/** How one campaign's letters go. */
export function CampaignSendingPage({
  v,
  campaign,
  digest,
  waiting,
}: {
  v: View;
  campaign: DeskCampaign;
  digest: boolean;
  waiting: number;
}) {
  const t = v.t;
  return (
    <DeskPage v={v} title={t('pacing.campaign.title')} campaign={campaign}>
      <p>{t('pacing.campaign.waiting', { count: waiting })}</p>
      <form class="form short" method="post" action={urls.pacing.campaign(v.at, campaign.id)}>
        <Choice name="digest" value="yes" checked={digest}>
          {t('pacing.campaign.digest')}
        </Choice>
        <p class="hint">{t('pacing.campaign.digest.hint')}</p>
        <div>
          <button class="button">{t('pacing.form.save')}</button>
        </div>
      </form>
      <p>
        <a href={urls.pacing.sending(v.at)}>{t('pacing.title')}</a>
      </p>
    </DeskPage>
  );
}
