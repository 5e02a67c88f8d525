import { describe, expect, it } from 'vitest';
import { createLookup } from '../lookup/lookup.ts';
import type { Reference } from '../queries.ts';
import { apply, layOver } from './overlay.ts';
import type { Own } from './own.ts';

const role = 'c:member';
const reference: Reference = {
  roles: [
    {
      id: role,
      name: { en: 'Councillor' },
      position: 1,
      body_id: 'c',
      body_name: { en: 'Council' },
      level: 'municipal',
      country: 'XX',
      sample: false,
      committee: false,
    },
  ],
  divisions: ['w1', 'w2', 'w3'].map((id) => ({ id, name: id, names: { en: id }, name_key: id })),
  sets: [
    {
      id: 's',
      role_id: role,
      valid_from: '2020-01-01',
      valid_until: null,
      source: 'lines',
      as_of: '2020-01-01',
      bounds: null,
    },
  ],
  members: ['w1', 'w2', 'w3'].map((division_id) => ({ set_id: 's', division_id })),
  posts: ['w1', 'w2'].map((division_id) => ({
    id: division_id.toUpperCase(),
    role_id: role,
    division_id,
    label: { en: 'Seat' },
    set_id: 's',
    known_as_of: '2026-01-01',
    known_source: 'list',
    sample: false,
  })),
  officials: ['o1', 'o2'].map((id) => ({ id, name: `Ada ${id}`, family_name: id, honorific: null, party: null })),
  tenures: [
    { official_id: 'o1', post_id: 'W1', from_date: null, until_date: null, source: 'list', as_of: '2026-01-01' },
    { official_id: 'o2', post_id: 'W2', from_date: null, until_date: null, source: 'list', as_of: '2026-01-01' },
  ],
  contacts: [
    {
      official_id: 'o1',
      post_id: null,
      kind: 'email',
      value: 'old@example.invalid',
      note: null,
      from_date: null,
      until_date: null,
    },
  ],
  points: [],
  assignments: [],
};
const none: Own = { roles: [], posts: [], officials: [], tenures: [], contacts: [], corrections: [] };
const on = '2026-11-21';
const world = createLookup(reference, () => undefined);
const seat = (own: Partial<Own>, id: string, day = on) =>
  layOver(world, { ...none, ...own })
    .serving([id], [role], day)
    .map((each) => [each.postId, each.state, each.official?.name ?? null, each.official?.contacts[0]?.value ?? null]);
const holder = (official_id: string | null, post_id: string, as_of: string, from_date: string | null = null) => ({
  official_id,
  post_id,
  from_date,
  until_date: null,
  source: 'ours',
  as_of,
});
const eva = { id: 'own/eva', name: 'Eva Own', family_name: 'Own', honorific: null, party: null };

describe('what a network lays over the lists', () => {
  it('puts its own holder in a seat from her day on, unless the list is later', () => {
    const own = { officials: [eva], tenures: [holder(eva.id, 'W1', '2026-06-01', '2026-06-01')] };
    expect(seat(own, 'W1')).toEqual([['W1', 'serving', 'Eva Own', null]]);
    expect(seat(own, 'W1', '2026-05-31')).toEqual([['W1', 'serving', 'Ada o1', 'old@example.invalid']]);
    expect(seat({ ...own, tenures: [holder(eva.id, 'W1', '2025-06-01')] }, 'W1')[0]![2]).toBe('Ada o1');
    expect(seat({ tenures: [holder(null, 'W2', '2026-06-01')] }, 'W2')).toEqual([['W2', 'vacant', null, null]]);
    // She is asked as the person she is, wherever she serves.
    expect(
      layOver(world, { ...none, ...own })
        .heldBy(eva.id, on)
        .map((each) => each.postId),
    ).toEqual(['W1']);
    expect(layOver(world, { ...none, ...own }).heldBy('o1', on)).toEqual([]);
  });

  it('stands in a district of which the lists tell nobody', () => {
    const posts = [
      {
        id: 'own/w3',
        role_id: role,
        division_id: 'w3',
        label: { en: 'Seat' },
        known_as_of: '2026-06-01',
        known_source: 'ours',
      },
    ];
    expect(seat({}, 'w3')).toEqual([[null, 'unknown', null, null]]);
    const own = { posts, officials: [eva], tenures: [holder(eva.id, 'own/w3', '2026-06-01')] };
    expect(seat(own, 'w3')).toEqual([['own/w3', 'serving', 'Eva Own', null]]);
    expect(
      layOver(world, { ...none, ...own })
        .list(role, on, 'district')
        .map((each) => each.division?.id),
    ).toEqual(['w1', 'w2', 'w3']);
  });

  it('corrects how she is reached while the list still says what was corrected', () => {
    const change = (old_value: string | null, new_value: string | null) => ({
      corrections: [{ official_id: 'o1', kind: 'email', old_value, new_value }],
    });
    expect(seat(change('old@example.invalid', 'new@example.invalid'), 'W1')[0]![3]).toBe('new@example.invalid');
    expect(seat(change('other@example.invalid', 'new@example.invalid'), 'W1')[0]![3]).toBe('old@example.invalid');
    expect(seat(change('old@example.invalid', null), 'W1')[0]![3]).toBe(null);
    expect(apply(change(null, 'more@example.invalid').corrections, [])).toMatchObject([
      { value: 'more@example.invalid' },
    ]);
    // Nothing of it stays behind in the reference data.
    expect(world.serving(['W1'], [role], on)[0]!.official!.contacts[0]!.value).toBe('old@example.invalid');
  });
});
