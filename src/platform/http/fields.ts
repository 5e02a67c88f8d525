import { z } from 'zod';

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

/** One of the known values, or null where nothing was chosen. */
export const choiceOrNone = (known: readonly string[]) =>
  z
    .string()
    .refine((value) => value === '' || known.includes(value), 'field.choose')
    .transform((value) => value || null);
