import type { Drawn } from '../../../platform/geo/world.ts';
import type { View } from '../../../platform/http/index.ts';
import { Cell, Document, Empty, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Viewer } from '../../directory/index.ts';
import { type Count, fewest } from '../count.ts';
import { type Reach, type ReachLine, radius } from '../queries.ts';

type Props = { v: View; reach: Reach; drawn: Drawn; viewer: Viewer };

/** Where the network is: a map, and the same facts as a table. */
export function MapPage({ v, reach, drawn, viewer }: Props) {
  const t = v.t;
  const lines = reach.countries;
  const nobody = reach.members.sure === 0 && !reach.members.more;
  return (
    <Document v={v} title={t('reach.title')} description={t('reach.lead')} islands={['reach-map']}>
      <div class="wrap page flow">
        <h1 class="small">{t('reach.title')}</h1>
        {lines.length === 0 ? (
          <Empty text={t('reach.none')} />
        ) : (
          <>
            <p class="lead">
              {t('reach.sum', {
                organisations: reach.organisations,
                countries: lines.length,
                members: countText(v, reach.members),
                many: reach.members.more ? 2 : reach.members.sure,
                none: String(nobody),
              })}
            </p>
            <p>
              <a href={urls.organisations.list(v.at)}>{t('organisations.title')}</a>
              {' · '}
              <a href={urls.directory.list(v.at)}>{t('directory.title')}</a>
            </p>
            <WorldMap v={v} lines={lines} drawn={drawn} />
            <Table
              close
              caption={t('reach.table')}
              head={['country', ...(nobody ? [] : ['members']), 'organisations'].map((column) =>
                t(`reach.head.${column}`),
              )}
            >
              {lines.map((line) => (
                <tr>
                  <th scope="row">
                    <a href={urls.directory.list(v.at, `?country=${line.place.id}`)}>{line.place.label}</a>
                    {line.place.sample && <small> {t('vocabularies.sample.mark')}</small>}
                  </th>
                  {!nobody && (
                    <Cell v={v} label={t('reach.head.members')}>
                      {countText(v, line.members)}
                    </Cell>
                  )}
                  <Cell v={v} label={t('reach.head.organisations')}>
                    {v.number(line.organisations)}
                  </Cell>
                </tr>
              ))}
            </Table>
            {reach.regions.length > 0 && (
              <Table
                close
                caption={t('reach.regions')}
                head={['place', 'organisations'].map((column) => t(`reach.head.${column}`))}
              >
                {reach.regions.map((line) => (
                  <tr>
                    <th scope="row">
                      <a href={urls.vocabularies.place(v.at, line.place.id)}>{line.place.label}</a>
                    </th>
                    <Cell v={v} label={t('reach.head.organisations')}>
                      {v.number(line.organisations)}
                    </Cell>
                  </tr>
                ))}
              </Table>
            )}
            <h2>{t('reach.how')}</h2>
            <p>{t(`reach.who.${viewer === 'herself' ? 'member' : viewer}`)}</p>
            <p>{t('reach.rule', { fewest })}</p>
            <p>
              <small>{t('reach.source')}</small>
            </p>
          </>
        )}
      </div>
    </Document>
  );
}

/** "4", "more than 4", "fewer than 3". */
function countText(v: View, count: Count): string {
  if (!count.more) return v.number(count.sure);
  return count.sure === 0 ? v.t('reach.fewer', { count: fewest }) : v.t('reach.over', { count: count.sure });
}

/** The land, the countries in which somebody is, and a mark in each, so that the smallest is seen as well. */
function WorldMap({ v, lines, drawn }: { v: View; lines: ReachLine[]; drawn: Drawn }) {
  const t = v.t;
  const shown = lines.flatMap((line) => {
    const shape = drawn.countries.get(line.place.id);
    return shape ? [{ line, shape }] : [];
  });
  // The larger marks first, so that none lies under another.
  const marks = [...shown].sort((a, b) => radius(b.line) - radius(a.line));
  const fact = (line: ReachLine) =>
    t('reach.fact', {
      country: line.place.label,
      members: countText(v, line.members),
      organisations: line.organisations,
    });
  return (
    <figure class="map reach flow" data-island="reach-map" data-in={t('reach.zoomIn')} data-out={t('reach.zoomOut')}>
      <svg viewBox={`0 0 ${drawn.width} ${drawn.height}`} role="group" aria-label={t('reach.figure')}>
        <path class="land" d={drawn.land} />
        <path class="borders" d={drawn.borders} />
        {shown.map(({ line, shape }) => (
          <path class="here" d={shape.path} data-place={line.place.id} />
        ))}
        {marks.map(({ line, shape }) => (
          <a
            href={urls.directory.list(v.at, `?country=${line.place.id}`)}
            tabindex={-1}
            aria-label={fact(line)}
            data-place={line.place.id}
          >
            <circle cx={shape.x} cy={shape.y} r={radius(line)} />
          </a>
        ))}
      </svg>
      <figcaption>
        <small>{t('reach.legend')}</small>
      </figcaption>
    </figure>
  );
}
