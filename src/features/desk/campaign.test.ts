import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf, wallTimeOf } from '../../platform/http/index.ts';
import { type CampaignText, missingParts } from '../campaigns/index.ts';
import { moved, publicationProblems } from './campaign.ts';

const text: CampaignText = {
  locale: 'en',
  title: 'T',
  summary: 'S',
  story: 'Story',
  asks: ['one'],
  addressees: '',
  letter_subject: 'L',
  letter_body: 'B',
  thanks: '',
  picture_alt: '',
};
const campaign = {
  id: '1',
  slug: 's',
  state: 'draft' as const,
  mode: 'letter' as const,
  districtRoleId: null,
  goal: null,
  closesAt: null,
  pictureId: null,
  sample: false,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  texts: [text],
  targets: [],
  issues: [],
  places: [],
  provisions: [],
  actions: 0,
};
const target = { id: 't', roleId: 'r', postId: null, bodyId: null, officialId: null };

describe('what a language needs', () => {
  test('a part of blanks is missing; addressees, thanks and the picture may wait', () => {
    expect(missingParts(text)).toEqual([]);
    expect(missingParts({ ...text, story: ' \n\t', asks: [' '] })).toEqual(['story', 'asks']);
    expect(missingParts(undefined)).toHaveLength(6);
  });
});

describe('publication', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  test('names everything that is missing at once', () => {
    const problems = publicationProblems({ ...campaign, texts: [], closesAt: now }, ['en', 'fr'], now);
    expect(Object.keys(problems).sort()).toEqual(['closes_at', 'targets', 'texts']);
  });
  test('needs the first language only', () => {
    const ready = { ...campaign, targets: [target] };
    expect(publicationProblems(ready, ['en', 'fr'], now)).toEqual({});
    expect(Object.keys(publicationProblems(ready, ['fr', 'en'], now))).toEqual(['texts']);
  });
});

describe('closing dates', () => {
  test('are wall time in the network’s zone, across daylight saving', () => {
    expect(instantOf('2026-12-01T18:00', 'America/Toronto')?.toISOString()).toBe('2026-12-01T23:00:00.000Z');
    expect(instantOf('2026-07-01T18:00', 'America/Toronto')?.toISOString()).toBe('2026-07-01T22:00:00.000Z');
    // The hour that does not exist becomes the one after it.
    expect(instantOf('2027-03-14T02:30', 'America/Toronto')?.toISOString()).toBe('2027-03-14T07:30:00.000Z');
  });
  test('that cannot be read are none', () => {
    for (const wrong of [
      '',
      'tomorrow',
      '2026-13-01T10:00',
      '2026-02-30T10:00',
      '9999-01-01T00:00',
      '2026-12-01',
      "2026-12-01T18:00'",
    ]) {
      expect(instantOf(wrong, 'UTC')).toBeUndefined();
    }
  });
  test('come back as they were typed', () => {
    const minutes = fc.integer({ min: 0, max: 60 * 24 * 365 * 20 });
    fc.assert(
      fc.property(
        minutes,
        fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia'),
        (minute, zone) => {
          const at = new Date(Date.UTC(2020, 0, 1) + minute * 60_000);
          const again = instantOf(wallTimeOf(at, zone), zone)!;
          // Only the hour that a clock shows twice may differ, by that hour.
          expect([0, 3_600_000]).toContain(Math.abs(again.getTime() - at.getTime()));
          expect(wallTimeOf(again, zone)).toBe(wallTimeOf(at, zone));
        },
      ),
    );
  });
});

test('moving keeps every target, and up undoes down', () => {
  const ids = ['a', 'b', 'c'];
  expect(moved(ids, 'b', 'up')).toEqual(['b', 'a', 'c']);
  expect(moved(ids, 'a', 'up')).toEqual(ids);
  expect(moved(ids, 'c', 'down')).toEqual(ids);
  expect(moved(ids, 'x', 'down')).toEqual(ids);
  expect(moved(moved(ids, 'a', 'down'), 'a', 'up')).toEqual(ids);
});
