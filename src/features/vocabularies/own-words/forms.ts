import { z } from 'zod';
import { line, type Parsed, parse } from '../../../platform/http/index.ts';
import type { OwnWords } from './queries.ts';

const form = z
  .object({
    label: line(120),
    summary: z.string().trim().max(400, 'field.long'),
  })
  .refine(({ label, summary }) => label !== '' || summary === '', {
    path: ['label'],
    message: 'vocabularies.words.label',
  })
  .transform((words) => (words.label === '' ? undefined : words));

/** The words of one language: undefined where the project's shall stand. */
export const wordsForm = (texts: Record<string, string>): Parsed<OwnWords | undefined> =>
  parse(form, { label: texts.label ?? '', summary: texts.summary ?? '' });
