import { type CalendarEntry, writeCalendar } from '../../platform/calendar/index.ts';
import type { Meeting } from './meeting.ts';

/**
 * What a calendar shows of a meeting; `bare`: only that there is one. Never the link to come in, nor the agenda: calendars lie with
 * companies, stay on shared devices and keep what was revoked. The entry's address leads to the page, which asks who she is.
 */
export const entryOf = (meeting: Meeting, given: { url: string; bare?: string }): CalendarEntry => ({
  // An id of our own is unique in the world (RFC 7986, 5.3), and tells nobody where it comes from.
  uid: meeting.id,
  sequence: meeting.sequence,
  changedAt: meeting.updatedAt,
  startsAt: meeting.at,
  minutes: meeting.minutes,
  zone: meeting.timeZone,
  cancelled: meeting.cancelledAt !== null,
  url: given.url,
  ...(given.bare
    ? { title: given.bare }
    : {
        title: meeting.title,
        place: meeting.place,
      }),
});

/** A calendar file as an answer. */
export const calendarAnswer = (name: string, entries: CalendarEntry[], file: string): Response =>
  new Response(writeCalendar({ name, entries }), {
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': `attachment; filename="${file}"`,
      'cache-control': 'private, no-store',
    },
  });
