import type { View } from '../../../platform/http/index.ts';
import { Document, State } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Pointing, References } from '../../vocabularies/index.ts';
import type { Instrument, Linked, Provision } from '../queries.ts';
import { anchorOf } from './instrument.tsx';

type Props = {
  v: View;
  instruments: Instrument[];
  provision: Provision;
  links: Linked[];
  references: Pointing;
};

/** "Bangkok Rule 48": what it asks, how sure our record is, what it belongs with, and all that points to it. */
export function ProvisionPage({ v, instruments, provision, links, references }: Props) {
  const t = v.t;
  const instrument = instruments.find((one) => one.id === provision.instrumentId)!;
  const earlier = Object.keys(provision.summaries).length === 0;
  const name = nameOf(v, instrument, provision);
  return (
    <Document
      v={v}
      title={`${name}${v.t('ui.colon')} ${v.text(provision.titles)}`}
      description={v.text(provision.summaries)}
      section="standards"
    >
      <div class="wrap page flow">
        <nav class="crumbs" aria-label={t('standards.crumbs')}>
          <a href={urls.standards.list(v.at)}>{t('standards.title')}</a>
          {' › '}
          <a href={urls.standards.instrument(v.at, instrument.id)} {...v.tongue(instrument.shortNames)}>
            {v.text(instrument.shortNames)}
          </a>
          {v.text(provision.section) && (
            <>
              {' › '}
              <a
                href={`${urls.standards.instrument(v.at, instrument.id)}#${anchorOf(provision)}`}
                {...v.tongue(provision.section)}
              >
                {v.text(provision.section)}
              </a>
            </>
          )}
        </nav>
        <h1 class="small" {...v.tongue(provision.titles)}>
          {earlier ? name : `${name}${v.t('ui.colon')} ${v.text(provision.titles)}`}
        </h1>
        {earlier ? (
          <p class="lead">{t('standards.earlier', { version: provision.version })}</p>
        ) : (
          <p class="lead" {...v.tongue(provision.summaries)}>
            {v.text(provision.summaries)}
          </p>
        )}
        <p>
          <State tone={provision.confidence === 'sure' ? 'ok' : 'wait'}>
            {t(`standards.confidence.${provision.confidence}`)}
          </State>{' '}
          {provision.readIn.length === 0 && (
            <small>{t('standards.checked', { date: v.date(provision.checkedOn) })}</small>
          )}
          {' · '}
          <a href={instrument.sourceUrl} rel="noreferrer">
            {t('standards.official')}
          </a>
        </p>
        <ReadIn v={v} provision={provision} />
        {provision.doubt && (
          <p class="notice" {...v.tongue(provision.doubt)}>
            {v.text(provision.doubt)}
          </p>
        )}
        {(['supplements', 'see', 'renumbered'] as const).map((kind) =>
          (['to', 'from'] as const).map((way) => (
            <Links
              v={v}
              title={t(`standards.link.${kind}.${way}`)}
              instruments={instruments}
              links={links.filter((one) => one.kind === kind && one.way === way)}
            />
          )),
        )}
        <References v={v} references={references} here={urls.standards.provision(v.at, provision.id)} />
      </div>
    </Document>
  );
}

/** With what text the record was compared, and when: nobody need take our word for it. */
function ReadIn({ v, provision }: { v: View; provision: Provision }) {
  if (provision.readIn.length === 0) return null;
  return (
    <>
      <p>
        <small>{v.t('standards.compared', { date: v.date(provision.checkedOn) })}</small>
      </p>
      <ul>
        {provision.readIn.map((source) => (
          <li>
            <a href={source.url} rel="noreferrer">
              {source.name}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function Links({
  v,
  title,
  instruments,
  links,
}: {
  v: View;
  title: string;
  instruments: Instrument[];
  links: Linked[];
}) {
  if (links.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <ul>
        {links.map((link) => {
          const name = nameOf(v, instruments.find((one) => one.id === link.instrumentId)!, link);
          return (
            <li>
              <a href={urls.standards.provision(v.at, link.id)} {...v.tongue(link.titles)}>
                {link.current ? `${name}${v.t('ui.colon')} ${v.text(link.titles)}` : name}
              </a>
              {link.confidence === 'doubtful' && <small> {v.t('standards.mark')}</small>}
              {!link.current && link.now.length > 0 && (
                <small> {v.t('standards.now', { count: link.now.length, numbers: link.now.join(', ') })}</small>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** "Bangkok Rules, rule 48"; with the version where it is not the one in force. */
function nameOf(
  v: View,
  instrument: Instrument,
  provision: Pick<Provision, 'number' | 'version'> & { current?: boolean; summaries?: Provision['summaries'] },
): string {
  const current = provision.current ?? Object.keys(provision.summaries ?? {}).length > 0;
  const names = { instrument: v.text(instrument.shortNames), unit: v.text(instrument.unit), number: provision.number };
  return current
    ? v.t('standards.name', names)
    : v.t('standards.name.earlier', { ...names, version: provision.version });
}
