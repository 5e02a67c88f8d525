import { type At, step, stepAddress } from '../../platform/http/at.ts';

const base = (at: At) => `/${at.network}/${at.locale}`;

export const campaignUrls = {
  list: (at: At) => `${base(at)}/campaigns`,
  show: (at: At, slug: string) => stepAddress(at, `/campaigns/${step(slug)}`),
  search: (at: At, slug: string) => stepAddress(at, `/campaigns/${step(slug)}/search`),
  letter: (at: At, slug: string, query = '') => stepAddress(at, `/campaigns/${step(slug)}/letter`, query),
  preview: (at: At, slug: string) => stepAddress(at, `/campaigns/${step(slug)}/preview`),
  actions: (at: At, slug: string) => stepAddress(at, `/campaigns/${step(slug)}/actions`),
  /** The same answer to everybody who sent the form. */
  received: (at: At, slug: string) => stepAddress(at, `/campaigns/${step(slug)}/received`),
  /** A proof of work to be solved by a script of ours, while she writes. */
  challenge: (at: At) => `${base(at)}/challenge`,
  /** The picture of 1200 × 630 pixels with which it is passed on; `mark` changes with what is on it. */
  card: (at: At, slug: string, mark: string) => `${base(at)}/campaigns/${step(slug)}/card.png?v=${mark}`,
  picture: (at: At, fileKey: string) => `${base(at)}/pictures/${fileKey}`,
  /** Asking for one's private links again; and the same answer to everybody who did. */
  links: (at: At) => `${base(at)}/actions/links`,
  linksSent: (at: At) => `${base(at)}/actions/links/received`,
  /** Her private page; `ref` is the action's id and its signature. */
  action: (at: At, ref: string) => `${base(at)}/actions/${ref}`,
  confirmation: (at: At, ref: string) => `${base(at)}/actions/${ref}/confirmation`,
  withdrawal: (at: At, ref: string) => `${base(at)}/actions/${ref}/withdrawal`,
  consent: (at: At, ref: string) => `${base(at)}/actions/${ref}/consents`,
  erasure: (at: At, ref: string) => `${base(at)}/actions/${ref}/erasure`,
  copy: (at: At, ref: string) => `${base(at)}/actions/${ref}/copy`,
  /** The coordinator's side. */
  desk: (at: At) => `${base(at)}/desk/campaigns`,
  create: (at: At) => `${base(at)}/desk/campaigns/new`,
  edit: (at: At, id: string) => `${base(at)}/desk/campaigns/${id}`,
  texts: (at: At, id: string, locale: string) => `${base(at)}/desk/campaigns/${id}/texts/${locale}`,
  targets: (at: At, id: string) => `${base(at)}/desk/campaigns/${id}/targets`,
  target: (at: At, id: string, target: string) => `${base(at)}/desk/campaigns/${id}/targets/${target}`,
  editPicture: (at: At, id: string) => `${base(at)}/desk/campaigns/${id}/picture`,
  publication: (at: At, id: string) => `${base(at)}/desk/campaigns/${id}/publication`,
  closure: (at: At, id: string) => `${base(at)}/desk/campaigns/${id}/closure`,
  deliveries: (at: At, id: string) => `${base(at)}/desk/campaigns/${id}/deliveries`,
  removal: (at: At, id: string) => `${base(at)}/desk/campaigns/${id}/removal`,
};
