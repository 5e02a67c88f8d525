import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}`;
const desk = (at: At) => `${base(at)}/desk/replies`;

export const replyUrls = {
  /** Her side: passing an answer on, and what she passed on; `ref` is her private address. */
  mine: (at: At, ref: string) => `${base(at)}/actions/${ref}/replies`,
  withdrawal: (at: At, ref: string, id: string) => `${base(at)}/actions/${ref}/replies/${id}/withdrawal`,
  /** The coordinators' queue. */
  desk,
  deskOf: (at: At, query: { state?: string; campaign?: string; before?: string }) => {
    const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
    return given.length === 0 ? desk(at) : `${desk(at)}?${new URLSearchParams(given)}`;
  },
  show: (at: At, id: string) => `${desk(at)}/${id}`,
  stand: (at: At, id: string) => `${desk(at)}/${id}/stand`,
  promise: (at: At, id: string) => `${desk(at)}/${id}/promise`,
  settlement: (at: At, id: string) => `${desk(at)}/${id}/settlement`,
  reopening: (at: At, id: string) => `${desk(at)}/${id}/reopening`,
};
