import type { Together } from '../content/together.ts';
import type { Content } from '../content.ts';
import type { Opening } from '../pages.ts';

const d = '/daylight/en';
const meeting =
  (which: keyof Together['meetings'], rest = '') =>
  (content: Content) =>
    `${d}/meetings/${content.together.meetings[which]}${rest}`;
const page = (name: string, path: Opening['path'], says?: string): Opening => ({ name, as: 'coordinator', path, says });
const r = '/:network/:locale/meetings';

/** The pages of the room meetings. */
export const meetingPages: Record<string, Opening[]> = {
  [r]: [
    page('meetings ahead', `${d}/meetings`, 'Reading the law'),
    page('meetings that are over', `${d}/meetings?past=yes`, 'Looking back'),
    { name: 'no meeting', as: 'bare', path: '/bare/en/meetings', says: 'No meeting is called' },
  ],
  '/:network/:locale/groups/:slug/meetings': [
    page('meetings of a group', ({ groups }) => `${d}/groups/${groups.led}/meetings`, 'What is kept of who comes'),
  ],
  [`${r}/new`]: [page('new meeting', `${d}/meetings/new`)],
  [`${r}/calendar`]: [page('calendar addresses', `${d}/meetings/calendar`, 'Only that there is a meeting')],
  [`${r}/:id`]: [
    page('meeting ahead', meeting('ahead'), 'Welcome'),
    page('meeting that is over', meeting('past'), 'Minutes: Looking back'),
    page('meeting, cancelled', meeting('cancelled'), 'Snow'),
  ],
  [`${r}/:id/edit`]: [page('meeting, changed', meeting('ahead', '/edit'))],
  [`${r}/:id/cancellation`]: [page('meeting, to be cancelled', meeting('ahead', '/cancellation'))],
  [`${r}/:id/attendance`]: [page('who was at a meeting', meeting('past', '/attendance'))],
};

export const meetingNotPages: Record<string, string> = {
  [`${r}/:id/meeting.ics`]: 'a calendar file: meetings.test.ts',
  '/:network/:locale/calendar/:file': 'a calendar file: meetings.test.ts',
};

/** Forms with mistakes. */
export const meetingAnswers: Opening[] = [
  {
    ...page('meeting with mistakes', `${d}/meetings/new`),
    status: 422,
    form: {
      action: `${d}/meetings`,
      fields: { title: '', starts_at: '2027-03-14T02:30', time_zone: 'America/Toronto' },
    },
  },
];
