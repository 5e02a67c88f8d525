/** What is published of one quarter. Null: withheld. */
export type Figures = { roles: number | null; lived: number | null };

/** No figure stands for fewer women than this, and figures change only when as many lead roles changed hands. */
export const fewest = 5;

const rounded = (count: number): number => Math.round(count / 5) * 5;

/**
 * The figures of a moment, rounded to five: how many women lead something, and how many of them say that they were in prison. Withheld
 * where either those or the others are fewer than five: a share of nearly nobody or of nearly everybody tells of each of them.
 */
export function figuresOf(roles: number, lived: number): Figures {
  if (roles < 2 * fewest) return { roles: null, lived: null };
  const told = lived >= fewest && roles - lived >= fewest;
  return { roles: rounded(roles), lived: told ? rounded(lived) : null };
}

/** How many women are in one of the two sets and not in the other. */
export const changes = (a: ReadonlySet<string>, b: ReadonlySet<string>): number =>
  [...a].filter((id) => !b.has(id)).length + [...b].filter((id) => !a.has(id)).length;

export type Published = { figures: Figures; leads: ReadonlySet<string> };

/**
 * What is published for a new quarter. Before five lead roles changed hands the figures of the quarter before stand: whoever knows that one
 * woman came, left or took back what she said learns nothing from comparing two quarters.
 */
export function nextFigures(
  before: Published | undefined,
  now: { leads: ReadonlySet<string>; lived: number },
): Published & { anew: boolean } {
  if (before && changes(before.leads, now.leads) < fewest) return { ...before, anew: false };
  return { figures: figuresOf(now.leads.size, now.lived), leads: now.leads, anew: true };
}

/** The first day of the quarter of a day ('2026-11-27' → '2026-10-01'). */
export function quarterOf(day: string): string {
  const month = Number(day.slice(5, 7));
  return `${day.slice(0, 4)}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`;
}
