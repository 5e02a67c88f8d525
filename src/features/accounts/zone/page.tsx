import { zoneNames, zoneWords } from '../../../platform/calendar/index.ts';
import type { View } from '../../../platform/http/index.ts';
import { Document, ErrorSummary, type FormState, Select } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';

/** Whose clocks she reads. */
export function ZonePage({ v, state }: { v: View; state: FormState }) {
  const network = v.network.timeZone;
  return (
    <Document v={v} title={v.t('accounts.zone.title')} unlisted islands={['error-summary']}>
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={urls.accounts.account(v.at)}>{v.t('accounts.account.title')}</a>
        </p>
        <h1 class="small">{v.t('accounts.zone.title')}</h1>
        <p>{v.t('accounts.zone.text')}</p>
        <ErrorSummary v={v} state={state} labels={{ zone: v.t('accounts.zone.label') }} />
        <form class="form" method="post" action={urls.accounts.zone(v.at)}>
          <Select
            v={v}
            name="zone"
            label={v.t('accounts.zone.label')}
            state={state}
            options={[
              { value: '', label: v.t('accounts.zone.network', { zone: zoneWords(network, v.locale, v.now) }) },
              ...zoneNames(state.values.zone).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
            ]}
          />
          <div>
            <button type="submit" class="button">
              {v.t('accounts.zone.save')}
            </button>
          </div>
        </form>
      </div>
    </Document>
  );
}
