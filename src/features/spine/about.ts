import type { Ctx } from '../../platform/tenancy/index.ts';
import { knownAmong } from '../facilities/index.ts';
import { labelsIn } from '../vocabularies/index.ts';

/**
 * A term that a thing is about; its words by language. A provision has its instrument's name and its number too, and says whether its
 * record is doubtful.
 */
type Term = { id: string; labels: Record<string, string> };
export type About = {
  issues: Term[];
  places: Term[];
  facilities: Term[];
  provisions: (Term & { instrument: Record<string, string>; number: string; confidence: string })[];
};

/** Of nothing. */
export const aboutNothing: About = { issues: [], places: [], facilities: [], provisions: [] };

/** The tags that these ids name, with what the actor may know of the facilities among them: itself, only a wider place, or nothing. */
async function withFacilities(ctx: Ctx, about: Omit<About, 'facilities'>, ids: readonly string[]): Promise<About> {
  const { facilities, places } = await knownAmong(ctx, ids);
  const more = places.filter((id) => !about.places.some((place) => place.id === id));
  const wider =
    more.length === 0
      ? []
      : await ctx.trx
          .selectFrom('places as p')
          .select(['p.id', labelsIn('place', 'p.labels', 'p.id').as('labels')])
          .where('p.id', 'in', more)
          .orderBy('p.id')
          .execute();
  return {
    ...about,
    places: [...about.places, ...(wider as Term[])],
    facilities: facilities.map(({ id, names }) => ({ id, labels: names })),
  };
}

/**
 * What a thing is about, for its page: the same for a reader as what the pages of those terms say of the thing. Of a facility she sees
 * what she may know on that day: itself, only the wider place it was released as, or nothing.
 */
export async function aboutOf(ctx: Ctx, subject: string, id: string): Promise<About> {
  const rows = await ctx.trx
    .selectFrom('tags as t')
    .leftJoin('issues as i', (join) => join.on('t.noun', '=', 'issue').onRef('i.id', '=', 't.noun_id'))
    .leftJoin('places as p', (join) => join.on('t.noun', '=', 'place').onRef('p.id', '=', 't.noun_id'))
    .leftJoin('provisions as r', (join) => join.on('t.noun', '=', 'provision').onRef('r.id', '=', 't.noun_id'))
    .leftJoin('instruments as n', 'n.id', 'r.instrument_id')
    .select((eb) => [
      't.noun',
      't.noun_id as id',
      eb.fn
        .coalesce(labelsIn('issue', 'i.labels', 'i.id'), labelsIn('place', 'p.labels', 'p.id'), 'r.titles')
        .as('labels'),
      'n.short_names as instrument',
      'r.number',
      'r.confidence',
    ])
    .where('t.network_id', '=', ctx.network.id)
    .where('t.subject', '=', subject)
    .where('t.subject_id', '=', id)
    .orderBy('n.position')
    .orderBy('r.position')
    .orderBy('t.noun_id')
    .execute();
  const of = (noun: string) => rows.filter((row) => row.noun === noun && row.labels !== null) as unknown as Term[];
  return withFacilities(
    ctx,
    { issues: of('issue'), places: of('place'), provisions: of('provision') as About['provisions'] },
    rows.filter((row) => row.noun === 'facility').map((row) => row.id),
  );
}
