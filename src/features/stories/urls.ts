import { type At, step } from '../../platform/http/at.ts';

const base = (at: At) => `/${at.network}/${at.locale}/stories`;
const desk = (at: At) => `/${at.network}/${at.locale}/desk/stories`;
const own = (at: At, ref: string) => `${base(at)}/own/${ref}`;
const mine = (at: At) => `/${at.network}/${at.locale}/account/stories`;

/** Her own page, by a private link or signed in: the same steps below another address. */
export type OwnPlace = { link: string } | { story: string };
const place = (at: At, of: OwnPlace) => ('link' in of ? own(at, of.link) : `${mine(at)}/${of.story}`);

export const storyUrls = {
  list: (at: At) => base(at),
  listFrom: (at: At, before: string) => `${base(at)}?${new URLSearchParams({ before })}`,
  show: (at: At, slug: string) => `${base(at)}/${step(slug)}`,
  /** `ref` is signed; nothing of it is stored. */
  own: (at: At, of: OwnPlace) => place(at, of),
  ownPicture: (at: At, of: OwnPlace) => `${place(at, of)}/picture`,
  ownCopy: (at: At, of: OwnPlace) => `${place(at, of)}/copy`,
  ownApproval: (at: At, of: OwnPlace) => `${place(at, of)}/approval`,
  ownRefusal: (at: At, of: OwnPlace) => `${place(at, of)}/refusal`,
  ownWithdrawal: (at: At, of: OwnPlace) => `${place(at, of)}/withdrawal`,
  ownErasure: (at: At, of: OwnPlace) => `${place(at, of)}/erasure`,
  mine,
  desk: (at: At) => desk(at),
  deskShown: (at: At, show: string, before?: string) =>
    `${desk(at)}?${new URLSearchParams({ show, ...(before ? { before } : {}) })}`,
  edit: (at: At, id: string) => `${desk(at)}/${id}`,
  basics: (at: At, id: string) => `${desk(at)}/${id}/basics`,
  texts: (at: At, id: string, locale: string) => `${desk(at)}/${id}/texts/${locale}`,
  picture: (at: At, id: string) => `${desk(at)}/${id}/picture`,
  pictureRemoval: (at: At, id: string) => `${desk(at)}/${id}/picture/removal`,
  approvals: (at: At, id: string) => `${desk(at)}/${id}/approvals`,
  approval: (at: At, id: string, approval: string) => `${desk(at)}/${id}/approvals/${approval}`,
  approvalWithdrawal: (at: At, id: string, approval: string) => `${desk(at)}/${id}/approvals/${approval}/withdrawal`,
  approvalRefusal: (at: At, id: string, approval: string) => `${desk(at)}/${id}/approvals/${approval}/refusal`,
  withdrawal: (at: At, id: string) => `${desk(at)}/${id}/withdrawal`,
  telling: (at: At, id: string) => `${desk(at)}/${id}/telling`,
  identity: (at: At, id: string) => `${desk(at)}/${id}/identity`,
  identityChanges: (at: At, id: string) => `${desk(at)}/${id}/identity/changes`,
  link: (at: At, id: string) => `${desk(at)}/${id}/link`,
  linkRevocation: (at: At, id: string) => `${desk(at)}/${id}/link/revocation`,
  payments: (at: At, id: string) => `${desk(at)}/${id}/payments`,
  erasure: (at: At, id: string) => `${desk(at)}/${id}/erasure`,
  news: (at: At, item: string) => `/${at.network}/${at.locale}/desk/news/${item}/stories`,
  campaign: (at: At, campaign: string) => `/${at.network}/${at.locale}/desk/campaigns/${campaign}/stories`,
};
