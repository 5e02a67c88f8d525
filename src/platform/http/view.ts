import type { Context } from 'hono';
import type { Trx } from '../db/index.ts';
import { direction, type Translate } from '../i18n/index.ts';
import type { Actor, Ctx, Role } from '../tenancy/ctx.ts';
import { inLocale, languageOf, type Network } from '../tenancy/network.ts';
import type { At } from './at.ts';
import type { Env } from './env.ts';
import type { Flash } from './flash.ts';
import type { Frame } from './frame.ts';
import { cacheKey } from './page-cache.ts';

/** What every page and component is given. */
export type View = {
  at: At;
  network: Network;
  locale: string;
  dir: 'ltr' | 'rtl';
  t: Translate;
  actor: Actor;
  now: Date;
  /** Path and query of this page, for the language links and the current mark in the navigation. */
  path: string;
  /** This page on the network's public origin. */
  origin: string;
  flash: Flash | undefined;
  /** Set while the page stands in a frame of another site. */
  frame: Frame | undefined;
  text(texts: Record<string, string> | null | undefined): string;
  /** What the element around `text(texts)`, or around words in this one language, says of it: nothing where it is the page's own. */
  tongue(said: Record<string, string> | string | null | undefined): { lang?: string; dir?: 'ltr' | 'rtl' };
  /** "5 August 2026" in the page's language and the network's time zone; `time` adds the hour. */
  date(at: Date | string, style?: DateStyle): string;
  number(value: number): string;
  can(...roles: Role[]): boolean;
};

/** The request as a page sees it. */
export function viewOf(c: Context<Env>, origin: string): View {
  const { network, locale, t, actor, now, frame } = c.var;
  const url = new URL(c.req.url);
  return {
    at: { network: network.slug, locale, ...(frame ? { frame: frame.query } : {}) },
    network,
    locale,
    dir: direction(locale),
    t,
    actor,
    now,
    // Without utm_* and source: they are not part of what a kept page is kept under, and must not stand in it.
    path: cacheKey(url.pathname + url.search),
    origin,
    flash: c.var.flash,
    frame,
    text: (texts) => inLocale(texts, locale),
    tongue: (said) => {
      const lang = typeof said === 'string' ? said : said ? languageOf(said, locale) : locale;
      return lang === locale ? {} : { lang, dir: direction(lang) };
    },
    date: (at, style = 'date') => dateIn(locale, network.timeZone, at, style),
    number: (value) => numberIn(locale, value),
    can: (...roles) => actor.kind === 'account' && roles.some((role) => actor.roles.includes(role)),
  };
}

/** The context of rules and queries for this request, inside an open transaction. */
export function ctxOf(c: Context<Env>, trx: Trx): Ctx {
  return { trx, actor: c.var.actor, network: c.var.network, locale: c.var.locale, now: c.var.now };
}

/** A day, a day with its hour, a day in short, or only the hour (where the day stands above). */
export type DateStyle = 'date' | 'time' | 'short' | 'hour';

const formats = new Map<string, Intl.DateTimeFormat>();

/** A calendar day ('2026-08-05') is the same day everywhere; an instant is shown in the given time zone. */
export function dateIn(locale: string, timeZone: string, at: Date | string, style: DateStyle): string {
  const day = typeof at === 'string' && at.length === 10;
  const key = `${locale} ${day ? 'UTC' : timeZone} ${style}`;
  let format = formats.get(key);
  if (!format) {
    const options: Intl.DateTimeFormatOptions =
      style === 'short'
        ? { day: 'numeric', month: 'short', year: 'numeric' }
        : {
            ...(style === 'hour' ? {} : { day: 'numeric', month: 'long', year: 'numeric' }),
            ...(style === 'time' || style === 'hour' ? { hour: 'numeric', minute: '2-digit' } : {}),
          };
    format = new Intl.DateTimeFormat(locale, { ...options, timeZone: day ? 'UTC' : timeZone });
    formats.set(key, format);
  }
  const text = format.format(typeof at === 'string' ? new Date(at) : at);
  // French says the first of a month by its rank; the data behind Intl does not.
  return locale.startsWith('fr') ? text.replace(/^1(?= \p{L})/u, '1er') : text;
}

const numbers = new Map<string, { format: Intl.NumberFormat; small: string[] }>();
/** So far numbers are remembered as they are written: a page of a search says a hundred. */
const small = 1000;
function numberIn(locale: string, value: number): string {
  let known = numbers.get(locale);
  if (!known) {
    known = { format: new Intl.NumberFormat(locale), small: [] };
    numbers.set(locale, known);
  }
  if (!(value >= 0 && value <= small && Number.isInteger(value))) return known.format.format(value);
  known.small[value] ??= known.format.format(value);
  return known.small[value];
}
