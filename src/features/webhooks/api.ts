import { z } from 'zod';
import type { ApiEvent } from '../../platform/openapi/index.ts';
import { type EventType, eventTypes, testEvent } from './events.ts';

const told: Record<EventType | typeof testEvent, string> = {
  'action.confirmed': 'Somebody confirmed a letter.',
  'action.withdrawn': 'A letter was taken back, or set aside.',
  'signature.confirmed': 'Somebody confirmed a signature.',
  'signature.withdrawn': 'A signature was taken back, or set aside.',
  'person.consented': 'Somebody agreed to something, and still does when this is sent.',
  'person.withdrew': 'Somebody took a consent back.',
  'person.erased': 'Somebody is forgotten: erase what you hold of her.',
  'campaign.published': 'A campaign is public.',
  'campaign.closed': 'A campaign has ended.',
  'campaign.reopened': 'A campaign goes on.',
  'campaign.retracted': 'A campaign is public no more.',
  [testEvent]: 'A coordinator tries the address out.',
};

/** What is told to the addresses that a network entered. */
export const apiEvents: ApiEvent[] = ([...eventTypes, testEvent] as const).map((name) => ({
  name,
  summary: told[name],
  body: z.strictObject({
    type: z.literal(name),
    timestamp: z.iso.datetime(),
    data: z.looseObject({ network: z.string() }),
  }),
}));
