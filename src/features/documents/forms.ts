import { z } from 'zod';
import { line, type Sent } from '../../platform/http/index.ts';
import { longestBody } from './document.ts';

export type DocumentForm = { title: string; body: string; summary: string };

export const documentForm = z.object({
  title: line(160).min(1, 'field.required'),
  body: z.string().trim().min(1, 'field.required').max(longestBody, 'field.long'),
  summary: line(200),
});

export const readDocument = (sent: Sent): DocumentForm => ({
  title: sent.get('title'),
  body: sent.get('body'),
  summary: sent.get('summary'),
});

/** The version that an edit began from; 0 where the field is no number. */
export const readBase = (sent: Sent): number => (/^\d{1,6}$/.test(sent.get('base')) ? Number(sent.get('base')) : 0);
