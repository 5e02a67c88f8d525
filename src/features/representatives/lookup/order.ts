import { foldName, inNaturalOrder } from '../names.ts';
import type { Serving } from '../types.ts';
import { nameOf } from './places.ts';

const district = (each: Serving) => (each.division ? nameOf(each.division) : '');

/** By family name, the vacant ones last; where two are alike, by district. */
const name = ({ official }: Serving) =>
  official
    ? foldName(
        official.familyName ? `${official.familyName} ${official.name}` : (official.name.split(' ').at(-1) ?? ''),
      )
    : '\uffff';

/** "District 2" before "District 10". */
export const byDistrict = (a: Serving, b: Serving): number => inNaturalOrder(district(a), district(b));
export const byName = (a: Serving, b: Serving): number => inNaturalOrder(name(a), name(b)) || byDistrict(a, b);
