import type { SpineNoun } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { taggedWith } from '../spine/index.ts';
import { subject } from './organisation.ts';
import { readerOf, showsField, visibleOrganisations } from './shown.ts';

/** The most that a noun's page lists of them; the directory holds them all. */
const most = 500;

/** Organisations that know about an issue, or are in a place, as far as this reader may know either; by name. */
export async function pointingOrganisations(ctx: Ctx, noun: SpineNoun): Promise<{ name: string; slug: string }[]> {
  const viewer = readerOf(ctx.actor);
  const visible = visibleOrganisations(ctx, viewer);
  if (noun.kind === 'issue') {
    const ids = await taggedWith(ctx, subject, noun);
    if (ids.length === 0) return [];
    return listed(visible.where('o.id', 'in', ids).where(showsField('issues', viewer)));
  }
  if (noun.kind === 'place')
    return listed(
      visible.where((eb) =>
        eb.or([
          eb.and([eb('o.country', '=', noun.id), showsField('country', viewer)]),
          eb.and([eb('o.place_id', '=', noun.id), showsField('place', viewer)]),
        ]),
      ),
    );
  return [];
}

const listed = (query: ReturnType<typeof visibleOrganisations>) =>
  query.select(['o.name', 'o.slug']).orderBy('o.name_key').limit(most).execute();
