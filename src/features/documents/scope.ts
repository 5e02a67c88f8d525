import { type RawBuilder, sql } from 'kysely';
import { coordinates, holds, requireHolding } from '../../platform/access/index.ts';
import { type AuditEntry, record } from '../../platform/audit/index.ts';
import { found, Problem } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { asBorne, type Group, groupById, groupOf, isIn, isLead } from '../groups/index.ts';

/** Whose a meeting, a document or a decision is, and what the actor may do with it: a group's, or (no group) the whole network's. */
export type Scope = {
  group: Group | null;
  /** Writes documents, proposes, asks. */
  writes: boolean;
  /** Calls meetings, opens and ends what others began. */
  runs: boolean;
  /** The name she bears here; null: her own. */
  alias: string | null;
};

const actorId = (ctx: Ctx): string => requireHolding(ctx.actor, 'member', 'lead', 'coordinator').id;

/** What she may do in a group that she is in; for anybody else what is in it is not there. */
function ofGroup(ctx: Ctx, group: Group): Scope {
  if (!isIn(group)) throw new Problem('not-found');
  const open = group.closedAt === null;
  const cooled = group.mine?.cooledUntil != null && group.mine.cooledUntil > ctx.now;
  return {
    group,
    writes: open && !cooled,
    runs: open && isLead(group),
    alias: group.mine?.alias ?? null,
  };
}

/** The whole network's. Throws as every page of members for whoever does not belong. */
export function networkScope(ctx: Ctx): Scope {
  requireHolding(ctx.actor, 'member', 'lead', 'coordinator');
  return {
    group: null,
    writes: holds(ctx.actor, 'lead', 'coordinator'),
    runs: coordinates(ctx.actor),
    alias: null,
  };
}

/** A group's, by its address. */
const groupScope = async (ctx: Ctx, slug: string): Promise<Scope> => ofGroup(ctx, await groupOf(ctx, slug));

/** A group's by its address where there is one, else the network's. */
export const placeOf = async (ctx: Ctx, slug: string | undefined): Promise<Scope> =>
  slug === undefined ? networkScope(ctx) : groupScope(ctx, slug);

/** That of a thing at hand, by its group's id. A thing that she may not read is not there. */
export async function scopeOf(ctx: Ctx, groupId: string | null): Promise<Scope> {
  const scope = networkScope(ctx);
  return groupId === null ? scope : ofGroup(ctx, found(await groupById(ctx, groupId)));
}

/** Whether the group of a thing (an expression; null: the network's) is one that the actor reads: the twin of `scopeOf` for lists. */
export const readable = (
  ctx: Ctx,
  groupId: RawBuilder<unknown>,
): RawBuilder<boolean> => sql<boolean>`(${groupId} is null
  or ${groupId} in (select m.group_id from group_members m
    where m.network_id = ${ctx.network.id} and m.account_id = ${actorId(ctx)} and m.state = 'in'))`;

/** Narrows a list to one scope, or (undefined) to all that the actor reads. */
export const within = (ctx: Ctx, scope: Scope | undefined, groupId: RawBuilder<unknown>): RawBuilder<boolean> => {
  if (!scope) return readable(ctx, groupId);
  return scope.group ? sql<boolean>`${groupId} = ${scope.group.id}` : sql<boolean>`${groupId} is null`;
};

/** Writes into the log as whom she acts there: under an alias, and in a hidden group, as her place in it and never as her account. */
export async function recordIn(ctx: Ctx, groupId: string | null, entry: AuditEntry): Promise<void> {
  const group = groupId === null || ctx.actor.kind !== 'account' ? undefined : await groupById(ctx, groupId);
  await record(asBorne(ctx, group ?? null), entry);
}

/** 404 unless she may write here. */
export function requireWriter(scope: Scope): void {
  if (!scope.writes) throw new Problem('not-found');
}

/** 404 unless she runs this. */
export function requireRunner(scope: Scope): void {
  if (!scope.runs) throw new Problem('not-found');
}
