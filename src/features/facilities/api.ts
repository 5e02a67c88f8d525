import { z } from 'zod';
import type { ApiOperation } from '../../platform/openapi/index.ts';
import { type Facility, facilityKinds, positionFor, unitStates, womenHeld } from './facility.ts';

const words = z.record(z.string(), z.string());
const day = z.iso.date().nullable();

const facility = z.strictObject({
  id: z.uuid(),
  url: z.url(),
  names: words,
  former_names: z.array(z.string()),
  kind: z.enum(facilityKinds),
  women: z.enum(womenHeld),
  women_held: z.int().nullable(),
  women_held_on: day,
  women_held_source: z.string(),
  mother_and_child_unit: z.enum(unitStates),
  mother_and_child_places: z.int().nullable(),
  country: z.string(),
  place: z.string(),
  locality: z.string(),
  position: z.strictObject({ latitude: z.number(), longitude: z.number(), rounded: z.boolean() }).nullable(),
  source: z.string(),
  checked_on: day,
  sample: z.boolean(),
});

/** What programs may read of facilities: those released to everybody. */
export const apiOperations: ApiOperation[] = [
  {
    group: 'facilities',
    reader: 'anyone',
    crossOrigin: true,
    path: '/facilities.json',
    id: 'facilities',
    summary: 'Facilities that were released to the public, by name, a hundred at a time.',
    query: { place: 'Those in one place, by its id.', after: 'The id with which the page before ended.' },
    type: 'application/json',
    answer: z.strictObject({ facilities: z.array(facility), next: z.url().nullable() }),
  },
];

/** One as programs read it: for everybody, whoever asks. */
export const forPrograms = (one: Facility, address: (id: string) => string): z.input<typeof facility> => ({
  id: one.id,
  url: address(one.id),
  names: one.names,
  former_names: one.formerNames,
  kind: one.kind,
  women: one.women,
  women_held: one.womenHeld,
  women_held_on: one.womenHeldOn,
  women_held_source: one.womenHeldSource,
  mother_and_child_unit: one.unit,
  mother_and_child_places: one.unitPlaces,
  country: one.countryId,
  place: one.placeId,
  locality: one.locality,
  position: positionFor({ ...one, kept: false }),
  source: one.sourceUrl,
  checked_on: one.checkedOn,
  sample: one.sample,
});
