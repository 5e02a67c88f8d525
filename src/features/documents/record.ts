import { sql } from 'kysely';
import { found } from '../../platform/http/index.ts';
import type { AccountRows } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { openly } from '../groups/index.ts';
import type { DocumentForm } from './forms.ts';
import { recordIn, type Scope } from './scope.ts';

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);

/** Begins a document with its first version. `id` comes with the form: sent twice, it is one. */
export async function addDocument(
  ctx: Ctx,
  scope: Scope,
  id: string,
  form: DocumentForm,
  kind: 'document' | 'minutes' = 'document',
): Promise<void> {
  const made = await ctx.trx
    .insertInto('documents')
    .values({
      network_id: ctx.network.id,
      id,
      group_id: scope.group?.id ?? null,
      kind,
      title: form.title,
      version: 1,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return;
  await insertVersion(ctx, scope, id, 1, form, null);
  await recordIn(ctx, scope.group?.id ?? null, { verb: 'added', noun: 'document', id, detail: { kind } });
}

const insertVersion = (
  ctx: Ctx,
  scope: Scope,
  id: string,
  version: number,
  form: DocumentForm,
  restored: number | null,
) =>
  ctx.trx
    .insertInto('document_versions')
    .values({
      network_id: ctx.network.id,
      document_id: id,
      version,
      title: form.title,
      body: form.body,
      summary: form.summary,
      account_id: accountOf(ctx),
      alias: scope.alias,
      saved_at: ctx.now,
      restored,
    })
    .execute();

/** Holds the document until the commit and tells its newest version; two that save at once come one after the other. */
async function held(
  ctx: Ctx,
  id: string,
): Promise<{ version: number; title: string; body: string; by: string | null }> {
  await ctx.trx
    .selectFrom('documents')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .forUpdate()
    .execute();
  const row = await ctx.trx
    .selectFrom('documents as d')
    .innerJoin('document_versions as v', (join) =>
      join
        .onRef('v.network_id', '=', 'd.network_id')
        .onRef('v.document_id', '=', 'd.id')
        .onRef('v.version', '=', 'd.version'),
    )
    .select(['d.version', 'v.title', 'v.body', 'v.account_id as by'])
    .where('d.network_id', '=', ctx.network.id)
    .where('d.id', '=', id)
    .executeTakeFirst();
  return found(row);
}

/**
 * Saves a new version if nobody saved one since `base`. 'conflict': somebody did, and nothing was written. The same text twice (a form
 * sent twice, or nothing changed) is one version.
 */
export async function saveVersion(
  ctx: Ctx,
  scope: Scope,
  id: string,
  base: number,
  form: DocumentForm,
  restored: number | null = null,
): Promise<'saved' | 'same' | 'conflict'> {
  const now = await held(ctx, id);
  if (now.body === form.body && now.title === form.title) return 'same';
  if (now.version !== base) return 'conflict';
  const version = now.version + 1;
  await insertVersion(ctx, scope, id, version, form, restored);
  await ctx.trx
    .updateTable('documents')
    .set({ version, title: form.title, updated_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  const verb = restored === null ? 'edited' : 'restored';
  await recordIn(ctx, scope.group?.id ?? null, {
    verb,
    noun: 'document',
    id,
    detail: { version, ...(restored ? { from: restored } : {}) },
  });
  return 'saved';
}

/** Puts a document away, or back into the list. Twice changes nothing. */
export async function setArchived(ctx: Ctx, id: string, archived: boolean): Promise<void> {
  const changed = await ctx.trx
    .updateTable('documents')
    .set({ archived_at: archived ? ctx.now : null })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('archived_at', archived ? 'is' : 'is not', null)
    .returning('group_id')
    .executeTakeFirst();
  if (changed)
    await recordIn(ctx, changed.group_id, { verb: archived ? 'archived' : 'returned', noun: 'document', id });
}

/** Notes that a meeting approved these minutes as they stand. Later versions are new ones, and say so. */
export async function approveVersion(ctx: Ctx, id: string, version: number, meetingId: string): Promise<boolean> {
  const done = await ctx.trx
    .updateTable('documents')
    .set({ approved_version: version, approved_at: ctx.now, approved_in: meetingId })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('kind', '=', 'minutes')
    .where('version', '=', version)
    .returning('group_id')
    .executeTakeFirst();
  if (done)
    await recordIn(ctx, done.group_id, {
      verb: 'approved',
      noun: 'minutes',
      id,
      detail: { version, meeting: meetingId },
    });
  return done !== undefined;
}

/**
 * What somebody leaves behind when she goes: her words stay; with her account, or where she wants them to be a former member's, the
 * name she bore beside them goes.
 */
export async function departs(ctx: Ctx, accountId: string, how: { former: boolean; erased: boolean }): Promise<void> {
  if (!how.former && !how.erased) return;
  await ctx.trx
    .updateTable('document_versions')
    // Where she bore an alias nothing leads to her account: her name, should she come back, must not stand in its place.
    .set({ alias: null, account_id: how.erased ? null : sql`case when alias is null then account_id end` })
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .execute();
}

/** What she wrote here, for her own copy. */
export async function exportAccount(ctx: Ctx, accountId: string): Promise<Record<string, unknown>> {
  const versions = await ctx.trx
    .selectFrom('document_versions')
    .select(['document_id as document', 'version', 'title', 'body', 'summary', 'saved_at as savedAt'])
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .orderBy('saved_at')
    .execute();
  return { versions };
}

/** Versions that go along when two accounts are one woman's: those under her own name. */
export const mergedVersions: AccountRows = {
  table: 'document_versions',
  column: 'account_id',
  key: ['document_id', 'version'],
  only: `t.alias is null and ${openly('(select d.group_id from documents d where d.network_id = t.network_id and d.id = t.document_id)')}`,
  words: 'documents.merged.versions',
};
