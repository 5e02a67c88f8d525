import type { View } from '../../../platform/http/index.ts';
import { Document, MachineMade } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Pointing } from '../pointing.ts';
import type { Place } from '../queries.ts';
import { References } from './references.tsx';

/** Countries by their first letter; invented ones are named apart. */
export function PlacesPage({ v, places }: { v: View; places: Place[] }) {
  const t = v.t;
  const countries = places.filter((place) => place.kind === 'country' && !place.sample);
  const invented = places.filter(
    (place) => place.sample && (place.parentId === null || !places.find((one) => one.id === place.parentId)?.sample),
  );
  const initial = (place: Place) => place.label.normalize('NFD').charAt(0).toLocaleUpperCase(v.locale);
  const initials = [...new Set(countries.map(initial))];
  return (
    <Document v={v} title={t('vocabularies.places.title')} description={t('vocabularies.places.lead')}>
      <div class="wrap page flow">
        <h1 class="small">{t('vocabularies.places.title')}</h1>
        <p class="lead">{t('vocabularies.places.lead')}</p>
        <p>
          <a href={urls.reach.map(v.at)}>{t('reach.title')}</a>
          {' · '}
          <a href={urls.facilities.list(v.at)}>{t('vocabularies.kind.facility')}</a>
        </p>
        <nav aria-label={t('vocabularies.places.letters')}>
          <ul class="tags">
            {initials.map((letter) => (
              <li>
                <a href={`#${letter}`}>{letter}</a>
              </li>
            ))}
          </ul>
        </nav>
        {invented.length > 0 && (
          <>
            <h2>{t('vocabularies.places.invented')}</h2>
            <Places v={v} places={invented} />
          </>
        )}
        {initials.map((letter) => (
          <>
            <h2 class="h3" id={letter}>
              {letter}
            </h2>
            <Places v={v} places={countries.filter((place) => initial(place) === letter)} />
          </>
        ))}
      </div>
    </Document>
  );
}

/** One place: what it lies in, what lies in it, and what points to it. `line` runs from the widest to the place itself. */
export function PlacePage({
  v,
  line,
  below,
  references,
}: {
  v: View;
  line: Place[];
  below: Place[];
  references: Pointing;
}) {
  const t = v.t;
  const place = line.at(-1)!;
  return (
    <Document v={v} title={place.label}>
      <div class="wrap page flow">
        <nav class="crumbs" aria-label={t('vocabularies.crumbs')}>
          <a href={urls.vocabularies.places(v.at)}>{t('vocabularies.places.title')}</a>
          {line.slice(0, -1).map((above) => (
            <>
              {' › '}
              <a href={urls.vocabularies.place(v.at, above.id)} {...v.tongue(above.labelIn)}>
                {above.label}
              </a>{' '}
              <MachineMade v={v} fields={above.machine} short />
            </>
          ))}
        </nav>
        <h1 class="small" {...v.tongue(place.labelIn)}>
          {place.label}
        </h1>
        <MachineMade v={v} fields={place.machine} />
        <p>
          <small>{t(`vocabularies.kindOfPlace.${place.kind}`)}</small>
        </p>
        {place.sample && <p class="notice">{t('vocabularies.sample')}</p>}
        {below.length > 0 && (
          <>
            <h2>{t('vocabularies.places.within')}</h2>
            <Places v={v} places={below} />
          </>
        )}
        <References v={v} references={references} here={urls.vocabularies.place(v.at, place.id)} />
      </div>
    </Document>
  );
}

function Places({ v, places }: { v: View; places: Place[] }) {
  return (
    <ul class="tags">
      {places.map((place) => (
        <li>
          <a href={urls.vocabularies.place(v.at, place.id)} {...v.tongue(place.labelIn)}>
            {place.label}
          </a>{' '}
          <MachineMade v={v} fields={place.machine} short />
          {place.sample && <small> {v.t('vocabularies.sample.mark')}</small>}
        </li>
      ))}
    </ul>
  );
}
