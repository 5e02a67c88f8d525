import { z } from 'zod';
import { states } from './queries.ts';

/** A mail's id in an address; anything else is no page. */
export const mailId = z.uuid();

/** The list's filter, from the query string. What does not fit is left out rather than refused. */
export const listFilter = z.object({
  state: z.enum(states).optional().catch(undefined),
  kind: z
    .string()
    .regex(/^[a-z][a-z-]{0,40}$/)
    .optional()
    .catch(undefined),
  before: z.uuid().optional().catch(undefined),
});

/** What became of an uncertain mail. */
export const settlement = z.object({ choice: z.enum(['arrived', 'again'], 'outbox.settlement.required') });
