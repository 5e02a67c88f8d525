import { newId } from '../../../src/platform/crypto/ids.ts';
import type { TestApp } from '../../app.ts';
import type { Content } from '../content.ts';
import type { Opening } from '../pages.ts';

const r = '/:network/:locale';
const d = '/daylight/en/facilities';
const b = '/bare/en/facilities';

/** A facility of /daylight with everything filled in, released to the public, and a list that waits. */
export type FacilityContent = { facility: string; others: string; list: string };

export async function makeFacilities(app: TestApp, coordinator: string): Promise<FacilityContent> {
  const facility = newId();
  const send = (path: string, fields: Record<string, string>) => app.post(path, fields, { cookie: coordinator });
  await send(`${d}/new`, {
    id: facility,
    organisation: '',
    'name.en': 'Long Bridge Women’s Facility',
    'name.fr': 'Établissement pour femmes du Pont-Long',
    former: 'Bridge House\nOld Mill Annex',
    kind: 'prison',
    women: 'only',
    women_held: '98',
    women_held_on: '2026-06-30',
    women_held_source: 'Yearly report of the prison service',
    unit: 'yes',
    unit_places: '8',
    unit_source: 'The same',
    place: 'ca-ontario',
    locality: 'Long Bridge',
    latitude: '45.4215',
    longitude: '-75.6972',
    position_shown: 'rounded',
    source_url: 'https://example.org/report',
    checked_on: '2026-11-01',
  });
  await send(`${d}/${facility}/release`, { audience: 'public', from: '', precision: 'facility', checked: 'yes' });
  await send(`${d}/${facility}/release`, { audience: 'network', from: '2026-12-24', precision: 'region' });
  // Another organisation's, which the coordinator sees and does not keep.
  const [others, organisation] = [newId(), newId()];
  await app.db.owner.query(
    `insert into organisations (network_id, id, slug, name, name_key, kind, created_at, updated_at)
     select n.id, $1, 'far-door', 'Far Door', 'far door', 'association', now(), now() from networks n where n.slug = 'daylight'`,
    [organisation],
  );
  await app.db.owner.query(
    `insert into facilities (network_id, id, organisation_id, names, name_keys, sort_key, kind, country_id, place_id, network_from,
        network_precision, created_at, updated_at)
     select n.id, $1, $2, '{"en": "Far Bank Cells"}', '{far bank cells}', 'far bank cells', 'police', 'ca', 'ca', '2026-01-01',
        'facility', now(), now() from networks n where n.slug = 'daylight'`,
    [others, organisation],
  );
  const list = newId();
  const body = new FormData();
  body.set('id', list);
  body.set('organisation', '');
  body.set('list', new File(['name,place,kind\nNew Gate,ca,prison\nNo Place,nowhere,prison\n'], 'list.csv'));
  await app.app.request(`http://127.0.0.1:3000${d}/imports`, {
    method: 'POST',
    body,
    headers: { cookie: coordinator, origin: 'http://127.0.0.1:3000' },
  });
  return { facility, others, list };
}

const one =
  (rest = '') =>
  ({ facilities }: Content) =>
    `${d}/${facilities.facility}${rest}`;

/** The pages of the room facilities. */
export const facilityPages: Record<string, Opening[]> = {
  [`${r}/facilities`]: [
    { name: 'facilities', path: d, says: 'Long Bridge' },
    { name: 'facilities of a place, with a map', path: `${d}?place=ca-ontario`, says: 'rounded to about ten' },
    { name: 'facilities, nothing fits', path: `${d}?kind=juvenile`, says: 'None fits' },
    { name: 'facilities, none', path: b, says: 'No facility is released yet' },
  ],
  [`${r}/facilities/mine`]: [
    { name: 'facilities of ours', path: `${d}/mine`, as: 'coordinator', says: 'Long Bridge' },
    { name: 'facilities of ours, none', path: `${b}/mine`, as: 'bare', says: 'None is written down yet' },
  ],
  [`${r}/facilities/new`]: [{ name: 'new facility', path: `${d}/new`, as: 'coordinator' }],
  [`${r}/facilities/:id`]: [
    { name: 'a facility', path: one(), says: 'rounded to ten kilometres' },
    { name: 'a facility, for who keeps it', path: one(), as: 'coordinator', says: 'Everybody has seen it since' },
  ],
  [`${r}/facilities/:id/edit`]: [{ name: 'change a facility', path: one('/edit'), as: 'coordinator' }],
  [`${r}/facilities/:id/release`]: [
    { name: 'who sees a facility', path: one('/release'), as: 'coordinator', says: 'search engines may keep it' },
  ],
  [`${r}/facilities/:id/urgent-withdrawal`]: [
    {
      name: 'withdraw a facility at once',
      path: ({ facilities }) => `${d}/${facilities.others}/urgent-withdrawal`,
      as: 'coordinator',
      says: 'Danger to somebody inside',
    },
  ],
  [`${r}/facilities/imports`]: [
    { name: 'lists of facilities', path: `${d}/imports`, as: 'coordinator', says: 'list.csv' },
    { name: 'lists of facilities, none', path: `${b}/imports`, as: 'bare' },
  ],
  [`${r}/facilities/imports/:id`]: [
    {
      name: 'a list of facilities',
      path: ({ facilities }) => `${d}/imports/${facilities.list}`,
      as: 'coordinator',
      says: 'Not readable: 1',
    },
  ],
};

/** GETs that are no pages. */
export const facilityNotPages = { [`${r}/facilities.json`]: 'JSON: facilities.test.ts' };

/** Their answers to forms. */
export const facilityAnswers: Opening[] = [
  {
    name: 'new facility with mistakes',
    path: `${d}/new`,
    as: 'coordinator',
    status: 422,
    form: { action: `${d}/new`, fields: { organisation: '', latitude: '91' } },
  },
  {
    name: 'released without a look',
    path: one('/release'),
    as: 'coordinator',
    status: 422,
    form: { action: one('/release'), fields: { audience: 'public', precision: 'facility' } },
  },
];
