import type { View } from '../../../platform/http/index.ts';
import { ErrorSummary, Field, type FormState, Select, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Facility, stopReasons } from '../facility.ts';

/** A coordinator takes another organisation's releases back at once: what happens then, and why she does it. */
export function StopPage({
  v,
  facility,
  state,
}: {
  v: View;
  facility: { id: string; names: Record<string, string> };
  state: FormState;
}) {
  const t = v.t;
  const name = v.text(facility.names);
  const labels = { reason: t('facilities.stop.reason'), note: t('facilities.stop.note') };
  return (
    <WorkPage
      v={v}
      title={t('facilities.stop.of', { name })}
      back={[{ href: urls.facilities.show(v.at, facility.id), label: name }]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labels} />
      <p class="lead">{t('facilities.stop.lead')}</p>
      <p>{t('facilities.stop.after')}</p>
      <form class="form short" method="post" action={urls.facilities.stop(v.at, facility.id)} novalidate>
        <Select
          v={v}
          name="reason"
          label={labels.reason}
          state={state}
          required
          options={[
            { value: '', label: t('facilities.choose') },
            ...stopReasons.map((reason) => ({ value: reason, label: t(`facilities.stop.reason.${reason}`) })),
          ]}
        />
        <Field v={v} name="note" label={labels.note} hint={t('facilities.stop.note.hint')} state={state} rows={4} />
        <div>
          <button type="submit" class="button grave">
            {t('facilities.stop.do')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

/** For its keepers: that the coordination took its releases back, when and why. Nothing where it did not. */
export function StoppedNotice({ v, facility }: { v: View; facility: Facility }) {
  const { stopped } = facility;
  if (!stopped) return null;
  return (
    <div class="notice flow">
      <p>
        <b>
          {v.t('facilities.stopped', {
            date: v.date(stopped.at),
            reason: v.t(`facilities.stop.reason.${stopped.reason}`),
          })}
        </b>
      </p>
      {stopped.note && <p dir="auto">{stopped.note}</p>}
      <p>{v.t('facilities.stopped.next')}</p>
    </div>
  );
}
