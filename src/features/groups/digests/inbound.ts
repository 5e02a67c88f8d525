import { newId, sha256 } from '../../../platform/crypto/ids.ts';
import { emailKey, type InboundHandler, readEmail, readSignedRef } from '../../../platform/mail/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { isIn } from '../group.ts';
import { tell } from '../moderation/commands.ts';
import { groupById } from '../queries.ts';
import { addPost, authorIn } from '../threads/commands.ts';
import { findThread } from '../threads/queries.ts';
import { barOf } from '../threads/thread.ts';
import { replyTag } from './mail.tsx';
import { replyPlace } from './queries.ts';
import { trimReply } from './trim.ts';

/**
 * A reply by mail to a thread: the address names the thread and its reader, and only mail from her own address is taken. Anybody
 * else's, reports, holiday notes and repetitions are taken and dropped. Where she cannot write now she is told so, here.
 */
export const inbound: InboundHandler = {
  tag: replyTag,
  async take({ ctx, deps }, ref, mail) {
    const id = readSignedRef(deps, replyTag, ctx.network, ref);
    const place = id ? await replyPlace(ctx, id) : undefined;
    if (!place) return false;
    const from = readEmail(mail.from.address);
    if (mail.automatic || !from || !place.emailKey || emailKey(from) !== place.emailKey) return true;
    const body = trimReply(mail.text);
    if (body === '') return true;
    const her: Ctx = {
      ...ctx,
      actor: { kind: 'account', id: place.accountId, name: place.name, roles: place.belongs ? ['member'] : [] },
    };
    const group = place.belongs ? await groupById(her, place.groupId) : undefined;
    if (!group || !isIn(group)) return true;
    const thread = await findThread(her, group.id, place.threadId);
    if (!thread || barOf(group, ctx.now, thread)) {
      await tell(ctx, place.accountId, group.id, {
        kind: 'not-taken',
        threadId: place.threadId,
        n: thread?.lastN ?? 1,
      });
      return true;
    }
    await addPost(her, group, authorIn(group, { id: place.accountId, name: place.name }), place.threadId, {
      id: newId(),
      body,
      named: [],
      byMail: true,
      messageKey: sha256(mail.messageId ?? `${ref} ${mail.text}`).toString('hex'),
    });
    return true;
  },
};
