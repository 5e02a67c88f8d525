import { z } from 'zod';
import type { Sent } from '../../platform/http/index.ts';
import { mayReach, type Reach } from '../../platform/outgoing/index.ts';
import { type EventType, eventTypes } from './events.ts';

export type EndpointForm = { url: string; events: EventType[] };

/** An address that we may call, and at least one event. */
export const endpointForm = (reach: Reach) =>
  z.object({
    url: z
      .string()
      .trim()
      .min(1, 'field.required')
      .max(500, 'field.long')
      .refine((text) => !/[\s\p{Cc}]/u.test(text) && URL.canParse(text), 'webhooks.url.form')
      .refine((text) => !URL.canParse(text) || mayReach(new URL(text), reach), 'webhooks.url.reach'),
    events: z.array(z.enum(eventTypes, 'field.choose')).min(1, 'field.choose'),
  });

/** What the form says; an event that there is not is left out. */
export const readEndpointForm = (sent: Sent) => ({
  url: sent.get('url'),
  events: eventTypes.filter((type) => sent.all('events').includes(type)),
});
