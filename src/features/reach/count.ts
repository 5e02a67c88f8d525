import { levelsFor, type Viewer } from '../directory/index.ts';

/** How many there are at exactly each level. */
export type Parts = { public: number; members: number; coordinators: number };

/** What is said of a number of members: so many for sure, and whether there are a few more (one or two). */
export type Count = { sure: number; more: boolean };

/** A group smaller than this is not told from none. */
export const fewest = 3;

/**
 * What a reader is told. Those who are public by their own choice are counted exactly. Those of each narrower level that the
 * reader may see join only once they, with what waited before them, are at least three: so the number that one reader is given
 * differs from another's by none or by three and more, and never tells of one or two.
 */
export function countFor(parts: Parts, viewer: Viewer): Count {
  let sure = 0;
  let waiting = 0;
  for (const level of levelsFor(viewer)) {
    if (level === 'nobody') continue;
    if (level === 'public') {
      sure = parts.public;
      continue;
    }
    waiting += parts[level];
    if (waiting >= fewest) {
      sure += waiting;
      waiting = 0;
    }
  }
  return { sure, more: waiting > 0 };
}

/** A sum of counts: exact only where each of them is. */
export const sumOf = (counts: readonly Count[]): Count => ({
  sure: counts.reduce((sum, count) => sum + count.sure, 0),
  more: counts.some((count) => count.more),
});

/** The levels of a number that grows from level to level (public, then members too, then coordinators too). */
export const partsOf = (upToPublic: number, upToMembers: number, upToCoordinators: number): Parts => ({
  public: upToPublic,
  members: Math.max(0, upToMembers - upToPublic),
  coordinators: Math.max(0, upToCoordinators - upToMembers),
});
