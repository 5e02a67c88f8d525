import { expect, it } from 'vitest';
import { telephoneLink } from './telephone.ts';

it.each([
  ['202-555-0142', 'US', 'tel:+12025550142'],
  ['1 (613) 555-0142', 'CA', 'tel:+16135550142'],
  ['518-555-0142 x12', 'US', 'tel:+15185550142;ext=12'],
  ['+44 20 7946 0958', 'US', 'tel:+442079460958'],
  ['01 23 45 67 89', 'FR', 'tel:0123456789'],
  ['555-0142', 'US', 'tel:5550142'],
])('%s in %s is called as %s', (value, country, link) => {
  expect(telephoneLink(value, country)).toBe(link);
});
