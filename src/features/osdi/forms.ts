import { z } from 'zod';
import { line, type Sent } from '../../platform/http/index.ts';
import { scopes } from './keys.ts';
import type { Filter } from './queries.ts';

export const keyForm = z.object({
  name: line(80).min(1, 'field.required'),
  scopes: z.array(z.enum(scopes)).min(1, 'field.choose'),
});

export const readKeyForm = (sent: Sent) => ({
  name: sent.get('name'),
  scopes: scopes.filter((scope) => sent.all('scopes').includes(scope)),
});

/**
 * The part of OData that a sync needs: `modified_date gt '2026-11-01T00:00:00Z'`, `modified_date lt '…'`,
 * `email_address eq '…'`, joined by `and`. Undefined: not understood, which is said rather than ignored.
 */
export function readFilter(text: string): Filter | undefined {
  const filter: Filter = {};
  for (const part of text.split(/\s+and\s+/i)) {
    const match = /^\s*(modified_date|email_address)\s+(gt|lt|eq)\s+'([^']{1,254})'\s*$/.exec(part);
    if (!match) return undefined;
    const [, field, operator, value] = match as unknown as [string, string, string, string];
    if (field === 'email_address') {
      if (operator !== 'eq') return undefined;
      filter.email = value;
      continue;
    }
    const at = new Date(value);
    // Years that the database knows, too.
    if (operator === 'eq' || !/^\d{4}-/.test(value) || Number.isNaN(at.getTime())) return undefined;
    if (operator === 'gt') filter.modifiedAfter = at;
    else filter.modifiedBefore = at;
  }
  return filter;
}
