import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, signInAs, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { urls } from '../../urls.ts';
import { makeLetter, openDesk } from '../desk/world.ts';
import { readFilter } from './forms.ts';
import { namesOf } from './hal.ts';

type Json = {
  _links: Record<string, { href: string }> & { [rel: string]: { href: string } };
  _embedded: Record<string, Json[]>;
  [field: string]: unknown;
};

let desk: Awaited<ReturnType<typeof openDesk>>;
let campaign: string;
let keys: { all: string; people: string; actions: string };
const people = () =>
  desk.one<{ n: number }>('select count(*)::int as n from people where keep_until is null and erased_at is null');

beforeAll(async () => {
  desk = await openDesk();
  campaign = await desk.published('Five asks');
  for (let i = 0; i < 60; i += 1) {
    await makeLetter(desk.app, desk.network, campaign, {
      state: 'confirmed',
      deliveries: [{ post: 'xx-north', state: 'sent', name: 'Renée Öst' }],
    });
  }
  await makeLetter(desk.app, desk.network, campaign, {
    state: 'pending',
    deliveries: [{ post: 'xx-north', state: 'composed' }],
  });
  // As the letter form leaves it: somebody who never confirmed is forgotten in a week.
  await run(`update people set keep_until = now() where id in (select person_id from actions where state = 'pending')`);
  await run('update people set email_key = lower(email)');
  keys = { all: await key(['people', 'actions']), people: await key(['people']), actions: await key(['actions']) };
});
afterAll(() => desk.app.stop());

const run = (text: string, values: unknown[] = []) =>
  desk.app.db.owner.query(text, values).then((result) => result.rows);

/** Makes a key over HTTP; answers the token that was shown. */
async function key(scopes: string[], id = newId()): Promise<string> {
  const response = await desk.post(urls.osdi.keys(desk.at), { id, name: 'A sync', scopes });
  return /casement_[\w-]{43}/.exec(await response.text())?.[0] ?? '';
}
const ask = (path: string, token = keys.all) =>
  desk.app.get(path.replace(/^https?:\/\/[^/]+/, ''), { headers: { 'OSDI-API-Token': token } });
const read = async (path: string, token = keys.all): Promise<Json> => {
  const response = await ask(path, token);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/hal+json; charset=utf-8');
  return (await response.json()) as Json;
};
const consent = (person: string, event: string) =>
  run(
    `insert into consents (network_id, id, person_id, purpose, event, source, at) values ($1, $2, $3, 'newsletter', $4, 'form', $5)`,
    [desk.network.id, newId(), person, event, desk.app.deps.clock()],
  );

describe('a program with a key', () => {
  test('finds everything from the entry point on, by links alone', async () => {
    const entry = await read(urls.osdi.entry(desk.at));
    expect(entry).toMatchObject({ osdi_version: '1.2.0', namespace: 'casement', max_pagesize: 100 });
    const campaigns = await read(entry._links['osdi:advocacy_campaigns']!.href);
    expect(campaigns).toMatchObject({ total_records: 1, page: 1, total_pages: 1 });
    const [one] = campaigns._embedded['osdi:advocacy_campaigns']!;
    expect(one).toMatchObject({ identifiers: [`casement:${campaign}`], title: 'Five asks', total_outreaches: 60 });
    const outreaches = await read(one!._links['osdi:outreaches']!.href);
    const [letter] = outreaches._embedded['osdi:outreaches']!;
    expect(letter).toMatchObject({
      type: 'email',
      targets: [
        { title: 'Member of the Assembly', organization: 'Assembly of Ember', given_name: 'Renée', family_name: 'Öst' },
      ],
    });
    // What she wrote is between her and whom she wrote to.
    expect(JSON.stringify(outreaches)).not.toMatch(/message|body|street/);
    const person = await read(letter!._links['osdi:person']!.href);
    expect(person.email_addresses).toMatchObject([{ status: 'unsubscribed' }]);
    expect((await read(person._links['osdi:outreaches']!.href)).total_records).toBe(1);
    expect((await read(letter!._links.self!.href)).identifiers).toEqual(letter!.identifiers);
    expect(await read(entry._links['osdi:petitions']!.href)).toMatchObject({ total_records: 0 });
  });

  test('walks by `next`, reads each once and misses nobody, also when somebody joins meanwhile', async () => {
    const seen: string[] = [];
    let next: string | undefined = `${urls.osdi.people(desk.at)}?per_page=25`;
    let pages = 0;
    while (next) {
      const page: Json = await read(next);
      seen.push(...page._embedded['osdi:people']!.map((one) => (one.identifiers as string[])[0]!));
      next = page._links.next?.href;
      pages += 1;
      if (pages === 1) {
        await makeLetter(desk.app, desk.network, campaign, { state: 'confirmed', deliveries: [] });
      }
    }
    expect(pages).toBe(3);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe((await people()).n);
    // Those who are forgotten behind her do not end her walk before its end.
    const first = await read(`${urls.osdi.people(desk.at)}?per_page=25`);
    const onward = (await read(first._links.next!.href))._links.next!.href;
    const forgotten = seen.slice(0, 40).map((one) => one.replace('casement:', ''));
    await run('update people set erased_at = now() where id = any($1::uuid[])', [forgotten]);
    const rest = (await read(onward))._embedded['osdi:people']!.map((one) => (one.identifiers as string[])[0]);
    expect(rest).toEqual(seen.slice(50));
    const narrow = await read(onward.replace('per_page=25', 'per_page=10'));
    expect(narrow._links.next, 'eleven are left behind this key').toBeDefined();
    await run('update people set erased_at = null where id = any($1::uuid[])', [forgotten]);
    // By number too, as other programs do.
    const second = await read(`${urls.osdi.people(desk.at)}?per_page=25&page=2`);
    expect(second._embedded['osdi:people']!.map((one) => (one.identifiers as string[])[0])).toEqual(seen.slice(25, 50));
    expect((await read(`${urls.osdi.people(desk.at)}?per_page=5000`)).per_page).toBe(100);
  });

  test('is told who is subscribed by the consent ledger alone, and can ask for what changed', async () => {
    const [one, two, three] = (await run(`select id from people where keep_until is null order by id limit 3`)).map(
      (row) => row.id,
    );
    desk.app.at('2026-11-22T08:00:00Z');
    await consent(one, 'given');
    await consent(two, 'confirmed');
    await consent(three, 'confirmed');
    await consent(three, 'withdrawn');
    const status = async (id: string) =>
      ((await read(urls.osdi.person(desk.at, id))).email_addresses as { status: string }[])[0]!.status;
    expect([await status(one), await status(two), await status(three)]).toEqual([
      'unsubscribed',
      'subscribed',
      'unsubscribed',
    ]);
    const changed = await read(
      `${urls.osdi.people(desk.at)}?filter=${encodeURIComponent("modified_date gt '2026-11-22T00:00:00Z'")}`,
    );
    expect(changed._embedded['osdi:people']!.map((person) => (person.identifiers as string[])[0])).toEqual([
      `casement:${two}`,
      `casement:${three}`,
    ]);
    const { email } = (await run('select email from people where id = $1', [two]))[0];
    const found = await read(
      `${urls.osdi.people(desk.at)}?filter=${encodeURIComponent(`email_address eq '${email.toUpperCase()}'`)}`,
    );
    expect(found.total_records).toBe(1);
    desk.app.at('2026-11-21T12:00:00Z');
  });

  test('never meets who is erased, who never confirmed, or what was withdrawn', async () => {
    const [gone] = await run(`select person_id, id from actions where state = 'confirmed' order by id desc limit 1`);
    const [pending] = await run(`select person_id, id from actions where state = 'pending'`);
    await run(`update people set erased_at = now(), name = '', email = '' where id = $1`, [gone.person_id]);
    for (const { person_id, id } of [gone, pending]) {
      expect((await ask(urls.osdi.person(desk.at, person_id))).status).toBe(404);
      expect((await ask(urls.osdi.outreach(desk.at, campaign, id))).status).toBe(404);
    }
    const count = async () => (await read(urls.osdi.outreaches(desk.at, campaign))).total_records as number;
    const whole = await count();
    await run(
      `insert into action_flags (network_id, action_id, reasons, state, at)
       select network_id, id, '{fast}', 'aside', now() from actions where state = 'confirmed' order by id desc offset 3 limit 1`,
    );
    expect(await count()).toBe(whole - 1);
    const before = await count();
    await run(
      `update actions set state = 'withdrawn' where id = (select min(id::text)::uuid from actions where state = 'confirmed')`,
    );
    expect((await read(urls.osdi.outreaches(desk.at, campaign))).total_records).toBe(before - 1);
  });

  test('reads what its key may read, and nothing else is there', async () => {
    expect((await read(urls.osdi.entry(desk.at), keys.people))._links).not.toHaveProperty('osdi:petitions');
    expect((await ask(urls.osdi.people(desk.at), keys.actions)).status).toBe(404);
    expect((await ask(urls.osdi.advocacyCampaigns(desk.at), keys.people)).status).toBe(404);
  });

  test('is refused in JSON that says what to do', async () => {
    for (const token of ['', 'nonsense', `${keys.all}x`, 'x'.repeat(5_000)]) {
      const response = await ask(urls.osdi.people(desk.at), token);
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({
        response_code: 401,
        error_description: expect.stringContaining('OSDI-API-Token'),
      });
    }
    // A session opens nothing here.
    expect((await desk.get(urls.osdi.people(desk.at))).status).toBe(401);
    for (const query of [
      'page=0',
      'page=x',
      'per_page=-1',
      'after=x',
      "filter=name eq 'x'",
      "filter=modified_date gt 'soon'",
      "filter=modified_date gt '-271821-04-20'",
    ]) {
      expect((await ask(`${urls.osdi.people(desk.at)}?${query}`)).status).toBe(422);
    }
    const other = await createNetwork(desk.app, 'other');
    expect((await ask(urls.osdi.entry({ network: other.slug, locale: 'en' }))).status).toBe(401);
  });
});

describe('the desk', () => {
  test('shows a key once, keeps its hash, notes when it was used, and revokes it for good', async () => {
    const id = newId();
    const token = await key(['people'], id);
    expect(token).not.toBe('');
    expect(await key(['people'], id)).toBe('');
    const stored = await desk.one<Record<string, unknown>>('select * from api_keys where id = $1', id);
    expect(JSON.stringify(stored)).not.toContain(token);
    // Once a day that it read is on record, however often it does.
    await Promise.all([1, 2, 3].map(() => ask(urls.osdi.people(desk.at), token)));
    expect((await desk.one<{ used_at: Date }>('select used_at from api_keys where id = $1', id)).used_at).toEqual(
      desk.app.deps.clock(),
    );
    expect(await desk.text(desk.get(urls.osdi.desk(desk.at)))).toContain(`…${token.slice(-4)}`);
    expect(await desk.text(desk.get(urls.osdi.revocation(desk.at, id)))).toContain('Revoke the key');
    await desk.post(urls.osdi.revocation(desk.at, id));
    expect((await ask(urls.osdi.entry(desk.at), token)).status).toBe(401);
    expect(
      (await run(`select verb from audit where noun = 'api-key' and noun_id = $1 order by id`, [id])).map(
        (row) => row.verb,
      ),
    ).toEqual(['made', 'exported', 'revoked']);
  });

  test('gives everything away as lines, and puts it on record', async () => {
    const response = await desk.post(urls.osdi.exports(desk.at, 'people'));
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="ember-people.ndjson"');
    const lines = (await response.text()).trim().split('\n');
    expect(lines.length).toBe((await people()).n);
    expect(JSON.parse(lines[0]!)).toHaveProperty('email_addresses');
    expect(
      (await run(`select noun_id from audit where verb = 'exported' and noun = 'osdi'`)).map((row) => row.noun_id),
    ).toEqual(['people']);
    expect((await desk.post(urls.osdi.exports(desk.at, 'secrets'))).status).toBe(404);
  });

  test('is the coordinators’ alone; mistakes are told', async () => {
    // At a machine that was left open, nothing leaves: she is asked once more who she is.
    desk.app.at('2026-11-21T12:30:00Z');
    const asked = await desk.post(urls.osdi.exports(desk.at, 'people'));
    expect(asked.headers.get('content-type')).toContain('text/html');
    expect(await asked.text()).not.toContain('email_addresses');
    desk.app.at('2026-11-21T12:00:00Z');
    const keeper = await signInAs(desk.app, desk.network, 'administrator');
    expect((await desk.get(urls.osdi.desk(desk.at), keeper)).status).toBe(404);
    const member = await signInAs(desk.app, desk.network, 'member');
    expect((await desk.get(urls.osdi.desk(desk.at), member)).status).toBe(404);
    expect((await desk.get(urls.osdi.desk(desk.at), {})).status).toBe(403);
    expect((await desk.post(urls.osdi.exports(desk.at, 'people'), {}, member)).status).toBe(404);
    const response = await desk.post(urls.osdi.keys(desk.at), { name: '', scopes: 'everything' });
    expect(response.status).toBe(422);
    expect(words(await response.text())).toContain('Please choose at least one');
  });
});

test('a network leaves: every resource in a file of its own that only the operator can read, and never into a full folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'casement-osdi-'));
  const said: string[] = [];
  const command = desk.app.deps.features.flatMap((one) => one.commands ?? []).find((one) => one.name === 'export')!;
  const at = { deps: desk.app.deps, out: (line: string) => said.push(line), err: (line: string) => said.push(line) };
  try {
    expect(await command.run(['osdi', 'ember', join(folder, 'out')], at)).toBe(0);
    const { counts } = JSON.parse(readFileSync(join(folder, 'out/manifest.json'), 'utf8'));
    expect(counts.people).toBe((await people()).n);
    for (const [resource, count] of Object.entries(counts)) {
      const file = join(folder, 'out', `${resource}.ndjson`);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(file, 'utf8').split('\n').filter(Boolean).length).toBe(count);
    }
    expect(await command.run(['osdi', 'ember', join(folder, 'out')], at)).toBe(1);
    expect(await command.run(['osdi', 'nowhere', join(folder, 'two')], at)).toBe(1);
    expect(existsSync(join(folder, 'two'))).toBe(false);
    expect(await command.run(['csv', 'ember', 'x'], at)).toBe(2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('names of one word, of many and of none', () => {
  expect(namesOf('Ana Lucía Díaz')).toEqual({ given_name: 'Ana Lucía', family_name: 'Díaz' });
  expect(namesOf('สมหญิง')).toEqual({ given_name: 'สมหญิง', family_name: '' });
  expect(namesOf('')).toEqual({ given_name: '', family_name: '' });
});

test('a filter is understood or refused, never ignored', () => {
  expect(readFilter("modified_date gt '2026-01-01' and modified_date lt '2026-02-01'")).toEqual({
    modifiedAfter: new Date('2026-01-01'),
    modifiedBefore: new Date('2026-02-01'),
  });
  for (const text of [
    '',
    'modified_date',
    "modified_date eq '2026-01-01'",
    "email_address gt 'a'",
    "x'; drop table people --",
  ]) {
    expect(readFilter(text)).toBeUndefined();
  }
});

test('a petition’s signatures are no letters; a comment leaves only once it stands', async () => {
  const id = await desk.published('Sign here');
  await makeLetter(desk.app, desk.network, id, { state: 'confirmed', deliveries: [] });
  await run(`update campaigns set mode = 'petition' where id = $1`, [id]);
  const [action] = await run('select id from actions where campaign_id = $1', [id]);
  await run(
    `insert into signatures (network_id, action_id, campaign_id, display, comment, comment_state) values ($1, $2, $3, 'hidden', '=Because', 'waiting')`,
    [desk.network.id, action.id, id],
  );
  const signatures = async () => (await read(urls.osdi.signatures(desk.at, id)))._embedded['osdi:signatures']!;
  expect((await signatures())[0]).not.toHaveProperty('comments');
  await run(`update signatures set comment_state = 'shown' where action_id = $1`, [action.id]);
  expect((await signatures())[0]).toMatchObject({ comments: '=Because', identifiers: [`casement:${action.id}`] });
  expect(await read(urls.osdi.petition(desk.at, id))).toMatchObject({ total_signatures: 1 });
  expect((await ask(urls.osdi.outreaches(desk.at, id))).status).toBe(404);
  expect((await read(urls.osdi.advocacyCampaigns(desk.at)))._embedded['osdi:advocacy_campaigns']).toHaveLength(1);
});
