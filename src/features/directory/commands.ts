import { record } from '../../platform/audit/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { setTags, tagsOf } from '../spine/index.ts';
import { levelsOf, subject } from './card.ts';
import type { Lists, ProfileForm } from './forms.ts';
import { neverWider, type ProfileField, profileDefaults, profileFields } from './profile.ts';
import { findProfile, noteInNavigation } from './queries.ts';
import { type Level, mayShow } from './visibility.ts';

/** What a profile's form brings. */
export type Told = ProfileForm & Lists & { issues: string[]; levels: Partial<Record<ProfileField, Level>> };

/** She writes her own profile: every field and every level as she says. */
export async function saveProfile(ctx: Ctx, accountId: string, told: Told): Promise<void> {
  await write(ctx, accountId, told, { ...profileDefaults, ...told.levels });
}

/**
 * A coordinator fills in for somebody: what that woman keeps to herself stays as it is and is not read, and no field is shown to more
 * people than before.
 */
export async function fillInProfile(ctx: Ctx, accountId: string, told: Told): Promise<boolean> {
  await ctx.trx
    .selectFrom('accounts')
    .select('id')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', accountId)
    .forUpdate()
    .executeTakeFirst();
  const stored = await findProfile(ctx, accountId, 'coordinator');
  if (!stored) return false;
  const levels = levelsOf(stored);
  const own = (field: ProfileField) => !mayShow(levels[field], 'coordinator');
  const kept: Partial<Told> = {
    ...(own('pronounced') && { pronounced: stored.pronounced }),
    ...(own('pronouns') && { pronouns: stored.pronouns }),
    ...(own('about') && { about: stored.about }),
    ...(own('country') && { country: stored.country ?? '' }),
    ...(own('place') && { place: stored.placeId ?? '' }),
    ...(own('languages') && { languages: stored.languages as Told['languages'] }),
    ...(own('offers') && { offers: stored.offers }),
    ...(own('seeks') && { seeks: stored.seeks }),
    ...(own('phone') && { phone: stored.phone }),
    ...(own('website') && { website: stored.website }),
    ...(own('safe_contact') && { safe_contact: stored.safeContact }),
    ...(own('expertise') && { issues: (await tagsOf(ctx, subject, accountId)).issues }),
  };
  await write(ctx, accountId, { ...told, ...kept }, neverWider(levels, told.levels));
  return true;
}

async function write(ctx: Ctx, accountId: string, told: Told, levels: Record<ProfileField, Level>): Promise<void> {
  const row = {
    pronounced: told.pronounced,
    pronouns: told.pronouns,
    about: told.about,
    country: told.country || null,
    // A place lies in its country, or it is none.
    place_id: told.country && told.place.startsWith(`${told.country}-`) ? told.place : null,
    languages: told.languages,
    offers: told.offers,
    seeks: told.seeks,
    phone: told.phone,
    website: told.website,
    safe_contact: told.safe_contact,
    visibility: JSON.stringify(Object.fromEntries(profileFields.map((field) => [field, levels[field]]))),
    updated_at: ctx.now,
  };
  await ctx.trx
    .insertInto('profiles')
    .values({ network_id: ctx.network.id, account_id: accountId, ...row })
    .onConflict((conflict) => conflict.columns(['network_id', 'account_id']).doUpdateSet(row))
    .execute();
  await setTags(ctx, subject, accountId, { issues: told.issues, places: [], provisions: [] });
  await noteInNavigation(ctx);
  await record(ctx, { verb: 'saved', noun: 'profile', id: accountId });
}

/** She says of herself that she was in prison, to whom she chooses. The record reads as that of any other change to her profile. */
export async function sayLived(
  ctx: Ctx,
  accountId: string,
  said: { words: string; level: Level; uncounted: boolean },
): Promise<void> {
  await ctx.trx
    .insertInto('lived_experience')
    .values({ network_id: ctx.network.id, account_id: accountId, ...said })
    .onConflict((conflict) => conflict.columns(['network_id', 'account_id']).doUpdateSet(said))
    .execute();
  await record(ctx, { verb: 'saved', noun: 'profile', id: accountId });
}

/** She takes it back: nothing of it is left. Sent twice, or where nothing was said, it changes nothing. */
export async function withdrawLived(ctx: Ctx, accountId: string): Promise<void> {
  const { numDeletedRows } = await ctx.trx
    .deleteFrom('lived_experience')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  if (numDeletedRows > 0n) await record(ctx, { verb: 'saved', noun: 'profile', id: accountId });
}
