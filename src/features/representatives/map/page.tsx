import type { View } from '../../../platform/http/index.ts';
import { Document } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { RoleSummary } from '../types.ts';
import type { DrawnMap } from './shapes.ts';

export type MapChoice = { id: string; name: string; holder: string | null; href: string };

type Props = {
  v: View;
  role: RoleSummary;
  choices: MapChoice[];
  map: DrawnMap | undefined;
  street: string | undefined;
};

/** The districts that a place touches: a map to point at, and the same as a list. */
export function MapPage({ v, role, choices, map, street }: Props) {
  const list = urls.representatives.role(v.at, role.id);
  return (
    <Document v={v} title={v.t('representatives.map.title')} section="representatives" unlisted>
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={urls.representatives.find(v.at)}>{v.t('representatives.find.title')}</a>
        </p>
        <h1 class="small">{v.t('representatives.map.title')}</h1>
        <p class="lead">
          {v.t('representatives.map.lead', {
            role: v.text(role.name),
            body: v.text(role.body.name),
            count: choices.length,
          })}
        </p>
        {map && (
          <figure class="map">
            <svg viewBox={`0 0 ${map.width} ${map.height}`} role="group" aria-label={v.t('representatives.map.figure')}>
              {map.shapes.map((shape) => {
                const at = choices.findIndex((each) => each.id === shape.id);
                const choice = choices[at]!;
                return (
                  <a href={choice.href} tabindex={-1} aria-label={`${at + 1}${v.t('ui.colon')} ${choice.name}`}>
                    <path d={shape.path} />
                    <text x={shape.x} y={shape.y} aria-hidden="true">
                      {at + 1}
                    </text>
                  </a>
                );
              })}
            </svg>
          </figure>
        )}
        <h2>{v.t('representatives.map.list')}</h2>
        <ol class="choices">
          {choices.map(({ name, holder, href }) => (
            <li>
              <a href={href}>{name}</a>
              <br />
              <small>{holder ?? v.t('representatives.map.nobody')}</small>
            </li>
          ))}
        </ol>
        <h2>{v.t('representatives.map.other')}</h2>
        <ul>
          {street && (
            <li>
              <a href={street}>{v.t('representatives.street.link')}</a>
            </li>
          )}
          <li>
            <a href={list}>{v.t('representatives.list.byDistrict')}</a>
          </li>
          <li>
            <a href={`${list}?by=name`}>{v.t('representatives.list.byName')}</a>
          </li>
        </ul>
      </div>
    </Document>
  );
}
