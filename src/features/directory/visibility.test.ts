import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../../test/app.ts';
import { type Database, inNoNetwork } from '../../platform/db/index.ts';
import type { Actor, Role } from '../../platform/tenancy/index.ts';
import { neverWider, profileDefaults, profileFields } from './profile.ts';
import {
  type Level,
  levelOf,
  levels,
  levelsFor,
  mayShow,
  narrower,
  readLevels,
  showsTo,
  type Viewer,
  viewerOf,
  visibleFields,
} from './visibility.ts';

const viewers: Viewer[] = ['public', 'member', 'coordinator', 'herself'];
const level = fc.constantFrom(...levels);
const viewer = fc.constantFrom(...viewers);
/** What may stand in the column: levels, nothing, and things that no form of ours writes. */
const stored = fc.record(
  {
    phone: fc.oneof(level, fc.constantFrom('everyone', '', 'Public', null, 5, ['public'], { level: 'public' })),
    about: level,
  },
  { requiredKeys: [] },
);

let db: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ db, drop } = await createTestDatabase());
});
afterAll(() => drop());

describe('the one rule of visibility', () => {
  test('shows to a nearer reader all that a farther one sees, and hides what is nobody’s from all but her', () => {
    for (const [at, one] of viewers.entries()) {
      for (const other of viewers.slice(at)) expect(levelsFor(other)).toEqual(expect.arrayContaining(levelsFor(one)));
      expect(mayShow('public', one)).toBe(true);
      expect(mayShow('nobody', one)).toBe(one === 'herself');
      for (const every of levels) expect(levelsFor(one).includes(every)).toBe(mayShow(every, one));
      expect(mayShow('everyone' as Level, one)).toBe(false);
    }
  });

  test('reads an actor by her roles alone', () => {
    const account = (...roles: Role[]): Actor => ({ kind: 'account', id: 'x', name: 'Ada', roles });
    expect(viewerOf({ kind: 'public' })).toBe('public');
    for (const outside of ['supporter', 'administrator', 'auditor'] as const)
      expect(viewerOf(account(outside))).toBe('public');
    expect(viewerOf({ kind: 'system' })).toBe('public');
    expect(viewerOf({ ...account(), waiting: ['coordinator'] } as Actor)).toBe('public');
    expect([viewerOf(account('member')), viewerOf(account('lead'))]).toEqual(['member', 'member']);
    expect(viewerOf(account('member', 'coordinator'))).toBe('coordinator');
    expect(viewerOf(account(), true)).toBe('herself');
  });

  test('gives no field that the reader may not see, whatever is stored', () => {
    fc.assert(
      fc.property(stored, viewer, level, (visibility, who, fallback) => {
        const values = { phone: 'P', about: 'A', unnamed: 'U' };
        const defaults = { phone: fallback, about: 'members' } as Record<keyof typeof values, Level>;
        const seen = visibleFields({ values, visibility, defaults }, who);
        expect('phone' in seen).toBe(mayShow(levelOf(visibility, 'phone', defaults), who));
        // A field for which nobody thought of a default is hers alone.
        expect('unnamed' in seen).toBe(who === 'herself');
      }),
    );
  });

  test('is the same in SQL', async () => {
    const cases = fc.sample(fc.tuple(stored, viewer, level), 150);
    await inNoNetwork(db, async (trx) => {
      for (const [visibility, who, fallback] of cases) {
        const { rows } = await sql<{ shown: boolean }>`select ${showsTo(
          sql`${JSON.stringify(visibility)}::jsonb`,
          'phone',
          { phone: fallback },
          who,
        )} as shown`.execute(trx);
        const wanted = mayShow(levelOf(visibility, 'phone', { phone: fallback }), who);
        expect([visibility, who, fallback, rows[0]!.shown]).toEqual([visibility, who, fallback, wanted]);
      }
    });
  });

  test('nothing is public by itself, and each field has a default', () => {
    expect(Object.keys(profileDefaults).sort()).toEqual([...profileFields].sort());
    expect(Object.values(profileDefaults)).not.toContain('public');
    for (const near of ['phone', 'email', 'place', 'safe_contact'] as const)
      expect(profileDefaults[near]).toBe('coordinators');
  });

  test('whoever fills in for her never shows more than she chose', () => {
    const chosen = fc.record(Object.fromEntries(profileFields.map((field) => [field, level])));
    fc.assert(
      fc.property(
        chosen,
        fc.record(Object.fromEntries(profileFields.map((f) => [f, fc.option(level)]))),
        (was, asked) => {
          const given = Object.fromEntries(Object.entries(asked).filter(([, one]) => one));
          const now = neverWider(was as typeof profileDefaults, given as Partial<typeof profileDefaults>);
          for (const field of profileFields) {
            expect(levels.indexOf(now[field])).toBeGreaterThanOrEqual(levels.indexOf(was[field]!));
            if (asked[field]) expect(now[field]).toBe(narrower(was[field]!, asked[field]!));
          }
        },
      ),
    );
  });

  test('a form’s levels are read by name; what is none is left out', () => {
    const sent: Record<string, string> = { 'level.phone': 'public', 'level.about': 'world' };
    expect(readLevels((name) => sent[name] ?? '', ['phone', 'about', 'name'])).toEqual({ phone: 'public' });
  });
});
