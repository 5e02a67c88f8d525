import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { organisationOffers } from '../organisations/index.ts';
import { offerKinds, profileDefaults, profileFields } from './profile.ts';
import { fold, wordsOf } from './words.ts';

let app: TestApp;
let ember: Network;
let ada: { cookie: string; id: string };
let bea: { cookie: string; id: string };
let cora: { cookie: string; id: string };
let stranger: { cookie: string; id: string };
const e = '/ember/en';
const rows = async (text: string, ...values: unknown[]) => (await app.db.owner.query(text, values)).rows;
const get = (path: string, who?: { cookie: string }) => app.get(path, { cookie: who?.cookie });
const text = async (path: string, who?: { cookie: string }) => words(await (await get(path, who)).text());
const rename = (id: string, name: string) => rows('update accounts set name = $2 where id = $1', id, name);
const names = async (path: string, who?: { cookie: string }) =>
  [...(await (await get(path, who)).text()).matchAll(/directory\/people\/[0-9a-f-]+">([^<]+)</g)].map((hit) => hit[1]);

/** The whole form of a profile. */
const form = (more: Record<string, string | string[]> = {}) => ({
  pronounced: '',
  pronouns: '',
  about: '',
  country: '',
  phone: '',
  website: '',
  safe_contact: '',
  ...more,
});

beforeAll(async () => {
  app = await createTestApp();
  ember = await createNetwork(app, 'ember', { locales: ['en', 'fr'] });
  const other = await createNetwork(app, 'other');
  // The vocabularies' own lists.
  await rows(
    `insert into places (id, kind, labels) values ('ke', 'country', '{"en":"Kenya","fr":"Kenya"}'), ('pe', 'country', '{"en":"Peru","fr":"Pérou"}') on conflict do nothing`,
  );
  await rows(
    `insert into places (id, kind, parent_id, labels) values ('ke-110', 'region', 'ke', '{"en":"Nairobi"}') on conflict do nothing`,
  );
  await rows(
    `insert into issues (id, strand, labels, summaries, position) values ('poverty', 'cause', '{"en":"Poverty"}', '{}', 1) on conflict do nothing`,
  );
  ada = await signInAs(app, ember, 'member');
  bea = await signInAs(app, ember, 'member');
  cora = await signInAs(app, ember, 'coordinator');
  stranger = await signInAs(app, other, 'member', 'coordinator');
  await rename(ada.id, 'Ada Ñandú');
  await rename(bea.id, 'Bea Łaska');
  await rename(cora.id, 'Cora');
});
afterAll(() => app.stop());

describe('a profile', () => {
  test('is written by herself, each field shown to whom she chose, and previewed as each of them', async () => {
    expect(await text(`${e}/profile`, ada)).toContain('Nothing here must be filled in');
    const wrong = await app.post(`${e}/profile`, form({ website: 'javascript:alert(1)', about: 'kept words' }), ada);
    expect(wrong.status).toBe(422);
    expect(words(await wrong.text())).toContain('This is no web address');
    const saved = await app.post(
      `${e}/profile`,
      form({
        pronounced: 'AH-da',
        about: 'Teaches what is <b>known</b>',
        country: 'ke',
        phone: '+254 700 000',
        safe_contact: 'Never call',
        website: 'https://ada.example.invalid/a',
        languages: ['sw', 'en', 'xx'],
        offers: ['training', 'nothing'],
        issues: ['poverty', 'no-such'],
        'level.name': 'public',
        'level.country': 'public',
        'level.about': 'public',
        'level.phone': 'members',
        'level.website': 'nobody',
        'level.languages': 'world',
      }),
      ada,
    );
    expect(saved.headers.get('location')).toBe(`${e}/profile`);
    const page = `${e}/directory/people/${ada.id}`;
    const asPublic = await text(page);
    expect(asPublic).toContain('Teaches what is <b>known</b>');
    expect(asPublic).toContain('Kenya');
    for (const hidden of ['254 700', 'AH-da', 'Swahili', 'Poverty', 'Training', 'Never call', 'example.invalid'])
      expect(asPublic).not.toContain(hidden);
    const asMember = await text(page, bea);
    for (const shown of ['+254 700 000', 'say: AH-da', 'English, Swahili', 'Poverty', 'Training'])
      expect(asMember).toContain(shown);
    for (const hidden of ['Never call', 'example.invalid']) expect(asMember).not.toContain(hidden);
    const asCoordinator = await text(page, cora);
    expect(asCoordinator).toContain('Safe contact : Never call');
    expect(asCoordinator).toContain('member-');
    expect(asCoordinator).not.toContain('ada.example.invalid');
    expect((await get(page.replace('/ember/', '/other/'), stranger)).status).toBe(404);
    // What she sees in her preview is what they see.
    for (const [as, theirs] of [
      ['public', asPublic],
      ['member', asMember],
      ['coordinator', asCoordinator],
    ] as const) {
      const preview = await text(`${e}/profile/preview?as=${as}`, ada);
      for (const said of ['254 700', 'Never call', 'example.invalid', 'Kenya', 'AH-da', 'Poverty'])
        expect([as, said, preview.includes(said)]).toEqual([as, said, theirs.includes(said)]);
    }
  });

  test('a card of addresses carries what its reader may see, in lines that every address book reads', async () => {
    await app.post(
      `${e}/profile`,
      form({
        about: 'x',
        country: 'pe',
        phone: '1;2,3\\4',
        safe_contact: 'é'.repeat(100),
        'level.safe_contact': 'members',
        'level.phone': 'members',
      }),
      bea,
    );
    const card = await get(`${e}/directory/people/${bea.id}/card.vcf`, ada);
    expect(card.headers.get('content-type')).toBe('text/vcard; charset=utf-8');
    const lines = await card.text();
    expect(lines).toContain('FN:Bea Łaska\r\n');
    expect(lines).toContain('TEL;VALUE=text:1\\;2\\,3\\\\4\r\n');
    expect(lines.replaceAll('\r\n ', '')).toContain(`NOTE:${'é'.repeat(100)}`);
    for (const line of lines.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(lines).not.toContain('EMAIL');
    expect((await get(`${e}/directory/people/${bea.id}/card.vcf`)).status).toBe(404);
  });

  test('is filled in for somebody without showing more of her, and without reading what she keeps to herself', async () => {
    const mine = await signInAs(app, ember, 'member');
    await app.post(
      `${e}/profile`,
      form({ about: 'my own', phone: 'secret-number', 'level.phone': 'nobody', 'level.about': 'coordinators' }),
      mine,
    );
    const desk = `${e}/desk/profiles/${mine.id}`;
    expect((await get(desk, ada)).status).toBe(404);
    const page = await (await get(desk, cora)).text();
    expect(page).toContain('my own');
    expect(page).not.toContain('secret-number');
    expect(page).not.toContain('level.phone');
    await app.post(
      desk,
      form({
        about: 'from the phone',
        phone: 'overwritten',
        country: 'pe',
        'level.about': 'public',
        'level.phone': 'public',
        'level.name': 'public',
        'level.country': 'coordinators',
      }),
      cora,
    );
    const [stored] = await rows('select * from profiles where account_id = $1', mine.id);
    expect(stored).toMatchObject({ about: 'from the phone', phone: 'secret-number', country: 'pe' });
    expect(stored.visibility).toMatchObject({
      name: 'members',
      about: 'coordinators',
      phone: 'nobody',
      country: 'coordinators',
    });
    const [audit] = await rows(`select * from audit where noun = 'profile' order by at desc, id desc limit 1`);
    expect(audit).toMatchObject({ verb: 'saved', noun_id: mine.id, actor_id: cora.id });
    // Whoever hides her name even from coordinators is not found by them.
    await app.post(`${e}/profile`, form({ 'level.name': 'nobody' }), mine);
    expect((await get(desk, cora)).status).toBe(404);
    expect((await get(`${e}/directory/people/${mine.id}`, cora)).status).toBe(404);
    expect(await text(`${e}/profile/preview?as=coordinator`, mine)).toContain('do not find you');
  });

  test('its place lies in its country', async () => {
    const mine = await signInAs(app, ember, 'member');
    await app.post(`${e}/profile`, form({ country: 'ke' }), mine);
    await app.post(`${e}/profile`, form({ country: 'ke', place: 'ke-110' }), mine);
    expect((await rows('select place_id from profiles where account_id = $1', mine.id))[0].place_id).toBe('ke-110');
    await app.post(`${e}/profile`, form({ country: 'pe', place: 'ke-110' }), mine);
    expect((await rows('select place_id from profiles where account_id = $1', mine.id))[0].place_id).toBeNull();
    await rows('delete from accounts where id = $1', mine.id);
  });
});

describe('what she says of her own experience', () => {
  test('is seen by whom she chose, found by them alone, on no card or paper, and gone at once everywhere', async () => {
    const page = `${e}/directory/people/${bea.id}`;
    expect((await app.post(`${e}/profile/lived-experience`, { words: 'x' }, bea)).status).toBe(422);
    const say = (level: string) => app.post(`${e}/profile/lived-experience`, { words: 'Quillwort years', level }, bea);
    const seenBy = async () => [
      await text(page, ada).then((said) => said.includes('Quillwort')),
      await text(page, cora).then((said) => said.includes('Quillwort')),
      (await names(`${e}/directory?q=quillwort`, ada)).length,
      (await names(`${e}/directory?q=quillwort`, cora)).length,
      (await names(`${e}/directory?q=quillwort`)).length,
    ];
    await say('coordinators');
    expect(await seenBy()).toEqual([false, true, 0, 1, 0]);
    await say('members');
    expect(await seenBy()).toEqual([true, true, 1, 1, 0]);
    expect(await (await get(`${page}/card.vcf`, ada)).text()).not.toContain('Quillwort');
    // Her name is not public: nor is what she says, even with this choice.
    await say('public');
    expect(await seenBy()).toEqual([true, true, 1, 1, 0]);
    await app.post(`${e}/profile/lived-experience/withdrawal`, {}, bea);
    expect(await seenBy()).toEqual([false, false, 0, 0, 0]);
    expect(await rows('select * from lived_experience')).toEqual([]);
    // The record of it cannot be told from that of another change.
    const audit = await rows(
      `select verb, noun, detail from audit where noun_id = $1 and noun <> 'session' order by at desc, id desc limit 5`,
      bea.id,
    );
    for (const row of audit) expect(row).toEqual({ verb: 'saved', noun: 'profile', detail: {} });
    expect(JSON.stringify(await rows('select * from directory_entries'))).not.toContain('quillwort');
  });
});

describe('the directory', () => {
  test('finds by words in any script, narrowed by facets that count what the reader may see', async () => {
    const thai = await signInAs(app, ember, 'member');
    await rename(thai.id, 'สมหญิง ใจดี');
    expect(await names(`${e}/directory?q=nandu`, bea)).toEqual(['Ada Ñandú']);
    expect(await names(`${e}/directory?q=LASKA`, ada)).toEqual(['Bea Łaska']);
    expect(await names(`${e}/directory?q=${encodeURIComponent('หญิง')}`, ada)).toEqual(['สมหญิง ใจดี']);
    expect(await names(`${e}/directory?q=kenya`)).toEqual(['Ada Ñandú']);
    expect(await names(`${e}/directory?q=${encodeURIComponent("o'hara \\ & | ! :* <->")}`, ada)).toEqual([]);
    const all = await text(`${e}/directory`, ada);
    expect(all).toContain('Swahili 1');
    expect(await text(`${e}/directory`)).not.toContain('Swahili');
    expect(await names(`${e}/directory?country=KE&language=sw&issue=poverty&offer=training`, bea)).toEqual([
      'Ada Ñandú',
    ]);
    expect(await names(`${e}/directory?country=KE&language=sw`)).toEqual([]);
    expect(await text(`${e}/directory?country=zz`, ada)).toContain('Nothing fits all of this');
    await rows('delete from accounts where id = $1', thai.id);
  });

  test('pages by key, each line once, in the order of folded names', async () => {
    const made = await Promise.all(Array.from({ length: 64 }, () => newId()));
    for (const [at, id] of made.entries()) {
      await rows(
        `insert into accounts (network_id, id, email, email_key, name, locale, created_at) values ($1, $2, $3, $3, $4, 'en', now())`,
        ember.id,
        id,
        `p${at}@example.invalid`,
        `${['Émile', 'eva', 'Ewa'][at % 3]} ${String(at).padStart(2, '0')}`,
      );
      await rows(
        `insert into memberships (network_id, id, account_id, state, from_on, created_at) values ($1, $2, $3, 'active', '2026-01-01', now())`,
        ember.id,
        newId(),
        id,
      );
    }
    const seen: string[] = [];
    let path: string | undefined = `${e}/directory`;
    let pages = 0;
    while (path) {
      const html: string = await (await get(path, ada)).text();
      seen.push(...[...html.matchAll(/directory\/people\/[0-9a-f-]+">([^<]+)</g)].map((hit) => hit[1]!));
      path = /href="([^"]+)" rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual([...seen].sort((a, b) => (fold(a) < fold(b) ? -1 : 1)));
    expect((await get(`${e}/directory?after=bm9uc2Vuc2U`, ada)).status).toBe(200);
    const pdf = await get(`${e}/directory.pdf?country=ke`, ada);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect((await get(`${e}/directory.pdf`)).status).toBe(403);
    // On record: that it left, and nothing of what she looked for.
    expect(await rows(`select noun, noun_id, detail from audit where verb = 'exported'`)).toEqual([
      { noun: 'directory', noun_id: ember.id, detail: {} },
    ]);
    await rows('delete from accounts where id = any($1)', made);
  });

  test('knows who belongs at every moment, without anything being written', async () => {
    const [law] = [newId()];
    await rows(
      `insert into organisations (network_id, id, slug, name, name_key, kind, created_at, updated_at) values ($1, $2, 'lantern-law', 'Lantern Law', 'lantern law', 'law-firm', now(), now())`,
      ember.id,
      law,
    );
    const clerk = await signInAs(app, ember);
    await rename(clerk.id, 'Zita Clerk');
    const found = async () => (await names(`${e}/directory?q=zita`, ada)).length;
    const counted = async () =>
      /people 1|One entry|(\d+) entries/.exec(await text(`${e}/directory?type=person`, ada))?.[0];
    expect(await found()).toBe(0);
    await rows(
      `insert into affiliations (network_id, id, organisation_id, account_id, position, from_on, until_on) values ($1, $2, $3, $4, 'Clerk', '2026-11-01', '2026-12-01')`,
      ember.id,
      newId(),
      law,
      clerk.id,
    );
    expect(await found()).toBe(0);
    const before = await counted();
    await rows(
      `insert into memberships (network_id, id, organisation_id, state, from_on, created_at) values ($1, $2, $3, 'active', '2026-01-01', now())`,
      ember.id,
      newId(),
      law,
    );
    expect(await found()).toBe(1);
    const during = await counted();
    expect(during).not.toBe(before);
    expect(await text(`${e}/directory/people/${clerk.id}`, ada)).toContain('Lantern Law , Clerk');
    expect(await names(`${e}/directory?q=lantern`, ada)).toEqual(['Zita Clerk']);
    expect(await text(`${e}/directory?kind=law-firm`)).toContain('Lantern Law');
    app.at('2026-12-02T12:00:00Z');
    const later = await signInAs(app, ember, 'member');
    expect(await names(`${e}/directory?q=zita`, later)).toEqual([]);
    expect((await get(`${e}/directory/people/${clerk.id}`, later)).status).toBe(404);
    app.at('2026-11-21T12:00:00Z');
    expect(await found()).toBe(1);
    await rows(`update memberships set state = 'ended' where organisation_id = $1`, law);
    expect(await found()).toBe(0);
    await rows('update organisations set closed_at = now() where id = $1', law);
    expect(await text(`${e}/directory`)).not.toContain('Lantern Law');
  });

  test('the counts that are kept are those of its lines', async () => {
    const kept = await rows(
      'select network_id, level, kind, term, n from directory_totals where n <> 0 order by 1, 2, 3, 4',
    );
    const real = await rows(
      'select network_id, level, kind, term, count(*)::int as n from directory_entries, unnest(facets) as term group by 1, 2, 3, 4 order by 1, 2, 3, 4',
    );
    expect(kept).toEqual(real);
  });

  test('the app may not write a line, and reads none of another network', async () => {
    const level = 'insert into directory_entries select * from directory_entries';
    await expect(inNetwork(app.db, ember.id, (trx) => sql.raw(level).execute(trx))).rejects.toThrow(
      'permission denied',
    );
    await expect(
      inNetwork(app.db, ember.id, (trx) => sql.raw("select directory_refresh_people(null, '{}')").execute(trx)),
    ).rejects.toThrow('permission denied');
    expect(await names('/other/en/directory', stranger)).toEqual([`Ada ${stranger.id.slice(-4)}`]);
  });
});

describe('the twins in SQL', () => {
  test('fold and cut words as the search does', async () => {
    for (const said of [
      'Ñandú Łaska',
      'ΟΔΟΣ Straße',
      'Æbelø–Øst',
      "O'Hara, Ana-María",
      'İzmir',
      'ชื่อ',
      'Ünal ĐÀ NẴNG',
    ]) {
      const [row] = await rows('select directory_fold($1) as folded, directory_words($1) as words', said);
      expect(row.folded).toBe(fold(said));
      expect(row.words).toEqual(expect.arrayContaining(wordsOf(said)));
    }
  });

  test('know the same defaults', async () => {
    for (const field of profileFields) {
      const [row] = await rows(`select directory_default('person', $1) as level`, field);
      expect([field, row.level]).toEqual([field, profileDefaults[field]]);
    }
    expect(offerKinds).toEqual(expect.arrayContaining([...organisationOffers]));
  });
});
