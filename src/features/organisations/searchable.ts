import type { Audience, Searchable } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { levelOf } from '../directory/index.ts';
import { organisationColumns, organisationOf } from './queries.ts';
import { organisationDefaults, visibleOrganisations } from './shown.ts';

/**
 * What the search finds: organisations by their name and by what they say of themselves, each as far as it is shown. What members alone may
 * read is an entry for them alone, so that no word of it leads anybody else here.
 */
export const searchable: Searchable = {
  kind: 'organisation',
  async ids(ctx) {
    const rows = await visibleOrganisations(ctx, 'herself').select('o.id').execute();
    return rows.map((row) => row.id);
  },
  async entries(ctx, ids) {
    const rows = await visibleOrganisations(ctx, 'herself')
      .select(organisationColumns)
      .where('o.id', 'in', [...ids])
      .execute();
    return rows.map(organisationOf).flatMap((organisation) => {
      const level = (field: keyof typeof organisationDefaults) =>
        levelOf(organisation.visibility, field, organisationDefaults);
      const audiences = (['public', 'members', 'coordinators'] as const).filter(
        (audience) => rank(audience) >= rank(level('name')),
      );
      return audiences.flatMap((audience) => {
        const seen = (field: keyof typeof organisationDefaults) => rank(level(field)) <= rank(audience);
        // Where the wider audience reads the same, its entry is enough.
        const own = audience === level('name') || level('about') === audience || level('country') === audience;
        if (!own) return [];
        const texts = seen('about') ? Object.entries(organisation.about).filter(([, text]) => text) : [];
        const spoken = texts.length > 0 ? texts : [[ctx.network.locales[0]!, ''] as const];
        return spoken.map(([locale, about]) => ({
          subjectId: organisation.id,
          key: organisation.slug,
          locale,
          audience: audience as Audience,
          title: organisation.name,
          summary: about,
          body: '',
          places: seen('country') && organisation.country ? [organisation.country] : [],
        }));
      });
    });
  },
  async visible(ctx, ids) {
    const rows = await visibleOrganisations(ctx)
      .select('o.id')
      .where('o.id', 'in', [...ids])
      .execute();
    return new Set(rows.map((row) => row.id));
  },
  href: urls.organisations.show,
};

const order = ['public', 'members', 'coordinators', 'nobody'];
const rank = (level: string): number => order.indexOf(level);
