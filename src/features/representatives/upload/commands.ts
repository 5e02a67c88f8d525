import { record } from '../../../platform/audit/index.ts';
import { newId, sha256 } from '../../../platform/crypto/ids.ts';
import { type FieldErrors, found } from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { districtsOf } from '../import/districts.ts';
import { foldName } from '../names.ts';
import type { Texts } from '../types.ts';
import { type Columns, toSaved } from './columns.ts';
import type { ListChoices } from './forms.ts';
import { type Districts, type Listed, readPeople } from './people.ts';
import { type Plan, planOf, type Stored } from './plan.ts';
import {
  endOwnTenures,
  findUpload,
  lastTaken,
  listAsOf,
  postsByDivision,
  removeEmptyBody,
  restoreList,
  setOn,
  snapshotOf,
  storedList,
  type Upload,
  writeList,
} from './queries.ts';
import type { ReadTable } from './table.ts';

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.id : null);

/** Keeps the bytes of an uploaded list until somebody decides about it. Returns its id. */
export async function keepUpload(ctx: Ctx, file: { name: string; bytes: Buffer }): Promise<string> {
  const id = newId();
  await ctx.trx
    .insertInto('people_uploads')
    .values({
      network_id: ctx.network.id,
      id,
      file_name: file.name || 'list.csv',
      checksum: sha256(file.bytes).toString('hex'),
      content: file.bytes,
      uploaded_by: accountOf(ctx),
      uploaded_at: ctx.now,
    })
    .execute();
  await record(ctx, { verb: 'uploaded', noun: 'people-list', id, detail: { bytes: file.bytes.length } });
  return id;
}

type Table = Extract<ReadTable, { ok: true }>;
export type Prepared = {
  plan: Plan;
  people: (Listed & { postId: string; ownPost: boolean; label: Texts })[];
  stored: Stored[];
  roleId: string;
};

/** The role of an own list that an upload makes. */
const newRoleId = (uploadId: string): string => `own-${uploadId.replaceAll('-', '').slice(-16)}:member`;

/** What taking the list would do; or what of the choices does not fit. */
export async function prepare(
  ctx: Ctx,
  uploadId: string,
  table: Table,
  columns: Columns,
  choices: ListChoices,
): Promise<{ ok: true; prepared: Prepared } | { ok: false; errors: FieldErrors }> {
  const wrong = (field: string, key: string, values?: Record<string, unknown>) => ({
    ok: false as const,
    errors: { [field]: { key, values } },
  });
  const roleId = choices.list === 'new' ? newRoleId(uploadId) : choices.list;
  const own = roleId.startsWith('own-');
  let districts: Districts | undefined;
  let posts = new Map<string, string>();
  let label: Texts = { [ctx.locale]: choices.role };
  if (own && choices.list !== 'new') {
    const role = await ctx.trx
      .selectFrom('own_roles')
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', roleId)
      .select('name')
      .executeTakeFirst();
    if (!role) return wrong('list', 'field.choose');
    label = role.name as Texts;
  } else if (!own) {
    const role = await ctx.trx.selectFrom('roles').where('id', '=', roleId).select('name').executeTakeFirst();
    const set = role && (await setOn(ctx, roleId, choices.as_of));
    if (!set) return wrong('list', 'representatives.upload.wrong.lines');
    if (columns.district === undefined) return wrong('columns', 'representatives.upload.wrong.district');
    const find = await districtsOf(ctx.trx, set);
    districts = (words) => {
      const answer = find({ name: words, id: words });
      return typeof answer === 'string' ? answer : undefined;
    };
    posts = await postsByDivision(ctx, roleId);
    label = role.name as Texts;
  }
  if (columns.name === undefined && columns.family === undefined)
    return wrong('columns', 'representatives.upload.wrong.name');
  const newest = await listAsOf(ctx, roleId);
  if (newest !== null && newest > choices.as_of)
    return wrong('as_of', 'representatives.upload.wrong.older', { date: newest });
  const read = readPeople(table.header, table.rows, columns, districts);
  const stored = await storedList(ctx, roleId);
  const postIdOf = (key: string) => posts.get(key) ?? (own ? `${roleId}/${key}` : `own/${roleId}/${key}`);
  const plan = planOf(roleId, read, stored, postIdOf);
  const people = read.people.map((each) => ({
    ...each,
    postId: postIdOf(each.post.key),
    ownPost: !posts.has(each.post.key),
    label: each.post.label ?? label,
  }));
  return { ok: true, prepared: { plan, people, stored, roleId } };
}

/** Takes a list: makes its body where it is new, writes its people, ends who is no longer in it. Once; again changes nothing. */
export async function takeList(
  ctx: Ctx,
  uploadId: string,
  table: Table,
  columns: Columns,
  choices: ListChoices,
  options: { saveAs: string; drastic: boolean },
): Promise<{ ok: true } | { ok: false; errors: FieldErrors }> {
  const upload = found(await findUpload(ctx, uploadId, true));
  if (upload.state !== 'waiting') return { ok: true };
  const answer = await prepare(ctx, uploadId, table, columns, choices);
  if (!answer.ok) return answer;
  const { plan, people, stored, roleId } = answer.prepared;
  if (people.length === 0) return { ok: false, errors: { columns: { key: 'representatives.upload.wrong.nobody' } } };
  if (plan.drastic && !options.drastic)
    return { ok: false, errors: { drastic: { key: 'representatives.upload.wrong.drastic' } } };
  const before = await snapshotOf(ctx, roleId);
  if (choices.list === 'new') await makeBody(ctx, roleId, choices);
  const writing = { list: roleId, asOf: choices.as_of, source: choices.source };
  await writeList(ctx, writing, people, stored, newId);
  await endOwnTenures(
    ctx,
    plan.ended.map((each) => each.tenureId),
    choices.as_of,
  );
  await ctx.trx
    .updateTable('people_uploads')
    .set({
      state: 'taken',
      content: null,
      encoding: table.encoding,
      separator: table.separator,
      columns: JSON.stringify(toSaved(columns, table.header)),
      choices: JSON.stringify(choices),
      role_id: roleId,
      as_of: choices.as_of,
      counts: JSON.stringify(plan.counts),
      refused: JSON.stringify(plan.refused.slice(0, 1_000)),
      before: JSON.stringify(before),
      taken_at: ctx.now,
    })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', uploadId)
    .execute();
  if (options.saveAs) await saveMapping(ctx, options.saveAs, columns, table.header);
  await record(ctx, {
    verb: 'taken',
    noun: 'people-list',
    id: uploadId,
    detail: { role: roleId, as_of: choices.as_of, ...plan.counts },
  });
  return { ok: true };
}

async function makeBody(ctx: Ctx, roleId: string, choices: ListChoices): Promise<void> {
  const id = roleId.split(':')[0]!;
  await ctx.trx
    .insertInto('own_bodies')
    .values({
      network_id: ctx.network.id,
      id,
      name: JSON.stringify({ [ctx.locale]: choices.body }),
      level: choices.level,
      country: choices.country,
      created_at: ctx.now,
    })
    .onConflict((c) => c.doNothing())
    .execute();
  await ctx.trx
    .insertInto('own_roles')
    .values({
      network_id: ctx.network.id,
      id: roleId,
      body_id: id,
      name: JSON.stringify({ [ctx.locale]: choices.role }),
    })
    .onConflict((c) => c.doNothing())
    .execute();
}

async function saveMapping(ctx: Ctx, name: string, columns: Columns, header: readonly string[]): Promise<void> {
  const values = { name, columns: JSON.stringify(toSaved(columns, header)), saved_at: ctx.now };
  await ctx.trx
    .insertInto('people_mappings')
    .values({ network_id: ctx.network.id, id: newId(), name_key: foldName(name) || name, ...values })
    .onConflict((c) => c.columns(['network_id', 'name_key']).doUpdateSet(values))
    .execute();
}

/** Puts a list back as it was before this upload: only the last one taken for it, so that nothing later is lost. */
export async function undoList(ctx: Ctx, uploadId: string): Promise<'done' | 'not-last' | 'too-late'> {
  const upload: Upload = found(await findUpload(ctx, uploadId, true));
  if (upload.state === 'undone') return 'done';
  if (upload.state !== 'taken') return 'too-late';
  if ((await lastTaken(ctx, upload.roleId!))?.id !== uploadId) return 'not-last';
  if (!upload.undoable) return 'too-late';
  await restoreList(ctx, upload.roleId!, uploadId);
  await removeEmptyBody(ctx, upload.roleId!);
  await ctx.trx
    .updateTable('people_uploads')
    .set({ state: 'undone', undone_at: ctx.now, before: null })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', uploadId)
    .execute();
  await record(ctx, { verb: 'undone', noun: 'people-list', id: uploadId, detail: { role: upload.roleId } });
  return 'done';
}

/** Throws away a list that waits. One that was taken stays in the history. */
export async function discardUpload(ctx: Ctx, uploadId: string): Promise<void> {
  const removed = await ctx.trx
    .deleteFrom('people_uploads')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', uploadId)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst();
  if (removed) await record(ctx, { verb: 'discarded', noun: 'people-list', id: uploadId });
}

const waitingDays = 30;
const undoDays = 180;
const dayMs = 86_400_000;

/** Lists that nobody took are thrown away; what an undo would need is kept for half a year. */
export async function retainUploads(ctx: Ctx): Promise<number> {
  const before = (days: number) => new Date(ctx.now.getTime() - days * dayMs);
  const gone = await ctx.trx
    .deleteFrom('people_uploads')
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'waiting')
    .where('uploaded_at', '<', before(waitingDays))
    .executeTakeFirst();
  await ctx.trx
    .updateTable('people_uploads')
    .set({ before: null })
    .where('network_id', '=', ctx.network.id)
    .where('before', 'is not', null)
    .where('taken_at', '<', before(undoDays))
    .execute();
  return Number(gone.numDeletedRows);
}
