import { addressKey, limits, wall } from '../../platform/abuse/index.ts';
import type { Deps, HotForm, Parsed, Sent } from '../../platform/http/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { findableRoles, visibleCountries } from './access.ts';
import { encodeFinding } from './finding.ts';
import { type PlaceFields, readPlaceFields } from './forms.ts';
import type { Lookup } from './lookup/lookup.ts';
import { representativesOf } from './lookup/store.ts';
import { splitPoint } from './point.ts';
import type { Place, RoleFinding } from './types.ts';

/** The search form of "find my representatives": one set of rules for its route and for the plain case before the router. */
export type Search = {
  /** Counts one search of this address. Throws `too-many` with the seconds to wait. */
  count(address: string, now: Date): void;
  /** What was typed, and the place it names or what is wrong with it. */
  read(network: Network, lookup: Lookup, sent: Sent): { values: PlaceFields; parsed: Parsed<Place> };
  /** The address of the page that shows what was found. Districts go into it; the code or the point goes nowhere. */
  find(network: Network, lookup: Lookup, locale: string, place: Place, on: Date): string | Promise<string>;
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
  const searches = wall(limits.lookupsByAddress);
  return {
    count: (address, now) => searches(addressKey(address), now),
    read(network, lookup, sent) {
      const values = {
        by: sent.get('by'),
        country: sent.get('country'),
        code: sent.get('code'),
        ...splitPoint(sent.get('latitude'), sent.get('longitude')),
      };
      const countries = () => visibleCountries(network, lookup.postalCountries);
      return { values, parsed: readPlaceFields(values, countries) };
    },
    find(network, lookup, locale, place, on) {
      const findings = store.lookup(place, { roleIds: findable(network, lookup), on });
      const pageOf = (found: readonly RoleFinding[]) =>
        urls.representatives.find({ network: network.slug, locale }, queryOf(found));
      return findings instanceof Promise ? findings.then(pageOf) : pageOf(findings);
    },
  };
}

/** The same districts are found over and over, and are then the same list: their address is written once. */
const queries = new WeakMap<readonly RoleFinding[], string>();

function queryOf(findings: readonly RoleFinding[]): string {
  let query = queries.get(findings);
  if (query === undefined) {
    const known = findings.filter((each) => each.state !== 'unknown');
    query = encodeFinding(known.length > 0 ? known : findings.slice(0, 1)).toString() || 'note=none';
    queries.set(findings, query);
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
      judge({ network, locale, sent, address, now }) {
        const judgeBy = (lookup: Lookup) => {
          const { parsed } = search.read(network, lookup, sent);
          if (!parsed.ok) return undefined;
          return () => {
            search.count(address, now);
            return search.find(network, lookup, locale, parsed.data, now);
          };
        };
        const lookup = store.of(network);
        return lookup instanceof Promise ? lookup.then(judgeBy) : judgeBy(lookup);
      },
    },
  ];
}
