import type { At } from '../../platform/http/index.ts';
import { type Question, writeQuestion } from './question.ts';

const base = (at: At) => `/${at.network}/${at.locale}/search`;
const saved = (at: At) => `${base(at)}/saved`;

export const searchUrls = {
  form: (at: At) => base(at),
  results: (at: At, question: Question) => `${base(at)}?${writeQuestion(question)}`,
  saved: (at: At) => saved(at),
  mailing: (at: At, id: string) => `${saved(at)}/${id}/mailing`,
  /** A mail program ends the mails of one saved search here (RFC 8058). */
  oneClick: (at: At, ref: string) => `${base(at)}/alerts/${ref}/one-click`,
  removal: (at: At, id: string) => `${saved(at)}/${id}/removal`,
};
