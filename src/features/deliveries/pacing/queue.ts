import { enqueue } from '../../../platform/jobs/index.ts';
import { queueMails } from '../../../platform/mail/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { pacesOf, withDigests } from './settings.ts';

/** The job that works out when letters leave, and its key: one waits per network. */
export const paceJobName = 'deliveries.pace';

/** A letter that goes by e-mail. */
export type LetterToSend = { deliveryId: string; campaignId: string; postId: string; to: string; locale: string };

/**
 * Puts letters into the outbox. Those to a target with a pace, or of a campaign that bundles, wait there until their time is
 * worked out by a job: a crowd of confirmations never waits for it.
 */
export async function queueLetters(ctx: Ctx, letters: LetterToSend[]): Promise<void> {
  if (letters.length === 0) return;
  const paces = await pacesOf(
    ctx,
    letters.map((letter) => letter.postId),
  );
  const bundled = await withDigests(
    ctx,
    letters.map((letter) => letter.campaignId),
  );
  const waits = (letter: LetterToSend) => paces.has(letter.postId) || bundled.has(letter.campaignId);
  await queueMails(
    ctx,
    letters.map((letter) => ({
      kind: 'letter',
      subjectId: letter.deliveryId,
      to: letter.to,
      locale: letter.locale,
      priority: 5,
      once: true,
      paceKey: letter.postId,
      unplanned: waits(letter),
    })),
  );
  // Her page says why it is not there yet; what becomes of it takes the note away again.
  for (const [note, whose] of [
    ['bundled', letters.filter((letter) => bundled.has(letter.campaignId))],
    ['paced', letters.filter((letter) => waits(letter) && !bundled.has(letter.campaignId))],
  ] as const) {
    if (whose.length === 0) continue;
    await ctx.trx
      .updateTable('deliveries')
      .set({ note })
      .where('network_id', '=', ctx.network.id)
      .where(
        'id',
        'in',
        whose.map((letter) => letter.deliveryId),
      )
      .execute();
  }
  if (letters.some(waits)) await enqueue(ctx, paceJobName, {}, { key: paceJobName });
}
