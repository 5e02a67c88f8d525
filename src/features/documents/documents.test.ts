import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import type { Network } from '../../platform/tenancy/index.ts';

let app: TestApp;
let network: Network;
let other: Network;
type Woman = { cookie: string; id: string };
let coordinator: Woman;
let member: Woman;
let lead: Woman;
let stranger: Woman;
const group = newId();
const at = '/one/en';

const rows = async <T extends object>(text: string, ...values: unknown[]): Promise<T[]> =>
  (await app.db.owner.query<T>(text, values)).rows;
const join = (who: Woman, alias: string | null, isLead = false) =>
  rows(
    `insert into group_members (network_id, group_id, account_id, state, lead, alias, joined_at) values ($1, $2, $3, 'in', $4, $5, now())`,
    network.id,
    group,
    who.id,
    isLead,
    alias,
  );
const text = async (path: string, who: Woman) => words(await (await app.get(path, who)).text());
const save = (id: string, who: Woman, base: number, body: string) =>
  app.post(`${at}/documents/${id}/versions`, { title: 'Rules', body, summary: 'x', base: String(base) }, who);

beforeAll(async () => {
  app = await createTestApp();
  network = await createNetwork(app, 'one');
  other = await createNetwork(app, 'two');
  coordinator = await signInAs(app, network, 'coordinator');
  member = await signInAs(app, network, 'member');
  lead = await signInAs(app, network, 'member');
  stranger = await signInAs(app, other, 'member', 'coordinator');
  await rows(
    `insert into groups (network_id, id, slug, name, entry, created_at) values ($1, $2, 'night', '{"en": "Night"}', 'hidden', now())`,
    network.id,
    group,
  );
  await join(lead, 'Heron', true);
});
afterAll(() => app.stop());

describe('documents', () => {
  test('who left as a former member and comes back under her own name does not stand in her alias’s place', async () => {
    const back = await signInAs(app, network, 'member');
    await join(back, 'Linde');
    const id = newId();
    const form = { id, title: 'What we know', body: 'Words.', group: 'night' };
    expect((await app.post(`${at}/documents`, form, back)).status).toBe(303);
    expect(await text(`${at}/documents/${id}`, lead)).toContain('Linde');
    const { feature } = await import('./index.ts');
    const { inNetwork } = await import('../../platform/db/index.ts');
    await inNetwork(app.db, network.id, (trx) =>
      feature.departs!({ trx, actor: { kind: 'system' }, network, locale: 'en', now: app.deps.clock() }, back.id, {
        former: true,
        erased: false,
      }),
    );
    await rows(`update accounts set name = 'Wilhelmina Truename' where id = $1`, back.id);
    expect(await text(`${at}/documents/${id}`, lead)).not.toMatch(/Truename|Linde/);
  });

  test('of two who save at once one is saved, and the other sees both texts; a form sent twice is one version', async () => {
    const id = newId();
    const form = { id, title: 'Rules', body: 'One.\n\nTwo.' };
    const both = await Promise.all([0, 1].map(() => app.post(`${at}/documents`, form, coordinator)));
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(await rows('select version from document_versions where document_id = $1', id)).toEqual([{ version: 1 }]);
    const second = await signInAs(app, network, 'coordinator');
    const answers = await Promise.all([
      save(id, coordinator, 1, 'One.\n\nTwo and a half.'),
      save(id, second, 1, 'One.\n\nThree.'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    const lost = words(await answers.find(({ status }) => status === 422)!.text());
    for (const word of ['Two and a half.', 'Three.', 'Your text']) expect(lost).toContain(word);
    expect(await rows('select version from documents where id = $1', id)).toEqual([{ version: 2 }]);
    const [{ body }] = (await rows<{ body: string }>('select body from document_versions where version = 2')) as [
      { body: string },
    ];
    expect((await save(id, coordinator, 1, body)).status).toBe(303);
    expect(await rows('select version from documents where id = $1', id)).toEqual([{ version: 2 }]);
    // Brought back: a new version, on record.
    const back = await app.post(`${at}/documents/${id}/versions/1/restoration`, { base: '2' }, coordinator);
    expect(back.status).toBe(303);
    expect(
      await rows('select version, restored from document_versions where document_id = $1 order by version', id),
    ).toEqual([
      { version: 1, restored: null },
      { version: 2, restored: null },
      { version: 3, restored: 1 },
    ]);
    expect(await text(`${at}/documents/${id}/comparison?from=1&to=3`, member)).toContain('The texts are the same.');
    expect(await rows(`select verb from audit where noun = 'document' and noun_id = $1 order by id`, id)).toEqual([
      { verb: 'added' },
      { verb: 'edited' },
      { verb: 'restored' },
    ]);
  });

  test('what was typed comes back with its mistakes; NUL is refused, Thai and signs of spreadsheets are text', async () => {
    const wrong = await app.post(`${at}/documents`, { title: '', body: 'Kept words' }, coordinator);
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('Kept words');
    expect((await app.post(`${at}/documents`, { title: 'a\0', body: 'x' }, coordinator)).status).toBe(400);
    const id = newId();
    await app.post(`${at}/documents`, { id, title: '=กลุ่ม+1', body: '<script>alert(1)</script>\n\n@x' }, coordinator);
    const page = await (await app.get(`${at}/documents/${id}`, member)).text();
    expect(page).toContain('=กลุ่ม+1');
    expect(page).not.toContain('<script>alert');
  });

  test('a hidden group’s are there for those in it alone, under the names they bear there, even when they have left', async () => {
    const id = newId();
    await app.post(`${at}/documents`, { id, group: 'night', title: 'Rota', body: 'Who opens.' }, lead);
    const paths = ['', '/versions', '/versions/1', '/edit', '/comparison?from=1&to=1'];
    for (const who of [member, coordinator, stranger]) {
      for (const path of paths) {
        const place = who === stranger ? '/two/en' : at;
        expect([path, (await app.get(`${place}/documents/${id}${path}`, who)).status]).toEqual([path, 404]);
      }
      for (const [path, fields] of [
        ['versions', { title: 'x', body: 'y', base: '1' }],
        ['archiving', {}],
        ['versions/1/restoration', { base: '1' }],
      ] as const) {
        const place = who === stranger ? '/two/en' : at;
        expect((await app.post(`${place}/documents/${id}/${path}`, fields, who)).status).toBe(404);
      }
    }
    expect((await app.get(`${at}/groups/night/documents`, member)).status).toBe(404);
    expect((await app.post(`${at}/documents`, { group: 'night', title: 'x', body: 'y' }, member)).status).toBe(404);
    expect(await text(`${at}/documents`, member)).not.toContain('Rota');
    const [account] = await rows<{ name: string }>('select name from accounts where id = $1', lead.id);
    for (const path of ['', '/versions']) {
      const page = await (await app.get(`${at}/documents/${id}${path}`, lead)).text();
      expect(page).toContain('Heron');
      expect(page.includes(account!.name) || page.includes(lead.id)).toBe(false);
    }
    await join(member, null);
    await rows('delete from group_members where account_id = $1', lead.id);
    expect(await text(`${at}/documents/${id}`, member)).toContain('saved by Heron');
    expect((await app.get(`${at}/documents/${id}`, lead)).status).toBe(404);
  });

  test('a member reads what is the network’s, and a page asks few queries', async () => {
    const id = newId();
    await app.post(`${at}/documents`, { id, title: 'Open to read', body: 'x' }, coordinator);
    expect(await text(`${at}/documents`, member)).toContain('Open to read');
    expect(await text(`${at}/documents/${id}`, member)).not.toContain('Write the next version');
    expect((await app.get(`${at}/documents/${id}/edit`, member)).status).toBe(404);
    expect((await app.get(`${at}/documents`)).status).toBe(403);
    await app.post(`${at}/documents/${id}/archiving`, {}, coordinator);
    expect(await text(`${at}/documents`, member)).not.toContain('Open to read');
    expect(await text(`${at}/documents?archive=yes`, member)).toContain('Open to read');
    await app.post(`${at}/documents/${id}/archiving/end`, {}, coordinator);
    expect(await text(`${at}/documents`, member)).toContain('Open to read');
  });
});
