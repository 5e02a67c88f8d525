import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp } from '../../../test/app.ts';
import { features } from '../../features.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork, root } from '../../platform/db/index.ts';
import type { View } from '../../platform/http/index.ts';
import { runJob } from '../../platform/jobs/index.ts';
import type { Ctx, Network } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { feature, PictureField, pictureOf, receivePicture, removePicture } from './index.ts';
import { retain } from './picture.ts';

const origin = 'http://127.0.0.1:3000';
const hostile = join(process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data'), 'hostile-input/generated');

let test: TestApp;
let north: Network;
let south: Network;
let cookie: string;
let southern: string;

beforeAll(async () => {
  // A form's own handler, as the desk has one: it receives and says what came of it.
  features.push({
    name: 'picture-desk',
    routes(app, deps) {
      app.post('/try-picture', async (c) => {
        const result = await receivePicture(c, deps);
        const said = { ...result, fields: { alt: result.fields.get('alt'), all: result.fields.all('alt') } };
        return c.json(said, result.ok ? 200 : 422);
      });
    },
  });
  if (!features.includes(feature)) features.push(feature);
  test = await createTestApp();
  north = await createNetwork(test, 'north');
  south = await createNetwork(test, 'south');
  cookie = (await signInAs(test, north, 'coordinator')).cookie;
  southern = (await signInAs(test, south, 'coordinator')).cookie;
});
afterAll(async () => {
  features.splice(
    features.findIndex((one) => one.name === 'picture-desk'),
    1,
  );
  await test.stop();
});

type Answer = {
  ok: boolean;
  fileId: string;
  error?: { key: string; values?: Record<string, unknown> };
  fields: { alt: string; all: string[] };
};

const formOf = (file: Buffer | undefined, name = 'picture.jpg', type = 'image/jpeg') => {
  const form = new FormData();
  form.append('alt', 'Two women at a window\r\nin the morning');
  form.append('picture', new File(file ? [new Uint8Array(file)] : [], file ? name : '', { type }));
  return form;
};

async function send(form: FormData, as = cookie, network = 'north'): Promise<{ status: number; answer: Answer }> {
  const response = await test.app.request(`${origin}/${network}/en/try-picture`, {
    method: 'POST',
    body: form,
    headers: { origin, cookie: as },
  });
  const text = await response.text();
  return { status: response.status, answer: text.startsWith('{') ? JSON.parse(text) : ({} as Answer) };
}

const within = <T,>(work: (ctx: Ctx) => Promise<T>, network = north) =>
  inNetwork(test.db, network.id, (trx) =>
    work({ trx, actor: { kind: 'system' }, network, locale: 'en', now: test.deps.clock() }),
  );

const picture = (seed: number) =>
  sharp({ create: { width: 60 + seed, height: 40, channels: 3, background: { r: seed, g: 90, b: 120 } } })
    .jpeg()
    .toBuffer();

/** Uploads a picture of its own and returns its row. */
async function upload(seed: number, as = cookie, network = north) {
  const { status, answer } = await send(formOf(await picture(seed)), as, network.slug);
  expect(status).toBe(200);
  const row = await within(
    (ctx) => ctx.trx.selectFrom('files').selectAll().where('id', '=', answer.fileId).executeTakeFirstOrThrow(),
    network,
  );
  return {
    id: answer.fileId,
    key: row.key,
    row,
    url: urls.campaigns.picture({ network: network.slug, locale: 'en' }, row.key),
  };
}

async function campaignWith(pictureId: string | null, state: 'draft' | 'open' | 'closed'): Promise<string> {
  const id = newId();
  await within((ctx) =>
    ctx.trx
      .insertInto('campaigns')
      .values({
        network_id: north.id,
        id,
        slug: `c-${id.slice(-8)}`,
        state,
        picture_id: pictureId,
        created_at: ctx.now,
        updated_at: ctx.now,
      })
      .execute(),
  );
  return id;
}

const partials = () => {
  const folder = join(test.deps.files.folder, 'partial');
  return existsSync(folder) ? readdirSync(folder) : [];
};

describe('a picture that is sent', () => {
  it('is stored with its row and audit, and the words of the form come along', async () => {
    const { status, answer } = await send(formOf(await picture(1), 'C:\\Photos\\win\u202Edow.jpg'));
    expect(status).toBe(200);
    expect(answer.fields).toEqual({
      alt: 'Two women at a window\nin the morning',
      all: ['Two women at a window\nin the morning'],
    });
    const { row, audit, found } = await within(async (ctx) => ({
      row: await ctx.trx.selectFrom('files').selectAll().where('id', '=', answer.fileId).executeTakeFirstOrThrow(),
      audit: await ctx.trx.selectFrom('audit').selectAll().where('noun_id', '=', answer.fileId).execute(),
      found: await pictureOf(ctx, answer.fileId),
    }));
    expect(row).toMatchObject({ media_type: 'image/webp', width: 61, height: 40, name: 'window.jpg', removed: [] });
    expect(audit.map((entry) => [entry.verb, entry.noun])).toEqual([['uploaded', 'picture']]);
    expect(found).toEqual({ key: row.key, width: 61, height: 40 });
    const stored = readFileSync(test.deps.files.path(north.id, row.key));
    expect(stored.length).toBe(row.bytes);
    expect(partials()).toEqual([]);
  });

  it('is one row when it is sent again, also at the same instant', async () => {
    const bytes = await picture(2);
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(formOf(bytes))));
    expect(answers.map((one) => one.status)).toEqual(Array(6).fill(200));
    expect(new Set(answers.map((one) => one.answer.fileId)).size).toBe(1);
  });

  it('may be missing, which loses none of the words', async () => {
    const { status, answer } = await send(formOf(undefined));
    expect([status, answer.error?.key, answer.fields.alt]).toEqual([
      422,
      'pictures.missing',
      'Two women at a window\nin the morning',
    ]);
    const without = new FormData();
    without.append('alt', 'words');
    expect((await send(without)).answer.error?.key).toBe('pictures.missing');
    expect(partials()).toEqual([]);
  });

  it('is taken from coordinators only', async () => {
    const member = await signInAs(test, north, 'member');
    for (const as of [member.cookie, '', southern]) expect((await send(formOf(await picture(3)), as)).status).toBe(404);
    const response = await test.app.request(`${origin}/north/en/try-picture`, {
      method: 'POST',
      body: formOf(await picture(3)),
      headers: { cookie },
    });
    expect(response.status).toBe(403);
  });

  it('is refused above ten megabytes, the words kept; far above, the request is cut off', async () => {
    const large = await send(formOf(Buffer.alloc(10_000_001, 1)));
    expect([large.status, large.answer.error, large.answer.fields.alt.slice(0, 9)]).toEqual([
      422,
      { key: 'pictures.too-large', values: { limit: 10 } },
      'Two women',
    ]);
    expect((await send(formOf(Buffer.alloc(41_000_000, 1)))).status).toBe(413);
    expect(partials()).toEqual([]);
  });
});

const expected: Record<string, { refusal: string } | { removed: string[] }> = {
  'gif-js-polyglot.gif': { refusal: 'pictures.kind' },
  'gps-exif-text.png': { removed: ['gps', 'exif', 'xmp', 'text'] },
  'gps-exif-xmp-orientation6.jpg': { removed: ['gps', 'exif', 'xmp', 'text'] },
  'gps-exif.tiff': { refusal: 'pictures.kind' },
  'gps-exif.webp': { removed: ['gps', 'exif', 'xmp'] },
  'html-named.jpg': { refusal: 'pictures.kind' },
  'jpeg-zip-polyglot.jpg': { removed: ['appended'] },
  'pdf-js-metadata.pdf': { refusal: 'pictures.kind' },
  'png-bomb-30000x30000-1bit.png': { refusal: 'pictures.pixels' },
  'png-lying-header-60000x60000.png': { refusal: 'pictures.pixels' },
  'svg-script.svg': { refusal: 'pictures.kind' },
  'svg-xxe.svg': { refusal: 'pictures.kind' },
  'gzip-bomb-100MB.csv.gz': { refusal: 'pictures.kind' },
  'zip-bomb-nested-10x50MB.zip': { refusal: 'pictures.kind' },
  'xlsx-billion-laughs.xlsx': { refusal: 'pictures.kind' },
};

describe.skipIf(!existsSync(hostile))('hostile files (skipped without the shared data)', () => {
  it.each(Object.entries(expected))('%s', async (name, outcome) => {
    const file = readFileSync(join(hostile, name));
    const { status, answer } = await send(formOf(file, name.replace(/\.\w+$/, '.jpg')));
    if ('refusal' in outcome) {
      expect([status, answer.error?.key]).toEqual([422, outcome.refusal]);
      return;
    }
    expect(status).toBe(200);
    const row = await within((ctx) =>
      ctx.trx.selectFrom('files').selectAll().where('id', '=', answer.fileId).executeTakeFirstOrThrow(),
    );
    expect(row.removed).toEqual(outcome.removed);
    const upright = (await sharp(file).metadata()).autoOrient;
    expect([row.width, row.height]).toEqual([upright.width, upright.height]);
    const stored = readFileSync(test.deps.files.path(north.id, row.key));
    const left = await sharp(stored).metadata();
    expect([left.format, left.exif, left.xmp, left.iptc, left.icc, left.comments]).toEqual([
      'webp',
      ...Array(5).fill(undefined),
    ]);
    expect(/GPS|Exif|http:|Jane|secret|SERIAL|private|PK\x03\x04/.test(stored.toString('latin1'))).toBe(false);
  });

  it('do not make the process grow without bound', async () => {
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 5);
    const names = Object.keys(expected);
    await Promise.all([...names, ...names].map((name) => send(formOf(readFileSync(join(hostile, name)), name))));
    clearInterval(watch);
    // The bomb alone would be 900 million pixels, the lying header 3,600 million.
    expect((most - before) / 1024 / 1024).toBeLessThan(250);
  });
});

describe('a picture that is asked for', () => {
  it('is there for everybody once a campaign shows it, and said to stay', async () => {
    const { id, key, url } = await upload(10);
    await campaignWith(id, 'open');
    const response = await test.get(url);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/webp',
      'content-disposition': 'inline',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      etag: `"${key}"`,
    });
    const body = Buffer.from(await response.arrayBuffer());
    expect(body).toEqual(readFileSync(test.deps.files.path(north.id, key)));
    expect(Number(response.headers.get('content-length'))).toBe(body.length);
    expect((await test.get(url, { headers: { 'if-none-match': `"${key}"` } })).status).toBe(304);
    const head = await test.app.request(origin + url, { method: 'HEAD' });
    expect([head.status, await head.text(), head.headers.get('content-length')]).toEqual([
      200,
      '',
      String(body.length),
    ]);
  });

  it('of a draft, or of nothing, is there for coordinators alone', async () => {
    const { id, url } = await upload(11);
    const member = await signInAs(test, north, 'member');
    const statuses = async () => [
      (await test.get(url)).status,
      (await test.get(url, { cookie: member.cookie })).status,
      (await test.get(url, { cookie })).status,
    ];
    expect(await statuses()).toEqual([404, 404, 200]);
    expect((await test.get(url, { cookie })).headers.get('cache-control')).toBe('private, no-store');
    await campaignWith(id, 'draft');
    expect(await statuses()).toEqual([404, 404, 200]);
    await campaignWith(id, 'closed');
    expect(await statuses()).toEqual([200, 200, 200]);
  });

  it('does not exist under another network, even where the same picture is stored', async () => {
    const here = await upload(12);
    const there = await upload(12, southern, south);
    await campaignWith(here.id, 'open');
    expect(there.key).not.toBe(here.key);
    const elsewhere = urls.campaigns.picture({ network: 'south', locale: 'en' }, here.key);
    expect((await test.get(here.url)).status).toBe(200);
    for (const as of [undefined, southern, cookie])
      expect((await test.get(elsewhere, { cookie: as })).status).toBe(404);
  });

  it('is not found by anything but its key, nor when its bytes are gone', async () => {
    const at = { network: 'north', locale: 'en' };
    for (const key of ['a'.repeat(64), 'A'.repeat(64), '..%2f..%2fsecret', '%00', 'x', `${'a'.repeat(64)}%0a`]) {
      expect((await test.get(urls.campaigns.picture(at, key), { cookie })).status).toBe(404);
    }
    const { key, url } = await upload(13);
    await test.deps.files.remove(north.id, key, async () => false);
    expect((await test.get(url, { cookie })).status).toBe(404);
    // Handed in again, it is whole again.
    await upload(13);
    expect((await test.get(url, { cookie })).status).toBe(200);
  });
});

describe('a picture that nothing shows', () => {
  it('goes seven days after it was last handed in, its bytes after the commit', async () => {
    const start = test.deps.clock();
    const [stray, shown, again] = [await upload(20), await upload(21), await upload(22)];
    await campaignWith(shown.id, 'draft');
    const later = (days: number) => test.at(new Date(start.getTime() + days * 86_400_000));
    later(5);
    await upload(22);
    later(6.9);
    expect(await within(retain)).toBe(0);
    later(7.1);
    expect(await within(retain)).toBeGreaterThanOrEqual(1);
    const rows = await within((ctx) => ctx.trx.selectFrom('files').select('id').execute());
    const left = rows.map((row) => row.id);
    expect([left.includes(stray.id), left.includes(shown.id), left.includes(again.id)]).toEqual([false, true, true]);
    expect(await test.deps.files.has(north.id, stray.key)).toBe(true);
    await test.work();
    expect(await test.deps.files.has(north.id, stray.key)).toBe(false);
    expect(await test.deps.files.has(north.id, shown.key)).toBe(true);
    test.at(start);
  });

  it('can be removed at once, but not while a campaign shows it', async () => {
    const [free, shown] = [await upload(23), await upload(24)];
    await campaignWith(shown.id, 'open');
    expect(await within((ctx) => removePicture(ctx, shown.id))).toBe(false);
    expect(await within((ctx) => removePicture(ctx, newId()))).toBe(false);
    expect(await within((ctx) => removePicture(ctx, free.id), south)).toBe(false);
    expect(await within((ctx) => removePicture(ctx, free.id))).toBe(true);
    await test.work();
    expect(await test.deps.files.has(north.id, free.key)).toBe(false);
    expect(await test.deps.files.has(north.id, shown.key)).toBe(true);
  });

  it('keeps its bytes when it was handed in again before they were taken away', async () => {
    const first = await upload(25);
    expect(await within((ctx) => removePicture(ctx, first.id))).toBe(true);
    const second = await upload(25);
    expect([second.key === first.key, second.id === first.id]).toEqual([true, false]);
    await test.work();
    expect(await test.deps.files.has(north.id, first.key)).toBe(true);
  });

  it('survives being handed in and taken away at the same time', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { key, id } = await upload(30);
      await within((ctx) => removePicture(ctx, id));
      await Promise.all([
        upload(30),
        ...[1, 2, 3, 4].map(() => runJob(test.deps, 'pictures.removal', { network: north.id, keys: [key] })),
      ]);
      expect(await test.deps.files.has(north.id, key)).toBe(true);
    }
  });

  it('leaves no bytes without a row after a day', async () => {
    const { key } = await test.deps.files.put(north.id, [Buffer.from('a crash came before the row')], { limit: 100 });
    const kept = await upload(26);
    // Files bear the real time; the clock of the test is moved to it, then beyond.
    test.at(new Date());
    await runJob(test.deps, 'pictures.sweep', { network: north.id });
    expect(await test.deps.files.has(north.id, key)).toBe(true);
    test.at(new Date(Date.now() + 2 * 3_600_000));
    await runJob(test.deps, 'pictures.sweep', { network: south.id });
    expect(await test.deps.files.has(north.id, key)).toBe(true);
    await runJob(test.deps, 'pictures.sweep', { network: north.id });
    expect(await test.deps.files.has(north.id, key)).toBe(false);
    expect(await test.deps.files.has(north.id, kept.key)).toBe(true);
    test.at('2026-11-21T12:00:00Z');
  });
});

it('the field names its hint and its mistake', async () => {
  const v = { t: test.deps.messages.for('fr') } as View;
  const html = String(
    <PictureField
      v={v}
      label="Image"
      state={{ values: {}, errors: { picture: { key: 'pictures.too-large', values: { limit: 10 } } } }}
    />,
  );
  expect(html).toContain('aria-describedby="picture-hint picture-error"');
  expect(html).toContain('aria-invalid="true"');
  expect(html).toContain('Ce fichier dépasse 10 Mo.');
});
