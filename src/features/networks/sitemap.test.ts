import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, type TestApp } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { asOwner } from '../../platform/db/index.ts';
import { loadVocabularies } from '../vocabularies/index.ts';
import { sitemap } from './sitemap.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  await asOwner(app.db, loadVocabularies);
  const ember = await createNetwork(app, 'ember');
  await createNetwork(app, 'other');
  for (const [slug, access, at] of [
    ['open', 'public', '2026-11-20T00:00:00Z'],
    ['inward', 'members', '2026-11-20T00:00:00Z'],
    ['later', 'public', '2026-12-20T00:00:00Z'],
  ] as const) {
    const id = newId();
    await app.db.owner.query(
      `insert into library_works (network_id, id, slug, kind, state, publish_at, access, created_at, updated_at)
       values ($1, $2, $3, 'report', 'published', $4, $5, $4, $4)`,
      [ember.id, id, slug, at, access],
    );
  }
});
afterAll(() => app.stop());
const map = async (path = '/ember/sitemap.xml') => (await app.get(path)).text();

describe('the map for search engines', () => {
  test('names every public page in each language, with the others beside it; nothing that is not for everybody', async () => {
    const xml = await map();
    expect(xml).toContain('<loc>http://127.0.0.1:3000/ember/en</loc>');
    expect(xml).toContain('hreflang="fr" href="http://127.0.0.1:3000/ember/fr/issues/poverty"');
    expect(xml).toContain('<loc>http://127.0.0.1:3000/ember/fr/library/open</loc><lastmod>2026-11-20</lastmod>');
    for (const never of ['inward', 'later', '/desk/', '/other/', 'preview']) expect(xml).not.toContain(never);
    expect((await app.get('/nowhere/sitemap.xml')).status).toBe(404);
    expect(await map('/robots.txt')).toContain('Sitemap: http://127.0.0.1:3000/ember/sitemap.xml');
  });

  test('every address in it is there', async () => {
    const all = [...(await map()).matchAll(/<loc>http:\/\/127\.0\.0\.1:3000([^<]+)<\/loc>/g)].map((match) => match[1]!);
    expect(all.length).toBe(new Set(all).size);
    // One of each kind of page.
    const kinds = new Map(all.map((path) => [path.split('/').slice(3, 4).join('/') + path.split('/').length, path]));
    for (const path of kinds.values())
      if (!path.endsWith('/library/open')) expect((await app.get(path)).status, path).toBe(200);
  });

  test('is kept until something is edited, and answers that nothing changed', async () => {
    const first = await app.get('/ember/sitemap.xml');
    const etag = first.headers.get('etag')!;
    expect((await app.get('/ember/sitemap.xml', { headers: { 'if-none-match': etag } })).status).toBe(304);
    await app.db.owner.query(`update library_works set state = 'draft', publish_at = null where slug = 'open'`);
    expect(await map()).toContain('library/open');
    app.deps.edits.emit((await app.network('ember')).id);
    expect(await map()).not.toContain('library/open');
  });

  test('is divided when it grows', () => {
    const pages = Array.from({ length: 12_000 }, (_, n) => ({ address: () => `/p/${n}?a=1&b` }));
    const parts = sitemap(pages, { slug: 'x', locales: ['en', 'es'] }, 'https://example.org');
    expect(parts).toHaveLength(3);
    expect(parts.map((part) => part.match(/<url>/g)!.length)).toEqual([10_000, 10_000, 4_000]);
    expect(parts[0]).toContain('?a=1&#38;b');
  });
});
