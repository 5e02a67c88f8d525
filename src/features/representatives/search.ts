import { addressKey, limits, pace } from '../../platform/abuse/index.ts';
import { type Deps, type HotForm, type Parsed, Problem, type Sent } from '../../platform/http/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { findableRoles, visibleCountries } from './access.ts';
import { encodeFinding } from './finding.ts';
import { type PlaceFields, readPlaceFields } from './forms.ts';
import type { Lookup } from './lookup/lookup.ts';
import { representativesOf } from './lookup/store.ts';
import type { Place, RoleFinding } from './types.ts';

/** The search form of "find my representatives": one set of rules for its route and for the plain case before the router. */
export type Search = {
  /** Counts one search of this address. Throws `too-many` with the seconds to wait. */
  count(address: string, now: Date): void;
  /** What was typed, and the place it names or what is wrong with it. */
  read(network: Network, lookup: Lookup, sent: Sent): { values: PlaceFields; parsed: Parsed<Place> };
  /** The address of the page that shows what was found. Districts go into it; the code or the point goes nowhere. */
  find(network: Network, lookup: Lookup, locale: string, place: Place, on: Date): Promise<string>;
};

const opened = new WeakMap<Deps, Search>();

/** The one of a process: a limit counts however the form came in. */
export function searchOf(deps: Deps): Search {
  let made = opened.get(deps);
  if (!made) {
    made = open(deps);
    opened.set(deps, made);
  }
  return made;
}

function open(deps: Deps): Search {
  const store = representativesOf(deps.db);
  const { points, seconds } = limits.lookupsByAddress;
  const searches = pace(seconds);
  return {
    count(address, now) {
      if (searches.count(addressKey(address), now) > points)
        throw new Problem('too-many', seconds - (Math.floor(now.getTime() / 1000) % seconds));
    },
    read(network, lookup, sent) {
      const values = {
        by: sent.get('by'),
        country: sent.get('country'),
        code: sent.get('code'),
        latitude: sent.get('latitude'),
        longitude: sent.get('longitude'),
      };
      const countries = () => visibleCountries(network, lookup.postalCountries);
      return { values, parsed: readPlaceFields(values, countries) };
    },
    async find(network, lookup, locale, place, on) {
      const roleIds = findable(network, lookup);
      const findings = await store.lookup(place, { roleIds, on });
      const known = findings.filter((each) => each.state !== 'unknown');
      const query = queryOf(known.length > 0 ? known : findings.slice(0, 1));
      return urls.representatives.find({ network: network.slug, locale }, query || 'note=none');
    },
  };
}

/** The same districts are found over and over: their address is written once. */
const queries = new Map<string, string>();
const mostQueries = 10_000;

function queryOf(findings: readonly RoleFinding[]): string {
  let key = '';
  for (const { roleId, state, divisions } of findings) {
    key += `${roleId} ${state}`;
    for (const division of divisions) key += ` ${division.id}`;
    key += '|';
  }
  let query = queries.get(key);
  if (query === undefined) {
    query = encodeFinding(findings).toString();
    if (queries.size >= mostQueries) queries.clear();
    queries.set(key, query);
  }
  return query;
}

const lists = new WeakMap<Lookup, Map<boolean, string[]>>();

/** The ids of `findableRoles`, drawn up once for as long as the lists of decision-makers stay as they are. */
function findable(network: Network, lookup: Lookup): string[] {
  const held = lists.get(lookup) ?? new Map<boolean, string[]>();
  lists.set(lookup, held);
  let ids = held.get(network.sample);
  if (!ids) {
    ids = findableRoles(network, lookup.roles).map((role) => role.id);
    held.set(network.sample, ids);
  }
  return ids;
}

/** The search as nearly everybody sends it: a code or a point without a mistake. */
export function hotForms(deps: Deps): HotForm[] {
  const store = representativesOf(deps.db);
  const search = searchOf(deps);
  return [
    {
      route: '/representatives/search',
      async judge({ network, locale, sent, address, now }) {
        const lookup = await store.of(network);
        const { parsed } = search.read(network, lookup, sent);
        if (!parsed.ok) return undefined;
        return () => {
          search.count(address, now);
          return search.find(network, lookup, locale, parsed.data, now);
        };
      },
    },
  ];
}
