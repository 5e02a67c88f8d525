/** What kind of place it is; `mixed` also stands for annexes and wings. */
export const facilityKinds = [
  'prison',
  'pretrial',
  'police',
  'immigration',
  'psychiatric',
  'juvenile',
  'mixed',
] as const;
export type FacilityKind = (typeof facilityKinds)[number];

export const womenHeld = ['only', 'also', 'unknown'] as const;
export const unitStates = ['yes', 'no', 'unknown'] as const;
export const positions = ['exact', 'rounded', 'none'] as const;

/** To whom a facility is released beyond its organisation. */
export const audiences = ['network', 'public'] as const;
export type FacilityAudience = (typeof audiences)[number];
/** Down to what it is released, the finest first. */
export const precisions = ['facility', 'district', 'region', 'country'] as const;
export type Precision = (typeof precisions)[number];
/** Why a coordinator takes another organisation's releases back: danger to somebody inside, or outside; what it says is wrong; a court or the law. */
export const stopReasons = ['inside', 'outside', 'wrong', 'law'] as const;
/** From the beginning of a day (YYYY-MM-DD, in the network's time zone). */
export type Release = { from: string; precision: Precision };

export type Facility = {
  id: string;
  /** Whose it is; null: the coordination's. */
  organisationId: string | null;
  names: Record<string, string>;
  formerNames: string[];
  kind: FacilityKind;
  women: (typeof womenHeld)[number];
  womenHeld: number | null;
  womenHeldOn: string | null;
  womenHeldSource: string;
  unit: (typeof unitStates)[number];
  unitPlaces: number | null;
  unitSource: string;
  countryId: string;
  regionId: string | null;
  districtId: string | null;
  placeId: string;
  locality: string;
  position: { latitude: number; longitude: number } | null;
  positionShown: (typeof positions)[number];
  sourceUrl: string;
  checkedOn: string | null;
  releases: Record<FacilityAudience, Release | null>;
  /** A coordinator took its releases back; told to its keepers until they release it again. */
  stopped: { at: Date; reason: (typeof stopReasons)[number]; note: string } | null;
  sample: boolean;
  updatedAt: Date;
  deletedAt: Date | null;
  /** The reader keeps it: it is her organisation's, or the coordination's and she coordinates. */
  kept: boolean;
};

/** A name as it is compared: small letters, no marks, one space. */
export const nameKey = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The places a facility lies in, by how coarse they are; a level that its country does not have is missing. */
export const coarserOf = (at: Pick<Facility, 'districtId' | 'regionId' | 'countryId'>): [Precision, string][] =>
  (
    [
      ['district', at.districtId],
      ['region', at.regionId],
      ['country', at.countryId],
    ] as const
  ).filter((pair): pair is [Exclude<Precision, 'facility'>, string] => pair[1] !== null);

/** Where it is, as this reader may see it: its own people exactly, others as it was said for them. */
export function positionFor(facility: Facility): { latitude: number; longitude: number; rounded: boolean } | null {
  const { position, positionShown, kept } = facility;
  if (!position) return null;
  if (kept || positionShown === 'exact') return { ...position, rounded: false };
  if (positionShown === 'none') return null;
  const tenth = (degrees: number) => Math.round(degrees * 10) / 10;
  return { latitude: tenth(position.latitude), longitude: tenth(position.longitude), rounded: true };
}

/** How a release stands on a day: nobody made one, it lies ahead (and can be undone without a trace), or it holds. */
export const releaseState = (release: Release | null, today: string): 'none' | 'ahead' | 'holds' =>
  release === null ? 'none' : release.from > today ? 'ahead' : 'holds';
