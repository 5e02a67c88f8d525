import type { Answer } from '../../../platform/mail/index.ts';

const minute = 60_000;
/** Pauses before the second, third, … attempt. After the last one a mail has failed. */
export const pauses = [1, 5, 15, 60, 240, 720].map((minutes) => minutes * minute);

/** What is written down after an attempt; `queued` is tried again at `due`. */
export type Result = {
  state: 'queued' | 'sent' | 'kept' | 'failed' | 'uncertain' | 'cancelled';
  response: string | null;
  due: Date | null;
  /** Whether this was an attempt at sending. */
  attempted: boolean;
};

/**
 * What an answer means for a mail. Refused for good (5xx): failed. Not now (4xx), or broken before its text began to
 * leave: later. Broken after that without an answer: a letter waits for a person, any other mail is repeated under the
 * same Message-ID.
 */
export function resultOf(mail: { once: boolean; attempts: number }, answer: Answer, now: Date): Result {
  const { end, response } = answer;
  if (end === 'accepted') return { state: 'sent', response, due: null, attempted: true };
  if (end === 'refused') return { state: 'failed', response, due: null, attempted: true };
  if (end === 'unanswered' && mail.once) return { state: 'uncertain', response, due: null, attempted: true };
  const pause = pauses[mail.attempts];
  if (pause === undefined) return { state: 'failed', response, due: null, attempted: true };
  return { state: 'queued', response, due: new Date(now.getTime() + pause), attempted: true };
}

/** A mail that never reached a server: nobody composes it any more, or it cannot be composed. */
export const withoutAttempt = (state: 'kept' | 'failed' | 'cancelled', response: string | null = null): Result => ({
  state,
  response,
  due: null,
  attempted: false,
});

/**
 * How many mails to take next, so that one round lasts some seconds at most: a confirmation that arrives meanwhile
 * waits no longer than that, however slow the server and however long the queue.
 */
export function nextBatch(size: number, tookMs: number): number {
  if (tookMs < 1_000) return Math.min(400, size * 2);
  if (tookMs > 3_000) return Math.max(10, Math.floor(size / 2));
  return size;
}
