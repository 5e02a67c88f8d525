import { newId } from '../crypto/ids.ts';
import type { Ctx } from '../tenancy/ctx.ts';
import type { Facts, Noun, Verb } from './words.ts';

/**
 * What happened to which noun. Verbs are past participles ("published"); detail holds facts, never a person's words. The words are a closed
 * list, so that none is written that the page of the log could not say.
 */
export type AuditEntry = { verb: Verb; noun: Noun; id: string; detail?: Facts };

/** Writes audit rows in the change's own transaction. The keyed chain is sealed by a job afterwards. */
export async function record(ctx: Ctx, ...entries: AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await ctx.trx
    .insertInto('audit')
    .values(
      entries.map((entry) => ({
        network_id: ctx.network.id,
        id: newId(),
        at: ctx.now,
        actor_kind: ctx.actor.kind,
        actor_id: 'id' in ctx.actor ? ctx.actor.id : null,
        verb: entry.verb,
        noun: entry.noun,
        noun_id: entry.id,
        detail: JSON.stringify(entry.detail ?? {}),
      })),
    )
    .execute();
}
