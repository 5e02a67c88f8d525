import { instantOf } from '../../platform/http/index.ts';
import type { Searchable } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { visibleFacilities } from './access.ts';

/** Those that are or will be released to everybody as themselves; from which day on is told with each. */
const forEverybody = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('facilities as f')
    .where('f.network_id', '=', ctx.network.id)
    .where('f.deleted_at', 'is', null)
    .where('f.public_from', 'is not', null)
    .where('f.public_precision', '=', 'facility');

/** What the search finds: facilities that everybody may know, from the day of their release, and no others for anybody. */
export const searchable: Searchable = {
  kind: 'facility',
  async ids(ctx) {
    return (await forEverybody(ctx).select('f.id').execute()).map((row) => row.id);
  },
  async entries(ctx, ids) {
    const rows = await forEverybody(ctx)
      .select(['f.id', 'f.names', 'f.former_names', 'f.locality', 'f.country_id', 'f.public_from'])
      .where('f.id', 'in', [...ids])
      .execute();
    return rows.flatMap((row) =>
      Object.entries(row.names as Record<string, string>).map(([locale, title]) => ({
        subjectId: row.id,
        key: row.id,
        locale,
        audience: 'public' as const,
        title,
        summary: row.locality,
        body: row.former_names.join(', '),
        visibleFrom: instantOf(`${row.public_from}T00:00`, ctx.network.timeZone),
        places: [row.country_id],
      })),
    );
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
