import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { secretOf } from '../crypto/ids.ts';
import { root } from '../db/root.ts';
import { addressStem, alike, isMixed, type Signature, skeleton } from './alike.ts';
import { formTime, stampForm } from './form-time.ts';
import { judge, paceLimits, type Signals } from './judgement.ts';
import { isGreatProvider, mailDomain, openDisposable } from './mail-domain.ts';
import { pace } from './pace.ts';
import { prefixKey } from './prefix.ts';
import { newChallenge, readProof } from './proof.ts';
import { trends } from './trend.ts';

const secret = secretOf(Buffer.alloc(32, 9));
const noon = new Date('2026-11-21T12:00:00Z');
const later = (seconds: number) => new Date(noon.getTime() + seconds * 1000);

describe('the block of an address', () => {
  test.each([
    ['203.0.113.9', '203.0.113.0/24'],
    ['203.0.113.250', '203.0.113.0/24'],
    ['::ffff:203.0.113.9', '203.0.113.0/24'],
    ['2001:db8:1:2::9', '2001:db8:1::/48'],
    ['2001:db8:1:3:4:5:6:7', '2001:db8:1::/48'],
    ['', ''],
  ])('%s lies in %s', (address, block) => expect(prefixKey(address)).toBe(block));
});

describe('when a form was opened', () => {
  const stamp = stampForm(secret, 'n1', noon);
  test.each([
    ['at once', stamp, 'n1', 0, 'fast'],
    ['after two seconds', stamp, 'n1', 2, 'fast'],
    ['after four', stamp, 'n1', 4, 'fair'],
    ['the next day', stamp, 'n1', 86_401, 'none'],
    ['of another network', stamp, 'n2', 60, 'none'],
    ['changed', stamp.replace(/^./, '0'), 'n1', 60, 'none'],
    ['none', '', 'n1', 60, 'none'],
    ['long', 'x.'.repeat(100), 'n1', 60, 'none'],
  ])('%s', (_, sent, network, seconds, told) => expect(formTime(secret, network, sent, later(seconds))).toBe(told));
  test('nobody makes one up', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(formTime(secret, 'n1', text, noon)).toBe('none');
      }),
    );
  });
});

const fair: Signals = {
  form: 'fair',
  disposable: false,
  proof: false,
  address: 1,
  prefix: 1,
  domain: 1,
  greatProvider: false,
  event: undefined,
  suspects: 0,
};

describe('a judgement', () => {
  test.each<[string, Partial<Signals>, string, boolean]>([
    ['a letter as people send it', {}, '', false],
    ['too fast', { form: 'fast' }, 'fast', false],
    ['too fast, with a proof', { form: 'fast', proof: true }, '', false],
    ['without our form', { form: 'none' }, 'no-form', false],
    ['a throw-away mailbox', { disposable: true }, 'disposable', false],
    ['two of these at once', { form: 'none', disposable: true }, 'no-form disposable', true],
    ['the last one of an address', { address: paceLimits.address }, '', false],
    ['one more', { address: paceLimits.address + 1 }, 'address', true],
    ['one more, with a proof', { address: paceLimits.address + 1, proof: true }, '', false],
    ['far more, with a proof', { address: 4 * paceLimits.address + 1, proof: true }, 'address', true],
    ['a block', { prefix: paceLimits.prefix + 1 }, 'prefix', true],
    ['a small domain', { domain: paceLimits.domain + 1 }, 'domain', true],
    ['a great provider', { domain: paceLimits.domain + 1, greatProvider: true }, '', false],
    ['a hall with its code', { address: 5_000, prefix: 5_000, event: { count: 200, most: 500 } }, '', false],
    ['more than the event may', { event: { count: 501, most: 500 } }, 'event', true],
    ['a campaign with many suspects, a good letter', { suspects: 9_999 }, '', false],
    ['the same, a suspect letter', { suspects: 9_999, form: 'fast' }, 'fast campaign', true],
  ])('%s', (_, over, reasons, held) =>
    expect(judge({ ...fair, ...over })).toEqual({ reasons: reasons ? reasons.split(' ') : [], held }),
  );

  test('a proof never makes it worse, and more of anything never better', () => {
    const count = fc.nat(5_000);
    const signals = fc.record<Signals>({
      form: fc.constantFrom('fair', 'fast', 'none'),
      disposable: fc.boolean(),
      proof: fc.boolean(),
      address: count,
      prefix: count,
      domain: count,
      greatProvider: fc.boolean(),
      event: fc.option(fc.record({ count, most: count }), { nil: undefined }),
      suspects: count,
    });
    fc.assert(
      fc.property(signals, fc.nat(100), (one, more) => {
        const held = judge(one).held;
        if (!held) expect(judge({ ...one, proof: true }).held).toBe(false);
        if (held) expect(judge({ ...one, domain: one.domain + more, suspects: one.suspects + more }).held).toBe(true);
        if (held) expect(judge(one).reasons).not.toEqual([]);
      }),
    );
  });
});

test('a pace is counted by stretches', () => {
  const counted = pace(600);
  expect([counted.count('a', noon), counted.count('a', later(1)), counted.count('b', later(2))]).toEqual([1, 2, 1]);
  expect(counted.seen('a', later(3))).toBe(2);
  expect(counted.count('a', later(600))).toBe(1);
  const small = pace(600, 2);
  for (const key of ['a', 'a', 'b']) small.count(key, noon);
  expect([small.count('c', noon), small.seen('a', noon)]).toEqual([1, 0]);
});

describe('throw-away mailboxes', () => {
  test('a few are known; a list of the operator adds to them; what lies below is meant too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'casement-domains-'));
    const file = join(folder, 'list');
    writeFileSync(file, '# mine\r\nThrow.invalid\n\n away.invalid # why\n');
    const listed = openDisposable(file);
    rmSync(folder, { recursive: true });
    expect(['mailinator.com', 'throw.invalid', 'a.b.away.invalid'].map(listed)).toEqual([true, true, true]);
    expect(['gmail.com', 'nothrow.invalid', 'invalid', ''].map(listed)).toEqual([false, false, false, false]);
    expect(() => openDisposable(join(folder, 'gone'))).toThrow('ENOENT');
  });

  const real = join(
    process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data'),
    'hostile-input/disposable-email-domains.txt',
  );
  test.skipIf(!existsSync(real))('the real list of some thousands, and no great provider is on it', () => {
    const listed = openDisposable(real);
    expect(listed('mailinator.com')).toBe(true);
    for (const domain of ['gmail.com', 'outlook.com', 'yahoo.ca', 'proton.me', 'riseup.net']) {
      expect([domain, listed(domain), isGreatProvider(domain)]).toEqual([domain, false, true]);
    }
  });

  test('the domain of an address', () => expect(mailDomain('"a@b"@Example.Invalid')).toBe('example.invalid'));
});

describe('a proof of work', () => {
  test('is solved, read once it fits, and refused changed, late, elsewhere or made up', async () => {
    const challenge = await newChallenge(secret, 'n1', noon);
    const solution = (await solveChallenge({ challenge, deriveKey }))!;
    const text = Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
    const proof = await readProof(secret, 'n1', text, later(60));
    expect(proof?.key).toHaveLength(16);
    expect(await readProof(secret, 'n2', text, later(60))).toBeUndefined();
    expect(await readProof(secret, 'n1', text, later(7_300))).toBeUndefined();
    expect(await readProof(secretOf(Buffer.alloc(32, 1)), 'n1', text, later(60))).toBeUndefined();
    const easy = { ...challenge, parameters: { ...challenge.parameters, keyPrefix: '0', cost: 1 } };
    const cheap = (await solveChallenge({ challenge: easy, deriveKey }))!;
    const forged = Buffer.from(JSON.stringify({ challenge: easy, solution: cheap })).toString('base64');
    expect(await readProof(secret, 'n1', forged, noon)).toBeUndefined();
    const wrong = { challenge, solution: { ...solution, counter: solution.counter + 1 } };
    expect(await readProof(secret, 'n1', Buffer.from(JSON.stringify(wrong)).toString('base64'), noon)).toBeUndefined();
    for (const junk of ['', 'x', 'e30=', 'bnVsbA==', 'A'.repeat(9_000)]) {
      expect(await readProof(secret, 'n1', junk, noon)).toBeUndefined();
    }
  });
});

describe('what stands out', () => {
  const quiet = Array<number>(23).fill(0);
  test.each([
    ['many at once', [...quiet, 50], true],
    ['a few', [...quiet, 29], false],
    ['as always', [...Array<number>(23).fill(40), 50], false],
    ['five times as always', [...Array<number>(23).fill(10), 50], true],
  ])('%s', (_, hours, stands) => expect(trends([{ key: 'x.invalid', hours }]).length > 0).toBe(stands));
  test('not a small part of all, and never a great provider', () => {
    const surge = { key: 'y.invalid', hours: [...quiet, 500] };
    expect(trends([{ key: 'x.invalid', hours: [...quiet, 50] }, surge])).toEqual([
      { key: 'y.invalid', count: 500, all: 550 },
    ]);
    expect(trends([{ key: 'gmail.com', hours: [...quiet, 500] }], isGreatProvider)).toEqual([]);
  });
});

describe('look-alikes', () => {
  const one = (id: string, name: string, email: string, words = 'w'): Signature => ({ id, name, email, words });
  test.each([
    ['Ana Silva', 'аna silvа'],
    ['Ana Silva', 'ANA  SÍLVA'],
    ['Paul', 'Pаu1'],
  ])('%s looks like %s', (a, b) => expect(skeleton(a)).toBe(skeleton(b)));
  test.each([
    ['Аna', true],
    ['Анна', false],
    ['Ana Анна', false],
    ['Nικη', true],
    ['สมหญิง', false],
  ])('%s is mixed: %s', (name, mixed) => expect(isMixed(name)).toBe(mixed));
  test.each([
    ['ana12@x.invalid', 'ana@x.invalid'],
    ['ana_7@x.invalid', 'ana@x.invalid'],
    ['ana@x.invalid', undefined],
    ['12@x.invalid', undefined],
  ])('%s has the stem %s', (email, stem) => expect(addressStem(email)).toBe(stem));

  test('numbered addresses: two of one name, or four of any', () => {
    expect(alike([one('1', 'Ana', 'ana1@x.invalid'), one('2', 'Ana', 'ana2@x.invalid')])).toEqual([
      { by: 'numbered', ids: ['1', '2'] },
    ]);
    expect(alike([one('1', 'Ana', 'ana1@x.invalid'), one('2', 'Bea', 'ana2@x.invalid')])).toEqual([]);
    const four = ['Ana', 'Bea', 'Cleo', 'Dora'].map((name, n) => one(`${n}`, name, `ana${n}@x.invalid`));
    expect(alike(four)[0]).toEqual({ by: 'numbered', ids: ['0', '1', '2', '3'] });
    // The same stem at different providers is no sequence.
    expect(alike([one('1', 'Ana', 'ana1@x.invalid'), one('2', 'Ana', 'ana2@y.invalid')])).toEqual([]);
  });

  test('one name and one text under three addresses; two may be one family or one person', () => {
    const same = ['a', 'b', 'c'].map((box) => one(box, 'Ana Silva', `${box}@x.invalid`));
    expect(alike(same)).toEqual([{ by: 'name', ids: ['a', 'b', 'c'] }]);
    expect(alike(same.slice(1))).toEqual([]);
    expect(alike(same.map((each, n) => ({ ...each, words: `${n}` })))).toEqual([]);
  });

  test('a name that pretends: only the disguised one is named', () => {
    expect(alike([one('1', 'Ana Silva', 'ana@x.invalid'), one('2', 'Аna Silva', 'z@x.invalid', 'v')])).toEqual([
      { by: 'letters', ids: ['2'] },
    ]);
    expect(alike([one('1', 'Анна', 'a@x.invalid'), one('2', 'Anna', 'b@x.invalid', 'v')])).toEqual([]);
  });

  test('names only signatures that were given', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'А', 'n', '1', '2', ' '), minLength: 1, maxLength: 4 });
    const list = fc.array(fc.record({ name: text, email: text.map((box) => `${box}@x.invalid`), words: text }));
    fc.assert(
      fc.property(list, (given) => {
        const signatures = given.map((each, n) => ({ ...each, id: `${n}` }));
        for (const group of alike(signatures)) {
          expect(group.ids.every((id) => Number(id) < given.length)).toBe(true);
          expect(new Set(group.ids).size).toBe(group.ids.length);
        }
      }),
    );
  });
});
