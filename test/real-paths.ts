import { newId } from '../src/platform/crypto/ids.ts';
import { table, type Who } from './authorisation.ts';
import type { Content } from './e2e/content.ts';
import { pages } from './e2e/pages.ts';

/** Every route of a network lies below this. */
export const inside = '/:network/:locale';

/** One line of the table of who may. */
export type Line = { text: string; methods: string[]; path: string; who: Who };
export const lines: Line[] = Object.values(table).flatMap((part) =>
  Object.entries(part).map(([text, who]) => {
    const words = text.split(' ');
    const path = words.at(-1)!;
    const root = words.at(-2) === '/';
    return {
      text,
      who,
      methods: words.slice(0, root ? -2 : -1),
      path: root ? path : path === '/' ? inside : inside + path,
    };
  }),
);

const fits = (line: Line, method: string, path: string): boolean => {
  if (!line.methods.includes(method)) return false;
  const wanted = line.path.split('/');
  const given = path.split('/');
  const open = wanted.at(-1) === '**';
  const steps = open ? wanted.slice(0, -1) : wanted;
  if (open ? given.length < steps.length : given.length !== steps.length) return false;
  return steps.every((step, at) => step === '*' || step === given[at]);
};
const exactness = (line: Line): number => line.path.split('/').length + (line.path.endsWith('**') ? 0 : 100);
/** The line that holds for a route; the more exact one wins. */
export const lineOf = (method: string, path: string): Line | undefined =>
  lines.filter((line) => fits(line, method, path)).sort((a, b) => exactness(b) - exactness(a))[0];

/**
 * A real path of a route, from the pages that are opened elsewhere: its own page's (then it is `proven`: whoever may sees it), or
 * the longest beginning that another page has in common with it.
 */
export function realPath(route: string, content: Content): { path: string; real: boolean; proven: boolean } {
  const wanted = route.split('/');
  const parameters = (steps: string[]) => steps.findLastIndex((step) => step.startsWith(':')) + 1;
  let best = wanted.map((step) => (step.startsWith(':') ? newId() : step));
  best[1] = 'daylight';
  best[2] = 'en';
  let known = 3;
  let shared = 3;
  for (const [pattern, openings] of Object.entries(pages)) {
    const steps = pattern.split('/');
    let common = 0;
    while (common < steps.length && common < wanted.length && steps[common] === wanted[common]) common += 1;
    const last = parameters(wanted.slice(0, common));
    if (last < known || (last === known && common <= shared)) continue;
    for (const opening of openings) {
      if ((opening.status ?? 200) >= 300 || opening.form) continue;
      const path = typeof opening.path === 'function' ? opening.path(content) : opening.path;
      const given = path.split('?')[0]!.split('/');
      if (given[1] !== 'daylight' || given.length < common) continue;
      if (pattern === route) return { path, real: true, proven: true };
      best = [...given.slice(0, common), ...best.slice(common)];
      known = last;
      shared = common;
      break;
    }
  }
  return { path: best.join('/'), real: known >= parameters(wanted), proven: false };
}
