import type { At } from '../../platform/http/index.ts';

const base = (at: At) => `/${at.network}/${at.locale}/desk/webhooks`;

export const webhookUrls = {
  list: base,
  one: (at: At, id: string) => `${base(at)}/${id}`,
  /** Its deliveries from below a key on. */
  from: (at: At, id: string, before: string) => `${base(at)}/${id}?before=${before}`,
  pause: (at: At, id: string) => `${base(at)}/${id}/pause`,
  resumption: (at: At, id: string) => `${base(at)}/${id}/resumption`,
  secret: (at: At, id: string) => `${base(at)}/${id}/secret`,
  trial: (at: At, id: string) => `${base(at)}/${id}/trial`,
  removal: (at: At, id: string) => `${base(at)}/${id}/removal`,
  /** One more attempt of a delivery, now. */
  attempt: (at: At, id: string, delivery: string) => `${base(at)}/${id}/deliveries/${delivery}/attempt`,
};
