import type { Ctx } from '../../../platform/tenancy/index.ts';

/** What one network lays over the reference data. */
export type Own = Awaited<ReturnType<typeof readOwn>>;

/** Everything that the network keeps of decision-makers itself. */
export async function readOwn({ trx, network }: Pick<Ctx, 'trx'> & { network: { id: string } }) {
  const of = network.id;
  const [roles, posts, officials, tenures, contacts, corrections] = await Promise.all([
    trx
      .selectFrom('own_roles as r')
      .innerJoin('own_bodies as b', (join) =>
        join.onRef('b.network_id', '=', 'r.network_id').onRef('b.id', '=', 'r.body_id'),
      )
      .where('r.network_id', '=', of)
      .select([
        'r.id',
        'r.name',
        'r.position',
        'b.id as body_id',
        'b.name as body_name',
        'b.level',
        'b.country',
        'b.committee',
      ])
      .orderBy('r.position')
      .orderBy('r.id')
      .execute(),
    trx
      .selectFrom('own_posts')
      .where('network_id', '=', of)
      .select(['id', 'role_id', 'division_id', 'label', 'known_as_of', 'known_source'])
      .orderBy('id')
      .execute(),
    trx
      .selectFrom('own_officials')
      .where('network_id', '=', of)
      .select(['id', 'name', 'family_name', 'honorific', 'party'])
      .execute(),
    trx
      .selectFrom('own_tenures')
      .where('network_id', '=', of)
      .select(['official_id', 'post_id', 'from_date', 'until_date', 'source', 'as_of'])
      .execute(),
    trx
      .selectFrom('own_contacts')
      .where('network_id', '=', of)
      .select(['official_id', 'kind', 'value', 'note'])
      .orderBy('official_id')
      .orderBy('position')
      .execute(),
    trx
      .selectFrom('contact_corrections')
      .where('network_id', '=', of)
      .where('undone_at', 'is', null)
      .select(['official_id', 'kind', 'old_value', 'new_value'])
      .orderBy('corrected_at')
      .orderBy('id')
      .execute(),
  ]);
  return { roles, posts, officials, tenures, contacts, corrections };
}

/** Whether there is anything to lay over. */
export const isBlank = (own: Own): boolean =>
  own.roles.length + own.posts.length + own.tenures.length + own.corrections.length === 0;
