import type { View } from '../../platform/http/index.ts';
import type { FigureName } from './block.ts';
import type { Filling } from './fill.ts';

/** A number as it stands on the page, and what it counts. */
export type Figure = { name: FigureName; value: string; label: string };

/**
 * The figures of these names that are worth showing: computed, never typed, and none that is nought. Members are counted by the rule
 * of small counts: where only a few more are hidden, it says "more than"; where there is nobody else, nothing.
 */
export function figuresOf(v: View, filling: Filling, names: readonly string[]): Figure[] {
  const { acted, reach } = filling;
  const counts: Record<FigureName, number> = {
    letters: acted.letters,
    supporters: acted.supporters,
    reached: acted.reached,
    campaigns: filling.campaigns.length,
    members: reach?.members.sure ?? 0,
    organisations: reach?.organisations ?? 0,
    countries: reach?.countries.length ?? 0,
    works: filling.worksCount,
  };
  return (Object.keys(counts) as FigureName[])
    .filter((name) => names.includes(name) && counts[name] > 0)
    .map((name) => ({
      name,
      value:
        name === 'members' && reach?.members.more ? v.t('reach.over', { count: counts[name] }) : v.number(counts[name]),
      label: v.t(`website.figure.${name}`, { count: counts[name] }),
    }));
}
