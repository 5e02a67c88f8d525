import { Temporal } from 'temporal-polyfill';
import { readClock } from '../../platform/calendar/index.ts';
import { wallTimeOf } from '../../platform/http/index.ts';

/** What is kept of who comes. until-over: answers until it is over, and nobody notes who was there. never: nobody is asked. */
export const attendances = ['kept', 'until-over', 'never'] as const;
export type Attendance = (typeof attendances)[number];
export const answers = ['coming', 'maybe', 'not'] as const;
export type Answer = (typeof answers)[number];

export type AgendaItem = { title: string; minutes: number | null; who: string };

export type Meeting = {
  id: string;
  groupId: string | null;
  group: Record<string, string> | null;
  seriesId: string | null;
  title: string;
  /** '2026-12-01T18:00' on the clocks of `timeZone`: what was agreed. */
  startsAt: string;
  timeZone: string;
  at: Date;
  minutes: number;
  place: string;
  link: string;
  about: string;
  agenda: AgendaItem[];
  attendance: Attendance;
  sequence: number;
  cancelledAt: Date | null;
  cancelReason: string;
  minutesId: string | null;
  updatedAt: Date;
};

/** Its end. */
export const endOf = (meeting: Pick<Meeting, 'at' | 'minutes'>): Date =>
  new Date(meeting.at.getTime() + meeting.minutes * 60_000);

/** Is over, whether it took place or not. */
export const isOver = (meeting: Pick<Meeting, 'at' | 'minutes'>, now: Date): boolean => endOf(meeting) <= now;

/** Whether somebody can still say that she comes. */
export const takesAnswers = (meeting: Meeting, now: Date): boolean =>
  meeting.attendance !== 'never' && meeting.cancelledAt === null && !isOver(meeting, now);

/**
 * An agenda as it is typed, one item a line: "20 Welcome (Ana)". The minutes and who speaks may be missing.
 */
export const readAgenda = (text: string): AgendaItem[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, minutes, title, who] = /^(?:(\d{1,3})[ \t]+)?(.*?)(?:[ \t]*\(([^()]*)\))?$/.exec(line)!;
      return title
        ? { title, minutes: minutes ? Number(minutes) : null, who: who?.trim() ?? '' }
        : { title: line, minutes: null, who: '' };
    });

/** The same as it was typed. */
export const writeAgenda = (agenda: readonly AgendaItem[]): string =>
  agenda
    .map(({ title, minutes, who }) => `${minutes === null ? '' : `${minutes} `}${title}${who ? ` (${who})` : ''}`)
    .join('\n');

/** A wall time moved by as much as lies between two others: how a change of one meeting reaches the later ones of its series. */
export function shifted(wall: string, from: string, to: string): string {
  const by = Temporal.PlainDateTime.from(from).until(Temporal.PlainDateTime.from(to), { largestUnit: 'minutes' });
  return Temporal.PlainDateTime.from(wall).add(by).toString({ smallestUnit: 'minute' });
}

/** A time of a series as the clocks really show it: an hour over which they are put forward is moved behind the gap. */
export function settle(wall: string, zone: string): { wall: string; at: Date } | undefined {
  const reading = readClock(wall, zone);
  return reading && { wall: reading.shown === 'never' ? wallTimeOf(reading.at, zone) : wall, at: reading.at };
}
