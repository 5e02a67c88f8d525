import { type At, step } from '../../platform/http/at.ts';

const base = (at: At) => `/${at.network}/${at.locale}`;
const one = (at: At, id: string) => `${base(at)}/meetings/${id}`;

export const meetingUrls = {
  /** All to which she may come; with a group's address, that group's. */
  list: (at: At, group?: string) => `${base(at)}${group ? `/groups/${step(group)}` : ''}/meetings`,
  listFrom: (at: At, group: string | undefined, query: Record<string, string>) =>
    `${meetingUrls.list(at, group)}?${new URLSearchParams(query)}`,
  /** The form of a new one; it is sent to the list of all, and names the group. */
  create: (at: At, group?: string) => `${base(at)}/meetings/new${group ? `?${new URLSearchParams({ group })}` : ''}`,
  /** What a group keeps of who comes. */
  habits: (at: At) => `${base(at)}/meetings/habits`,
  show: one,
  edit: (at: At, id: string) => `${one(at, id)}/edit`,
  cancellation: (at: At, id: string) => `${one(at, id)}/cancellation`,
  answer: (at: At, id: string) => `${one(at, id)}/answer`,
  attendance: (at: At, id: string) => `${one(at, id)}/attendance`,
  documents: (at: At, id: string) => `${one(at, id)}/documents`,
  minutes: (at: At, id: string) => `${one(at, id)}/minutes`,
  approvals: (at: At, id: string) => `${one(at, id)}/approvals`,
  /** One meeting for a calendar program. */
  calendarFile: (at: At, id: string) => `${one(at, id)}/meeting.ics`,
  /** Her own secret calendar addresses. */
  feeds: (at: At) => `${base(at)}/meetings/calendar`,
  feedRemoval: (at: At, id: string) => `${base(at)}/meetings/calendar/${id}/removal`,
  /** Such an address: whoever has it reads her meetings. */
  feed: (at: At, signed: string) => `${base(at)}/calendar/${signed}.ics`,
};
