import type { View } from '../../../platform/http/index.ts';
import {
  Choice,
  ErrorSummary,
  Field,
  type FormState,
  Mistake,
  PostButton,
  Select,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { audiences, coarserOf, type Facility, releaseState } from '../facility.ts';
import { StoppedNotice } from '../stopping/page.tsx';
import { releaseText } from './show.tsx';

type Props = {
  v: View;
  facility: Facility;
  /** Names of the places it lies in, by id. */
  places: ReadonlyMap<string, string>;
  today: string;
  state: FormState;
};

/** To whom a facility is shown beyond its organisation, from when on, and down to which place. */
export function ReleasePage({ v, facility, places, today, state }: Props) {
  const t = v.t;
  const labels = Object.fromEntries(
    ['audience', 'from', 'precision', 'checked'].map((field) => [field, t(`facilities.release.${field}`)]),
  );
  return (
    <WorkPage
      v={v}
      title={t('facilities.release.of', { name: v.text(facility.names) })}
      back={[
        { href: urls.facilities.mine(v.at), label: t('facilities.mine') },
        { href: urls.facilities.show(v.at, facility.id), label: v.text(facility.names) },
      ]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labels} />
      <StoppedNotice v={v} facility={facility} />
      {audiences.map((audience) => {
        const now = releaseState(facility.releases[audience], today);
        return (
          <div class="flow">
            <h2>{t(`facilities.audience.${audience}`)}</h2>
            <p>{releaseText(v, facility, audience, today)}</p>
            {now === 'holds' && <p>{t('facilities.withdrawal.warning')}</p>}
            {now !== 'none' && (
              <PostButton
                v={v}
                action={urls.facilities.withdrawal(v.at, facility.id)}
                label={t(now === 'ahead' ? 'facilities.withdrawal.undo' : 'facilities.withdrawal.do')}
                about={t(`facilities.audience.${audience}`)}
                kind={now === 'holds' ? 'grave' : 'plain'}
                fields={{ audience }}
              />
            )}
          </div>
        );
      })}
      <h2>{t('facilities.release.new')}</h2>
      <p>{t('facilities.release.lead')}</p>
      <form class="form short" method="post" action={urls.facilities.release(v.at, facility.id)} novalidate>
        <Select
          v={v}
          name="audience"
          label={labels.audience!}
          state={state}
          options={audiences.map((audience) => ({ value: audience, label: t(`facilities.audience.${audience}`) }))}
        />
        <Field
          v={v}
          name="from"
          type="date"
          label={labels.from!}
          hint={t('facilities.release.from.hint')}
          state={state}
        />
        <Select
          v={v}
          name="precision"
          label={labels.precision!}
          hint={t('facilities.release.precision.hint')}
          state={state}
          options={[
            { value: 'facility', label: t('facilities.precision.facility') },
            ...coarserOf(facility).map(([precision, id]) => ({
              value: precision,
              label: t('facilities.release.only', {
                precision: t(`facilities.precision.${precision}`),
                place: places.get(id) ?? id,
              }),
            })),
          ]}
        />
        <div class="field" id="checked">
          <Choice name="checked" value="yes" checked={state.values.checked === 'yes'}>
            {labels.checked}
          </Choice>
          <Mistake v={v} name="checked" state={state} />
        </div>
        <div>
          <button type="submit" class="button">
            {t('facilities.release.do')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}
