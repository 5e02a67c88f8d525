import { type At, step, stepAddress } from '../../platform/http/at.ts';

const base = (at: At) => `/${at.network}/${at.locale}`;
const desk = (at: At, campaign: string) => `${base(at)}/desk/campaigns/${campaign}`;

export const petitionUrls = {
  /** Where the sign form goes. */
  signatures: (at: At, slug: string) => stepAddress(at, `/campaigns/${step(slug)}/signatures`),
  /** What people said, all of it. */
  comments: (at: At, slug: string, before?: string) =>
    `${base(at)}/campaigns/${step(slug)}/comments${before ? `?before=${before}` : ''}`,
  /** How she is shown, on her private page. */
  own: (at: At, ref: string) => `${base(at)}/actions/${ref}/signature`,
  /** The coordinator's side; `campaign` is the id. */
  desk: (at: At, campaign: string) => `${desk(at, campaign)}/petition`,
  districts: (at: At, campaign: string) => `${desk(at, campaign)}/petition/districts`,
  queue: (at: At, campaign: string, before?: string) =>
    `${desk(at, campaign)}/comments${before ? `?before=${before}` : ''}`,
  /** Shows a comment. */
  showing: (at: At, campaign: string, signature: string) => `${desk(at, campaign)}/comments/${signature}/showing`,
  /** Asks why, and hides a comment. */
  hiding: (at: At, campaign: string, signature: string) => `${desk(at, campaign)}/comments/${signature}/hiding`,
  names: (at: At, campaign: string, before?: string) =>
    `${desk(at, campaign)}/names${before ? `?before=${before}` : ''}`,
  /** Takes a name off the public page, or puts it back. */
  name: (at: At, campaign: string, signature: string) => `${desk(at, campaign)}/names/${signature}`,
  /** Handovers: the papers, and where they went. */
  handovers: (at: At, campaign: string) => `${desk(at, campaign)}/handovers`,
  handover: (at: At, campaign: string, id: string) => `${desk(at, campaign)}/handovers/${id}`,
  paper: (at: At, campaign: string, id: string) => `${desk(at, campaign)}/handovers/${id}/petition.pdf`,
  list: (at: At, campaign: string, id: string) => `${desk(at, campaign)}/handovers/${id}/signatures.csv`,
  delivery: (at: At, campaign: string, id: string) => `${desk(at, campaign)}/handovers/${id}/delivery`,
  news: (at: At, campaign: string, id: string) => `${desk(at, campaign)}/handovers/${id}/news`,
  retry: (at: At, campaign: string, id: string) => `${desk(at, campaign)}/handovers/${id}/papers`,
  discard: (at: At, campaign: string, id: string) => `${desk(at, campaign)}/handovers/${id}/removal`,
};
