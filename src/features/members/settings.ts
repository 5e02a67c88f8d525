import { z } from 'zod';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { MemberKind } from './membership.ts';

/** How a network admits and renews. */
export type Settings = {
  individuals: boolean;
  organisations: boolean;
  secondEyes: boolean;
  /** Months; null: memberships have no end. */
  termMonths: number | null;
  graceDays: number;
};

const standard: Settings = {
  individuals: true,
  organisations: true,
  secondEyes: false,
  termMonths: null,
  graceDays: 30,
};

/** How membership works here; the usual way where nobody has said. */
export async function settingsOf(ctx: Pick<Ctx, 'trx' | 'network'>): Promise<Settings> {
  const row = await ctx.trx
    .selectFrom('membership_settings')
    .select([
      'individuals',
      'organisations',
      'second_eyes as secondEyes',
      'term_months as termMonths',
      'grace_days as graceDays',
    ])
    .where('network_id', '=', ctx.network.id)
    .executeTakeFirst();
  return row ?? standard;
}

/** Keeps how membership works here. */
export async function writeSettings(ctx: Pick<Ctx, 'trx' | 'network' | 'now'>, settings: Settings): Promise<void> {
  const values = {
    individuals: settings.individuals,
    organisations: settings.organisations,
    second_eyes: settings.secondEyes,
    term_months: settings.termMonths,
    grace_days: settings.graceDays,
    updated_at: ctx.now,
  };
  await ctx.trx
    .insertInto('membership_settings')
    .values({ network_id: ctx.network.id, ...values })
    .onConflict((conflict) => conflict.column('network_id').doUpdateSet(values))
    .execute();
}

/** Who may apply by the public form now. */
export const openKinds = (settings: Settings): MemberKind[] => [
  ...(settings.individuals ? (['individual'] as const) : []),
  ...(settings.organisations ? (['organisation'] as const) : []),
];

const number = (least: number, largest: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,3}$/, 'members.settings.number')
    .transform(Number)
    .refine((count) => count >= least && count <= largest, 'members.settings.number');

/** `term` is empty for memberships without an end. */
export const settingsForm = z.object({
  term: z.union([z.literal('').transform(() => null), number(1, 120)], 'members.settings.number'),
  grace: number(0, 365),
});
