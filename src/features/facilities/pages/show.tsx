import type { View } from '../../../platform/http/index.ts';
import { Document, MachineMade } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Place, type Pointing, References } from '../../vocabularies/index.ts';
import { audiences, type Facility, positionFor, releaseState } from '../facility.ts';
import { StoppedNotice } from '../stopping/page.tsx';
import { FacilitiesMap, type FacilityMap } from './list.tsx';

type Props = {
  v: View;
  facility: Facility;
  line: Place[];
  references: Pointing;
  today: string;
  /** Where it lies, as closely as this reader may know; undefined where that is not said. */
  map: FacilityMap | undefined;
};

/** One facility: what public sources say of it, and what here is about it. */
export function FacilityPage({ v, facility, line, references, today, map }: Props) {
  const t = v.t;
  const name = v.text(facility.names);
  const others = [...new Set(Object.values(facility.names))].filter((one) => one !== name);
  return (
    <Document v={v} title={name} unlisted={releaseState(facility.releases.public, today) !== 'holds'}>
      <div class="wrap page flow">
        <nav class="crumbs" aria-label={t('ui.crumbs')}>
          <a href={urls.facilities.list(v.at)}>{t('facilities.title')}</a>
          {line.map((place) => (
            <>
              {' › '}
              <a href={urls.vocabularies.place(v.at, place.id)} {...v.tongue(place.labelIn)}>
                {place.label}
              </a>{' '}
              <MachineMade v={v} fields={place.machine} short />
            </>
          ))}
        </nav>
        <h1 class="small" {...v.tongue(facility.names)}>
          {name}
        </h1>
        <p>
          <small>{t(`facilities.kind.${facility.kind}`)}</small>
        </p>
        {facility.sample && <p class="notice">{t('facilities.sample')}</p>}
        <StoppedNotice v={v} facility={facility} />
        {!facility.kept && v.can('coordinator') && (
          <p>
            <a href={urls.facilities.stop(v.at, facility.id)}>{t('facilities.stop.link')}</a>
          </p>
        )}
        {facility.kept && (
          <div class="notice flow">
            {audiences.map((audience) => (
              <p>{releaseText(v, facility, audience, today)}</p>
            ))}
            <p class="actions">
              <a class="button plain" href={urls.facilities.edit(v.at, facility.id)}>
                {t('facilities.edit')}
              </a>
              <a class="button plain" href={urls.facilities.release(v.at, facility.id)}>
                {t('facilities.release.title')}
              </a>
            </p>
          </div>
        )}
        <Facts v={v} facility={facility} others={others} />
        {map && <FacilitiesMap v={v} map={map} legend={t('facilities.map.one')} />}
        <h2>{t('facilities.about')}</h2>
        <References v={v} references={references} here={urls.facilities.show(v.at, facility.id)} />
      </div>
    </Document>
  );
}

/** To whom it is released and since when, in a sentence. */
export function releaseText(v: View, facility: Facility, audience: (typeof audiences)[number], today: string): string {
  const release = facility.releases[audience];
  const state = releaseState(release, today);
  return v.t(`facilities.release.${audience}.${state}`, {
    date: release ? v.date(release.from) : '',
    precision: release ? v.t(`facilities.precision.${release.precision}`) : '',
  });
}

function Facts({ v, facility, others }: { v: View; facility: Facility; others: string[] }) {
  const t = v.t;
  const position = positionFor(facility);
  const facts: [string, string][] = [
    [t('facilities.field.others'), others.join(', ')],
    [t('facilities.field.former'), facility.formerNames.join(', ')],
    [t('facilities.field.women'), t(`facilities.women.${facility.women}`)],
    [
      t('facilities.field.women_held'),
      facility.womenHeld === null
        ? ''
        : t('facilities.womenHeld', {
            count: facility.womenHeld,
            date: facility.womenHeldOn ? v.date(facility.womenHeldOn) : '',
            source: facility.womenHeldSource,
          }),
    ],
    [
      t('facilities.field.unit'),
      [
        t(`facilities.unit.${facility.unit}`),
        facility.unitPlaces === null ? '' : t('facilities.unitPlaces', { count: facility.unitPlaces }),
      ]
        .filter(Boolean)
        .join(' · ') + (facility.unitSource ? ` (${facility.unitSource})` : ''),
    ],
    [t('facilities.field.locality'), facility.locality],
    [
      t('facilities.field.position'),
      position
        ? t(position.rounded ? 'facilities.position.about' : 'facilities.position.at', {
            latitude: position.latitude,
            longitude: position.longitude,
          })
        : '',
    ],
    [t('facilities.field.checked_on'), facility.checkedOn ? v.date(facility.checkedOn) : ''],
  ];
  return (
    <>
      <dl class="facts">
        {facts
          .filter(([, value]) => value !== '')
          .map(([label, value]) => (
            <div>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {facility.sourceUrl && (
        <p>
          <a href={facility.sourceUrl} rel="external noreferrer">
            {t('facilities.source')}
          </a>
        </p>
      )}
    </>
  );
}
