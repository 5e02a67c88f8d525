import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { newId, secretOf } from '../../platform/crypto/ids.ts';
import { derivePassphrase } from '../../platform/crypto/passphrase.ts';
import { commonPassphrases } from './common-passphrases.ts';
import { nextPath } from './next.ts';
import { newPassphrase, passphraseFits, passphraseProblem } from './passphrase.ts';
import { deviceName } from './sessions/device.ts';
import { linkIdOf, linkToken } from './sign-in-link.ts';
import { since } from './today/page.tsx';

vi.mock('../../platform/crypto/passphrase.ts', { spy: true });

describe('where signing in leads back to', () => {
  test.each([
    ['/daylight/en/today', '/daylight/en/today'],
    ['/daylight/fr/desk/campaigns?state=draft', '/daylight/fr/desk/campaigns?state=draft'],
    ['/daylight/en/a%2Fb', '/daylight/en/a%2Fb'],
    ['https://elsewhere.invalid/daylight/en', undefined],
    ['//elsewhere.invalid/daylight/', undefined],
    ['/daylight/../coalition/en/today', undefined],
    ['/daylight/%2e%2e/coalition/en', undefined],
    ['/daylight/..//elsewhere.invalid', undefined],
    ['/coalition/en/today', undefined],
    ['/daylight-two/en', undefined],
    ['/daylight/\\elsewhere.invalid', undefined],
    ['/daylight/en\r\nset-cookie: a=b', undefined],
    ['/daylight/en/sign-in?next=/daylight/en', undefined],
    ['/daylight/en/sign-out', undefined],
    ['javascript:alert(1)', undefined],
    ['', undefined],
  ])('%s → %s', (text, path) => expect(nextPath('daylight', text)).toBe(path));

  test('nothing that anybody can write leads out of the network', () => {
    const piece = fc.constantFrom(
      '/',
      '..',
      '.',
      '%2e',
      '%2f',
      '\\',
      '//',
      'en',
      'daylight',
      'x.invalid',
      '?',
      '#',
      '@',
      ':',
      '\t',
      'https:',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const path = nextPath('daylight', `/daylight/${pieces.join('')}`);
        if (path === undefined) return;
        const landed = new URL(path, 'http://here.invalid/daylight/en/sign-in');
        expect(landed.origin).toBe('http://here.invalid');
        expect(landed.pathname).toMatch(/^\/daylight\//);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a new passphrase', () => {
  test.each([
    ['', 'field.required'],
    ['elevenchars', 'accounts.passphrase.short'],
    ['é'.repeat(11), 'accounts.passphrase.short'],
    ['a new window every year', undefined],
    ['窓が開くと風が入ってくる朝の光', undefined],
    ['x'.repeat(257), 'field.long'],
    ['Password1234', 'accounts.passphrase.common'],
    ['password 1234', 'accounts.passphrase.common'],
    ['PASSWORD1234!!!', 'accounts.passphrase.common'],
    ['ｐａｓｓｗｏｒｄ１２３４', 'accounts.passphrase.common'],
    ['ababababababab', 'accounts.passphrase.common'],
    ['Nora Lavallée 1', 'accounts.passphrase.common'],
    ['nora@daylight.invalid', 'accounts.passphrase.common'],
    ['nora@daylight.invalid opens windows', undefined],
  ])('%s → %s', (text, key) => {
    expect(passphraseProblem(text, ['Nora Lavallée', 'nora@daylight.invalid', 'nora'])?.key).toBe(key);
  });

  test('the list of common ones is long, folded, and holds only what the length rule lets through', () => {
    expect(commonPassphrases.size).toBeGreaterThanOrEqual(200);
    for (const one of commonPassphrases) {
      expect(one).toBe(one.toLowerCase().normalize('NFKC'));
      expect([...one].length, one).toBeGreaterThanOrEqual(12);
    }
  });

  test('fits again however it was typed, and nothing else does', async () => {
    const stored = await newPassphrase('a ﬁne fenêtre opens');
    expect(await passphraseFits('a fine fene\u0302tre opens', stored)).toEqual(stored.wrappingKey);
    expect(await passphraseFits('a fine fenetre opens', stored)).toBeUndefined();
    expect(await passphraseFits('a fine fene\u0302tre opens', null)).toBeUndefined();
  });

  test('an account that is not there costs the same work as a wrong passphrase', async () => {
    const stored = await newPassphrase('a window that opens');
    vi.mocked(derivePassphrase).mockClear();
    await passphraseFits('another window opens', stored);
    await passphraseFits('another window opens', undefined);
    const [wrong, unknown] = vi.mocked(derivePassphrase).mock.calls;
    expect(vi.mocked(derivePassphrase)).toHaveBeenCalledTimes(2);
    expect(unknown![2]).toEqual(wrong![2]);
    expect(unknown![1]).toHaveLength(wrong![1].length);
  });
});

describe('the token of a link', () => {
  const secret = secretOf(Buffer.alloc(32, 7));

  test('names its link, and only the installation can make it', () => {
    const id = newId();
    const token = linkToken(secret, id);
    expect(linkIdOf(secret, token)).toBe(id);
    expect(token).toMatch(/^[\w-]+$/);
    expect(linkIdOf(secretOf(Buffer.alloc(32, 8)), token)).toBeUndefined();
    expect(linkIdOf(secret, token.slice(0, -36) + newId())).toBeUndefined();
    expect(linkIdOf(secret, `A${token.slice(1)}`) === id).toBe(token.startsWith('A'));
  });

  test('any other text is refused', () => {
    fc.assert(fc.property(fc.string(), (text) => linkIdOf(secret, text) === undefined));
    fc.assert(fc.property(fc.uuid(), fc.string(), (id, text) => linkIdOf(secret, text + id) === undefined));
  });
});

describe('devices', () => {
  test.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
      'Chrome, Windows',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
      'Edge, Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari, iOS',
    ],
    [
      'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
      'Chrome, Android',
    ],
    ['<script>alert(1)</script>', null],
    [undefined, null],
  ])('%s → %s', (agent, name) => expect(deviceName(agent)).toBe(name));
});

test('how long ago, in the largest unit that fits', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const ago = (hours: number, locale = 'en') => since({ locale, now }, new Date(now.getTime() - hours * 3_600_000));
  expect([ago(0), ago(0.5), ago(2), ago(24), ago(72), ago(24 * 30)]).toEqual([
    'this minute',
    '30 minutes ago',
    '2 hours ago',
    'yesterday',
    '3 days ago',
    '4 weeks ago',
  ]);
  expect(ago(24, 'fr')).toBe('hier');
  expect(ago(-5)).toBe('this minute');
});
