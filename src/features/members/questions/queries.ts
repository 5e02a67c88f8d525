import { newId } from '../../../platform/crypto/ids.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { MemberKind } from '../membership.ts';
import type { Question } from './question.ts';

export type ApplicationForm = { id: string; version: number; questions: Question[]; publishedAt: Date | null };

const forms = (ctx: Ctx, kind: MemberKind) =>
  ctx.trx
    .selectFrom('application_forms')
    .select(['id', 'version', 'questions', 'published_at as publishedAt'])
    .where('network_id', '=', ctx.network.id)
    .where('kind', '=', kind);

/** The form that applicants fill in; undefined while nothing was published: then it has no questions of its own. */
export const publishedForm = async (ctx: Ctx, kind: MemberKind): Promise<ApplicationForm | undefined> =>
  (await forms(ctx, kind).where('version', '>', 0).orderBy('version', 'desc').limit(1).executeTakeFirst()) as
    | ApplicationForm
    | undefined;

/** The questions of the version that an application was made with. */
export async function questionsOf(ctx: Ctx, formId: string | null): Promise<Question[]> {
  if (!formId) return [];
  const row = await ctx.trx
    .selectFrom('application_forms')
    .select('questions')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', formId)
    .executeTakeFirst();
  return (row?.questions ?? []) as Question[];
}

/** The draft, or what it would begin with: the questions that are published now. `lock` holds back a second editor. */
export async function draftOf(
  ctx: Ctx,
  kind: MemberKind,
  lock = false,
): Promise<{ questions: Question[]; begun: boolean }> {
  let query = forms(ctx, kind).where('version', '=', 0);
  if (lock) query = query.forUpdate();
  const draft = (await query.executeTakeFirst()) as ApplicationForm | undefined;
  if (draft) return { questions: draft.questions, begun: true };
  return { questions: (await publishedForm(ctx, kind))?.questions ?? [], begun: false };
}

/** The questions as they are being written: version 0, which no application sees. */
export async function writeDraft(ctx: Ctx, kind: MemberKind, questions: Question[]): Promise<void> {
  const stored = JSON.stringify(questions);
  await ctx.trx
    .insertInto('application_forms')
    .values({ network_id: ctx.network.id, id: newId(), kind, version: 0, questions: stored })
    .onConflict((conflict) => conflict.columns(['network_id', 'kind', 'version']).doUpdateSet({ questions: stored }))
    .execute();
}

/** Makes of the draft the version that applicants see from now on; undefined where there is no draft. */
export async function publishDraft(ctx: Ctx, kind: MemberKind): Promise<{ id: string; version: number } | undefined> {
  const last = await publishedForm(ctx, kind);
  return ctx.trx
    .updateTable('application_forms')
    .set({
      version: (last?.version ?? 0) + 1,
      published_at: ctx.now,
      published_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
    })
    .where('network_id', '=', ctx.network.id)
    .where('kind', '=', kind)
    .where('version', '=', 0)
    .returning(['id', 'version'])
    .executeTakeFirst();
}
