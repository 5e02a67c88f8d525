/** Texts by language tag. */
export type Texts = Record<string, string>;

export type Contact = {
  kind: 'email' | 'phone' | 'fax' | 'address' | 'form' | 'website';
  value: string;
  note: string | null;
};

export type DivisionChoice = { id: string; name: Texts };

export type RoleSummary = {
  id: string;
  name: Texts;
  body: { id: string; name: Texts; level: string; country: string; committee: boolean };
  sample: boolean;
  posts: number;
};

/**
 * found: one division. several: the place touches more than one. centroid: only a middle point is known, these may be it.
 * lines-ended: the lines at hand no longer hold. unknown: nothing is known of this place for this role.
 */
export type FindingState = 'found' | 'several' | 'centroid' | 'lines-ended' | 'unknown';

export type RoleFinding = {
  roleId: string;
  state: FindingState;
  divisions: readonly DivisionChoice[];
  /** Where the lines or the assignment came from, and their date; null where nothing was at hand. */
  source: string | null;
  asOf: string | null;
};

export type Place =
  | { by: 'postal'; country: string; code: string }
  | { by: 'point'; latitude: number; longitude: number }
  | { by: 'division'; ids: readonly string[] };

export type Official = {
  id: string;
  name: string;
  familyName: string | null;
  honorific: string | null;
  party: string | null;
  contacts: Contact[];
};

/** Who serves in one post on one day. `unknown`: the district is known, but no list of people was ever imported for it. */
export type Serving = {
  /** Null only where the district has no post yet (state unknown). */
  postId: string | null;
  role: RoleSummary;
  label: Texts;
  division: DivisionChoice | null;
  state: 'serving' | 'vacant' | 'lines-ended' | 'unknown';
  vacant: boolean;
  official: Official | null;
  source: string | null;
  asOf: string | null;
  sample: boolean;
};
