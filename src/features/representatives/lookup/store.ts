import { type Database, inNoNetwork, readNetwork } from '../../../platform/db/index.ts';
import { type Area, createPointIndex, type PointIndex } from '../../../platform/geo/index.ts';
import { layOver } from '../overlay/overlay.ts';
import { isBlank, readOwn } from '../overlay/own.ts';
import { readReference, readShapes } from '../queries.ts';
import type { Place, RoleFinding, RoleSummary, Serving } from '../types.ts';
import { createLookup, type Lookup } from './lookup.ts';

export type Asked = { roleIds: readonly string[]; on: Date };

export type Representatives = {
  /**
   * The districts of a place, for each role asked for; at once where everything is in memory. Nothing of the place is logged or sent
   * anywhere; of a point the cell is remembered in this process, and a code, so that the next who asks is answered sooner.
   */
  lookup(place: Place, asked: Asked): readonly RoleFinding[] | Promise<readonly RoleFinding[]>;
  /** Who serves in these posts, or in these divisions, on that day. */
  serving(ids: readonly string[], asked: Asked): Promise<Serving[]>;
  /** Every post of a role with who serves there, by family name. */
  listByName(roleId: string, on: Date): Promise<Serving[]>;
  listByDistrict(roleId: string, on: Date): Promise<Serving[]>;
  roles(): Promise<readonly RoleSummary[]>;
  /** The loaded maps, for callers that look up many places at once; with the shapes of `roleIds` in memory. */
  ready(roleIds?: readonly string[], on?: Date): Promise<Lookup>;
  /** The loaded maps as one network sees them, with what it keeps itself laid over. */
  of(network: { id: string }): Lookup | Promise<Lookup>;
  /** Forgets what one network keeps itself ('': every network); the next question reads it again. */
  forget(network: string): void;
  /** Forgets what is loaded; the next question reads it again. Called on NOTIFY casement_reference. */
  reload(): void;
};

/** The day that `on` is in UTC, as the database writes days. */
export function dayOf(on: Date): string {
  const number = Math.floor(on.getTime() / 86_400_000);
  if (number !== latest.number) latest = { number, day: on.toISOString().slice(0, 10) };
  return latest.day;
}

/** A lookup asks for the same day over and over. */
let latest = { number: Number.NaN, day: '' };

/**
 * The decision-makers of the installation in memory: names and posts are read at the first question, the shapes of a
 * set only when a place falls within its bounds. A lookup then asks the database nothing.
 */
export function createRepresentatives(db: Database): Representatives {
  type Loaded = { lookup: Lookup; shapes: Map<string, Promise<PointIndex>>; indexes: Map<string, PointIndex> };
  let loading: Promise<Loaded> | undefined;
  /** What `loading` came to. */
  let held: Loaded | undefined;

  function load(): Promise<Loaded> {
    if (!loading) {
      const started = inNoNetwork(db, readReference).then((reference) => {
        const indexes = new Map<string, PointIndex>();
        return { lookup: createLookup(reference, (setId) => indexes.get(setId)), shapes: new Map(), indexes };
      });
      loading = started;
      started.then(
        (loaded) => {
          if (loading === started) held = loaded;
        },
        () => {},
      );
      // A failed read is not kept: the next question tries again.
      started.catch(() => {
        if (loading === started) loading = undefined;
      });
    }
    return loading;
  }

  async function loadShapes(loaded: Loaded, setIds: readonly string[]): Promise<void> {
    for (const setId of setIds) {
      if (loaded.indexes.has(setId)) continue;
      let reading = loaded.shapes.get(setId);
      if (!reading) {
        reading = inNoNetwork(db, (trx) => readShapes(trx, setId)).then((rows) => {
          const index = createPointIndex(rows.map((row) => ({ id: row.id, area: row.geometry as unknown as Area })));
          loaded.indexes.set(setId, index);
          return index;
        });
        reading.catch(() => loaded.shapes.delete(setId));
        loaded.shapes.set(setId, reading);
      }
      await reading;
    }
  }

  /** By network, and from which reading of the reference data it was made. */
  const overlays = new Map<string, { of: Loaded; lookup: Lookup | Promise<Lookup> }>();
  async function overlayOf(network: { id: string }): Promise<Lookup> {
    const loaded = await load();
    const known = overlays.get(network.id);
    if (known?.of === loaded) return known.lookup;
    const lookup = readNetwork(db, network.id, (trx) => readOwn({ trx, network })).then((own) =>
      isBlank(own) ? loaded.lookup : layOver(loaded.lookup, own),
    );
    const made: { of: Loaded; lookup: Lookup | Promise<Lookup> } = { of: loaded, lookup };
    overlays.set(network.id, made);
    lookup.then(
      (own) => {
        made.lookup = own;
      },
      () => {
        if (overlays.get(network.id) === made) overlays.delete(network.id);
      },
    );
    return lookup;
  }

  async function findIn(reading: Promise<Loaded>, place: Place, { roleIds, on }: Asked) {
    const loaded = await reading;
    const day = dayOf(on);
    await loadShapes(loaded, loaded.lookup.setsFor(place, roleIds, day));
    return loaded.lookup.lookup(place, roleIds, day);
  }

  return {
    of(network) {
      const known = held && overlays.get(network.id);
      return known?.of === held && known !== undefined ? known.lookup : overlayOf(network);
    },
    forget(network) {
      if (network) overlays.delete(network);
      else overlays.clear();
    },
    lookup(place, asked) {
      if (!held) return findIn(load(), place, asked);
      const { lookup, indexes } = held;
      const day = dayOf(asked.on);
      for (const id of lookup.setsFor(place, asked.roleIds, day))
        if (!indexes.has(id)) return findIn(load(), place, asked);
      return lookup.lookup(place, asked.roleIds, day);
    },
    serving: async (ids, { roleIds, on }) => (await load()).lookup.serving(ids, roleIds, dayOf(on)),
    listByName: async (roleId, on) => (await load()).lookup.list(roleId, dayOf(on), 'name'),
    listByDistrict: async (roleId, on) => (await load()).lookup.list(roleId, dayOf(on), 'district'),
    roles: async () => (await load()).lookup.roles,
    async ready(roleIds = [], on) {
      const loaded = await load();
      if (on && roleIds.length > 0) await loadShapes(loaded, loaded.lookup.setsOf(roleIds, dayOf(on)));
      return loaded.lookup;
    },
    reload() {
      loading = undefined;
      held = undefined;
      overlays.clear();
    },
  };
}

const stores = new WeakMap<Database, Representatives>();

/** The one store of a database in this process, shared by every feature. */
export function representativesOf(db: Database): Representatives {
  let store = stores.get(db);
  if (!store) {
    store = createRepresentatives(db);
    stores.set(db, store);
  }
  return store;
}
