import { z } from 'zod';
import { isZone, readClock } from '../../platform/calendar/index.ts';
import { isDay, isWebAddress, line, type Sent } from '../../platform/http/index.ts';
import { type AgendaItem, answers, attendances, type Meeting, readAgenda, writeAgenda } from './meeting.ts';
import { daysOf, isLastOfMonth, longestSeries, type Rhythm, rhythms } from './series.ts';

export type MeetingForm = {
  title: string;
  startsAt: string;
  at: Date;
  /** The clocks show this time twice; the first is meant. */
  twice: boolean;
  timeZone: string;
  minutes: number;
  place: string;
  link: string;
  about: string;
  agenda: AgendaItem[];
};

const fields = {
  title: line(160).min(1, 'field.required'),
  starts_at: z.string().trim().min(1, 'field.required'),
  time_zone: z.string().trim().refine(isZone, 'meetings.zone.unknown'),
  minutes: z
    .string()
    .trim()
    .regex(/^\d{1,4}$/, 'field.number'),
  place: line(300),
  link: line(500).refine((link) => link === '' || isWebAddress(link), 'meetings.link.wrong'),
  about: z.string().trim().max(10_000, 'field.long'),
  agenda: z.string().trim().max(8_000, 'field.long'),
};
type Fields = z.output<z.ZodObject<typeof fields>>;

function meetingOf(form: Fields, context: z.RefinementCtx): MeetingForm {
  const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  const reading = readClock(form.starts_at, form.time_zone);
  if (!reading) wrong('starts_at', 'meetings.time.unreadable');
  if (reading?.shown === 'never') wrong('starts_at', 'meetings.time.never');
  const minutes = Number(form.minutes);
  if (minutes < 5 || minutes > 4320) wrong('minutes', 'meetings.minutes.range');
  const agenda = readAgenda(form.agenda);
  if (agenda.length > 40) wrong('agenda', 'meetings.agenda.many');
  return {
    title: form.title,
    startsAt: form.starts_at.slice(0, 16),
    at: reading?.at ?? new Date(0),
    twice: reading?.shown === 'twice',
    timeZone: form.time_zone,
    minutes,
    place: form.place,
    link: form.link,
    about: form.about,
    agenda,
  };
}

/** One meeting, changed. */
export const meetingForm = z.object(fields).transform(meetingOf);

/** A new one, or a series: the days on which it takes place. */
export const newMeetingForm = z
  .object({ ...fields, repeat: z.enum(['none', ...rhythms], 'field.choose'), until: z.string().trim() })
  .transform((form, context): MeetingForm & { days: string[] } => {
    const meeting = meetingOf(form, context);
    const first = meeting.startsAt.slice(0, 10);
    if (form.repeat === 'none' || !isDay(first)) return { ...meeting, days: [first] };
    const wrong = (message: string) => context.addIssue({ code: 'custom', path: ['until'], message });
    if (!isDay(form.until)) wrong('meetings.until.unreadable');
    else if (form.until <= first) wrong('meetings.until.before');
    else if (form.repeat === 'month-last' && !isLastOfMonth(first))
      context.addIssue({ code: 'custom', path: ['repeat'], message: 'meetings.repeat.notLast' });
    else {
      const days = daysOf(first, form.until, form.repeat as Rhythm);
      if (days.length === longestSeries) wrong('meetings.until.long');
      return { ...meeting, days };
    }
    return { ...meeting, days: [first] };
  });

export const meetingNames = ['title', 'starts_at', 'time_zone', 'minutes', 'place', 'link', 'about', 'agenda'] as const;

/** The named fields as they were sent. */
export const readFields = <N extends string>(sent: Sent, ...names: readonly N[]): Record<N, string> =>
  Object.fromEntries(names.map((name) => [name, sent.get(name)])) as Record<N, string>;

/** A meeting as the fields of its form show it. */
export const meetingValues = (meeting: Meeting): Record<string, string> => ({
  title: meeting.title,
  starts_at: meeting.startsAt,
  time_zone: meeting.timeZone,
  minutes: String(meeting.minutes),
  place: meeting.place,
  link: meeting.link,
  about: meeting.about,
  agenda: writeAgenda(meeting.agenda),
});

export const cancellationForm = z.object({ reason: line(300), later: z.string() });
export const answerForm = z.object({ answer: z.enum(answers, 'field.choose') });
export const habitForm = z.object({ attendance: z.enum(attendances, 'field.choose'), group: z.string() });
