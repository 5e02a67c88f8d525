import { z } from 'zod';
import { isDay, isWebAddress, line, prose, type Sent } from '../../platform/http/index.ts';
import { type StepKind, stepKinds } from './pledge.ts';

const needed = (longest: number) => line(longest).refine((text) => text !== '', 'field.required');

/** A day that exists and has come. */
const pastDay = (today: string) =>
  z
    .string()
    .refine(isDay, 'pledges.date.unreadable')
    .refine((day) => !isDay(day) || day <= today, 'pledges.date.future');

const webAddress = z
  .string()
  .max(2_000, 'field.long')
  .refine((address) => address === '' || isWebAddress(address), 'pledges.url.wrong')
  .transform((address) => (address === '' ? null : new URL(address).href));

export type InvitationForm = {
  place_id: string | null;
  place: string;
  asked_on: string;
  source: string;
  source_url: string | null;
  note: string;
};

const invitation = (today: string, places: readonly string[]) => ({
  place_id: z
    .string()
    .refine((id) => id === '' || places.includes(id), 'field.choose')
    .transform((id) => (id === '' ? null : id)),
  place: line(200),
  asked_on: pastDay(today),
  source: line(500),
  source_url: webAddress,
  note: prose(2_000),
});

/** An invitation of somebody who holds a post. */
export const invitationForm = (today: string, places: readonly string[]): z.ZodType<InvitationForm> =>
  z.object(invitation(today, places));

export type CourtForm = InvitationForm & { court: string; address: string };

/** An invitation of a court, to its administration's address. */
export const courtForm = (today: string, places: readonly string[]): z.ZodType<CourtForm> =>
  z.object({
    ...invitation(today, places),
    court: needed(200),
    address: prose(500).refine((one) => one !== '', 'field.required'),
  });

export const readInvitation = (sent: Sent) => ({
  place_id: sent.get('place_id'),
  place: sent.get('place').trim(),
  asked_on: sent.get('asked_on').trim(),
  source: sent.get('source').trim(),
  source_url: sent.get('source_url').trim(),
  note: sent.get('note').trim(),
});

export const readCourt = (sent: Sent) => ({
  ...readInvitation(sent),
  court: sent.get('court').trim(),
  address: sent.get('address').trim(),
});

export type StepForm = {
  kind: StepKind;
  on_day: string;
  planned_on: string | null;
  words: string;
  words_of: 'theirs' | 'ours';
  source: string;
  source_url: string | null;
};

/** What became of an invitation. A visit has a report; nothing happened before she was asked. */
export const stepForm = (askedOn: string, today: string): z.ZodType<StepForm> =>
  z
    .object({
      kind: z.enum(stepKinds, 'pledges.step.choose'),
      on_day: pastDay(today).refine((day) => !isDay(day) || day >= askedOn, 'pledges.date.before'),
      planned_on: z
        .string()
        .refine((day) => day === '' || isDay(day), 'pledges.date.unreadable')
        .transform((day) => (day === '' ? null : day)),
      words: prose(10_000),
      words_of: z.enum(['theirs', 'ours'], 'field.choose'),
      source: needed(500),
      source_url: webAddress,
    })
    .refine((form) => form.kind !== 'visited' || form.words !== '', { path: ['words'], message: 'pledges.step.report' })
    .transform((form) => ({ ...form, planned_on: form.kind === 'accepted' ? form.planned_on : null }));

export const readStep = (sent: Sent) => ({
  kind: sent.get('kind'),
  on_day: sent.get('on_day').trim(),
  planned_on: sent.get('planned_on').trim(),
  words: sent.get('words').trim(),
  words_of: sent.get('words_of') || 'theirs',
  source: sent.get('source').trim(),
  source_url: sent.get('source_url').trim(),
});

export const reasonForm: z.ZodType<{ reason: string }> = z.object({ reason: needed(500) });
