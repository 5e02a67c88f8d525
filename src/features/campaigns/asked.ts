import type { View } from '../../platform/http/index.ts';
import { addresseeOf } from '../deliveries/index.ts';
import { dayOf, type Lookup, type RoleSummary, servingsAsked } from '../representatives/index.ts';
import type { Target } from './campaign.ts';

/** Who is asked, in words ("your member of the Assembly", "every member of the Committee on Codes"), and the roles among them. */
export function askedInWords(
  v: View,
  lookup: Lookup,
  targets: readonly Target[],
  on: Date,
): { asked: string[]; roles: RoleSummary[] } {
  const day = dayOf(on);
  const roles: RoleSummary[] = [];
  const asked = targets.flatMap((target): string[] => {
    if (target.roleId) {
      const role = lookup.roles.find((each) => each.id === target.roleId);
      if (!role) return [];
      roles.push(role);
      return [v.t('campaigns.show.yourRole', { role: v.text(role.name), body: v.text(role.body.name) })];
    }
    const servings = servingsAsked(lookup, target, day);
    if (target.bodyId) {
      const body = lookup.roles.find((each) => each.body.id === target.bodyId)?.body;
      return body ? [v.t('campaigns.show.everyMember', { body: v.text(body.name), count: servings.length })] : [];
    }
    return servings.map((serving) => {
      const { label, officialName } = addresseeOf(serving);
      return [v.text(label), officialName].filter(Boolean).join(`${v.t('ui.colon')} `);
    });
  });
  return { asked, roles };
}
