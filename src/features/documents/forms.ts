import { z } from 'zod';
import type { Sent } from '../../platform/http/index.ts';
import { longestBody } from './document.ts';

/** One line of words, at most so long. */
export const oneLineOf = (longest: number, needed = false) => {
  const line = z
    .string()
    .trim()
    .max(longest, 'field.long')
    .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), 'field.line');
  return needed ? line.min(1, 'field.required') : line;
};

export type DocumentForm = { title: string; body: string; summary: string };

export const documentForm = z.object({
  title: oneLineOf(160, true),
  body: z.string().trim().min(1, 'field.required').max(longestBody, 'field.long'),
  summary: oneLineOf(200),
});

export const readDocument = (sent: Sent): DocumentForm => ({
  title: sent.get('title'),
  body: sent.get('body'),
  summary: sent.get('summary'),
});

/** The version that an edit began from; 0 where the field is no number. */
export const readBase = (sent: Sent): number => (/^\d{1,6}$/.test(sent.get('base')) ? Number(sent.get('base')) : 0);
