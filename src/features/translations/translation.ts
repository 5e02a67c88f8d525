import { sha256 } from '../../platform/crypto/ids.ts';
import type { TranslatableThing } from '../../platform/registry/index.ts';

/** How a text stands in a language, the least finished first. Computed whenever it is asked for; only what was done is stored. */
export const states = ['missing', 'machine', 'unreviewed', 'stale', 'reviewed'] as const;
export type State = (typeof states)[number];

export type MadeBy = 'person' | 'machine';

/** What is known of a translation that stands: from which text it was made, of which text this holds, by whom, and whether somebody said it is right. */
export type Mark = {
  sourceLocale: string;
  sourceDigest: string;
  targetDigest: string;
  madeBy: MadeBy;
  reviewed: boolean;
};

/** The digest of a text; empty for an empty one. As `textDigest` in the database. */
export const digestOf = (text: string): string => (text === '' ? '' : sha256(text).toString('hex'));

/** One field: its two texts (as digests), what is known of the translation, and whether a draft waits that no reader sees. */
export type Field = { source: string; sourceLocale: string; target: string; mark?: Mark; waiting?: boolean };

/** Whether the mark is about the text that stands there now. */
export const holds = ({ target, mark }: Pick<Field, 'target' | 'mark'>): boolean =>
  mark !== undefined && mark.targetDigest === target;

/** How a field stands; undefined where there is nothing to translate. */
export function stateOf(field: Field): State | undefined {
  const { source, sourceLocale, target, mark, waiting } = field;
  if (source === '') return undefined;
  if (waiting) return 'unreviewed';
  if (target === '') return 'missing';
  // Written elsewhere, or before anybody kept account of it: nobody said from what, nor that it is right.
  if (!mark || !holds(field)) return 'unreviewed';
  if (mark.sourceDigest !== source || mark.sourceLocale !== sourceLocale) return 'stale';
  if (mark.reviewed) return 'reviewed';
  return mark.madeBy === 'machine' ? 'machine' : 'unreviewed';
}

/** Whether readers are told that a machine made this: as long as nobody has said that it is right, stale or not. */
export const isMachineMade = (field: Pick<Field, 'target' | 'mark'>): boolean =>
  field.target !== '' && holds(field) && field.mark!.madeBy === 'machine' && !field.mark!.reviewed;

export type Counts = Record<State, number>;
export const noCounts = (): Counts => ({ missing: 0, machine: 0, unreviewed: 0, stale: 0, reviewed: 0 });
export const totalOf = (counts: Counts): number => states.reduce((sum, state) => sum + counts[state], 0);

/** Names one field of one thing, everywhere in the room and in files for translators. */
export const keyOf = (kind: string, id: string, field: string): string => `${kind}:${id}:${field}`;

/** What `keyOf` made; undefined for anything else. Ids hold no colon. */
export function readKey(key: string): { kind: string; id: string; field: string } | undefined {
  const [, kind, id, field] = /^([a-z][a-z-]{0,39}):([A-Za-z0-9._-]{1,80}):([a-z][a-z0-9_]{0,39})$/.exec(key) ?? [];
  return kind && id && field ? { kind, id, field } : undefined;
}

/** Who translates or reviews what. */
export type Assignment = {
  id: string;
  accountId: string;
  name: string;
  locale: string;
  kind: string | null;
  thingId: string | null;
  reviews: boolean;
  dueOn: string | null;
  note: string;
  createdAt: Date;
};

/**
 * Whether an assignment is about a thing in a language. One that names no thing reaches only what everybody or every member may read:
 * a draft or a work for few is given to a translator by name.
 */
export const covers = (
  assignment: Pick<Assignment, 'locale' | 'kind' | 'thingId'>,
  kind: string,
  thing: Pick<TranslatableThing, 'id' | 'readers'>,
  locale: string,
): boolean =>
  assignment.locale === locale &&
  (assignment.kind === null || assignment.kind === kind) &&
  (assignment.thingId === null ? thing.readers !== 'few' : assignment.thingId === thing.id);
