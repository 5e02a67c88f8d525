import type { At } from '../../platform/http/index.ts';

const form = (at: At) => `/${at.network}/${at.locale}/mailing-list`;
const desk = (at: At) => `/${at.network}/${at.locale}/desk/mailing-list`;

export const mailingListUrls = {
  form,
  received: (at: At) => `${form(at)}/received`,
  /** Her private page; `ref` is signed, nothing of it is stored. */
  own: (at: At, ref: string) => `${form(at)}/own/${ref}`,
  confirmation: (at: At, ref: string) => `${form(at)}/own/${ref}/confirmation`,
  withdrawal: (at: At, ref: string) => `${form(at)}/own/${ref}/withdrawal`,
  desk,
  words: (at: At) => `${desk(at)}/words`,
  returned: (at: At) => `${desk(at)}/returned`,
  anotherTry: (at: At, id: string) => `${desk(at)}/returned/${id}/another-try`,
  removal: (at: At) => `${desk(at)}/removal`,
  export: (at: At) => `${desk(at)}/export`,
};
