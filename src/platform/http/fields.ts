import { z } from 'zod';
import { isSlug } from './slug.ts';

/** One line of words, trimmed, without control signs or other line breaks; in a header or a table they would do harm. */
export const line = (longest: number) =>
  z
    .string()
    .trim()
    .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), 'field.line')
    .max(longest, 'field.long');

/** Words of several lines, trimmed, without control signs but line breaks and tabs. */
export const prose = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, 'field.long')
    .refine((text) => !/[^\P{Cc}\n\t]/u.test(text), 'field.line');

/** The address of a thing as somebody typed it, in any of Unicode's forms; `wrong` says what it may be. */
export const slugField = (wrong: string) =>
  z
    .string()
    .transform((text) => text.trim().normalize('NFC'))
    .refine(isSlug, wrong);

/** One of the known values, or null where nothing was chosen. */
export const choiceOrNone = (known: readonly string[]) =>
  z
    .string()
    .refine((value) => value === '' || known.includes(value), 'field.choose')
    .transform((value) => value || null);
