import type { At } from '../../platform/http/at.ts';

const base = (at: At) => `/${at.network}/${at.locale}`;
const members = (at: At) => `${base(at)}/members`;
const membership = (at: At) => `${base(at)}/membership`;
const application = (at: At, ref: string) => `${base(at)}/applications/${ref}`;
const review = (at: At, id: string) => `${members(at)}/applications/${id}`;
const form = (at: At, kind: string) => `${members(at)}/form/${kind}`;
const agreement = (at: At, id: string) => `${members(at)}/agreements/${id}`;
const invitations = (at: At) => `${members(at)}/invitations`;
const merges = (at: At) => `${members(at)}/merges`;
/** `?a=b` of what is set. */
const query = (values: Record<string, string | undefined>): string => {
  const set = Object.entries(values).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return set.length > 0 ? `?${new URLSearchParams(set)}` : '';
};

export const memberUrls = {
  /** The public form. */
  join: (at: At, kind?: string) => `${base(at)}/join${query({ kind })}`,
  /** The form for somebody who was asked to join; `ref` proves her mailbox. */
  invited: (at: At, ref: string) => `${base(at)}/join${query({ invitation: ref })}`,
  received: (at: At) => `${base(at)}/join/received`,
  /** The applicant's own page; `ref` is its private end. */
  application,
  confirmation: (at: At, ref: string) => `${application(at, ref)}/confirmation`,
  answers: (at: At, ref: string) => `${application(at, ref)}/answers`,
  withdrawal: (at: At, ref: string) => `${application(at, ref)}/withdrawal`,

  /** A member's own membership. */
  own: membership,
  ownAgreement: (at: At, version: string) => `${membership(at)}/agreements/${version}`,
  ownRenewal: (at: At) => `${membership(at)}/renewal`,
  departure: (at: At) => `${membership(at)}/departure`,
  copy: (at: At) => `${membership(at)}/copy`,
  /** Behind the link of a reminder. */
  renewal: (at: At, ref: string) => `${base(at)}/renewals/${ref}`,

  /** The coordinators' side. */
  list: (at: At, filter: { state?: string; kind?: string; q?: string; before?: string } = {}) =>
    `${members(at)}${query(filter)}`,
  show: (at: At, id: string) => `${members(at)}/${id}`,
  add: (at: At) => `${members(at)}/new`,
  act: (at: At, id: string, act: 'suspension' | 'lifting' | 'ending' | 'term') => `${members(at)}/${id}/${act}`,
  exported: (at: At) => `${members(at)}/export`,
  settings: (at: At) => `${members(at)}/settings`,
  applications: (at: At, filter: { state?: string; before?: string } = {}) =>
    `${members(at)}/applications${query(filter)}`,
  enter: (at: At) => `${members(at)}/applications/new`,
  review,
  question: (at: At, id: string) => `${review(at, id)}/questions`,
  decision: (at: At, id: string) => `${review(at, id)}/decision`,
  form,
  preview: (at: At, kind: string) => `${form(at, kind)}/preview`,
  newQuestion: (at: At, kind: string) => `${form(at, kind)}/questions/new`,
  editQuestion: (at: At, kind: string, question: string) => `${form(at, kind)}/questions/${question}`,
  questionMove: (at: At, kind: string, question: string) => `${form(at, kind)}/questions/${question}/move`,
  questionRemoval: (at: At, kind: string, question: string) => `${form(at, kind)}/questions/${question}/removal`,
  publication: (at: At, kind: string) => `${form(at, kind)}/publication`,
  agreements: (at: At) => `${members(at)}/agreements`,
  newAgreement: (at: At) => `${members(at)}/agreements/new`,
  agreement,
  newVersion: (at: At, id: string) => `${agreement(at, id)}/versions/new`,
  agreementClosure: (at: At, id: string) => `${agreement(at, id)}/closure`,
  merges,
  /** Two accounts beside each other; with one, the other is looked for. */
  newMerge: (at: At, pair: { kept?: string; gone?: string } = {}) => `${merges(at)}/new${query(pair)}`,
  merge: (at: At, id: string) => `${merges(at)}/${id}`,
  mergeReversal: (at: At, id: string) => `${merges(at)}/${id}/reversal`,
  apart: (at: At) => `${merges(at)}/apart`,
  imports: (at: At) => `${members(at)}/imports`,
  import: (at: At, id: string) => `${members(at)}/imports/${id}`,
  importReversal: (at: At, id: string) => `${members(at)}/imports/${id}/reversal`,
  importRemoval: (at: At, id: string) => `${members(at)}/imports/${id}/removal`,
  invitations,
  invitationMail: (at: At, id: string) => `${invitations(at)}/${id}/mail`,
  invitationWithdrawal: (at: At, id: string) => `${invitations(at)}/${id}/withdrawal`,
};
