import { instantOf } from '../../platform/http/index.ts';
import type { Searchable } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { visibleFacilities } from './access.ts';

/** Those that are or will be released as themselves, to the network or to everybody; from which day on is told with each. */
const released = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('facilities as f')
    .where('f.network_id', '=', ctx.network.id)
    .where('f.deleted_at', 'is', null)
    .where((eb) => eb.or([eb('f.network_precision', '=', 'facility'), eb('f.public_precision', '=', 'facility')]));

/**
 * What the search finds: facilities from the day of their release, by everybody or by those who belong. What is not released is in no
 * search, not even its keepers': its words would lie among those by which mistyped ones are mended.
 */
export const searchable: Searchable = {
  kind: 'facility',
  async ids(ctx) {
    return (await released(ctx).select('f.id').execute()).map((row) => row.id);
  },
  async entries(ctx, ids) {
    const rows = await released(ctx)
      .select(['f.id', 'f.names', 'f.former_names', 'f.locality', 'f.country_id', 'f.region_id', 'f.district_id'])
      .select(['f.network_from', 'f.network_precision', 'f.public_from', 'f.public_precision'])
      .where('f.id', 'in', [...ids])
      .execute();
    return rows.flatMap((row) => {
      const days = [
        { audience: 'members' as const, from: row.network_precision === 'facility' ? row.network_from : null },
        { audience: 'public' as const, from: row.public_precision === 'facility' ? row.public_from : null },
      ];
      return days.flatMap(({ audience, from }) =>
        from === null
          ? []
          : Object.entries(row.names as Record<string, string>).map(([locale, title]) => ({
              subjectId: row.id,
              key: row.id,
              locale,
              audience,
              title,
              summary: row.locality,
              body: row.former_names.join(', '),
              visibleFrom: instantOf(`${from}T00:00`, ctx.network.timeZone),
              places: [row.country_id, row.region_id, row.district_id].filter((place) => place !== null),
            })),
      );
    });
  },
  async visible(ctx, ids) {
    const rows = await visibleFacilities(ctx)
      .select('f.id')
      .where('f.id', 'in', [...ids])
      .execute();
    return new Set(rows.map((row) => row.id));
  },
  href: urls.facilities.show,
};
