import { sql } from 'kysely';
import type { BackReferences, ReferencePage, SpineNoun } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { taggedWith } from '../spine/index.ts';
import { referencesOf } from '../vocabularies/index.ts';
import { subject } from './organisation.ts';
import { readerOf, showsField, visibleOrganisations } from './shown.ts';

/** Organisations that know about an issue, or are in a place, as far as this reader may know either; by name. */
export async function pointingOrganisations(ctx: Ctx, noun: SpineNoun, page: ReferencePage): Promise<BackReferences[]> {
  const pointing = pointingHere(ctx, noun);
  if (!pointing) return [];
  return referencesOf(ctx, page, 'organisation', pointing, async () => {
    let query = pointing.select(['o.name', 'o.slug']).orderBy('o.name_key').orderBy('o.id');
    if (page.after)
      query = query.where(
        sql<boolean>`(o.name_key, o.id) > (
          select a.name_key, a.id from organisations a where a.network_id = ${ctx.network.id} and a.id = ${page.after} and a.id in ${pointing})`,
      );
    const at = { network: ctx.network.slug, locale: ctx.locale };
    const rows = await query.limit(page.limit).execute();
    return rows.map(({ id, name, slug }) => ({ id, title: name, href: urls.organisations.show(at, slug) }));
  });
}

function pointingHere(ctx: Ctx, noun: SpineNoun) {
  const viewer = readerOf(ctx.actor);
  const visible = visibleOrganisations(ctx, viewer).select('o.id');
  if (noun.kind === 'issue')
    return visible.where('o.id', 'in', taggedWith(ctx, subject, noun)).where(showsField('issues', viewer));
  if (noun.kind === 'place')
    return visible.where((eb) =>
      eb.or([
        eb.and([eb('o.country', '=', noun.id), showsField('country', viewer)]),
        eb.and([eb('o.place_id', '=', noun.id), showsField('place', viewer)]),
      ]),
    );
  return undefined;
}
