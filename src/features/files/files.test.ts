import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInAs, words } from '../../../test/app.ts';
import { docxOf, pdfOf } from '../../platform/documents/testing/made.ts';
import { runJob } from '../../platform/jobs/index.ts';
import { urls } from '../../urls.ts';
import { filesOf, removeFile } from './index.ts';
import { picturesOf, textsOf } from './queries.ts';
import { retain } from './retention.ts';
import { type FileDesk, openFileDesk } from './testing/desk.ts';

let desk: FileDesk;
const at = { network: 'north', locale: 'en' };
beforeAll(async () => {
  desk = await openFileDesk();
});
afterAll(() => desk?.stop());

const fileOf = (id: string) => desk.within(async (ctx) => (await filesOf(ctx, [id])).get(id));
const textOf = async (id: string) =>
  (await desk.within((ctx) => textsOf(ctx, id, 1, 9999))).map(({ label, text }) => ({ label, text }));
const job = (name: string, file: string) => runJob(desk.test.deps, `files.${name}`, { network: desk.north.id, file });
const get = (path: string, headers: Record<string, string> = {}) =>
  desk.test.get(path, { cookie: desk.cookie, headers });

describe('a file that is sent', () => {
  it('is stored without what it says of its makers, and its words are read', async () => {
    const sent = await desk.send(
      await pdfOf(['The first page.', 'The second page.'], 1),
      'a/report of\u202E ours.PDF',
      {
        language: 'en',
        title: 'Kept',
      },
    );
    expect([sent.status, sent.fields.title, sent.file.name]).toEqual([200, 'Kept', 'report of ours.PDF']);
    expect(sent.file.removed).toEqual(expect.arrayContaining(['info', 'xmp']));
    const { id } = sent.file;
    expect(await fileOf(id)).toMatchObject({ state: 'waiting', mediaType: 'application/pdf', createdBy: desk.id });
    // Killed in the middle and begun again, twice: the same state.
    await job('reading', id);
    await desk.within((ctx) =>
      ctx.trx
        .updateTable('file_readings')
        .set({ state: 'waiting' })
        .where('network_id', '=', desk.north.id)
        .where('file_id', '=', id)
        .execute(),
    );
    await job('reading', id);
    await job('reading', id);
    expect((await textOf(id)).map(({ text }) => text)).toEqual(['', 'The first page.', 'The second page.']);
    await job('pages', id);
    await job('pages', id);
    expect(await fileOf(id)).toMatchObject({ state: 'read', pages: 3, pagesWithoutText: 1, pictured: 3, reason: null });
    const made = await desk.within((ctx) => picturesOf(ctx, id, 1, 9));
    expect(made.map(({ page, size }) => `${page} ${size}`).join()).toBe(
      '1 large,1 small,2 large,2 small,3 large,3 small',
    );
    for (const { size, width } of made) expect(Math.abs(width - (size === 'large' ? 1280 : 640))).toBeLessThan(3);
    const stored = await desk.test.deps.files.open(desk.north.id, (await fileOf(id))!.key);
    expect(Buffer.concat(await stored!.stream.toArray()).includes('Somebody')).toBe(false);
  });

  it('is kept as it is where a coordinator says so, and for nobody else', async () => {
    const pdf = await pdfOf(['Signed.']);
    const kept = await desk.send(pdf, 'signed.pdf', { as_sent: 'yes' });
    expect([kept.file.removed, kept.file.bytes]).toEqual([[], pdf.length]);
    expect(await fileOf(kept.file.id)).toMatchObject({ asSent: true });
    const member = await signInAs(desk.test, desk.north, 'member');
    const hers = await desk.send(pdf, 'signed.pdf', { as_sent: 'yes' }, member.cookie);
    expect(hers.file.removed).toContain('info');
  });

  it('is refused with the words of its form, and nothing of it stays', async () => {
    const before = desk.test.deps.files.folder;
    for (const [file, name, key] of [
      [undefined, '', 'files.refused.missing'],
      [Buffer.from('MZ\x90\0\x03'), 'a.pdf', 'files.refused.kind'],
      [Buffer.from('%PDF-1.7\nnothing'), 'a.pdf', 'files.refused.damaged'],
      [Buffer.from('just words'), 'a.docx', 'files.refused.name'],
      [docxOf(['x'], { 'word/vbaProject.bin': 'x' }), 'a.docx', 'files.refused.macros'],
      [docxOf(['x'], { 'word/big.xml': Buffer.alloc(40_000_000) }), 'a.docx', 'files.refused.bomb'],
      [Buffer.concat([await pdfOf(['x']), docxOf(['x'])]), 'a.pdf', 'files.refused.polyglot'],
      [Buffer.concat([docxOf(['x']), Buffer.from('x')]), 'a.docx', 'files.refused.polyglot'],
      [docxOf(['x']), 'a.odt', 'files.refused.name'],
    ] as const) {
      const sent = await desk.send(file, name, { title: 'Kept' });
      expect([name, sent.status, sent.error?.key, sent.fields.title]).toEqual([name, 422, key, 'Kept']);
      for (const locale of ['en', 'es', 'fr', 'pt']) expect(desk.test.deps.messages.for(locale)(key)).not.toBe(key);
    }
    expect(readdirSync(join(before, 'partial'))).toEqual([]);
  });

  it('is taken only from who belongs', async () => {
    const supporter = await signInAs(desk.test, desk.north, 'supporter');
    for (const as of ['', supporter.cookie, desk.southern])
      expect((await desk.send(Buffer.from('x'), 'a.txt', {}, as)).status).toBe(404);
  });

  it('stops at the room there is for files', async () => {
    const member = await signInAs(desk.test, desk.north, 'member');
    await desk.test.db.owner.query(
      `update networks set settings = settings || '{"fileQuota":{"network":20000,"person":1}}' where slug = 'north'`,
    );
    desk.test.deps.edits.emit('');
    const big = Buffer.alloc(700_000, 'a');
    expect((await desk.send(big, 'a.txt', {}, member.cookie)).status).toBe(200);
    const second = await desk.send(big, 'b.txt', {}, member.cookie);
    expect([second.status, second.error]).toEqual([422, { key: 'files.refused.quota', values: { left: 0.3 } }]);
    expect((await desk.send(big, 'b.txt')).status).toBe(200);
  });
});

describe('a file that is asked for', () => {
  it('is a download that runs nothing, in whole and in parts', async () => {
    const { file } = await desk.send(Buffer.from('0123456789'), 'ten (signs) ñ.txt');
    const url = urls.files.download(at, file.id);
    const whole = await get(url);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'text/plain',
      'content-disposition': `attachment; filename="ten (signs) _.txt"; filename*=UTF-8''ten%20%28signs%29%20%C3%B1.txt`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'content-length': '10',
      'accept-ranges': 'bytes',
    });
    expect(await whole.text()).toBe('0123456789');
    const part = async (range: string, more = {}) => {
      const response = await get(url, { range, ...more });
      return [response.status, await response.text(), response.headers.get('content-range')];
    };
    expect(await part('bytes=2-4')).toEqual([206, '234', 'bytes 2-4/10']);
    expect(await part('bytes=8-')).toEqual([206, '89', 'bytes 8-9/10']);
    expect(await part('bytes=-3')).toEqual([206, '789', 'bytes 7-9/10']);
    expect(await part('bytes=10-')).toEqual([416, '', 'bytes */10']);
    expect((await part('bytes=0-1,3-4'))[0]).toBe(200);
    expect((await part('bytes=2-4', { 'if-range': '"other"' }))[0]).toBe(200);
    expect((await part('bytes=2-4', { 'if-range': whole.headers.get('etag')! }))[0]).toBe(206);
  });

  it('is there for her who sent it, then for whom its room shows it, page by page', async () => {
    const { file } = await desk.send(await pdfOf(['Words of the page.']), 'r.pdf', { language: 'en' });
    await job('reading', file.id);
    await job('pages', file.id);
    const member = await signInAs(desk.test, desk.north, 'member');
    const paths = [
      urls.files.show(at, file.id),
      urls.files.page(at, file.id, 1),
      urls.files.picture(at, file.id, 1, 'small'),
      urls.files.picture(at, file.id, 1, 'large'),
      urls.files.download(at, file.id),
    ];
    const statuses = (cookie?: string, network = 'north') =>
      Promise.all(
        paths.map(async (path) => (await desk.test.get(path.replace('/north/', `/${network}/`), { cookie })).status),
      );
    const [all, none] = [Array(5).fill(200), Array(5).fill(404)];
    expect(await statuses(desk.cookie)).toEqual(all);
    for (const cookie of [undefined, member.cookie]) expect(await statuses(cookie)).toEqual(none);
    expect(await statuses(desk.southern, 'south')).toEqual(none);
    desk.shown.add(file.id);
    for (const cookie of [undefined, member.cookie]) expect(await statuses(cookie)).toEqual(all);
    const picture = await desk.test.get(paths[2]!);
    expect([picture.headers.get('cache-control'), picture.headers.get('content-type')]).toEqual([
      'private, no-store',
      'image/webp',
    ]);
    desk.shown.delete(file.id);
    expect(await statuses()).toEqual(none);
    for (const path of ['/pages/2', '/pages/0', '/pages/1/huge.webp', '/pages/999999999'])
      expect((await get(paths[0] + path)).status).toBe(404);
  });

  it('shows where one is, and leads on without script', async () => {
    const { file } = await desk.send(await pdfOf(['One.', 'Two.', 'Three.']), 'three.pdf', { language: 'en' });
    await job('reading', file.id);
    await job('pages', file.id);
    // A job that was lost is asked for again.
    await desk.within((ctx) =>
      ctx.trx
        .updateTable('file_readings')
        .set({ pictured: 1 })
        .where('network_id', '=', desk.north.id)
        .where('file_id', '=', file.id)
        .execute(),
    );
    desk.shown.add(file.id);
    const start = desk.test.deps.clock();
    desk.test.at(new Date(start.getTime() + 3 * 3_600_000));
    await desk.within(retain);
    await desk.test.work();
    desk.test.at(start);
    expect(await fileOf(file.id)).toMatchObject({ pictured: 3 });
    const html = await (await get(urls.files.page(at, file.id, 2))).text();
    expect(words(html)).toContain('Page 2 of 3');
    expect(words(html)).toContain('Two.');
    expect(html).toContain(`href="${urls.files.page(at, file.id, 1)}" rel="prev"`);
    expect(html).toContain(`href="${urls.files.page(at, file.id, 3)}" rel="next"`);
    expect(html).toContain('alt="Page 2 as a picture. Its text stands below it."');
    expect(html).toContain('href="/reports/1"');
    const to = async (page: string) =>
      (await get(`${urls.files.show(at, file.id)}?page=${page}`)).headers.get('location');
    expect(await to('3')).toBe(urls.files.page(at, file.id, 3));
    expect(await to('77')).toBe(urls.files.page(at, file.id, 3));
    expect(await to('x')).toBe(urls.files.page(at, file.id, 1));
  });

  it('says why it could not be read, and is read once more when asked', async () => {
    const { file } = await desk.send(docxOf(['Text.']), 'a.docx');
    await desk.test.deps.files.remove(desk.north.id, (await fileOf(file.id))!.key, async () => false);
    await job('reading', file.id);
    const page = urls.files.show(at, file.id);
    expect(words(await (await get(page)).text())).toContain('could not be read The file is damaged');
    await desk.send(docxOf(['Text.']), 'again.docx');
    const post = (cookie: string) => desk.test.post(urls.files.reading(at, file.id), {}, { cookie });
    expect((await post((await signInAs(desk.test, desk.north, 'member')).cookie)).status).toBe(404);
    expect((await post(desk.cookie)).headers.get('location')).toBe(page);
    await job('reading', file.id);
    expect(await fileOf(file.id)).toMatchObject({ state: 'read', reason: null });
  });
});

describe('a file that nothing refers to', () => {
  it('goes after seven days with its pages, while the same content of another stays', async () => {
    const pdf = await pdfOf(['Twice.']);
    const [one, two] = [await desk.send(pdf, 'one.pdf'), await desk.send(pdf, 'two.pdf')];
    const [a, b] = [(await fileOf(one.file.id))!, (await fileOf(two.file.id))!];
    expect([a.key === b.key, a.id === b.id, a.name, b.name]).toEqual([true, false, 'one.pdf', 'two.pdf']);
    const there = await desk.send(pdf, 'there.pdf', {}, desk.southern, 'south');
    const theirs = await desk.within((ctx) => filesOf(ctx, [there.file.id]), desk.south);
    expect(theirs.get(there.file.id)!.key).not.toBe(a.key);
    await job('reading', a.id);
    await job('pages', a.id);
    const [picture] = await desk.within((ctx) => picturesOf(ctx, a.id, 1, 1));
    const has = (key: string) => desk.test.deps.files.has(desk.north.id, key);
    expect(await desk.within((ctx) => removeFile(ctx, a.id))).toBe(true);
    expect(await desk.within((ctx) => removeFile(ctx, a.id))).toBe(false);
    await desk.test.work();
    // The other one has pages of its own, with the same pictures.
    expect([await has(a.key), await has(picture!.key)]).toEqual([true, true]);
    const start = desk.test.deps.clock();
    desk.test.at(new Date(start.getTime() + 7.1 * 86_400_000));
    expect(await desk.within(retain)).toBeGreaterThan(0);
    await desk.test.work();
    expect([await has(a.key), await has(picture!.key), await fileOf(b.id)]).toEqual([false, false, undefined]);
    desk.test.at(start);
  });

  it('stays while a row of another room names it', async () => {
    const { file } = await desk.send(Buffer.from('A poster.'), 'p.txt');
    await desk.within((ctx) =>
      ctx.trx
        .insertInto('news_items')
        .values({
          network_id: desk.north.id,
          id: file.id,
          slug: 'n',
          kind: 'post',
          picture_id: file.id,
          created_at: ctx.now,
          updated_at: ctx.now,
          publish_at: ctx.now,
          authors: [],
        } as never)
        .execute(),
    );
    expect(await desk.within((ctx) => removeFile(ctx, file.id))).toBe(false);
    expect(await fileOf(file.id)).toBeDefined();
  });
});
