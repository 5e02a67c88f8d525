import { newId } from '../../platform/crypto/ids.ts';
import { queueMails } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { localeOf } from './links.ts';
import * as queries from './queries.ts';

/** What an account's owner hears of. */
const noticeKinds = [
  'new-device',
  'passphrase',
  'factor-added',
  'factor-removed',
  'access-restored',
  'new-key',
  'joined',
  'joined-away',
  'parted',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** How long notices stand on the account page, in milliseconds. */
export const noticesMs = 30 * 24 * 3_600_000;

/** Notes what happened to an account for its owner: on her account page, and by mail where she has an address. */
export async function notify(
  ctx: Ctx,
  account: { id: string; email: string | null; locale: string },
  kind: NoticeKind,
  device: string | null = null,
): Promise<void> {
  const id = newId();
  await queries.insertNotice(ctx, { id, accountId: account.id, kind, device });
  if (!account.email) return;
  await queueMails(ctx, [
    {
      kind: 'account-notice',
      subjectId: id,
      to: account.email,
      locale: localeOf(ctx.network, account.locale),
      priority: 0,
    },
  ]);
}
