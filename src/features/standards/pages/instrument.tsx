import type { Child } from 'hono/jsx';
import type { View } from '../../../platform/http/index.ts';
import { Document, Narrow, State } from '../../../ui/index.ts';
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
  const provisionsIn = (section: string) => provisions.filter((one) => v.text(one.section) === section);
  return (
    <Document v={v} title={v.text(instrument.shortNames)} description={v.text(instrument.names)} section="standards">
      <div class="wrap page flow">
        <nav class="crumbs" aria-label={t('standards.crumbs')}>
          <a href={urls.standards.list(v.at)}>{t('standards.title')}</a>
        </nav>
        <h1 class="small" {...v.tongue(instrument.shortNames)}>
          {v.text(instrument.shortNames)}
        </h1>
        <p class="lead" {...v.tongue(instrument.names)}>
          {v.text(instrument.names)}
        </p>
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
            <h2 {...v.tongue(provisionsIn(section)[0]!.section)}>{section}</h2>
            <Folded v={v} long={provisions.length > 24} provisions={provisionsIn(section)}>
              <ul class="shelf">
                {provisionsIn(section).map((one) => (
                  <li id={anchorOf(one)}>
                    <h3 {...v.tongue(one.titles)}>
                      <a href={urls.standards.provision(v.at, one.id)}>
                        {`${capital(v.locale, v.text(instrument.unit))} ${one.number}${v.t('ui.colon')} ${v.text(one.titles)}`}
                      </a>
                    </h3>
                    <p {...v.tongue(one.summaries)}>{v.text(one.summaries)}</p>
                    {one.confidence === 'doubtful' && <State tone="wait">{t('standards.confidence.doubtful')}</State>}
                    {one.confidence === 'likely' && <small>{t('standards.confidence.likely')}</small>}
                  </li>
                ))}
              </ul>
            </Folded>
          </section>
        ))}
      </div>
    </Document>
  );
}

/** Where a provision stands on its instrument's page; an address with it opens the section that a telephone has folded. */
export const anchorOf = ({ number }: Pick<Provision, 'number'>): string => `n-${number}`;

/** A section of a long instrument: on a telephone folded under the numbers that it holds. */
function Folded({
  v,
  long,
  provisions,
  children,
}: {
  v: View;
  long: boolean;
  provisions: Provision[];
  children: Child;
}) {
  if (!long || provisions.length < 4) return <>{children}</>;
  const label = v.t('standards.range', { first: provisions[0]!.number, last: provisions.at(-1)!.number });
  return (
    <Narrow v={v} label={label} narrowed={false}>
      {children}
    </Narrow>
  );
}

/** As the first word of a line: "règle" → "Règle". */
const capital = (locale: string, word: string): string => word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
