import { join } from 'node:path';
import { z } from 'zod';
import { root } from './platform/db/root.ts';

const flag = z.enum(['on', 'off']).transform((value) => value === 'on');

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  // Where the web server listens. Loopback unless told otherwise.
  HOST: z.string().default('127.0.0.1'),
  // The addresses under which browsers reach us, comma-separated; the first one goes into mails.
  CASEMENT_ORIGIN: z.string().optional(),
  // How many proxies in front of us may be believed about the client's address.
  CASEMENT_TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0),
  CASEMENT_DATA: z.string().default(join(root, 'var')),
  // off: a first start makes no demo networks (production).
  CASEMENT_DEMO: flag.default(true),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  // The address our mail comes from when a network sets none.
  MAIL_FROM: z.email().default('casement@casement.invalid'),
  // An RSA private key in PEM, and "selector@domain"; both or neither.
  DKIM_KEY_FILE: z.string().optional(),
  DKIM_SELECTOR: z
    .string()
    .regex(/^[^@\s]+@[^@\s]+$/)
    .optional(),
  // Where webhooks may lead: https to public addresses, or also http and addresses of the own network.
  CASEMENT_WEBHOOKS: z.enum(['public', 'any']).default('public'),
  // The domain whose mail to reply+…@ and bounce+…@ is handed to us; and the secret of the way in over HTTP, if that is used.
  INBOUND_DOMAIN: z
    .string()
    .toLowerCase()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
    .optional(),
  INBOUND_SECRET: z.string().min(32).optional(),
  // A file of mail domains whose mailboxes are thrown away after use, one a line. A few are known without it.
  CASEMENT_DISPOSABLE_DOMAINS: z.string().optional(),
  // Where a street address is looked up, with {q} where it goes: https://geocoder.example.org/search?format=jsonv2&limit=1&q={q}
  CASEMENT_GEOCODER_URL: z
    .url({ protocol: /^https?$/ })
    .refine((url) => url.includes('{q}'), 'has no {q} where the address goes')
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

export type Config = Readonly<{
  port: number;
  host: string;
  /** Origins that may post forms to us; the first is the public one. Never empty. */
  origins: readonly string[];
  trustedProxies: number;
  dataFolder: string;
  demo: boolean;
  databaseUrl: string | undefined;
  smtpUrl: string | undefined;
  mailFrom: string;
  dkim: { keyFile: string; selector: string; domain: string } | undefined;
  webhooks: 'public' | 'any';
  /** The way in for mail; undefined: there is none. Without `secret` only the command `inbound` takes mail. */
  inbound: { domain: string; secret: string | undefined } | undefined;
  disposableDomains: string | undefined;
  /** The geocoder that the operator chose; none: nobody is asked where an address lies. */
  geocoderUrl: string | undefined;
  logLevel: string;
}>;

/** Reads the environment once. Throws one error that names every variable that is wrong, and how. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`These settings cannot be used:\n${lines.join('\n')}`);
  }
  const e = parsed.data;
  const origins = (e.CASEMENT_ORIGIN?.split(',') ?? [`http://127.0.0.1:${e.PORT}`, `http://localhost:${e.PORT}`]).map(
    (text) => new URL(text.trim()).origin,
  );
  const [selector, domain] = e.DKIM_SELECTOR?.split('@') ?? [];
  return Object.freeze({
    port: e.PORT,
    host: e.HOST,
    origins: Object.freeze(origins),
    trustedProxies: e.CASEMENT_TRUST_PROXY,
    dataFolder: e.CASEMENT_DATA,
    demo: e.CASEMENT_DEMO,
    databaseUrl: e.DATABASE_URL,
    smtpUrl: e.SMTP_URL,
    mailFrom: e.MAIL_FROM,
    dkim: e.DKIM_KEY_FILE && selector && domain ? { keyFile: e.DKIM_KEY_FILE, selector, domain } : undefined,
    webhooks: e.CASEMENT_WEBHOOKS,
    inbound: e.INBOUND_DOMAIN ? { domain: e.INBOUND_DOMAIN, secret: e.INBOUND_SECRET } : undefined,
    disposableDomains: e.CASEMENT_DISPOSABLE_DOMAINS,
    geocoderUrl: e.CASEMENT_GEOCODER_URL,
    logLevel: e.LOG_LEVEL,
  });
}
