import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}/desk`;
const campaign = (at: At, id: string) => `${base(at)}/campaigns/${id}/law`;

export const lawUrls = {
  /** The network's legal form and its quiet periods. */
  network: (at: At) => `${base(at)}/law`,
  form: (at: At) => `${base(at)}/law/form`,
  periods: (at: At) => `${base(at)}/law/periods`,
  periodRemoval: (at: At, id: string) => `${base(at)}/law/periods/${id}/removal`,
  /** A campaign's bills, its mark and its log; `id` is the campaign's. */
  campaign,
  mark: (at: At, id: string) => `${campaign(at, id)}/mark`,
  bills: (at: At, id: string) => `${campaign(at, id)}/bills`,
  billRemoval: (at: At, id: string, bill: string) => `${campaign(at, id)}/bills/${bill}/removal`,
  work: (at: At, id: string) => `${campaign(at, id)}/work`,
  workExport: (at: At, id: string) => `${campaign(at, id)}/work.csv`,
  workPrint: (at: At, id: string) => `${campaign(at, id)}/work/print`,
  workRemoval: (at: At, id: string, work: string) => `${campaign(at, id)}/work/${work}/removal`,
  workRestoration: (at: At, id: string, work: string) => `${campaign(at, id)}/work/${work}/restoration`,
};
