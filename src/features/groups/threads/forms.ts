import { z } from 'zod';
import { line, type Sent } from '../../../platform/http/index.ts';
import { watches } from '../group.ts';

const body = z.string().trim().min(1, 'field.required').max(20_000, 'field.long');
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new thread with its first post. */
export const threadForm = z.object({
  title: line(160).min(1, 'field.required'),
  body,
});

/** A post, new or changed. */
export const postForm = z.object({ body });

export const watchForm = z.object({ watch: z.enum([...watches, 'group'], 'field.choose') });

/** The places of those she ticked to be named. */
export const namedIn = (sent: Sent): string[] =>
  sent
    .all('named')
    .filter((id) => uuid.test(id))
    .slice(0, 100);

/** The number of a post in an address or a form; undefined for anything else. */
export function numberOf(text: string | undefined): number | undefined {
  const n = /^\d{1,7}$/.test(text ?? '') ? Number(text) : 0;
  return n > 0 ? n : undefined;
}
