import { z } from 'zod';
import { sha256 } from '../../../platform/crypto/ids.ts';
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

/** Names the words that stood in one language when a form was opened. */
export const seenMark = (words: OwnWords | undefined): string =>
  sha256(JSON.stringify(words ? [words.label, words.summary] : []))
    .toString('hex')
    .slice(0, 32);

/** The words of one language: undefined where the project's shall stand. */
export const wordsForm = (texts: Record<string, string>): Parsed<OwnWords | undefined> =>
  parse(form, { label: texts.label ?? '', summary: texts.summary ?? '' });
