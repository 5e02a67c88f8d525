import { afterAll, describe, expect, test } from 'vitest';
import { createNetwork, signInAs } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { urls } from '../../urls.ts';
import { openDesk } from '../desk/world.ts';
import { representativesOf } from '../representatives/index.ts';

const { app, network, at, get, post, text, one, published, rowOf } = await openDesk();
afterAll(() => app.stop());
const visitor = {};
const run = (query: string, ...values: unknown[]) => app.db.owner.query(query, values);

await run(
  `insert into bodies (id, name, level, country) values ('xx-court', '{"en": "Court of Ember"}', 'court', 'xx')`,
);
await run(`insert into roles (id, body_id, name) values ('xx-court:judge', 'xx-court', '{"en": "Judge"}')`);
await run(`insert into posts (id, role_id, division_id, label, known_as_of) values
  ('xx-judge', 'xx-court:judge', null, '{"en": "Judge of the Court"}', '2026-08-05')`);
await run(`insert into officials (id, name, source, as_of) values ('oj', 'Justina Judge', 'test', '2026-08-05')`);
await run(
  `insert into tenures (id, official_id, post_id, source, as_of) values ('tj', 'oj', 'xx-judge', 'test', '2026-08-05')`,
);
await run(
  `insert into contacts (official_id, kind, value) values ('oj', 'email', 'judge@court.invalid'), ('o1', 'email', 'oest@assembly.invalid')`,
);
await run(`insert into places (id, kind, labels) values ('xx-prison', 'facility', '{"en": "Ember Prison"}')`);
// The network calls it by another name than the list does.
await run(
  `insert into vocabulary_words (network_id, noun, noun_id, locale, label, at) values ($1, 'place', 'xx-prison', 'en', 'Ember House', now())`,
  network.id,
);
representativesOf(app.db).reload();

const id = await published('Come and see');
const { slug } = await rowOf(id);
const form = (over: Record<string, string> = {}): Record<string, string> & { id: string } => ({
  id: newId(),
  post: 'xx-north',
  official: 'o1',
  place_id: 'xx-prison',
  place: '',
  asked_on: '2026-11-01',
  source: 'Letter',
  source_url: '',
  note: 'For us alone',
  ...over,
});
const step = (over: Record<string, string> = {}) => ({
  id: newId(),
  kind: 'accepted',
  on_day: '2026-11-05',
  planned_on: '2026-11-20',
  words: 'I shall come.',
  words_of: 'theirs',
  source: 'E-mail',
  source_url: 'https://example.invalid/a',
  ...over,
});
const show = async () => text(get(urls.pledges.show(at, slug), visitor));

describe('an invitation', () => {
  test('is asked, accepted, visited with its report, corrected; nothing is overwritten', async () => {
    expect(await show()).toContain('Nobody has been invited yet');
    expect(await text(get(urls.campaigns.show(at, slug), visitor))).not.toContain('Who has come to see');
    expect(await text(get(urls.pledges.desk(at, id, 'oest')))).toContain('Nobody found for “oest”');
    expect(await text(get(urls.pledges.desk(at, id, 'renee')))).toContain('Renée Öst');

    const own = form();
    const answer = await post(urls.pledges.invite(at, id, 'xx-north'), own);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, urls.pledges.invitation(at, id, own.id)]);
    await post(urls.pledges.invite(at, id, 'xx-north'), own);
    expect((await run('select 1 from invitations')).rows).toHaveLength(1);
    expect(await show()).toContain('They were asked, and have not answered');
    expect(await text(get(urls.campaigns.show(at, slug), visitor))).toContain('Who has come to see');

    const accepted = step();
    expect((await post(urls.pledges.steps(at, id, own.id), accepted)).status).toBe(303);
    await post(urls.pledges.steps(at, id, own.id), accepted);
    expect(await text(get(urls.accounts.today(at)))).toContain('Renée Öst was to visit on November 20, 2026');
    const visited = step({ kind: 'visited', on_day: '2026-11-20', words: 'The cells have no clock.', planned_on: '' });
    await post(urls.pledges.steps(at, id, own.id), visited);
    expect(await text(get(urls.accounts.today(at)))).not.toContain('was to visit');
    const page = await show();
    for (const said of [
      'They came to see',
      'The cells have no clock.',
      'The report, in their own words',
      'to see Ember House',
      'I shall come.',
    ])
      expect(page).toContain(said);
    expect(page).not.toContain('For us alone');
    expect(await text(get(urls.vocabularies.place(at, 'xx-prison'), visitor))).toContain('Visits 1 Renée Öst');

    const retraction = urls.pledges.retraction(at, id, own.id, visited.id);
    expect((await post(retraction, { reason: ' ' })).status).toBe(422);
    await post(retraction, { reason: 'It was another prison.' });
    await post(retraction, { reason: 'Another reason' });
    const after = await show();
    expect(after).toContain('They said yes');
    expect(after).toContain('Taken back on November 21, 2026: It was another prison.');
    expect(after).not.toContain('Another reason');
    // The whole invitation, taken back: counted nowhere, and still there to be read.
    await post(urls.pledges.retraction(at, id, own.id), { reason: 'Never sent.' });
    expect(await show()).toContain('1 invitation was recorded in error and taken back');
    expect((await post(urls.pledges.steps(at, id, own.id), step())).status).toBe(404);
    const client = await app.db.owner.connect();
    try {
      await client.query('set role casement_app');
      await client.query(`select set_config('casement.network', $1, false)`, [network.id]);
      for (const query of [
        'update invitation_steps set words = $$x$$',
        'delete from invitation_steps',
        'update invitations set name = $$x$$',
        'delete from invitations',
      ])
        await expect(client.query(query)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await client.query('reset role');
      await client.query('reset casement.network');
      client.release();
    }
  });

  test('mistakes are refused with everything as typed; hostile words are words', async () => {
    const there = urls.pledges.invite(at, id, 'xx-north');
    const wrongForms: Record<string, string>[] = [
      { asked_on: '2026-11-22' },
      { asked_on: 'x' },
      { place_id: 'no-such' },
      { source_url: 'javascript:alert(1)' },
      { official: 'o2' },
      { place: 'a\nb' },
    ];
    for (const over of wrongForms) {
      const answer = await post(there, form({ note: 'Kept as typed', ...over }));
      expect([over, answer.status]).toEqual([over, 422]);
      expect(await text(answer)).toContain('Kept as typed');
    }
    const own = form({ place_id: '', place: '<script>alert(1)</script>' });
    await post(there, own);
    const steps = urls.pledges.steps(at, id, own.id);
    const wrongSteps: Record<string, string>[] = [
      { kind: 'x' },
      { on_day: '2026-10-31' },
      { on_day: '2026-11-22' },
      { source: '' },
      { kind: 'visited', words: '' },
      { planned_on: 'soon' },
      { source_url: 'ftp://x' },
    ];
    for (const over of wrongSteps)
      expect([over, (await post(steps, step({ source: 'Kept', ...over }))).status]).toEqual([over, 422]);
    expect((await post(steps, step({ words: 'a\0b' }))).status).toBe(400);
    await post(steps, step({ kind: 'declined', words: '<img src=x onerror=alert(1)>' }));
    for (const path of [
      urls.pledges.show(at, slug),
      urls.pledges.invitation(at, id, own.id),
      urls.pledges.desk(at, id),
    ])
      expect(await (await get(path)).text()).not.toMatch(/<script>alert|<img src=x/);
    expect((await post(there, form({ post: 'no-such' }))).status).toBe(404);
    // Nobody serves in a post of ended lines.
    expect((await get(urls.pledges.invite(at, id, 'xx-south'))).status).toBe(404);
  });

  test('others find nothing', async () => {
    const own = form();
    await post(urls.pledges.invite(at, id, 'xx-north'), own);
    const gets = [
      urls.pledges.desk(at, id),
      urls.pledges.invite(at, id, 'xx-north'),
      urls.pledges.inviteCourt(at, id),
      urls.pledges.invitation(at, id, own.id),
      urls.pledges.retraction(at, id, own.id),
    ];
    const posts = [
      urls.pledges.invite(at, id, 'xx-north'),
      urls.pledges.inviteCourt(at, id),
      urls.pledges.steps(at, id, own.id),
      urls.pledges.retraction(at, id, own.id),
    ];
    const member = await signInAs(app, network, 'member');
    const elsewhere = await signInAs(app, await createNetwork(app, 'elsewhere'), 'coordinator');
    const theirs = (path: string) => path.replace('/ember/', '/elsewhere/');
    for (const path of gets) {
      expect([path, (await get(path, visitor)).status]).toEqual([path, 403]);
      expect([path, (await get(path, member)).status]).toEqual([path, 404]);
      expect([path, (await get(theirs(path), elsewhere)).status]).toEqual([path, 404]);
    }
    for (const path of posts) {
      expect([path, (await post(path, form(), visitor)).status]).toEqual([path, 403]);
      expect([path, (await post(path, form(), member)).status]).toEqual([path, 404]);
      expect([path, (await post(theirs(path), form(), elsewhere)).status]).toEqual([path, 404]);
    }
    const other = await published('Another');
    expect((await get(urls.pledges.invitation(at, other, own.id))).status).toBe(404);
    expect((await get(theirs(urls.pledges.show(at, slug)), visitor)).status).toBe(404);
  });
});

describe('judges', () => {
  test('are invited through their court’s administration: one letter, sent by hand, none of them named', async () => {
    const own = { ...form(), body: 'xx-court', court: 'Court of Ember', address: 'administration@court.invalid' };
    expect((await post(urls.pledges.inviteCourt(at, id), { ...own, address: '' })).status).toBe(422);
    expect((await post(urls.pledges.inviteCourt(at, id), own)).status).toBe(303);
    const here = urls.pledges.invitation(at, id, own.id);
    const html = await (await get(here)).text();
    expect(html).toMatch(/href="mailto:administration%40court.invalid\?subject=/);
    expect(html).toContain('To the administration of Court of Ember');
    const pdf = await get(urls.pledges.letter(at, id, own.id));
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    const before = (await run('select 1 from mails')).rows.length;
    await app.work();
    expect((await run('select 1 from mails')).rows).toHaveLength(before);
    const page = await show();
    expect(page).toContain('Judges are invited through their court’s administration');
    expect(page).not.toContain('administration@court.invalid');
    // One address or none: never a list.
    const many = { ...own, id: newId(), address: 'a@court.invalid, b@court.invalid' };
    await post(urls.pledges.inviteCourt(at, id), many);
    expect(await (await get(urls.pledges.invitation(at, id, many.id))).text()).not.toContain('mailto:');
  });

  test('a judge is not invited in person: the form leads to her court’s', async () => {
    expect(await text(get(urls.pledges.desk(at, id, 'justina')))).not.toContain('Justina Judge');
    for (const answer of [
      await get(urls.pledges.invite(at, id, 'xx-judge')),
      await post(urls.pledges.invite(at, id, 'xx-judge'), form({ post: 'xx-judge', official: 'oj' })),
    ])
      expect([answer.status, answer.headers.get('location')]).toEqual([
        303,
        urls.pledges.inviteCourt(at, id, 'xx-court'),
      ]);
    expect(await text(get(urls.pledges.inviteCourt(at, id, 'xx-court')))).toContain('Invite a court');
    expect((await run(`select 1 from invitations where name like '%Justina%'`)).rows).toEqual([]);
  });

  test('no campaign can ask a court, in any way', async () => {
    const targets: Record<string, string>[] = [
      { role: 'xx-court:judge' },
      { post: 'xx-judge' },
      { body: 'xx-court' },
      { person: 'oj' },
    ];
    for (const target of targets) {
      const answer = await post(urls.campaigns.targets(at, id), target);
      expect([
        target,
        answer.status,
        (await text(answer)).includes('Judges are invited through their court’s administration'),
      ]).toEqual([target, 422, true]);
    }
    expect(
      (await run(`select 1 from campaign_targets where role_id = 'xx-court:judge' or post_id = 'xx-judge'`)).rows,
    ).toEqual([]);
  });

  test('no letter goes to a judge and no stand is given her, even where a body became a court later', async () => {
    const late = await published('Late');
    const late_ = await rowOf(late);
    await run(
      `insert into campaign_targets (network_id, id, campaign_id, post_id, position) values ($1, gen_random_uuid(), $2, 'xx-judge', 9)`,
      network.id,
      late,
    );
    app.deps.edits.emit('');
    const letter = { to: 'xx-judge', subject: 's', body: 'b', name: 'Ana', email: 'ana@example.invalid', street: '' };
    const refused = await post(urls.campaigns.actions(at, late_.slug), letter, visitor);
    expect([refused.status, await text(refused)]).toEqual([
      422,
      expect.stringContaining('Judges are not written to here'),
    ]);
    expect((await post(urls.campaigns.preview(at, late_.slug), letter, visitor)).status).toBe(422);
    expect((await one<{ n: number }>('select count(*)::int as n from actions where campaign_id = $1', late)).n).toBe(0);

    expect(await text(get(urls.stands.board(at, late_.slug), visitor))).not.toContain('Justina');
    expect((await get(urls.stands.post(at, late, 'xx-judge'))).status).toBe(404);
    const stand = {
      id: newId(),
      post: 'xx-judge',
      official: 'oj',
      stand: 'supports',
      said_on: '2026-11-01',
      source: 's',
      source_url: '',
      note: '',
    };
    expect((await post(urls.stands.desk(at, late), stand)).status).toBe(404);
    expect((await run(`select 1 from stands where official_id = 'oj'`)).rows).toEqual([]);
  });
});
