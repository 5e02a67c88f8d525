import { record as audit } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { plainArray, prepared, textArray } from '../../platform/db/index.ts';
import { emailKey } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { Addressee } from '../deliveries/index.ts';
import { foldName } from '../representatives/index.ts';
import { contentHash } from './campaign.ts';
import { confirmAction } from './confirm.ts';
import { insertSignatures } from './recording.ts';

/** What stood on a signed card, with the letter that was printed on it. */
export type PaperAction = {
  campaignId: string;
  mode: string;
  name: string;
  /** Empty: she has no mailbox. Then `personMark` tells her from others of her name. */
  email: string;
  personMark: string;
  locale: string;
  subject: string;
  body: string;
  postIds: string[];
  street: string;
  consents: { purpose: string; wordingId: string }[];
  source: Record<string, string>;
};

export type PaperOutcome = { actionId: string; outcome: 'counted' | 'again' };

/** A person's key without a mailbox: no address folds to it. */
const keyOf = (action: PaperAction): string => (action.email ? emailKey(action.email) : `paper:${action.personMark}`);

const nameKey = (name: string): string => foldName(name) || name.trim();

/**
 * Whoever of this name is counted on the campaign already and may be the same person: where the card or the other has no
 * mailbox, the address tells nothing. Her own earlier action is no question: it is recognised.
 */
export async function namesakes(ctx: Ctx, action: PaperAction): Promise<{ name: string; email: string }[]> {
  const herself = await ctx.trx
    .selectFrom('people as p')
    .innerJoin('actions as a', (join) =>
      join.onRef('a.network_id', '=', 'p.network_id').onRef('a.person_id', '=', 'p.id'),
    )
    .select('a.id')
    .where('p.network_id', '=', ctx.network.id)
    .where('p.email_key', '=', keyOf(action))
    .where('p.name_key', '=', nameKey(action.name))
    .where('a.campaign_id', '=', action.campaignId)
    .where('a.counted', '=', true)
    .executeTakeFirst();
  if (herself) return [];
  return ctx.trx
    .selectFrom('people as p')
    .innerJoin('actions as a', (join) =>
      join.onRef('a.network_id', '=', 'p.network_id').onRef('a.person_id', '=', 'p.id'),
    )
    .select(['p.name', 'p.email'])
    .distinct()
    .where('p.network_id', '=', ctx.network.id)
    .where('p.name_key', '=', nameKey(action.name))
    .where('p.email_key', '!=', keyOf(action))
    .where('a.campaign_id', '=', action.campaignId)
    .where('a.counted', '=', true)
    .where((eb) => (action.email ? eb('p.email', '=', '') : eb.lit(true)))
    .limit(5)
    .execute();
}

/**
 * Records an action that was signed on paper: confirmed at once, by the hand of whoever saw it signed; its consents say so.
 * A person who acted on the campaign before is counted once. The same card typed again is the same action.
 */
export async function recordOnPaper(
  ctx: Ctx,
  action: PaperAction,
  resolve: (postIds: string[]) => Promise<Map<string, Addressee>>,
): Promise<PaperOutcome> {
  const own = { network_id: ctx.network.id };
  const [email_key, name_key] = [keyOf(action), nameKey(action.name)];
  await ctx.trx
    .insertInto('people')
    .values({
      ...own,
      id: newId(),
      name: action.name,
      name_key,
      email: action.email,
      email_key,
      locale: action.locale,
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'email_key', 'name_key']).doNothing())
    .execute();
  const person = await ctx.trx
    .selectFrom('people')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('email_key', '=', email_key)
    .where('name_key', '=', name_key)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const id = newId();
  const made = await ctx.trx
    .insertInto('actions')
    .values({
      ...own,
      id,
      campaign_id: action.campaignId,
      person_id: person.id,
      content_hash: Buffer.from(contentHash(action), 'hex'),
      post_ids: action.postIds,
      locale: action.locale,
      subject: action.subject,
      body: action.body,
      source: JSON.stringify(action.source),
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'campaign_id', 'person_id', 'content_hash']).doNothing())
    .returning('id')
    .executeTakeFirst();
  const actionId = made ? id : await knownAction(ctx, action, person.id);
  if (made) {
    if (action.street)
      await ctx.trx
        .insertInto('action_addresses')
        .values({ ...own, action_id: id, address: action.street })
        .execute();
    if (action.consents.length > 0) {
      await ctx.trx
        .insertInto('consents')
        .values(
          action.consents.map(({ purpose, wordingId }) => ({
            ...own,
            id: newId(),
            person_id: person.id,
            purpose,
            event: 'given',
            wording_id: wordingId,
            source: 'paper',
            action_id: id,
            at: ctx.now,
          })),
        )
        .execute();
    }
    if (action.mode === 'petition') {
      const one = [
        plainArray([id]),
        plainArray([action.campaignId]),
        textArray(['hidden']),
        textArray(['']),
        textArray(['']),
      ];
      await prepared(ctx.trx, insertSignatures, [ctx.network.id, ...one]);
    }
    await audit(ctx, { verb: 'recorded', noun: 'action', id, detail: { on: 'paper' } });
  }
  const confirmed = await confirmAction(ctx, actionId, resolve, undefined, 'paper');
  const { counted } = await ctx.trx
    .selectFrom('actions')
    .select('counted')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', actionId)
    .executeTakeFirstOrThrow();
  return { actionId, outcome: confirmed.outcome === 'confirmed' && counted ? 'counted' : 'again' };
}

/** The same words of the same person to the same posts: sent by the form before, or a card typed twice. */
async function knownAction(ctx: Ctx, action: PaperAction, personId: string): Promise<string> {
  const { id } = await ctx.trx
    .selectFrom('actions')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', action.campaignId)
    .where('person_id', '=', personId)
    .where('content_hash', '=', Buffer.from(contentHash(action), 'hex'))
    .executeTakeFirstOrThrow();
  return id;
}
