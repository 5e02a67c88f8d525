import { z } from 'zod';

/** First parts of the paths that the program itself serves: no network has one as its address. A test reads the router. */
export const reservedSlugs: ReadonlySet<string> = new Set(['api', 'assets', 'healthz', 'inbound', 'readyz', 'theme']);

/** The address of a new network. Whoever makes one reads it by this. */
export const networkSlug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,40}$/, 'small letters, digits and hyphens')
  .refine((slug) => !reservedSlugs.has(slug), 'the program itself answers at this address');
