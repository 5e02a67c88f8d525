import {
  type AskedTarget,
  dayOf,
  foldName,
  type Lookup,
  type RoleSummary,
  type Serving,
  servingsAsked,
} from '../representatives/index.ts';
import { type Region, regionOf } from './region.ts';

export const standWords = ['supports', 'undecided', 'opposes'] as const;
export type StandWord = (typeof standWords)[number];

/** The columns of a scoreboard; silent is what is left: nothing was recorded. */
export const columns = [...standWords, 'silent'] as const;
export type Column = (typeof columns)[number];

/** One recorded stand, as it was recorded. `saidOn` is a calendar day ('2026-11-21'). */
export type Stand = {
  id: string;
  postId: string;
  officialId: string;
  officialName: string;
  stand: StandWord;
  saidOn: string;
  source: string;
  sourceUrl: string | null;
  note: string;
  recordedAt: Date;
  retractedAt: Date | null;
  retractionReason: string | null;
};

/** A seat that is asked, with who serves in it, where she stands, and all that was ever recorded for the seat. */
export type Seat = {
  postId: string;
  serving: Serving;
  /** Undefined: silent, or nobody serves. */
  current: Stand | undefined;
  /** Of everybody who held the seat, the latest saying first; what was taken back too. */
  history: Stand[];
};

export type Count = Record<Column, number>;

/** One body with its seats by district. `asOf` is the oldest date of its people data; null where nobody was imported. */
export type BoardBody = {
  id: string;
  name: Record<string, string>;
  seats: Seat[];
  count: Count;
  vacant: number;
  unknown: number;
  source: string | null;
  asOf: string | null;
};

/** The party as the list of people has it, null where it names none; with how its people stand. */
export type PartyCount = { party: string | null; count: Count };

/** A region with how the people of its seats stand. */
export type RegionCount = { region: Region; seats: number; count: Count };

/** The latest saying first; of one day, what was recorded last. */
const latestFirst = (a: Stand, b: Stand): number =>
  compare(b.saidOn, a.saidOn) || b.recordedAt.getTime() - a.recordedAt.getTime() || compare(b.id, a.id);

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** What counts for a person in a post: the latest saying that was not taken back. Somebody new in the post is silent. */
export const currentOf = (history: readonly Stand[], officialId: string): Stand | undefined =>
  history.filter((one) => one.officialId === officialId && !one.retractedAt).sort(latestFirst)[0];

/** Courts are invited, never scored: no stand and no promise of a judge is recorded or shown. */
export const isScored = (body: Pick<RoleSummary['body'], 'level'>): boolean =>
  !/^(court|courts|judicial|judiciary)$/.test(body.level);

/** The seats that a campaign's targets name, each once, in the order of the targets and by district. */
export function seatsOf(lookup: Lookup, targets: readonly AskedTarget[], stands: readonly Stand[], on: Date): Seat[] {
  const day = dayOf(on);
  const recorded = Map.groupBy(stands, (one) => one.postId);
  const seats = new Map<string, Seat>();
  for (const target of targets) {
    const servings = servingsAsked(lookup, target, day).filter((serving) => isScored(serving.role.body));
    for (const serving of servings) {
      const { postId } = serving;
      if (!postId || seats.has(postId)) continue;
      const history = [...(recorded.get(postId) ?? [])].sort(latestFirst);
      const current = serving.official ? currentOf(history, serving.official.id) : undefined;
      seats.set(postId, { postId, serving, current, history });
    }
  }
  return [...seats.values()];
}

const nobody = (): Count => ({ supports: 0, undecided: 0, opposes: 0, silent: 0 });

/** How those who serve in these seats stand. Empty seats are not silent: nobody is there to speak. */
export function countOf(seats: readonly Seat[]): Count {
  const count = nobody();
  for (const seat of seats) if (seat.serving.official) count[seat.current?.stand ?? 'silent'] += 1;
  return count;
}

/** The seats by body, in the order in which the bodies are first named. */
export function boardOf(seats: readonly Seat[]): BoardBody[] {
  const bodies = Map.groupBy(seats, (seat) => seat.serving.role.body.id);
  return [...bodies].map(([id, own]): BoardBody => {
    const body: RoleSummary['body'] = own[0]!.serving.role.body;
    const dated = own
      .map((seat) => seat.serving)
      .filter((serving) => serving.asOf !== null)
      .sort((a, b) => compare(a.asOf!, b.asOf!));
    const [oldest] = dated;
    return {
      id,
      name: body.name,
      seats: own,
      count: countOf(own),
      vacant: own.filter((seat) => seat.serving.state === 'vacant').length,
      unknown: own.filter((seat) => !seat.serving.official && seat.serving.state !== 'vacant').length,
      source: oldest?.source ?? null,
      asOf: oldest?.asOf ?? null,
    };
  });
}

/** How the people of each region stand: countries by code, in each its parts by name, the whole country first. */
export function regionsOf(seats: readonly Seat[], lookup: Lookup): RegionCount[] {
  const regions = new Map<string, { region: Region; seats: Seat[] }>();
  for (const seat of seats) {
    const region = regionOf(seat.serving, lookup);
    const own = regions.get(region.key);
    if (own) own.seats.push(seat);
    else regions.set(region.key, { region, seats: [seat] });
  }
  const name = ({ region }: { region: Region }) => region.name?.en ?? '';
  return [...regions.values()]
    .sort((a, b) => compare(a.region.country, b.region.country) || compare(name(a), name(b)))
    .map(({ region, seats: own }) => ({ region, seats: own.length, count: countOf(own) }));
}

/** How the people of each party stand, by name; those of whom no party is known come last. */
export function partiesOf(seats: readonly Seat[]): PartyCount[] {
  const held = seats.filter((seat) => seat.serving.official);
  const parties = Map.groupBy(held, (seat) => seat.serving.official?.party || null);
  return [...parties]
    .map(([party, own]): PartyCount => ({ party, count: countOf(own) }))
    .sort((a, b) => Number(a.party === null) - Number(b.party === null) || compare(a.party ?? '', b.party ?? ''));
}

/** The seats whose holder, district or label holds all the words, whatever their accents and case. */
export function seatsMatching(seats: readonly Seat[], words: string): Seat[] {
  const asked = foldName(words).split(' ').filter(Boolean);
  if (asked.length === 0) return [...seats];
  return seats.filter(({ serving }) => {
    const texts = [
      serving.official?.name ?? '',
      ...Object.values(serving.label),
      ...Object.values(serving.division?.name ?? {}),
    ];
    const own = foldName(texts.join(' '));
    return asked.every((word) => own.includes(word));
  });
}

const pageLength = 50;

/** A page of seats after the one at `after` (from the beginning where that is none of them), and the key of the next page. */
export function pageOfSeats(seats: readonly Seat[], after: string): { shown: Seat[]; next: string | undefined } {
  const from = seats.findIndex((seat) => seat.postId === after) + 1;
  const shown = seats.slice(from, from + pageLength);
  return { shown, next: seats.length > from + pageLength ? shown.at(-1)!.postId : undefined };
}
