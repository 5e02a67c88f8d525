import { zoneNames } from '../../../platform/calendar/index.ts';
import type { View } from '../../../platform/http/index.ts';
import { Choice, Document, ErrorSummary, type FormState, PostButton, Select, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { cadences } from './digest.ts';

/** How often and when she is told what is new in her groups. */
export function DigestPage({ v, state, nextAt }: { v: View; state: FormState; nextAt: string | undefined }) {
  const t = v.t;
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    label: new Intl.DateTimeFormat(v.locale, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(
      Date.UTC(2024, 0, 1, hour),
    ),
  }));
  // 1 January 2024 was a Monday.
  const days = Array.from({ length: 7 }, (_, day) => ({
    value: String(day + 1),
    label: new Intl.DateTimeFormat(v.locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day + 1)),
  }));
  return (
    <WorkPage
      v={v}
      title={t('groups.digest.title')}
      back={[{ href: urls.groups.list(v.at), label: t('groups.title') }]}
      islands={['error-summary']}
    >
      <p class="lead">{t('groups.digest.lead')}</p>
      {nextAt && <p>{t('groups.digest.next', { when: nextAt })}</p>}
      <ErrorSummary
        v={v}
        state={state}
        labels={{ cadence: t('groups.digest.cadence'), zone: t('groups.digest.zone') }}
      />
      <form class="form short" method="post" action={urls.groups.digest(v.at)} novalidate>
        <fieldset id="cadence">
          <legend>{t('groups.digest.cadence')}</legend>
          {cadences.map((cadence) => (
            <Choice type="radio" name="cadence" value={cadence} checked={state.values.cadence === cadence}>
              {t(`groups.digest.cadence.${cadence}`)}
            </Choice>
          ))}
        </fieldset>
        <Select v={v} name="weekday" label={t('groups.digest.weekday')} state={state} options={days} />
        <Select v={v} name="hour" label={t('groups.digest.hour')} state={state} options={hours} />
        <Select
          v={v}
          name="zone"
          label={t('groups.digest.zone')}
          state={state}
          options={zoneNames().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
        />
        <div>
          <button type="submit" class="button">
            {t('groups.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

/** Where the link of a digest leads: one button that ends them, or that they are ended. */
export function StopPage({ v, reference, stopped }: { v: View; reference: string; stopped: boolean }) {
  const t = v.t;
  return (
    <Document v={v} title={t('groups.stop.title')} unlisted>
      <div class="wrap page narrow flow">
        <h1 class="small">{t(stopped ? 'groups.stop.done' : 'groups.stop.title')}</h1>
        <p>{t(stopped ? 'groups.stop.done.text' : 'groups.stop.text')}</p>
        {stopped ? (
          <p>
            <a href={urls.groups.digest(v.at)}>{t('groups.digest.choose')}</a>
          </p>
        ) : (
          <PostButton action={urls.groups.stop(v.at, reference)} label={t('groups.stop.button')} kind="main" />
        )}
      </div>
    </Document>
  );
}
