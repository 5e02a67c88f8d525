import { sql } from 'kysely';
import { readNetwork } from '../../platform/db/index.ts';
import { type Deps, instantOf } from '../../platform/http/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';

type Held = { code: string; campaignId: string; from: Date; until: Date; most: number };

/** What an event's code lets through on a campaign at this moment; undefined outside of its hours, and for a code that is none. */
export type EventPasses = (
  network: Network,
  campaignId: string,
  code: string,
  now: Date,
) => Promise<{ code: string; most: number } | undefined>;

/** The codes of a network, kept in the process until an edit: a hall full of people asks the database once. */
export function openEventPasses(deps: Deps): EventPasses {
  const known = new Map<string, Promise<Held[]>>();
  deps.edits.on((network) => {
    if (network === '') known.clear();
    else known.delete(network);
  });
  return async (network, campaignId, code, now) => {
    if (!/^[A-Z0-9]{5,8}$/.test(code)) return undefined;
    let held = known.get(network.id);
    if (!held) {
      held = read(deps, network);
      held.catch(() => known.delete(network.id));
      known.set(network.id, held);
    }
    return (await held).find(
      (one) => one.code === code && one.campaignId === campaignId && one.from <= now && now < one.until,
    );
  };
}

async function read(deps: Deps, network: Network): Promise<Held[]> {
  const { rows } = await readNetwork(deps.db, network.id, (trx) =>
    sql<{ code: string; campaignId: string; starts: string; ends: string; zone: string; most: number }>`
      select code, campaign_id as "campaignId", to_char(starts_at, 'YYYY-MM-DD"T"HH24:MI') as starts,
        to_char(ends_at, 'YYYY-MM-DD"T"HH24:MI') as ends, time_zone as zone, most
      from events where network_id = ${network.id} and removed_at is null`.execute(trx),
  );
  return rows.flatMap(({ starts, ends, zone, ...event }) => {
    const [from, until] = [instantOf(starts, zone), instantOf(ends, zone)];
    return from && until ? [{ ...event, from, until }] : [];
  });
}
