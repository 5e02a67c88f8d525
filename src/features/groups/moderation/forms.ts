import { z } from 'zod';

const reason = z.string().trim().max(500, 'field.long');
const days = z
  .string()
  .trim()
  .refine((text) => /^\d{0,2}$/.test(text), 'groups.care.days.wrong')
  .transform(Number);

/** Why a post is reported, and whether the coordinators of the network shall see it. */
export const reportForm = z.object({
  words: z.string().trim().min(1, 'field.required').max(1_000, 'field.long'),
  office: z.string(),
});

/** What is done about a post: an act, for how many days whoever wrote it rests (0: not at all), and why. */
export const careForm = z
  .object({ act: z.enum(['hide', 'show', 'remove', 'none'], 'field.choose'), days, reason })
  .refine((form) => form.reason !== '' || form.act === 'show' || (form.act === 'none' && form.days === 0), {
    message: 'groups.care.reason.needed',
    path: ['reason'],
  });
export type CareForm = z.output<typeof careForm>;

/** For how many days a thread rests, and why. */
export const coolingForm = z
  .object({ days, reason })
  .refine((form) => form.reason !== '' || form.days === 0, { message: 'groups.care.reason.needed', path: ['reason'] });
