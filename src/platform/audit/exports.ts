import type { Ctx } from '../tenancy/ctx.ts';
import { type AuditEntry, record } from './record.ts';

/** What leaves the house as a file or on paper and names many people, or holds what is not public. The log's page says each in words. */
export const exported = [
  'api-key',
  'campaign-work',
  'directory',
  'handover',
  'log',
  'mailing_list',
  'members',
  'organisations',
  'osdi',
  'print-run',
  'translations',
] as const;

/** What leaves, and facts of it: numbers and forms, never what was looked for and never a name. */
export type Export = Omit<AuditEntry, 'verb'> & { noun: (typeof exported)[number] };

/** Puts on record that something leaves the house. Before its first byte does. */
export const recordExport = (ctx: Ctx, what: Export): Promise<void> => record(ctx, { ...what, verb: 'exported' });
