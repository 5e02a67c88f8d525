import { z } from 'zod';
import { isDay, type Sent } from '../../platform/http/index.ts';
import { type Channel, channels } from './reply.ts';

export type ReplyForm = { delivery: string; channel: Channel; received_on: string; body: string; quotable: boolean };

/** What she passes on. `today` is the day on the clocks of the network. */
export const replyForm = (today: string): z.ZodType<ReplyForm> =>
  z.object({
    delivery: z.uuid('replies.form.who.choose'),
    channel: z.enum(channels, 'replies.form.channel.choose'),
    received_on: z
      .string()
      .refine(isDay, 'replies.form.date.unreadable')
      .refine((day) => !isDay(day) || day <= today, 'replies.form.date.future'),
    body: z.string().trim().min(1, 'field.required').max(20_000, 'field.long'),
    // Left out: only coordinators read it. Nothing is ticked beforehand.
    quotable: z.enum(['', 'yes']).transform((value) => value === 'yes'),
  });

export const readReplyForm = (sent: Sent) => ({
  delivery: sent.get('delivery'),
  channel: sent.get('channel'),
  received_on: sent.get('received_on').trim(),
  body: sent.get('body'),
  quotable: sent.get('quotable'),
});

/** What a coordinator decides of a reply from which nothing is recorded. */
export const settlementForm = z.object({ choice: z.enum(['nothing', 'spam'], 'replies.settle.choose') });
