import { sql } from 'kysely';
import { newId } from '../../platform/crypto/ids.ts';
import { queueMails } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { Addressee } from './addressee.ts';
import { quietNote, restingPosts } from './quiet.ts';

/** A letter at the moment of its confirmation. */
export type Confirmed = { id: string; campaignId: string; personId: string; postIds: string[]; locale: string };

/** A letter that waits: nobody is written down yet, and nothing is queued. */
const unaddressed = { official_id: null, official_name: null, address: null, state: 'composed' } as const;

/**
 * Makes the letter's deliveries: writes down who serves in each post now, and queues a letter to each who can be reached and
 * was not written to before. A post that is not there any more has none. A post that rests (a quiet period), or every post while
 * somebody looks at the signature (`aside`), has one that waits.
 */
export async function makeDeliveries(
  ctx: Ctx,
  action: Confirmed,
  resolve: (postIds: string[]) => Promise<Map<string, Addressee>>,
  aside = false,
): Promise<void> {
  const posts = await ctx.trx
    .selectFrom('known_posts')
    .select('id')
    .where((eb) => eb.or([eb('network_id', 'is', null), eb('network_id', '=', ctx.network.id)]))
    .where('id', '=', sql<string>`any(${action.postIds})`)
    .execute();
  const there = new Set(posts.map((post) => post.id));
  const postIds = action.postIds.filter((id) => there.has(id));
  if (postIds.length === 0) return;
  const written = await ctx.trx
    .selectFrom('deliveries as d')
    .innerJoin('actions as a', (join) =>
      join.onRef('a.network_id', '=', 'd.network_id').onRef('a.id', '=', 'd.action_id'),
    )
    .select('d.post_id')
    .where('d.network_id', '=', ctx.network.id)
    .where('a.campaign_id', '=', action.campaignId)
    .where('a.person_id', '=', action.personId)
    .where('d.state', 'in', ['queued', 'sent', 'kept', 'uncertain', 'answered'])
    .execute();
  const before = new Set(written.map((row) => row.post_id));
  const serving = await resolve(postIds);
  const resting = await restingPosts(ctx, postIds);
  const deliveries = postIds.map((postId) => {
    const own = { network_id: ctx.network.id, id: newId(), action_id: action.id, campaign_id: action.campaignId };
    const until = resting.get(postId);
    if (aside || (until && !before.has(postId))) {
      return { ...own, ...unaddressed, post_id: postId, note: aside ? 'aside' : quietNote(until!), state_at: ctx.now };
    }
    const addressee = serving.get(postId);
    const state = before.has(postId) ? 'repeated' : addressee?.email ? 'queued' : 'unreachable';
    return {
      ...own,
      post_id: postId,
      official_id: addressee?.officialId ?? null,
      official_name: addressee?.officialName ?? null,
      address: state === 'queued' ? addressee!.email : null,
      state,
      note: state === 'unreachable' ? (addressee?.officialName ? 'no-email' : 'vacant') : null,
      state_at: ctx.now,
    };
  });
  await ctx.trx.insertInto('deliveries').values(deliveries).execute();
  const letters = deliveries
    .filter((delivery) => delivery.state === 'queued')
    .map((delivery) => ({
      kind: 'letter',
      subjectId: delivery.id,
      to: delivery.address!,
      locale: action.locale,
      priority: 5,
      once: true,
    }));
  await queueMails(ctx, letters);
}
