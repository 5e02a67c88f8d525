import { z } from 'zod';
import type { Sent } from '../../platform/http/index.ts';
import { branches, type CallScript, type Channel, ladder } from '../deliveries/index.ts';

/** Which way comes first: as the ladder goes, a call, or paper. */
export const firsts = ['email', 'call', 'paper'] as const;
export type First = (typeof firsts)[number];

export type WaysForm = { channels: Channel[]; first: First };

export const waysForm: z.ZodType<WaysForm> = z.object({
  channels: z.array(z.enum(ladder)).min(1, 'postroom.ways.none'),
  first: z.enum(firsts, 'field.choose'),
});

export const readWays = (sent: Sent) => ({ channels: [...new Set(sent.all('channels'))], first: sent.get('first') });

/** The ways in the order in which they are tried: those named first, then the others as the ladder goes. */
export function inOrder({ channels, first }: WaysForm): Channel[] {
  const ahead: readonly Channel[] = first === 'call' ? ['call'] : first === 'paper' ? ['print', 'letter'] : [];
  return [...ahead, ...ladder.filter((channel) => !ahead.includes(channel))].filter((channel) =>
    channels.includes(channel),
  );
}

/** Which way comes first in a stored order. */
export const firstOf = (channels: readonly Channel[]): First =>
  channels[0] === 'call' && channels.length > 1
    ? 'call'
    : (channels[0] === 'print' || channels[0] === 'letter') && channels.some((one) => one === 'email' || one === 'call')
      ? 'paper'
      : 'email';

const said = z.string().max(2_000, 'field.long');
export const scriptForm: z.ZodType<CallScript> = z.object({
  opening: said,
  staff: said,
  voicemail: said,
  address: said,
  thanks: said,
});

export const readScript = (sent: Sent): CallScript =>
  Object.fromEntries(branches.map((branch) => [branch, sent.get(branch).trim()])) as CallScript;
