import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { kits } from '../../../test/beginnings.ts';
import { paceLimits } from '../../platform/abuse/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { urls } from '../../urls.ts';
import { codeSigns, newCode, phaseOf, readCode } from './event.ts';

describe('a code', () => {
  test('is read however it is typed, and holds nothing that looks like something else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), () => {
        const code = newCode();
        expect([...code].every((sign) => codeSigns.includes(sign))).toBe(true);
        expect(readCode(` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)} `)).toBe(code);
      }),
    );
    for (const wrong of ['', 'ABC', 'ABCDE1', 'ABCDEO', 'ABCDEFGHJ', "'; drop"])
      expect(readCode(wrong)).toBeUndefined();
  });
  test('its hours are those of the place', () => {
    const event = { startsAt: '2026-11-21T18:00', endsAt: '2026-11-21T21:00', timeZone: 'America/Toronto' };
    const phases = ['2026-11-21T22:59:00Z', '2026-11-21T23:00:00Z', '2026-11-22T01:59:00Z', '2026-11-22T02:00:00Z'];
    expect(phases.map((at) => phaseOf(event, new Date(at)))).toEqual(['ahead', 'on', 'on', 'over']);
  });
});

let app: TestApp;
let cookie: string;
let campaignId: string;
let posts: string[];
let finding: string;
const at = { network: 'daylight', locale: 'en' };
const campaign = '/daylight/en/campaigns/five-asks';

beforeAll(async () => {
  app = await createTestApp({ from: await kits(), now: '2026-11-21T12:00:00Z', env: { CASEMENT_TRUST_PROXY: '1' } });
  cookie = (await signInAs(app, await app.network('daylight'), 'coordinator')).cookie;
  campaignId = (await rows<{ id: string }>(`select id from campaigns where slug = 'five-asks'`))[0]!.id;
  finding = (await app.post(`${campaign}/search`, { code: 'Z1A', country: 'XX' })).headers.get('location')!;
  const form = await (await app.get(finding)).text();
  posts = [...form.matchAll(/name="to" value="([^"]+)" checked/g)].map((match) => match[1]!);
});
afterAll(() => app.stop());

const rows = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await app.db.owner.query<T>(text, values)).rows;
const count = async (text: string, ...values: unknown[]) => (await rows(text, values)).length;
const eventFields = {
  name: 'A night of letters',
  place: 'Sample Hall',
  starts_at: '2026-11-21T06:00',
  ends_at: '2026-11-21T09:00',
  time_zone: 'America/Toronto',
  most: '150',
};
async function makeEvent(over: Record<string, string> = {}): Promise<{ id: string; code: string }> {
  const id = newId();
  for (let twice = 0; twice < 2; twice += 1)
    expect((await app.post(urls.events.desk(at, campaignId), { ...eventFields, id, ...over }, { cookie })).status).toBe(
      303,
    );
  return { id, code: (await rows<{ code: string }>('select code from events where id = $1', [id]))[0]!.code };
}
const letter = (n: number, query: string, began: string) =>
  app.post(
    `${campaign}/actions`,
    {
      subject: 'Five asks',
      body: `Words ${n}`,
      name: `Guest ${n}`,
      email: `guest${n}@d${n}.invalid`,
      street: '',
      to: posts,
      query,
      began,
    },
    { headers: { 'x-forwarded-for': '198.51.100.7' } },
  );
const opened = async () => /name="began" value="([^"]+)"/.exec(await (await app.get(finding)).text())![1]!;

describe('event mode', () => {
  test('in a hall where 200 share one connection, the code lifts the limits of the address for its hours', async () => {
    const { id, code } = await makeEvent({ most: '205' });
    // The way from the slide: the code, the place, the letter form that carries it.
    const door = await app.get(`/daylight/en/e/${code.toLowerCase()}`);
    expect(door.headers.get('location')).toBe(urls.events.door(at, code));
    expect(words(await (await app.get(urls.events.door(at, code))).text())).toContain(
      'A night of letters, Sample Hall',
    );
    const referer = `http://127.0.0.1:3000${urls.events.door(at, code)}`;
    const found = await app.post(`${campaign}/search`, { code: 'Z1A', country: 'XX' }, { headers: { referer } });
    const location = found.headers.get('location')!;
    expect(location).toContain(`event=${code}`);
    expect(await (await app.get(location)).text()).toContain(`event=${code}`);

    const began = await opened();
    app.at('2026-11-21T12:05:00Z');
    const query = location.split('?')[1]!;
    const crowd = Array.from({ length: 206 }, (_, n) => n);
    const answers = await Promise.all(crowd.map((n) => letter(n, query, began)));
    expect(new Set(answers.map((answer) => answer.headers.get('location')))).toEqual(new Set([`${campaign}/received`]));
    // 200 and five more have their mails; the one beyond what was expected waits for a look.
    expect(await count(`select from mails where kind = 'confirmation' and to_address like 'guest%'`)).toBe(205);
    expect(await rows(`select reasons, state from action_flags`)).toEqual([{ reasons: ['event'], state: 'held' }]);
    expect(await count(`select from actions where source->>'event' = $1`, code)).toBe(206);
    expect(words(await (await app.get(urls.events.edit(at, campaignId, id), { cookie })).text())).toContain(
      '206 people acted with it, 0 confirmed.',
    );
  });

  test('outside of its hours, with a code that is none, or of another campaign, all is as always', async () => {
    const { code } = await makeEvent();
    const began = await opened();
    app.at('2026-11-21T15:00:00Z');
    await app.db.owner.query('delete from action_flags');
    const all = Array.from({ length: paceLimits.address + 3 }, (_, n) => n + 1_000);
    await Promise.all(all.map((n) => letter(n, `event=${n % 2 ? code : 'ZZZZZZ'}`, began)));
    expect(await count(`select from action_flags where reasons @> '{address}' and state = 'held'`)).toBe(3);
    expect(await count(`select from actions where source->>'event' = $1`, code)).toBe(0);
    expect(words(await (await app.get(urls.events.door(at, code))).text())).toContain(
      'is over. You can act all the same.',
    );
    expect((await app.get('/daylight/en/e/ZZZZZZ')).status).toBe(404);
    expect((await app.get(`/network/en/e/${code}`)).status).toBe(404);
  });

  test('mistakes are told; it is changed, shown on a slide, and taken away', async () => {
    const wrong: [Record<string, string>, string][] = [
      [{ ends_at: '2026-11-21T05:00' }, 'The end lies before the beginning'],
      [{ ends_at: '2026-11-29T05:00' }, 'three days at most'],
      [{ starts_at: 'soon' }, 'Write day and hour'],
      [{ time_zone: 'Toronto' }, 'a region and a city'],
      [{ most: '0' }, 'from 1 to 20,000'],
      [{ name: '' }, 'Please fill this in'],
    ];
    for (const [over, message] of wrong) {
      const answer = await app.post(urls.events.desk(at, campaignId), { ...eventFields, ...over }, { cookie });
      expect(answer.status, message).toBe(422);
      expect(words(await answer.text())).toContain(message);
    }
    const { id, code } = await makeEvent({ name: '=1+1 <b>' });
    const slide = await (await app.get(urls.events.slide(at, campaignId, id), { cookie })).text();
    expect(slide).toContain('<svg');
    expect(slide).toContain(`/daylight/en/e/${code}`);
    expect(slide).toContain('=1+1 &lt;b&gt;');
    await app.post(urls.events.edit(at, campaignId, id), { ...eventFields, name: 'Renamed' }, { cookie });
    expect(words(await (await app.get(urls.events.door(at, code))).text())).toContain('Renamed');
    await app.post(urls.events.removal(at, campaignId, id), {}, { cookie });
    expect((await app.get(urls.events.door(at, code))).status).toBe(404);
  });
});

describe('cards on paper', () => {
  async function batch(over: Record<string, string> = {}, who = cookie): Promise<string> {
    const fields = { id: newId(), witness: 'Wilma Witness', signed_on: '2026-11-20', locale: 'en', event: '', ...over };
    const answer = await app.post(urls.events.cards(at, campaignId), fields, { cookie: who });
    expect(answer.status).toBe(303);
    return fields.id;
  }
  const add = (id: string, fields: Record<string, string | string[]>, who = cookie) =>
    app.post(urls.events.batch(at, campaignId, id), { country: 'XX', ...fields }, { cookie: who });
  const counted = async () =>
    Number((await rows<{ n: number }>('select count(*)::integer as n from actions where counted'))[0]!.n);

  test('a sheet is printed with the exact words of each agreement', async () => {
    const sheet = await app.get(urls.events.sheet(at, campaignId, 'en'), { cookie });
    expect(sheet.headers.get('content-type')).toBe('application/pdf');
    expect(
      Buffer.from(await sheet.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect((await app.get(urls.events.sheet(at, campaignId, 'pt'), { cookie })).status).toBe(404);
  });

  test('counts as confirmed at once: letters leave, consents say paper, witness and typist are on record', async () => {
    const id = await batch();
    const before = await counted();
    const card = newId();
    const fields = {
      id: card,
      name: 'Ana Papel',
      street: '1 Lantern Street',
      email: 'ana@papel.invalid',
      code: 'Z1A 1A1',
      consent: ['newsletter'],
    };
    for (let twice = 0; twice < 2; twice += 1) expect((await add(id, fields)).status).toBe(303);
    expect(await counted()).toBe(before + 1);
    await app.work();
    const letters = await rows<{ state: string }>(
      `select d.state from deliveries d join actions a on a.id = d.action_id join people p on p.id = a.person_id where p.name = 'Ana Papel'`,
    );
    expect(letters.map((one) => one.state)).toEqual(posts.map(() => 'kept'));
    expect(await count(`select from mails where kind = 'confirmation' and to_address = 'ana@papel.invalid'`)).toBe(0);
    expect(
      await rows(
        `select c.event, c.source, w.text from consents c join consent_wordings w on w.id = c.wording_id join people p on p.id = c.person_id where p.name = 'Ana Papel' order by c.event desc`,
      ),
    ).toMatchObject([
      { event: 'given', source: 'paper' },
      { event: 'confirmed', source: 'paper' },
    ]);
    expect(await rows('select witness, typed_by is not null as typed from card_batches where id = $1', [id])).toEqual([
      { witness: 'Wilma Witness', typed: true },
    ]);
    // The code is kept nowhere.
    expect(await count(`select from actions where source::text ~ 'Z1A'`)).toBe(0);
  });

  test('a person without a mailbox is told by her street; twice is once, in whatever batch', async () => {
    const [one, two] = [await batch(), await batch()];
    const before = await counted();
    const bea = { name: 'Bea Papel', street: '2 Lantern Street,\nSampletown', code: 'Z1A' };
    expect((await add(one, bea)).status).toBe(303);
    expect((await add(two, { ...bea, name: 'BEA  Papel', street: '2, Lantern street Sampletown' })).status).toBe(303);
    expect(await counted()).toBe(before + 1);
    await app.work();
    const [mail] = await rows<{ source: string }>(
      `select convert_from(m.mime, 'UTF8') as source from mails m join deliveries d on d.id = m.subject_id join actions a on a.id = d.action_id join people p on p.id = a.person_id where p.name = 'Bea Papel' limit 1`,
    );
    expect(mail!.source).not.toMatch(/^Reply-To:/im);
    expect(mail!.source).toContain('2 Lantern Street');
    expect(
      await rows(
        `select email, email_key ~ '^paper:[A-Za-z0-9_-]{22}$' as keyed from people where name_key = 'bea papel'`,
      ),
    ).toEqual([{ email: '', keyed: true }]);
    // Neither mailbox nor street: nobody could tell her from another.
    const answer = await add(one, { name: 'Cleo Papel', code: 'Z1A' });
    expect(answer.status).toBe(422);
    expect(words(await answer.text())).toContain('Without an e-mail address write the street address');
  });

  test('somebody of the same name who acted already is asked about', async () => {
    const id = await batch();
    const before = await counted();
    const again = { name: 'Ana Papel', street: '9 Other Street', code: 'Z1A' };
    const asked = await add(id, again);
    expect(asked.status).toBe(422);
    expect(words(await asked.text())).toContain('ana@papel.invalid');
    expect((await add(id, { ...again, who: 'same' })).status).toBe(303);
    expect(await counted()).toBe(before);
    expect((await add(id, { ...again, who: 'different' })).status).toBe(303);
    expect(await counted()).toBe(before + 1);
    expect(
      (await rows<{ outcome: string }>('select outcome from cards where batch_id = $1 order by id', [id])).map(
        (row) => row.outcome,
      ),
    ).toEqual(['same', 'counted']);
    // By the same mailbox she is recognised, whatever else the card says.
    expect((await add(id, { name: 'ana papel', email: 'Ana@papel.invalid', code: 'Z1A' })).status).toBe(303);
    expect(await counted()).toBe(before + 1);
  });

  test('a code in doubt, or none, asks whom the letter is for, once', async () => {
    const id = await batch();
    const fields = { name: 'Dora Papel', street: '3 Lantern Street', code: 'NOWHERE' };
    const asked = await add(id, fields);
    expect(asked.status).toBe(422);
    const html = await asked.text();
    expect(words(html)).toContain('We cannot tell for certain who represents her');
    const choice = /<select id="to-\d+" name="to">.*?<option value="([^"]+)"/s.exec(
      html.replace('<option value="">', ''),
    )![1]!;
    expect((await add(id, { ...fields, asked: 'yes', to: choice })).status).toBe(303);
    expect(
      await rows(`select a.post_ids from actions a join people p on p.id = a.person_id where p.name = 'Dora Papel'`),
    ).toEqual([{ post_ids: [choice] }]);
    expect((await add(id, { ...fields, name: 'Eva Papel', asked: 'yes', to: 'no:such' })).status).toBe(422);
  });

  test('a batch is undone as a whole, once; nothing more can be added', async () => {
    const id = await batch();
    const before = await counted();
    for (const n of [1, 2, 3]) await add(id, { name: `Fay ${n} Papel`, street: `${n} Lantern Street`, code: 'Z1A' });
    expect(await counted()).toBe(before + 3);
    for (let twice = 0; twice < 2; twice += 1)
      await app.post(urls.events.batchRemoval(at, campaignId, id), {}, { cookie });
    expect(await counted()).toBe(before);
    expect(
      await count(
        `select from deliveries d join actions a on a.id = d.action_id join people p on p.id = a.person_id where p.name like 'Fay%' and d.state <> 'withdrawn'`,
      ),
    ).toBe(0);
    await add(id, { name: 'Late Papel', street: 'x', code: 'Z1A' });
    expect(await counted()).toBe(before);
    expect(await count(`select from people where name = 'Late Papel'`)).toBe(0);
    expect(words(await (await app.get(urls.events.batch(at, campaignId, id), { cookie })).text())).toContain(
      'This batch was undone',
    );
  });

  test('a member types the cards of an event whose witness she is, and of no other', async () => {
    const network = await app.network('daylight');
    const member = await signInAs(app, network, 'member');
    const { id: eventId } = await makeEvent();
    expect((await app.get(urls.events.cards(at, campaignId, eventId), { cookie: member.cookie })).status).toBe(404);
    await app.post(urls.events.witnesses(at, campaignId, eventId), { account: member.id }, { cookie });
    app.at('2026-11-21T18:00:00Z');
    expect(words(await (await app.get(urls.accounts.today(at), { cookie: member.cookie })).text())).toContain(
      'Cards of A night of letters can be typed in',
    );
    expect((await app.get(urls.events.cards(at, campaignId, eventId), { cookie: member.cookie })).status).toBe(200);
    expect((await app.get(urls.events.cards(at, campaignId), { cookie: member.cookie })).status).toBe(404);
    const hers = await batch({ event: eventId }, member.cookie);
    const before = await counted();
    expect(
      (await add(hers, { name: 'Gil Papel', street: '7 Lantern Street', code: 'Z1A' }, member.cookie)).status,
    ).toBe(303);
    expect(await counted()).toBe(before + 1);
    const others = await batch();
    expect((await add(others, { name: 'Hal Papel', street: '8', code: 'Z1A' }, member.cookie)).status).toBe(404);
    expect(
      (await app.post(urls.events.batchRemoval(at, campaignId, others), {}, { cookie: member.cookie })).status,
    ).toBe(404);
    expect((await app.get(urls.events.desk(at, campaignId), { cookie: member.cookie })).status).toBe(404);
    const foreign = await signInAs(app, await createNetwork(app, 'else'), 'administrator');
    const there = { network: 'else', locale: 'en' };
    expect((await app.post(urls.events.batch(there, campaignId, others), {}, { cookie: foreign.cookie })).status).toBe(
      404,
    );
    expect((await app.get(urls.events.cards(at, campaignId))).status).toBe(403);
  });
});
