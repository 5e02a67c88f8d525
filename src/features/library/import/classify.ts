import { keysOf, type Plan, type Planned } from './plan.ts';

/** A work that is here already (or an earlier row of the list). */
export type Known = {
  id: string;
  title: string;
  titles: string[];
  identifiers: string[];
  locales: string[];
  dated: string;
};

/** What happens to a row. `work` is the one it joins or repeats. */
export type Fate =
  | { outcome: 'made'; left: string[] }
  | { outcome: 'added'; work: Known; locales: string[]; left: string[] }
  | { outcome: 'same'; work: Known }
  | { outcome: 'refused'; key: string };

/** An index of works by their keys, to which rows are added as they are taken. */
export class Index {
  readonly #byKey = new Map<string, Known[]>();

  constructor(known: readonly Known[]) {
    for (const one of known) this.add(one);
  }

  add(known: Known): void {
    for (const key of [...known.identifiers, ...known.titles.map((title) => `title:${title}`)])
      this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), known]);
  }

  /** The work that a row is: by a number, else by its title when the years do not speak against it. */
  find(work: Planned): Known | undefined {
    const { titles, identifiers } = keysOf(work);
    for (const key of identifiers) {
      const found = this.#byKey.get(key)?.[0];
      if (found) return found;
    }
    for (const title of titles) {
      const found = this.#byKey
        .get(`title:${title}`)
        ?.find((one) => !one.dated || !work.dated || one.dated.slice(0, 4) === work.dated.slice(0, 4));
      if (found) return found;
    }
    return undefined;
  }
}

/** What happens to one row, and the index after it. `id` is that of the work it would make. */
export function fateOf(plan: Plan, index: Index, id: string): Fate {
  if (!plan.ok) return { outcome: 'refused', key: plan.key };
  const { work } = plan;
  const found = index.find(work);
  const locales = work.versions.map((version) => version.locale);
  if (!found) {
    const { titles, identifiers } = keysOf(work);
    index.add({ id, title: work.versions[0]!.title, titles, identifiers, locales, dated: work.dated });
    return { outcome: 'made', left: plan.left };
  }
  const fresh = locales.filter((locale) => !found.locales.includes(locale));
  if (fresh.length === 0) return { outcome: 'same', work: found };
  found.locales.push(...fresh);
  return { outcome: 'added', work: found, locales: fresh, left: plan.left };
}
