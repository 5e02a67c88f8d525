import type { Sent } from '../../platform/http/index.ts';
import type { SpineNoun } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { facilitiesSeenAs, facilityChoices, facilityTagged, visibleFacilities } from '../facilities/index.ts';
import { listInstruments, listProvisions } from '../standards/index.ts';
import { listIssues, listPlaces } from '../vocabularies/index.ts';
import type { SpineChoice, SpineLists } from './fields.tsx';

/** Every list there is to choose from, in the reader's language; of facilities those that she may know. */
export async function spineLists(ctx: Ctx): Promise<SpineLists> {
  const [issues, places, facilities, instruments, provisions] = await Promise.all([
    listIssues(ctx),
    listPlaces(ctx),
    facilityChoices(ctx),
    listInstruments(ctx),
    listProvisions(ctx),
  ]);
  return { issues, places, facilities, instruments, provisions };
}

/** What the form's lists say. */
export const readSpine = (sent: Sent): SpineChoice => ({
  issues: [...new Set(sent.all('issues'))],
  places: [...new Set(sent.all('places'))],
  provisions: [...new Set(sent.all('provisions'))],
  facilities: [...new Set(sent.all('facilities'))],
});

/** The chosen terms without those that no list holds, and the facilities among which there was a choice. */
export async function knownSpine(ctx: Ctx, chosen: SpineChoice): Promise<SpineChoice> {
  // Of what nothing was chosen nothing is read.
  const known = async (ids: string[], list: () => Promise<{ id: string }[]>) => {
    const all = ids.length > 0 ? new Set((await list()).map((one) => one.id)) : undefined;
    return ids.filter((id) => all?.has(id));
  };
  return {
    issues: await known(chosen.issues, () => listIssues(ctx)),
    places: await known(chosen.places, () => listPlaces(ctx, { ids: chosen.places })),
    provisions: await known(chosen.provisions, () => listProvisions(ctx)),
    ...(chosen.facilities && (await knownFacilities(ctx, chosen.facilities))),
  };
}

async function knownFacilities(ctx: Ctx, chosen: string[]) {
  const offered = (await facilityChoices(ctx)).map((one) => one.id);
  return { facilities: chosen.filter((id) => offered.includes(id)), offered };
}

const listOf = { issue: 'issues', place: 'places', provision: 'provisions', facility: 'facilities' } as const;
const nouns = { issues: 'issue', places: 'place', provisions: 'provision', facilities: 'facility' } as const;

/** The facilities that a thing is about, of those that the actor may know. */
export async function facilitiesOf(ctx: Ctx, subject: string, id: string): Promise<string[]> {
  const rows = await visibleFacilities(ctx)
    .innerJoin('tags as t', (join) =>
      join.onRef('t.network_id', '=', 'f.network_id').on('t.noun', '=', 'facility').on(facilityTagged()),
    )
    .select('f.id')
    .where('t.subject', '=', subject)
    .where('t.subject_id', '=', id)
    .execute();
  return rows.map((row) => row.id);
}

/** What a thing is about, but for facilities. */
export async function tagsOf(ctx: Ctx, subject: string, id: string): Promise<SpineChoice> {
  const rows = await ctx.trx
    .selectFrom('tags')
    .select(['noun', 'noun_id'])
    .where('network_id', '=', ctx.network.id)
    .where('subject', '=', subject)
    .where('subject_id', '=', id)
    .orderBy('noun_id')
    .execute();
  const of = (noun: string) => rows.filter((row) => row.noun === noun).map((row) => row.noun_id);
  return { issues: of('issue'), places: of('place'), provisions: of('provision') };
}

/** What a thing is about, for its form: its tags, and of facilities those that whoever opens it may know. */
export async function chosenOf(ctx: Ctx, subject: string, id: string): Promise<SpineChoice> {
  const [tags, facilities] = await Promise.all([tagsOf(ctx, subject, id), facilitiesOf(ctx, subject, id)]);
  return { ...tags, facilities };
}

/** What each of these things is about, by its id, for the search, which asks who may know of a facility: those without a tag are left out. */
export async function tagsOfMany(
  ctx: Ctx,
  subject: string,
  ids: string[],
): Promise<Map<string, { issues: string[]; places: string[]; provisions: string[]; facilities: string[] }>> {
  const all = new Map<string, { issues: string[]; places: string[]; provisions: string[]; facilities: string[] }>();
  if (ids.length === 0) return all;
  const rows = await ctx.trx
    .selectFrom('tags')
    .select(['subject_id', 'noun', 'noun_id'])
    .where('network_id', '=', ctx.network.id)
    .where('subject', '=', subject)
    .where('subject_id', 'in', ids)
    .orderBy('noun_id')
    .execute();
  for (const { subject_id, noun, noun_id } of rows) {
    const own = all.get(subject_id) ?? { issues: [], places: [], provisions: [], facilities: [] };
    all.set(subject_id, own);
    own[listOf[noun as keyof typeof listOf]].push(noun_id);
  }
  return all;
}

/**
 * Replaces what a thing is about. The terms are known ones. Of facilities only those go that were offered: what others said it is about
 * stays, also where whoever saves may not know of it.
 */
export async function setTags(ctx: Pick<Ctx, 'trx' | 'network'>, subject: string, id: string, tags: SpineChoice) {
  const offered = tags.offered ?? [];
  await ctx.trx
    .deleteFrom('tags')
    .where('network_id', '=', ctx.network.id)
    .where('subject', '=', subject)
    .where('subject_id', '=', id)
    .where((eb) => eb.or([eb('noun', '!=', 'facility'), ...(offered.length > 0 ? [eb('noun_id', 'in', offered)] : [])]))
    .execute();
  const chosen = { ...tags, facilities: (tags.facilities ?? []).filter((one) => offered.includes(one)) };
  const rows = (Object.keys(nouns) as (keyof typeof nouns)[]).flatMap((list) =>
    chosen[list].map((noun_id) => ({
      network_id: ctx.network.id,
      subject,
      subject_id: id,
      noun: nouns[list],
      noun_id,
    })),
  );
  // The same form twice at once: what the other has written stands.
  if (rows.length > 0)
    await ctx.trx
      .insertInto('tags')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

/** Forgets what these things are about; for their removal. */
export async function removeTags(ctx: Pick<Ctx, 'trx'> & { network: { id: string } }, subject: string, ids: string[]) {
  if (ids.length === 0) return;
  await ctx.trx
    .deleteFrom('tags')
    .where('network_id', '=', ctx.network.id)
    .where('subject', '=', subject)
    .where('subject_id', 'in', ids)
    .execute();
}

/** The ids of all things of one kind that are about a noun, as a part of a larger query. The caller says which of them the actor may see. */
export function taggedWith(ctx: Ctx, subject: string, noun: SpineNoun) {
  const tagged = ctx.trx
    .selectFrom('tags as tagged')
    .select('tagged.subject_id')
    .where('tagged.network_id', '=', ctx.network.id)
    .where('tagged.subject', '=', subject);
  const own = tagged.where('tagged.noun', '=', noun.kind).where('tagged.noun_id', '=', noun.id);
  if (noun.kind !== 'place') return own;
  // What is about a facility that this reader knows only as this place.
  return own.unionAll(
    tagged.where('tagged.noun', '=', 'facility').where('tagged.noun_id', 'in', facilitiesSeenAs(ctx, noun.id)),
  );
}
