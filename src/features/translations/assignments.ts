import { sql } from 'kysely';
import { z } from 'zod';
import { record } from '../../platform/audit/index.ts';
import { dayOf, type FieldErrors, isDay } from '../../platform/http/index.ts';
import { queueMails } from '../../platform/mail/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { isMemberOn, localeOf } from '../accounts/index.ts';
import { profileDefaults, showsTo, viewerOf } from '../directory/index.ts';
import { accountOf } from './commands.ts';

/** Somebody to whom work can be given, and the languages that she told of herself. */
export type Candidate = { id: string; name: string; languages: string[] };

const dayFor = (ctx: Pick<Ctx, 'now' | 'network'>) => dayOf(ctx.now, ctx.network.timeZone);

/** Whoever belongs to the network now, by name. */
export async function candidatesFor(ctx: Ctx, only?: string): Promise<Candidate[]> {
  const day = { network: ctx.network.id, now: ctx.now, today: dayFor(ctx) };
  let query = ctx.trx
    .selectFrom('accounts as a')
    .leftJoin('profiles as p', (join) =>
      join.onRef('p.network_id', '=', 'a.network_id').onRef('p.account_id', '=', 'a.id'),
    )
    .select(['a.id', 'a.name'])
    .select(
      sql<string[]>`case when ${showsTo(sql.ref('p.visibility'), 'languages', profileDefaults, viewerOf(ctx.actor))}
        then coalesce(p.languages, '{}') else '{}' end`.as('languages'),
    )
    .where('a.network_id', '=', ctx.network.id)
    .where('a.disabled_at', 'is', null)
    // Whoever shows her name to nobody is in no list to choose from.
    .where(showsTo(sql.ref('p.visibility'), 'name', profileDefaults, viewerOf(ctx.actor)))
    .where((eb) =>
      eb.or([
        isMemberOn(day, sql.ref('a.id')),
        eb(
          'a.id',
          'in',
          eb
            .selectFrom('grants as g')
            .select('g.account_id')
            .where('g.network_id', '=', ctx.network.id)
            .where('g.role', 'in', ['lead', 'coordinator'])
            .where('g.from_at', '<=', ctx.now)
            .where((on) => on.or([on('g.until_at', 'is', null), on('g.until_at', '>', ctx.now)])),
        ),
      ]),
    )
    .orderBy('a.name')
    .orderBy('a.id');
  if (only) query = query.where('a.id', '=', only);
  return query.execute();
}

export const assignmentFields = ['account', 'locale', 'kind', 'thing', 'task', 'due_on', 'note'] as const;

/** Work that is given to somebody. `kinds`: those that there are. */
export const assignmentForm = (locales: readonly string[], kinds: readonly string[]) =>
  z.object({
    account: z.uuid('field.choose'),
    locale: z.string().refine((one) => locales.includes(one), 'field.choose'),
    kind: z
      .string()
      .refine((one) => one === '' || kinds.includes(one), 'field.choose')
      .transform((one) => one || null),
    thing: z.string().transform((one) => one || null),
    task: z.enum(['translate', 'review'], 'field.choose'),
    due_on: z
      .string()
      .refine((one) => one === '' || isDay(one), 'translations.due.form')
      .transform((one) => one || null),
    note: z.string().trim().max(500, 'field.long'),
  });
export type AssignmentForm = z.output<ReturnType<typeof assignmentForm>>;

/** The kind of mail that says that something waits. Its subject is the assignment. */
export const assignedMailKind = 'translation-assigned';

/** Gives work to somebody, and tells her by mail that something waits. The form brings the id, so that sent twice it gives it once. */
export async function assign(ctx: Ctx, id: string, form: AssignmentForm): Promise<FieldErrors | undefined> {
  const [candidate] = await candidatesFor(ctx, form.account);
  if (!candidate) return { account: { key: 'translations.assign.gone' } };
  const made = await ctx.trx
    .insertInto('translation_assignments')
    .values({
      network_id: ctx.network.id,
      id,
      account_id: candidate.id,
      locale: form.locale,
      kind: form.kind,
      thing_id: form.thing,
      reviews: form.task === 'review',
      due_on: form.due_on,
      note: form.note,
      created_at: ctx.now,
      created_by: accountOf(ctx),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return undefined;
  const { locale, kind, thing, task } = form;
  await record(ctx, {
    verb: 'assigned',
    noun: 'translation-assignment',
    id,
    detail: { account: candidate.id, locale, kind, thing, task },
  });
  const her = await ctx.trx
    .selectFrom('accounts')
    .select(['email', 'locale'])
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', candidate.id)
    .executeTakeFirst();
  // She who gives it to herself knows.
  if (her?.email && candidate.id !== accountOf(ctx))
    await queueMails(ctx, [
      { kind: assignedMailKind, subjectId: id, to: her.email, locale: localeOf(ctx.network, her.locale), priority: 5 },
    ]);
  return undefined;
}

/** Ends an assignment: hers when `accountId` is given, else anybody's. Twice changes nothing. False when there is none. */
export async function endAssignment(ctx: Ctx, id: string, accountId?: string): Promise<boolean> {
  let query = ctx.trx
    .selectFrom('translation_assignments')
    .select('ended_at')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .forUpdate();
  if (accountId) query = query.where('account_id', '=', accountId);
  const known = await query.executeTakeFirst();
  if (!known) return false;
  if (known.ended_at) return true;
  await ctx.trx
    .updateTable('translation_assignments')
    .set({ ended_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  await record(ctx, { verb: 'ended', noun: 'translation-assignment', id });
  return true;
}
