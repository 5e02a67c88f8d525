import { type At, step } from '../../platform/http/at.ts';

const desk = (at: At, campaign: string) => `/${at.network}/${at.locale}/desk/campaigns/${campaign}/visits`;

export const pledgeUrls = {
  /** Who has come to see: the public page of a campaign. */
  show: (at: At, slug: string) => `/${at.network}/${at.locale}/campaigns/${step(slug)}/visits`,
  /** The coordinator's side; `campaign` is the id. */
  desk: (at: At, campaign: string, words = '') =>
    `${desk(at, campaign)}${words ? `?${new URLSearchParams({ q: words })}` : ''}`,
  /** The form for one who holds a post. A post's id holds slashes, so it travels in the query. */
  invite: (at: At, campaign: string, post: string) => `${desk(at, campaign)}/new?${new URLSearchParams({ post })}`,
  /** The form for a court, through its administration. */
  inviteCourt: (at: At, campaign: string, body = '') =>
    `${desk(at, campaign)}/court${body ? `?${new URLSearchParams({ body })}` : ''}`,
  invitation: (at: At, campaign: string, id: string) => `${desk(at, campaign)}/${id}`,
  steps: (at: At, campaign: string, id: string) => `${desk(at, campaign)}/${id}/steps`,
  /** The one letter to a court's administration, to be sent by hand. */
  letter: (at: At, campaign: string, id: string) => `${desk(at, campaign)}/${id}/letter.pdf`,
  retraction: (at: At, campaign: string, id: string, step?: string) =>
    step ? `${desk(at, campaign)}/${id}/steps/${step}/retraction` : `${desk(at, campaign)}/${id}/retraction`,
};
