/** How one comes in: open: who belongs joins; request: a lead lets her in; hidden: only who is in it knows of it. */
export const entries = ['open', 'request', 'hidden'] as const;
export type Entry = (typeof entries)[number];

/** What a digest tells of a thread. */
export const watches = ['all', 'mentions', 'nothing'] as const;
export type Watch = (typeof watches)[number];

/** The reader's own place in a group. */
export type Mine = {
  /** Names her in this group's pages, and nowhere else. */
  id: string;
  state: 'asked' | 'invited' | 'in';
  lead: boolean;
  alias: string | null;
  watch: Watch;
  cooledUntil: Date | null;
  cooledReason: string | null;
  joinedAt: Date;
};

/** A working group as the actor may see it. */
export type Group = {
  id: string;
  slug: string;
  name: Record<string, string>;
  charter: Record<string, string>;
  entry: Entry;
  digestText: boolean;
  createdAt: Date;
  closedAt: Date | null;
  mine: Mine | null;
};

/** Somebody in a group as the others see her: by the name she bears there, and an id that is good for nothing else. */
export type GroupMember = { id: string; name: string; aliased: boolean; lead: boolean; cooledUntil: Date | null };

/** Is in it: reads and, while it is open, writes. */
export const isIn = (group: Pick<Group, 'mine'>): boolean => group.mine?.state === 'in';

/** Leads it. */
export const isLead = (group: Pick<Group, 'mine'>): boolean => isIn(group) && group.mine!.lead;

/** Words that stand where a group's address would. */
export const reservedSlugs: ReadonlySet<string> = new Set(['new', 'digest', 'waiting', 'notices']);
