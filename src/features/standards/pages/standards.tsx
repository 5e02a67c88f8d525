import type { View } from '../../../platform/http/index.ts';
import { Document, Pane, Window } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Instrument } from '../queries.ts';

/** The shelf: what holds everywhere first, then each region. */
export function StandardsPage({ v, instruments }: { v: View; instruments: Instrument[] }) {
  const t = v.t;
  const regions = [null, ...new Set(instruments.flatMap((one) => one.region ?? []))];
  return (
    <Document v={v} title={t('standards.title')} description={t('standards.lead')} section="standards">
      <div class="wrap page flow">
        <h1 class="small">{t('standards.title')}</h1>
        <p class="lead">{t('standards.lead')}</p>
        {regions.map((region) => (
          <>
            <h2>{t(`standards.region.${region ?? 'everywhere'}`)}</h2>
            <Window>
              {instruments
                .filter((one) => one.region === region)
                .map((one) => (
                  <Pane>
                    <h3 {...v.tongue(one.shortNames)}>
                      <a href={urls.standards.instrument(v.at, one.id)}>{v.text(one.shortNames)}</a>
                    </h3>
                    <p {...v.tongue(one.names)}>{v.text(one.names)}</p>
                    <small>
                      {t('standards.count', { count: one.provisions })} · {v.date(one.adoptedOn)}
                    </small>
                  </Pane>
                ))}
            </Window>
          </>
        ))}
        <p class="notice">{t('standards.ours')}</p>
      </div>
    </Document>
  );
}
