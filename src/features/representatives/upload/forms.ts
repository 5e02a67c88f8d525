import { z } from 'zod';
import { type FieldErrors, line, type Sent } from '../../../platform/http/index.ts';
import { type Columns, type Field, fields } from './columns.ts';
import { type Encoding, encodings, type Separator, separators } from './table.ts';

export const levels = ['municipal', 'region', 'federal', 'senate', 'international', 'court', 'other'] as const;

/** Which list it is, and of when and whence. `body` and `role` are asked of a new list alone. */
export type ListChoices = {
  list: string;
  body: string;
  role: string;
  country: string;
  level: (typeof levels)[number];
  as_of: string;
  source: string;
};

/** `today` is the day ('2026-11-21') on the clocks of the network. */
export const choicesForm = (today: string): z.ZodType<ListChoices> =>
  z
    .object({
      list: z.string().regex(/^(new|[a-z0-9-]{1,60}:[a-z0-9-]{1,40})$/, 'field.choose'),
      body: line(200),
      role: line(120),
      country: line(2),
      level: z.enum(levels, 'field.choose'),
      as_of: z.iso
        .date('representatives.upload.wrong.date')
        .refine((day) => day <= today, 'representatives.upload.wrong.future'),
      source: line(300).min(1, 'field.required'),
    })
    .superRefine((each, issues) => {
      if (each.list !== 'new') return;
      const need = (path: string, message: string) => issues.addIssue({ code: 'custom', path: [path], message });
      if (!each.body) need('body', 'field.required');
      if (!each.role) need('role', 'field.required');
      if (!/^[A-Z]{2}$/.test(each.country)) need('country', 'field.choose');
    });

export const readChoices = (sent: Sent) => ({
  list: sent.get('list'),
  body: sent.get('body'),
  role: sent.get('role'),
  country: sent.get('country').trim().toUpperCase(),
  level: sent.get('level') || 'other',
  as_of: sent.get('as_of').trim(),
  source: sent.get('source'),
});

/** The columns as chosen one by one, or the error of a field that two columns claim. */
export function readColumns(sent: Sent, count: number): { columns: Columns; errors: FieldErrors } {
  const columns: Columns = {};
  const errors: FieldErrors = {};
  for (let i = 0; i < count; i++) {
    const field = fields.find((each) => each === sent.get(`column-${i}`)) as Field | undefined;
    if (!field) continue;
    if (columns[field] !== undefined) errors.columns = { key: 'representatives.upload.wrong.twice' };
    else columns[field] = i;
  }
  return { columns, errors };
}

export const readEncoding = (sent: Sent): { encoding: Encoding | undefined; separator: Separator | undefined } => ({
  encoding: encodings.find((each) => each === sent.get('encoding')),
  separator: (Object.keys(separators) as Separator[]).find((each) => each === sent.get('separator')),
});
