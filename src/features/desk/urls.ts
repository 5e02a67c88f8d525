import type { At } from '../../platform/http/index.ts';

const base = (at: At, id: string) => `/${at.network}/${at.locale}/desk/campaigns/${id}`;

/** What the desk needs beside the addresses in campaigns/urls.ts. */
export const deskUrls = {
  /** The desk's list from a key on. */
  listFrom: (at: At, before: string) => `/${at.network}/${at.locale}/desk/campaigns?before=${before}`,
  /** A language's texts with another language beside them. */
  textsBeside: (at: At, id: string, locale: string, beside: string) =>
    `${base(at, id)}/texts/${locale}?beside=${beside}`,
  /** Takes a campaign back to a draft, while nobody has written. */
  retraction: (at: At, id: string) => `${base(at, id)}/retraction`,
  reopening: (at: At, id: string) => `${base(at, id)}/reopening`,
  targetPosition: (at: At, id: string, target: string) => `${base(at, id)}/targets/${target}/position`,
  targetRemoval: (at: At, id: string, target: string) => `${base(at, id)}/targets/${target}/removal`,
  /** Letters that wait because their seat changed hands. */
  changes: (at: At, id: string) => `${base(at, id)}/changes`,
  changesForwarding: (at: At, id: string) => `${base(at, id)}/changes/forwarding`,
  changesRemoval: (at: At, id: string) => `${base(at, id)}/changes/removal`,
  changesSetting: (at: At, id: string) => `${base(at, id)}/changes/setting`,
  pictureRemoval: (at: At, id: string) => `${base(at, id)}/picture/removal`,
  deliveriesFrom: (at: At, id: string, after: string) =>
    `${base(at, id)}/deliveries?after=${encodeURIComponent(after)}`,
};
