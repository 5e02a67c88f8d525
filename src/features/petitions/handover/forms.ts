import { z } from 'zod';
import { isDay, line, prose, type Sent } from '../../../platform/http/index.ts';
import { oneLine } from '../../campaigns/index.ts';
import { type Way, ways } from './queries.ts';

const filled = oneLine(200);
const blank = line(200);

export type PrepareForm = { target: string; recipient: string; locale: string };

/** To whom, in which language. One of those who are asked is chosen, or somebody is named. */
export const prepareForm = (targets: readonly string[], locales: readonly string[]): z.ZodType<PrepareForm> =>
  z
    .object({
      target: z.string().refine((id) => id === '' || targets.includes(id), 'field.choose'),
      recipient: blank,
      locale: z.string().refine((one) => locales.includes(one), 'field.choose'),
    })
    .refine((form) => form.target !== '' || form.recipient !== '', { path: ['recipient'], message: 'field.required' });

export const readPrepareForm = (sent: Sent): PrepareForm => ({
  target: sent.get('target'),
  recipient: sent.get('recipient').trim(),
  locale: sent.get('locale'),
});

export type DeliveryForm = { handed_on: string; way: Way; received_by: string; note: string };

/** When, how, into whose hands. `first` is the day on which the papers were frozen, `today` the network's. */
export const deliveryForm = (first: string, today: string): z.ZodType<DeliveryForm> =>
  z.object({
    handed_on: z
      .string()
      .refine(isDay, 'petitions.delivery.unreadable')
      .refine((day) => !isDay(day) || day <= today, 'petitions.delivery.future')
      .refine((day) => !isDay(day) || day >= first, 'petitions.delivery.before'),
    way: z.enum(ways, 'field.choose'),
    received_by: filled,
    note: z.string().max(2_000, 'field.long'),
  });

export const readDeliveryForm = (sent: Sent) => ({
  handed_on: sent.get('handed_on').trim(),
  way: sent.get('way'),
  received_by: sent.get('received_by').trim(),
  note: sent.get('note').trim(),
});

export const newsForm: z.ZodType<{ words: string }> = z.object({
  words: prose(2_000),
});
