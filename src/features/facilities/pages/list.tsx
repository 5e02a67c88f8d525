import type { View } from '../../../platform/http/index.ts';
import { Document, Empty, Narrow, Pager, Select } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Place } from '../../vocabularies/index.ts';
import { type Facility, facilityKinds } from '../facility.ts';

/** The land around a place, with the facilities whose position the reader may see, in the order of the points. */
export type FacilityMap = {
  width: number;
  height: number;
  land: string;
  borders: string;
  here: string;
  points: { x: number; y: number }[];
  facilities: Facility[];
};

type Props = {
  v: View;
  facilities: Facility[];
  next: string | undefined;
  /** What the list is narrowed by, and the place's name. */
  filter: { place: string; kind: string };
  place: Place | undefined;
  countries: Place[];
  map: FacilityMap | undefined;
  /** The reader may write facilities down. */
  keeper: boolean;
};

/** The facilities that the reader may know, by name. */
export function FacilitiesPage({ v, facilities, next, filter, place, countries, map, keeper }: Props) {
  const t = v.t;
  const said = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));
  const narrowed = Object.keys(said).length > 0;
  const label = (id: string) => countries.find((country) => country.id === id)?.label ?? '';
  return (
    <Document v={v} title={t('facilities.title')} description={t('facilities.lead')}>
      <div class="wrap page flow">
        <h1 class="small">{place ? t('facilities.title.in', { place: place.label }) : t('facilities.title')}</h1>
        <p class="lead">{t('facilities.lead')}</p>
        {keeper && (
          <p>
            <a class="button plain" href={urls.facilities.mine(v.at)}>
              {t('facilities.mine')}
            </a>
          </p>
        )}
        <Narrow v={v} narrowed={narrowed}>
          <form class="form filters facility-filters" method="get" action={urls.facilities.list(v.at)}>
            <Select
              v={v}
              name="place"
              label={t('facilities.field.place')}
              state={{ values: { place: filter.place }, errors: {} }}
              options={[
                { value: '', label: t('facilities.anywhere') },
                ...(place && !countries.some((one) => one.id === place.id)
                  ? [{ value: place.id, label: place.label }]
                  : []),
                ...countries.map((one) => ({ value: one.id, label: one.label })),
              ]}
            />
            <Select
              v={v}
              name="kind"
              label={t('facilities.field.kind')}
              state={{ values: { kind: filter.kind }, errors: {} }}
              options={[
                { value: '', label: t('facilities.anyKind') },
                ...facilityKinds.map((kind) => ({ value: kind, label: t(`facilities.kind.${kind}`) })),
              ]}
            />
            <button type="submit" class="button plain">
              {t('facilities.find')}
            </button>
          </form>
        </Narrow>
        {map && <FacilitiesMap v={v} map={map} legend={t('facilities.map.legend')} />}
        {facilities.length === 0 ? (
          <Empty text={t(narrowed ? 'facilities.nothing' : 'facilities.none')} />
        ) : (
          <ul class="shelf">
            {facilities.map((one) => (
              <li class="flow">
                <h2 class="h3">
                  <a href={urls.facilities.show(v.at, one.id)} {...v.tongue(one.names)}>
                    {v.text(one.names)}
                  </a>
                </h2>
                <p>
                  {[t(`facilities.kind.${one.kind}`), one.locality, label(one.countryId)].filter(Boolean).join(' · ')}
                  {one.sample && <small> {t('vocabularies.sample.mark')}</small>}
                </p>
              </li>
            ))}
          </ul>
        )}
        <Pager v={v} next={next && urls.facilities.list(v.at, { ...said, after: next })} />
        <p>
          <a href={urls.facilities.json(v.at)}>{t('facilities.json')}</a>
        </p>
      </div>
    </Document>
  );
}

/** A dot for each, leading where its name in the list below leads. */
export function FacilitiesMap({ v, map, legend }: { v: View; map: FacilityMap; legend: string }) {
  return (
    <figure class={`map reach facilities flow${map.facilities.length === 1 ? ' one' : ''}`}>
      <svg viewBox={`0 0 ${map.width} ${map.height}`} role="group" aria-label={v.t('facilities.map')}>
        <path class="land" d={map.land} />
        <path class="borders" d={map.borders} />
        {map.here && <path class="here" d={map.here} />}
        {map.points.map(({ x, y }, at) => {
          const facility = map.facilities[at]!;
          return (
            <a href={urls.facilities.show(v.at, facility.id)} tabindex={-1} aria-label={v.text(facility.names)}>
              <circle cx={x} cy={y} r={14} />
            </a>
          );
        })}
      </svg>
      <figcaption>
        <small>{legend}</small>
      </figcaption>
    </figure>
  );
}
