import { record } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { type FieldErrors, found, freeSlug, moveAddress, proposeSlug, slugsLike } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { Level } from '../directory/index.ts';
import { setTags } from '../spine/index.ts';
import { placeAndAbove } from '../vocabularies/index.ts';
import type { BasicsForm } from './forms.ts';
import { addresses, nameKey, type Organisation, type OrganisationKind, subject } from './organisation.ts';
import { findOrganisation } from './queries.ts';
import type { OrganisationField } from './shown.ts';

export type Outcome = { ok: true } | { ok: false; errors: FieldErrors };
const done: Outcome = { ok: true };

const locked = async (ctx: Ctx, id: string): Promise<Organisation> => found(await findOrganisation(ctx, id, true));

/** Changes the row and its time. */
export async function change(ctx: Ctx, id: string, set: Record<string, unknown>): Promise<void> {
  await ctx.trx
    .updateTable('organisations')
    .set({ ...set, updated_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
}

/**
 * Writes down an organisation, with an address made from its name. The caller brings the id, so that a form sent twice makes one.
 * Returns its address.
 */
export async function createOrganisation(
  ctx: Ctx,
  given: { id?: string; name: string; kind: OrganisationKind; country?: string | null; about?: Record<string, string> },
): Promise<{ id: string; slug: string }> {
  const id = given.id ?? newId();
  const wanted = proposeSlug(given.name, 'organisation');
  const slug = freeSlug(wanted, await slugsLike(ctx, wanted, ...addresses));
  const made = await ctx.trx
    .insertInto('organisations')
    .values({
      network_id: ctx.network.id,
      id,
      slug,
      name: given.name,
      name_key: nameKey(given.name),
      kind: given.kind,
      country: given.country ?? null,
      about: JSON.stringify(given.about ?? {}),
      created_at: ctx.now,
      created_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
      updated_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return { id, slug: found(await findOrganisation(ctx, id)).slug };
  await record(ctx, { verb: 'created', noun: 'organisation', id, detail: { slug } });
  return { id, slug };
}

/** Everything that the organisation's page says of it, and to whom. Keeps its address. */
export async function saveOrganisation(
  ctx: Ctx,
  id: string,
  form: BasicsForm,
  issues: string[],
  levels: Partial<Record<OrganisationField, Level>>,
): Promise<Outcome> {
  const organisation = await locked(ctx, id);
  const wrong = await wrongPlace(ctx, form);
  if (wrong) return { ok: false, errors: wrong };
  const about = { ...organisation.about, ...form.about };
  for (const [locale, text] of Object.entries(about)) if (text === '') delete about[locale];
  const visibility = { ...organisation.visibility, ...levels };
  await change(ctx, id, {
    name: form.name,
    name_key: nameKey(form.name),
    kind: form.kind,
    about: JSON.stringify(about),
    country: form.country,
    place_id: form.place,
    languages: form.languages,
    offers: form.offers,
    website: form.website,
    email: form.email,
    phone: form.phone,
    postal_address: form.postal_address,
    visibility: JSON.stringify(visibility),
  });
  await setTags(ctx, subject, id, { issues, places: [], provisions: [] });
  // What it says of itself is no matter of the record; that it was changed, and what it shows to whom, is.
  await record(ctx, { verb: 'edited', noun: 'organisation', id, detail: { levels: visibility } });
  return done;
}

async function wrongPlace(ctx: Ctx, form: BasicsForm): Promise<FieldErrors | undefined> {
  if (form.country) {
    const [country, ...more] = await placeAndAbove(ctx, form.country);
    if (country?.kind !== 'country' || more.length > 0) return { country: { key: 'field.choose' } };
  }
  if (!form.place) return undefined;
  const line = await placeAndAbove(ctx, form.place);
  if (line.length === 0) return { place: { key: 'field.choose' } };
  return line[0]!.id === form.country ? undefined : { place: { key: 'organisations.place.outside' } };
}

/** Gives it another address; the one it has now leads there from then on. */
export async function renameOrganisation(ctx: Ctx, id: string, slug: string): Promise<Outcome> {
  const organisation = await locked(ctx, id);
  if (slug === organisation.slug) return done;
  const move = { id, from: organisation.slug, to: slug, keep: true };
  if (!(await moveAddress(ctx, addresses, 'organisation_id', move)))
    return { ok: false, errors: { slug: { key: 'organisations.slug.taken' } } };
  await change(ctx, id, { slug });
  await record(ctx, { verb: 'renamed', noun: 'organisation', id, detail: { slug } });
  return done;
}

/** It is no longer there: out of every list, its page stays for what points to it. */
export async function closeOrganisation(ctx: Ctx, id: string): Promise<void> {
  const organisation = await locked(ctx, id);
  if (organisation.closedAt) return;
  await change(ctx, id, { closed_at: ctx.now });
  await record(ctx, { verb: 'closed', noun: 'organisation', id });
}

/** It is there again. One that was merged into another is not opened: the merge is undone instead. */
export async function reopenOrganisation(ctx: Ctx, id: string): Promise<boolean> {
  const organisation = await locked(ctx, id);
  if (organisation.mergedInto) return false;
  if (organisation.closedAt) {
    await change(ctx, id, { closed_at: null });
    await record(ctx, { verb: 'reopened', noun: 'organisation', id });
  }
  return true;
}
