import type { At } from '../../platform/http/index.ts';

const campaign = (at: At, id: string) => `/${at.network}/${at.locale}/desk/campaigns/${id}`;

/** `id` is the campaign's. */
export const postroomUrls = {
  /** The ways that a campaign offers, its call script, what became of calls. */
  ways: (at: At, id: string) => `${campaign(at, id)}/ways`,
  script: (at: At, id: string, locale: string) => `${campaign(at, id)}/ways/scripts/${locale}`,
  /** Letters that wait for paper, and the print runs. */
  paper: (at: At, id: string) => `${campaign(at, id)}/paper`,
  runs: (at: At, id: string) => `${campaign(at, id)}/paper/runs`,
  run: (at: At, id: string, run: string) => `${campaign(at, id)}/paper/runs/${run}`,
  file: (at: At, id: string, run: string) => `${campaign(at, id)}/paper/runs/${run}/letters.pdf`,
  posting: (at: At, id: string, run: string) => `${campaign(at, id)}/paper/runs/${run}/posting`,
  retraction: (at: At, id: string, run: string) => `${campaign(at, id)}/paper/runs/${run}/retraction`,
  removal: (at: At, id: string, run: string) => `${campaign(at, id)}/paper/runs/${run}/removal`,
  hold: (at: At, id: string, delivery: string) => `${campaign(at, id)}/paper/letters/${delivery}/hold`,
  release: (at: At, id: string, delivery: string) => `${campaign(at, id)}/paper/letters/${delivery}/release`,
};
