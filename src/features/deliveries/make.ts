import { sql } from 'kysely';
import { newId } from '../../platform/crypto/ids.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { Addressee } from './addressee.ts';
import { channelsOf } from './channels.ts';
import { chosenRung, firstState, rungsTo, takenStates, type Wish } from './ladder.ts';
import { suspendedNote, withFaults } from './pacing/faults.ts';
import { queueLetters } from './pacing/queue.ts';
import { quietNote, restingPosts } from './quiet.ts';

/** A letter at the moment of its confirmation. */
export type Confirmed = {
  id: string;
  campaignId: string;
  personId: string;
  postIds: string[];
  locale: string;
  wish: Wish | null;
};

/** A letter that waits: nobody is written down yet, and nothing is queued. */
const unaddressed = { official_id: null, official_name: null, address: null, state: 'composed' } as const;

/**
 * Makes the letter's deliveries: writes down who serves in each post now, takes the first way that is open to her and was
 * not taken before, and queues the mails of those that go by e-mail. A post that is not there any more has none. A post that
 * rests (a quiet period), one whose address is suspended, or every post while somebody looks at the signature (`aside`), has
 * one that waits.
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
    .where('d.state', 'in', [...takenStates])
    .execute();
  const before = new Set(written.map((row) => row.post_id));
  const { serving, suspended } = await withFaults(ctx, await resolve(postIds));
  const resting = await restingPosts(ctx, postIds);
  const offered = await channelsOf(ctx, action.campaignId);
  const deliveries = postIds.map((postId) => {
    const own = { network_id: ctx.network.id, id: newId(), action_id: action.id, campaign_id: action.campaignId };
    const until = resting.get(postId);
    const addressee = serving.get(postId);
    const rung = chosenRung(rungsTo(addressee, offered), action.wish);
    const byMail = rung?.channel === 'email' || rung?.channel === 'mailto';
    const waits = aside
      ? 'aside'
      : before.has(postId)
        ? undefined
        : until
          ? quietNote(until)
          : byMail && suspended.has(postId)
            ? suspendedNote
            : undefined;
    if (waits) return { ...own, ...unaddressed, post_id: postId, note: waits, state_at: ctx.now };
    const state = before.has(postId) ? 'repeated' : rung ? firstState(rung.channel) : 'unreachable';
    return {
      ...own,
      post_id: postId,
      official_id: addressee?.officialId ?? null,
      official_name: addressee?.officialName ?? null,
      channel: rung?.channel ?? 'email',
      address: state === 'repeated' ? null : (rung?.to ?? null),
      state,
      note: state === 'unreachable' ? (addressee?.officialName ? 'no-way' : 'vacant') : null,
      state_at: ctx.now,
    };
  });
  await ctx.trx.insertInto('deliveries').values(deliveries).execute();
  await queueLetters(
    ctx,
    deliveries
      .filter((delivery) => delivery.state === 'queued')
      .map((delivery) => ({
        deliveryId: delivery.id,
        campaignId: action.campaignId,
        postId: delivery.post_id,
        to: delivery.address!,
        locale: action.locale,
      })),
  );
}
