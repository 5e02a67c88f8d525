import type { At } from '../../platform/http/index.ts';

const api = (at: At) => `/${at.network}/${at.locale}/osdi`;
const desk = (at: At) => `/${at.network}/${at.locale}/desk/data`;

export const osdiUrls = {
  /** The API's entry point, and what it leads to. */
  entry: api,
  people: (at: At) => `${api(at)}/people`,
  person: (at: At, id: string) => `${api(at)}/people/${id}`,
  petitions: (at: At) => `${api(at)}/petitions`,
  petition: (at: At, id: string) => `${api(at)}/petitions/${id}`,
  signatures: (at: At, petition: string) => `${api(at)}/petitions/${petition}/signatures`,
  signature: (at: At, petition: string, id: string) => `${api(at)}/petitions/${petition}/signatures/${id}`,
  signaturesOf: (at: At, person: string) => `${api(at)}/people/${person}/signatures`,
  advocacyCampaigns: (at: At) => `${api(at)}/advocacy_campaigns`,
  advocacyCampaign: (at: At, id: string) => `${api(at)}/advocacy_campaigns/${id}`,
  outreaches: (at: At, campaign: string) => `${api(at)}/advocacy_campaigns/${campaign}/outreaches`,
  outreach: (at: At, campaign: string, id: string) => `${api(at)}/advocacy_campaigns/${campaign}/outreaches/${id}`,
  outreachesOf: (at: At, person: string) => `${api(at)}/people/${person}/outreaches`,
  /** The coordinators' page: keys, and everything as files. */
  desk,
  keys: (at: At) => `${desk(at)}/keys`,
  revocation: (at: At, key: string) => `${desk(at)}/keys/${key}/revocation`,
  exports: (at: At, resource: string) => `${desk(at)}/exports/${resource}`,
};
