import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp, words } from '../../../test/app.ts';
import { root } from '../../platform/db/index.ts';
import { loadKit } from '../kits/index.ts';

/** The languages of each kit's network; at least so many works, and at least so many of them in all of its languages. */
const shelves = {
  'global-network': { locales: ['en', 'es', 'fr', 'pt'], works: 26, inAll: 13 },
  coalition: { locales: ['en', 'es'], works: 18, inAll: 18 },
  'impact-campaign': { locales: ['en', 'fr'], works: 18, inAll: 18 },
};

describe('the kits’ libraries', () => {
  test('hold at least sixty works of our own in the languages of their networks, each with words and tags', async () => {
    // Words that make of a person what was done to her, or what she did.
    const never = /\b(inmates?|offenders?|ex-cons?|convicts?|felons?)\b/i;
    let all = 0;
    for (const [kit, least] of Object.entries(shelves)) {
      const shelf = join(root, 'kits', kit, 'library');
      let inAll = 0;
      const slugs = await readdir(shelf);
      for (const slug of slugs) {
        const files = (await readdir(join(shelf, slug))).filter((name) => name.endsWith('.md'));
        if (least.locales.every((locale) => files.includes(`${locale}.md`))) inAll += 1;
        expect(files.length, slug).toBeGreaterThanOrEqual(2);
        expect(await readFile(join(shelf, slug, 'work.yaml'), 'utf8'), slug).toMatch(/^(issues|provisions): \[.+\]$/m);
        for (const name of files) {
          const text = await readFile(join(shelf, slug, name), 'utf8');
          expect(text.length, `${slug}/${name}`).toBeGreaterThan(600);
          expect(never.exec(text)?.[0], `${slug}/${name}`).toBeUndefined();
        }
      }
      expect(slugs.length, kit).toBeGreaterThanOrEqual(least.works);
      expect(inAll, kit).toBeGreaterThanOrEqual(least.inAll);
      all += slugs.length;
    }
    expect(all).toBeGreaterThanOrEqual(60);
  });

  describe('loaded', () => {
    let app: TestApp;
    beforeAll(async () => {
      app = await createTestApp();
      await loadKit(app.deps, 'global-network');
    });
    afterAll(() => app.stop());

    test('stand in the library, lead back from what they are about, and are for members where they say so', async () => {
      expect(words(await (await app.get('/network/es/library')).text())).toContain('25 obras');
      expect(await (await app.get('/network/en/standards/bangkok-rules/20')).text()).toContain(
        '/network/en/library/searches-without-stripping',
      );
      expect((await app.get('/network/en/library/notes-that-harm-nobody')).status).toBe(404);
      expect((await app.get('/network/pt/library/collective-habeas-corpus-brazil')).status).toBe(200);
    });
  });
});
