import type { Drawn } from '../../platform/geo/world.ts';

/**
 * The map as a picture that stands alone: the land, the countries in which somebody is, a mark in each. A picture does not see the
 * page's colours, so it carries the network's own, for light and dark. `marks` are the sizes of the marks by country.
 */
export function mapPicture(drawn: Drawn, accent: string, marks: ReadonlyMap<string, number>): string {
  const shown = [...drawn.countries].filter(([id]) => marks.has(id));
  const here = shown.map(([, { path }]) => path).join('');
  const dots = shown
    .sort(([a], [b]) => marks.get(b)! - marks.get(a)!)
    .map(([id, { x, y }]) => `<circle cx="${x}" cy="${y}" r="${marks.get(id)}"/>`)
    .join('');
  const style =
    `.l{fill:#ddd6c8}.h{fill:color-mix(in oklab,${accent} 45%,#ddd6c8)}circle{fill:${accent};stroke:#fff;stroke-width:2}` +
    `@media(prefers-color-scheme:dark){.l{fill:#3f3849}.h{fill:color-mix(in oklab,${accent} 70%,#6a6078)}` +
    `circle{fill:color-mix(in oklch,${accent} 45%,white);stroke:#17151b}}`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${drawn.width} ${drawn.height}"><style>${style}</style>` +
    `<path class="l" d="${drawn.land}"/><path class="h" d="${here}"/>${dots}</svg>`
  );
}
