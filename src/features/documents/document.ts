/** A shared text as its newest version has it. */
export type SharedDocument = {
  id: string;
  groupId: string | null;
  kind: 'document' | 'minutes';
  title: string;
  version: number;
  body: string;
  approvedVersion: number | null;
  approvedAt: Date | null;
  updatedAt: Date;
  archivedAt: Date | null;
  /** Who wrote the newest version, by the name she bears there; null: no longer here. */
  author: string | null;
};

/** One version in the history. */
export type Version = {
  version: number;
  title: string;
  summary: string;
  author: string | null;
  savedAt: Date;
  restored: number | null;
  length: number;
};

/** The longest text: a form carries a quarter of a megabyte, and a sign of Thai takes nine bytes of it. */
export const longestBody = 60_000;
