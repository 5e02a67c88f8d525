import type { At } from '../../platform/http/index.ts';

const contact = (at: At) => `/${at.network}/${at.locale}/contact`;
const inbox = (at: At) => `/${at.network}/${at.locale}/inbox`;

export const inboxUrls = {
  contact,
  received: (at: At) => `${contact(at)}/received`,
  list(at: At, query: Record<string, string | undefined> = {}) {
    const said = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
    return said.length > 0 ? `${inbox(at)}?${new URLSearchParams(said)}` : inbox(at);
  },
  create: (at: At, way?: string) => `${inbox(at)}/new${way ? `?way=${way}` : ''}`,
  settings: (at: At) => `${inbox(at)}/settings`,
  topics: (at: At) => `${inbox(at)}/topics`,
  topic: (at: At, id: string) => `${inbox(at)}/topics/${id}`,
  templates: (at: At) => `${inbox(at)}/templates`,
  template: (at: At, id: string) => `${inbox(at)}/templates/${id}`,
  templateRemoval: (at: At, id: string) => `${inbox(at)}/templates/${id}/removal`,
  one: (at: At, id: string, template?: string) => `${inbox(at)}/${id}${template ? `?template=${template}#answer` : ''}`,
  edit: (at: At, id: string) => `${inbox(at)}/${id}/edit`,
  /** Who takes it, under which topic. */
  assignment: (at: At, id: string) => `${inbox(at)}/${id}/assignment`,
  state: (at: At, id: string) => `${inbox(at)}/${id}/state`,
  notes: (at: At, id: string) => `${inbox(at)}/${id}/notes`,
  answers: (at: At, id: string) => `${inbox(at)}/${id}/answers`,
  /** An answer on paper, as PDF. */
  paper: (at: At, id: string, part: string) => `${inbox(at)}/${id}/answers/${part}/letter.pdf`,
  posting: (at: At, id: string, part: string) => `${inbox(at)}/${id}/answers/${part}/posting`,
  /** Something more that came: a letter with its scan, a call. */
  arrivals: (at: At, id: string) => `${inbox(at)}/${id}/arrivals`,
  /** To whom we know her to belong. */
  link: (at: At, id: string) => `${inbox(at)}/${id}/person`,
  removal: (at: At, id: string) => `${inbox(at)}/${id}/removal`,
};
