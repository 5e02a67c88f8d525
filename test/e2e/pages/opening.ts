import type { Content } from '../content.ts';

/**
 * Who opens a page: the public, a coordinator of /daylight, one of the empty network /bare, somebody with no role; who gives access,
 * who reads the log, and people before, during and after setting up a second factor (content/accounts.ts).
 */
export type Reader =
  | 'public'
  | 'coordinator'
  | 'bare'
  | 'nobody'
  | 'administrator'
  | 'auditor'
  | 'weak'
  | 'setUp'
  | 'half';

/** One page as one reader sees it; with `form`, the answer to that form sent from the page. */
export type Opening = {
  name: string;
  as?: Reader;
  path: string | ((content: Content) => string);
  status?: number;
  /** Words that show that it is the page meant, in the state meant. */
  says?: string;
  /** Where the form goes and what it carries; a list is a repeated field. */
  form?: {
    action: string | ((content: Content) => string);
    fields: Record<string, string | ((content: Content) => string[])>;
    type?: string;
  };
};

/** What a room brings: its pages by their routes, its answers to forms, and its routes that answer no page and what they answer instead. */
export type Room = { pages?: Record<string, Opening[]>; answers?: Opening[]; notPages?: Record<string, string> };

/** Pages in English of the network with content. */
export const d = '/daylight/en';

/** Pages in English of the network with nothing in it. */
export const b = '/bare/en';

/** A campaign at the desk, or a page below it. */
export const atDesk =
  (id: keyof Content['campaigns'], rest = '') =>
  (content: Content) =>
    `${d}/desk/campaigns/${content.campaigns[id]}${rest}`;

/** The private page of a letter, or a page below it. */
export const mine =
  (state: keyof Content['actions'], rest = '') =>
  (content: Content) =>
    content.actions[state] + rest;

/** A mail in the outbox. */
export const mail = (state: keyof Content['mails']) => (content: Content) => `${d}/outbox/${content.mails[state]}`;

/** A page, by who reads it. */
export const page = (name: string, path: Opening['path'], as: Reader = 'public', status = 200): Opening => ({
  name,
  path,
  as,
  status,
});

/** A page in a state that only its words show. */
export const state = (name: string, path: Opening['path'], as: Reader, says: string): Opening => ({
  name,
  path,
  as,
  says,
});
