import type { Group, Watch } from '../group.ts';
import { isIn } from '../group.ts';

/** How long after it was written a post may be changed by whoever wrote it, in milliseconds. */
export const editMs = 60 * 60_000;
/** Posts on one page of a thread. */
export const pageOfPosts = 25;

/** A thread as its group reads it. */
export type Thread = {
  id: string;
  title: string;
  /** The name under which it was begun; null: a former member. */
  by: string | null;
  createdAt: Date;
  lastN: number;
  lastAt: Date;
  pinnedAt: Date | null;
  lockedAt: Date | null;
  cooledUntil: Date | null;
  cooledReason: string | null;
  /** How far the reader read it, and what she wants to be told of it (null: as for the group). */
  readN: number | null;
  watch: Watch | null;
};

/** A post as its group reads it: its words only where they may be read. */
export type Post = {
  id: string;
  n: number;
  by: string | null;
  mine: boolean;
  /** null: hidden from the reader, or gone. */
  body: string | null;
  answers: number | null;
  answersBy: string | null;
  createdAt: Date;
  editedAt: Date | null;
  hiddenAt: Date | null;
  removedAt: Date | null;
  reason: string | null;
  takenBack: boolean;
  byMail: boolean;
  /** Ids of the files that came with it. */
  files: string[];
  named: string[];
};

/** Why somebody cannot write here now; undefined: she can. */
export type Bar = 'closed' | 'locked' | 'cooled' | 'cooledThread' | 'outside';

/** Whether the reader may write: in the group, in this thread if there is one. */
export function barOf(
  group: Pick<Group, 'mine' | 'closedAt'>,
  now: Date,
  thread?: Pick<Thread, 'lockedAt' | 'cooledUntil'>,
): Bar | undefined {
  if (!isIn(group)) return 'outside';
  if (group.closedAt) return 'closed';
  if (group.mine?.cooledUntil && group.mine.cooledUntil > now) return 'cooled';
  if (thread?.lockedAt) return 'locked';
  if (thread?.cooledUntil && thread.cooledUntil > now) return 'cooledThread';
  return undefined;
}

/** Whether whoever wrote a post may still change it. */
export const mayEdit = (post: Pick<Post, 'mine' | 'createdAt' | 'hiddenAt' | 'removedAt'>, now: Date): boolean =>
  post.mine && !post.hiddenAt && !post.removedAt && now.getTime() - post.createdAt.getTime() < editMs;

/** The first post of the page of a thread on which post `n` stands. */
export const pageFrom = (n: number): number => Math.floor((Math.max(1, n) - 1) / pageOfPosts) * pageOfPosts + 1;

/** How many posts of a thread the reader has not read; undefined where it is older than her coming and she never opened it. */
export function unreadOf(thread: Pick<Thread, 'lastN' | 'lastAt' | 'readN'>, joinedAt: Date): number | undefined {
  if (thread.readN !== null) return Math.max(0, thread.lastN - thread.readN);
  return thread.lastAt > joinedAt ? thread.lastN : undefined;
}

/** A text as it stands quoted in an answer: what it quoted itself is left out, so that quotations do not grow. */
export function quoted(body: string): string {
  const own = body
    .split('\n')
    .filter((line) => !/^\s*>/.test(line))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const cut = own.length > 1_200 ? `${own.slice(0, 1_200).replace(/\s\S*$/, '')} …` : own;
  return cut === ''
    ? ''
    : `${cut
        .split('\n')
        .map((line) => (line === '' ? '>' : `> ${line}`))
        .join('\n')}\n\n`;
}
