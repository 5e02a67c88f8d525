import type { View } from '../../../platform/http/index.ts';
import { Document, State } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Instrument, Provision } from '../queries.ts';

/** One instrument: who adopted it, the official text, and every provision in its section. */
export function InstrumentPage({
  v,
  instrument,
  provisions,
}: {
  v: View;
  instrument: Instrument;
  provisions: Provision[];
}) {
  const t = v.t;
  const sections = [...new Set(provisions.map((one) => v.text(one.section)))];
  return (
    <Document v={v} title={v.text(instrument.shortNames)} description={v.text(instrument.names)} section="standards">
      <div class="wrap page flow">
        <nav class="crumbs" aria-label={t('standards.crumbs')}>
          <a href={urls.standards.list(v.at)}>{t('standards.title')}</a>
        </nav>
        <h1 class="small">{v.text(instrument.shortNames)}</h1>
        <p class="lead">{v.text(instrument.names)}</p>
        <p>
          {t('standards.adopted', { by: v.text(instrument.adoptedBy), date: v.date(instrument.adoptedOn) })}
          {instrument.symbol && ` · ${instrument.symbol}`}
          {' · '}
          <a href={instrument.sourceUrl} rel="noreferrer">
            {t('standards.official')}
          </a>
        </p>
        <p>
          <small>
            {t('standards.ours')}{' '}
            {t('standards.compared.count', {
              count: provisions.filter((one) => one.confidence === 'sure').length,
              total: provisions.length,
            })}
          </small>
        </p>
        {sections.map((section) => (
          <section class="flow">
            <h2>{section}</h2>
            <ul class="shelf">
              {provisions
                .filter((one) => v.text(one.section) === section)
                .map((one) => (
                  <li>
                    <h3>
                      <a href={urls.standards.provision(v.at, one.id)}>
                        {`${capital(v.locale, v.text(instrument.unit))} ${one.number}${v.t('ui.colon')} ${v.text(one.titles)}`}
                      </a>
                    </h3>
                    <p>{v.text(one.summaries)}</p>
                    {one.confidence === 'doubtful' && <State tone="wait">{t('standards.confidence.doubtful')}</State>}
                    {one.confidence === 'likely' && <small>{t('standards.confidence.likely')}</small>}
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Document>
  );
}

/** As the first word of a line: "règle" → "Règle". */
const capital = (locale: string, word: string): string => word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
