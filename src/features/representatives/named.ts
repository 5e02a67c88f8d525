import type { LogNames, Named } from '../../platform/registry/index.ts';
import { inLocale } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { visibleRoles } from './access.ts';
import { dayOf, representativesOf } from './lookup/store.ts';

/** Posts by their role and district, roles, and people of the lists, as the network knows them; read in memory, by no statement. */
export const logNames: LogNames = {
  nouns: ['official', 'pace'],
  facts: ['post', 'role'],
  words: true,
  async names(ctx, ids, { db }) {
    const lookup = await representativesOf(db).of(ctx.network);
    const roles = new Map(visibleRoles(ctx.network, lookup.roles).map((role) => [role.id, role]));
    const said = (texts: Record<string, string>) => inLocale(texts, ctx.locale);
    const at = { network: ctx.network.slug, locale: ctx.locale };
    const named = (id: string): Named | undefined => {
      const role = roles.get(lookup.post(id)?.roleId ?? id);
      if (!role) {
        const name = lookup.official(id)?.name;
        return name ? { name } : undefined;
      }
      const [seat] = role.id === id ? [] : lookup.serving([id], [role.id], dayOf(ctx.now));
      const where = seat?.division ? said(seat.division.name) : '';
      const name = [(seat && said(seat.label)) || said(role.name), where].filter(Boolean).join(', ');
      return { name, href: urls.representatives.role(at, role.id) };
    };
    return new Map(
      ids.flatMap((id) => {
        const one = named(id);
        return one ? [[id, one] as const] : [];
      }),
    );
  },
};
