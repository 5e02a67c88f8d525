import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, signInAs, type TestApp } from '../../../test/app.ts';
import { recording } from '../../../test/load/recorded.ts';
import { type AuditEntry, record } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import type { Actor, Network } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { eraseAccount } from '../accounts/index.ts';
import { loadKit } from '../kits/load.ts';

let world: TestApp;
let network: Network;
/** Reads the log and nothing else; belongs to the network too; coordinates it too. */
const cookies: Record<string, string> = {};
const at = { network: 'network', locale: 'en' };

beforeAll(async () => {
  world = await createTestApp();
  await loadKit(world.deps, 'global-network');
  network = await world.network('network');
  cookies.auditor = (await signInAs(world, network, 'auditor')).cookie;
  cookies.member = (await signInAs(world, network, 'auditor', 'member')).cookie;
  cookies.coordinator = (await signInAs(world, network, 'auditor', 'coordinator')).cookie;
}, 60_000);
afterAll(() => world.stop());

const one = async (text: string, ...values: unknown[]): Promise<string> =>
  (await world.db.owner.query(text, [network.id, ...values])).rows[0].id;
const ctxAs = (trx: Parameters<Parameters<typeof inNetwork>[2]>[0], actor: Actor = { kind: 'system' }) => ({
  trx,
  actor,
  network,
  locale: 'en',
  now: world.deps.clock(),
});

/** The log of these lines alone, by a verb that no other line has. */
async function log(who: string, entries: Omit<AuditEntry, 'verb'>[], locale = 'en'): Promise<string> {
  await world.db.owner.query(`delete from audit where network_id = $1 and verb = 'cooled'`, [network.id]);
  await inNetwork(world.db, network.id, (trx) =>
    record(ctxAs(trx), ...entries.map((entry) => ({ ...entry, verb: 'cooled' as const }))),
  );
  const answer = await world.get(urls.audit.log({ ...at, locale }, '?verb=cooled'), { cookie: cookies[who] });
  expect(answer.status).toBe(200);
  return (await answer.text()).split('<tbody>')[1]!.split('</tbody>')[0]!;
}
const short = (id: string) => `…${id.slice(-8)}`;

describe('what a line speaks of', () => {
  test('is named with the way to its page, in the reader’s language; what she may not know by the end of its id', async () => {
    const news =
      await one(`select i.id from news_items i join news_texts t on t.network_id = i.network_id and t.item_id = i.id
      where i.network_id = $1 and i.state = 'published' and t.locale = 'fr' limit 1`);
    const said = async (locale: string) =>
      (await world.db.owner.query('select title from news_texts where item_id = $1 and locale = $2', [news, locale]))
        .rows[0].title;
    for (const locale of ['en', 'fr']) {
      const html = await log('auditor', [{ noun: 'news-text', id: news, detail: { locale } }], locale);
      expect(html).toContain(
        `<bdi>${(await said(locale)).replaceAll('&', '&amp;').replaceAll('"', '&quot;')}</bdi></a>`,
      );
      expect(html).not.toContain(news.slice(-8));
    }
    const draft = await one(`select id from campaigns where network_id = $1 and state = 'draft' limit 1`);
    const entry = { noun: 'campaign-text', id: draft, detail: {} } as const;
    const unknown = await log('auditor', [entry]);
    expect(unknown).toContain(`<bdi>${short(draft)}</bdi>`);
    expect(unknown).not.toContain('href');
    expect(await log('coordinator', [entry])).toContain(`href="${urls.campaigns.edit(at, draft)}"`);
    // What is done to the network itself is not told apart by an id.
    const own = await log('auditor', [{ noun: 'network', id: network.id, detail: {} }]);
    expect(own).not.toContain(network.id.slice(-8));
  });

  test('also stands in facts, a list of them too; words and days stay as they are', async () => {
    const html = await log('auditor', [
      {
        noun: 'invitation',
        id: newId(),
        detail: {
          campaign: await one(`select id from campaigns where network_id = $1 and state = 'open' limit 1`),
          issues: ['strip-searches', 'nothing-like-it'],
          places: ['ke'],
          role: 'coordinator',
          on: '2026-11-03',
        },
      },
    ]);
    expect(html).toMatch(/Campaign: <a href="\/network\/en\/campaigns\/[a-z-]+"><bdi>/);
    expect(html).toContain(`<a href="${urls.vocabularies.issue(at, 'strip-searches')}">`);
    expect(html).toContain('<bdi>nothing-like-it</bdi>');
    expect(html).toContain(`<a href="${urls.vocabularies.place(at, 'ke')}"><bdi>Kenya</bdi></a>`);
    expect(html.replace(/<[^>]+>/g, '')).toMatch(/On: November 3, 2026 · Role: coordinator · /);
  });

  test('a facility before its release: neither its name nor its id, on the page and in the copy', async () => {
    const [open, members] = await Promise.all(
      ['Morning Hill', 'River Bend'].map((name) =>
        one(`select id from facilities where network_id = $1 and names ->> 'en' like $2`, `${name}%`),
      ),
    );
    const hidden = await one(
      `update facilities set network_from = null, network_precision = null, public_from = null, public_precision = null
        where network_id = $1 and organisation_id is not null and names ->> 'en' not like 'River%' returning id`,
    );
    const entries = [open!, members!, hidden].map((id) => ({ noun: 'facility', id, detail: {} }) as const);
    const html = await log('auditor', entries);
    expect(html).toContain('Morning Hill');
    expect(html).not.toMatch(new RegExp(`River Bend|${members!.slice(-8)}|${hidden.slice(-8)}`));
    expect(html.match(/Facility: /g)).toHaveLength(3);
    const known = await log('member', entries);
    expect(known).toContain(`<a href="${urls.facilities.show(at, members!)}"><bdi>River Bend`);
    expect(known).not.toContain(hidden.slice(-8));
    await world.db.owner.query(`update sessions set proved_at = $1`, [world.deps.clock()]);
    const copy = await world.post(urls.audit.export(at), { verb: 'cooled' }, { cookie: cookies.auditor });
    const table = await copy.text();
    expect([copy.status, table.split('\r\n').length]).toEqual([200, 5]);
    expect(table).toContain(open);
    expect(table).not.toMatch(new RegExp(`${members}|${hidden}`));
  });

  test('a group: for who belongs; a hidden one for who is in it', async () => {
    const open = await one(`select id from groups where network_id = $1 and entry != 'hidden' limit 1`);
    const hidden = newId();
    await world.db.owner.query(
      `insert into groups (network_id, id, slug, name, charter, entry, created_at)
       values ($1, $2, 'quiet', '{"en": "The quiet ones"}', '{"en": "x"}', 'hidden', now())`,
      [network.id, hidden],
    );
    const entries = [open, hidden].map((group) => ({ noun: 'post', id: newId(), detail: { group } }) as const);
    expect(await log('auditor', entries)).not.toMatch(/href|quiet/);
    for (const who of ['member', 'coordinator']) {
      const html = await log(who, entries);
      expect(html.match(/href="\/network\/en\/groups\//g)).toHaveLength(1);
      expect(html).not.toContain('quiet');
    }
  });

  test('somebody: who acted as herself or was entrusted with power, and nobody who had her account deleted', async () => {
    const [idle, acted, entrusted, gone] = await Promise.all(
      [['member'], ['member'], ['coordinator'], ['member']].map(async (roles, n) => {
        const { id } = await signInAs(world, network, ...(roles as ['member']));
        await world.db.owner.query('update accounts set name = $2 where id = $1', [id, `Person-${n}`]);
        return id;
      }),
    );
    await inNetwork(world.db, network.id, async (trx) => {
      for (const id of [acted!, gone!])
        await record(ctxAs(trx, { kind: 'account', id, name: '', roles: [] }), {
          verb: 'tried',
          noun: 'pace',
          id: '1',
        });
      await eraseAccount(ctxAs(trx), gone!);
    });
    const ids = [idle!, acted!, entrusted!, gone!];
    const html = await log('coordinator', [
      ...ids.map((id) => ({ noun: 'role', id, detail: {} }) as const),
      { noun: 'event-witnesses', id: newId(), detail: { accounts: ids } },
    ]);
    expect(html).not.toMatch(/Person-0|Person-3/);
    for (const name of ['Person-1', 'Person-2'])
      expect(html.match(new RegExp(`<bdi>${name}</bdi>`, 'g'))).toHaveLength(2);
    for (const id of [idle!, gone!]) expect(html.match(new RegExp(short(id), 'g'))).toHaveLength(2);
  });

  test('an offer is named for who belongs alone: the public reads it without a name, and a line says whose it is', async () => {
    const id = await one(
      `select id from exchange_items where network_id = $1 and seen = 'public' and state = 'open' limit 1`,
    );
    const entry = { noun: 'exchange-item', id, detail: {} } as const;
    expect(await log('auditor', [entry])).not.toContain('href');
    expect(await log('member', [entry])).toContain(`href="${urls.exchange.item(at, id)}"`);
  });
});

test('one statement for each kind on the page, however many lines', async () => {
  const organisations = (
    await world.db.owner.query(`select id from organisations where network_id = $1 limit 12`, [network.id])
  ).rows.map((row) => row.id as string);
  const campaigns = (
    await world.db.owner.query(`select id from campaigns where network_id = $1 and state = 'open'`, [network.id])
  ).rows.map((row) => row.id as string);
  const asked = async (entries: Omit<AuditEntry, 'verb'>[]) => {
    await log('coordinator', entries);
    const read = () => world.get(urls.audit.log(at, '?verb=cooled'), { cookie: cookies.coordinator });
    return (await recording(world.db.app, async () => void (await (await read()).text()))).length;
  };
  const none = await asked([{ noun: 'log', id: newId(), detail: {} }]);
  const few = await asked([
    { noun: 'organisation', id: organisations[0]!, detail: {} },
    { noun: 'campaign', id: campaigns[0]!, detail: {} },
  ]);
  const many = await asked([
    ...organisations.map((id) => ({ noun: 'organisation', id, detail: { organisationId: organisations[1] } }) as const),
    ...campaigns.flatMap((id) => [
      { noun: 'campaign', id, detail: {} } as const,
      { noun: 'campaign-text', id, detail: { campaign: id } } as const,
    ]),
  ]);
  expect([few, many]).toEqual([none + 2, none + 2]);
});
