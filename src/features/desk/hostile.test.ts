import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { root } from '../../platform/db/index.ts';
import { urls } from '../../urls.ts';
import { completeText, openDesk } from './world.ts';

const { app, at, get, post, one, draft } = await openDesk();
afterAll(() => app.stop());

const shared = process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data');
const blns = join(shared, 'hostile-input/blns.json');

describe.skipIf(!existsSync(blns))('hostile words (skipped without the shared data: hostile-input/blns.json)', () => {
  const all = existsSync(blns) ? (JSON.parse(readFileSync(blns, 'utf8')) as string[]) : [];
  const usable = all.filter(
    (entry) =>
      entry.trim() && !entry.includes('\0') && !entry.includes('\n') && !entry.includes('\r') && entry.length <= 160,
  );
  const sample = usable.filter((_, index) => index % Math.ceil(usable.length / 60) === 0);
  const escaped = (typed: string) =>
    typed
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;');

  test('are stored as typed in every field and shown escaped', async () => {
    expect(sample.length).toBeGreaterThan(50);
    const id = await draft('Hostile');
    for (const typed of sample) {
      const fields = Object.fromEntries(Object.keys(completeText('')).map((field) => [field, typed]));
      expect([typed, (await post(urls.campaigns.texts(at, id, 'en'), fields)).status]).toEqual([typed, 303]);
      const row = await one<Record<string, string | string[]>>(
        "select * from campaign_texts where campaign_id = $1 and locale = 'en'",
        id,
      );
      for (const field of Object.keys(fields))
        expect([field, row[field]]).toEqual([field, field === 'asks' ? [typed.trim()] : typed]);
      const html = await (await get(urls.campaigns.texts(at, id, 'en'))).text();
      expect(html).toContain(`value="${escaped(typed)}"`);
      expect(html).toContain(`>\n${escaped(typed)}</textarea>`);
      // Only our own scripts, pictures and handlers stand in the page.
      expect(html.match(/<script(?! type="module" src="\/)/gi)).toBeNull();
      expect(html.match(/<(iframe|svg(?! class="mark")|object|embed|img)\b/gi)).toBeNull();
      expect(html.replace(/"[^"]*"/g, '').match(/<[^>]+\son\w+=/gi)).toBeNull();
      expect(html.match(/href="\s*(javascript|data|vbscript):/gi)).toBeNull();
    }
  });

  test('in the forms for the basics, a search and a new campaign break nothing', async () => {
    const id = await draft('Hostile basics');
    for (const typed of sample) {
      const basics = await post(urls.campaigns.edit(at, id), {
        slug: typed,
        goal: typed,
        closes_at: typed,
        issues: typed,
        places: typed,
      });
      expect([303, 422]).toContain(basics.status);
      if (basics.status === 422) expect(await basics.text()).toContain(`value="${escaped(typed)}"`);
      const created = await post(urls.campaigns.create(at), { id: typed, title: typed, slug: '', locale: 'en' });
      expect([typed, created.status]).toEqual([typed, 303]);
      expect(
        (
          await one<{ title: string }>(
            'select title from campaign_texts where campaign_id = $1',
            created.headers.get('location')!.split('/').at(-1)!,
          )
        ).title,
      ).toBe(typed);
      expect((await get(`${urls.campaigns.targets(at, id)}?q=${encodeURIComponent(typed)}`)).status).toBe(200);
      expect((await post(urls.campaigns.targets(at, id), { role: typed })).status).toBe(422);
      expect((await post(urls.campaigns.targets(at, id), { post: typed })).status).toBe(422);
    }
    expect((await get(urls.campaigns.desk(at))).status).toBe(200);
  });
});
