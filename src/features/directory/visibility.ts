import { type Expression, type RawBuilder, sql } from 'kysely';
import { belongs, coordinates } from '../../platform/access/index.ts';
import type { Actor } from '../../platform/tenancy/index.ts';

/** To whom one field is shown, widest first. `nobody`: she alone. */
export const levels = ['public', 'members', 'coordinators', 'nobody'] as const;
export type Level = (typeof levels)[number];

/** How near a reader stands to what is shown; `herself` also is who answers for an organisation. */
export type Viewer = 'public' | 'member' | 'coordinator' | 'herself';

/** The narrowest level that each reader may still see, as its place in `levels`. */
const reach: Record<Viewer, number> = { public: 0, member: 1, coordinator: 2, herself: 3 };

/**
 * As whom the actor reads. `herself`: the thing is hers. The machine's own work and a private link read as the public: what leaves by
 * them leaves to anybody.
 */
export const viewerOf = (actor: Actor, herself = false): Viewer => {
  if (herself) return 'herself';
  if (coordinates(actor)) return 'coordinator';
  return belongs(actor) ? 'member' : 'public';
};

/** The one rule: whether something of this level is shown to this reader. A level that is none is nobody's. */
export const mayShow = (level: Level, viewer: Viewer): boolean => {
  const place = levels.indexOf(level);
  return place >= 0 && place <= reach[viewer];
};

/** The levels that a reader sees, widest first. */
export const levelsFor = (viewer: Viewer): Level[] => levels.slice(0, reach[viewer] + 1);

/** The narrower of two levels: what stands inside something is seen by no more people than the thing itself. */
export const narrower = (a: Level, b: Level): Level =>
  levels[Math.max(levels.indexOf(a), levels.indexOf(b))] ?? 'nobody';

/** What is chosen by field, as stored; a field that is not named has its default. Anything that is no level is `nobody`. */
export function levelOf<F extends string>(visibility: unknown, field: F, defaults: Record<F, Level>): Level {
  const chosen = (visibility as Record<string, unknown> | null)?.[field];
  if (chosen === undefined || chosen === null) return defaults[field] ?? 'nobody';
  return levels.find((level) => level === chosen) ?? 'nobody';
}

/** Something with a visibility by field: a profile, an organisation. */
export type Shown<V extends object> = {
  values: V;
  /** As stored: field → level. */
  visibility: unknown;
  /** Of every field; a field without one is never shown. */
  defaults: Record<keyof V & string, Level>;
};

/** The fields that this reader may see, and no others: pages, exports and the API take what they show from here. */
export function visibleFields<V extends object>(
  { values, visibility, defaults }: Shown<V>,
  viewer: Viewer,
): Partial<V> {
  const seen = Object.entries(values).filter(([field]) =>
    mayShow(levelOf(visibility, field as keyof V & string, defaults), viewer),
  );
  return Object.fromEntries(seen) as Partial<V>;
}

/** The twin of `mayShow(levelOf(…), viewer)` in SQL, for lists and counts. `visibility` is the jsonb column. */
export const showsTo = <F extends string>(
  visibility: Expression<unknown>,
  field: F,
  defaults: Record<F, Level>,
  viewer: Viewer,
): RawBuilder<boolean> => {
  if (viewer === 'herself') return sql<boolean>`true`;
  const shown = levelsFor(viewer).map((level) => sql.lit(level));
  return sql<boolean>`coalesce(${visibility} ->> ${sql.lit(field)}, ${sql.lit(defaults[field] ?? 'nobody')}) in (${sql.join(shown)})`;
};

/** The levels that a form asked for (`level.FIELD`); what is no level is left out, so that the stored one stays. */
export function readLevels(get: (name: string) => string, fields: readonly string[]): Record<string, Level> {
  const chosen: Record<string, Level> = {};
  for (const field of fields) {
    const level = levels.find((one) => one === get(levelField(field)));
    if (level) chosen[field] = level;
  }
  return chosen;
}

/** The form field that holds a field's level. */
export const levelField = (field: string): string => `level.${field}`;
