import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { asOwner } from '../../platform/db/index.ts';
import { loadVocabularies } from '../vocabularies/index.ts';

let app: TestApp;
let cookie: string;
let member: { cookie: string; id: string };
const desk = '/ember/en/desk/organisations';
const page = '/ember/en/organisations';
const get = (path: string, who: { cookie?: string } = {}) => app.get(path, who);
const text = async (path: string, who = {}) => words(await (await get(path, who)).text());
const post = (path: string, fields: Record<string, string | string[]> = {}, who = cookie) =>
  app.post(path, fields, { cookie: who });

beforeAll(async () => {
  app = await createTestApp();
  await asOwner(app.db, loadVocabularies);
  const network = await createNetwork(app, 'ember', { locales: ['en', 'fr'] });
  const other = await createNetwork(app, 'other');
  ({ cookie } = await signInAs(app, network, 'coordinator'));
  member = await signInAs(app, network, 'member');
  otherCookie = (await signInAs(app, other, 'coordinator')).cookie;
});
let otherCookie: string;
afterAll(() => app.stop());

/** Writes one down; returns its id. */
async function organisation(name: string): Promise<string> {
  const id = newId();
  expect((await post(desk, { id, name, kind: 'association' })).status).toBe(303);
  return id;
}
const basics = (name: string, more: Record<string, string | string[]> = {}) => ({
  name,
  kind: 'legal-aid',
  'about.en': `${name} gives advice`,
  'about.fr': '',
  country: '',
  place: '',
  website: 'https://one.invalid',
  email: 'one@one.invalid',
  phone: '+1 555 0100',
  postal_address: '1 Sample Street',
  ...more,
});

describe('an organisation', () => {
  test('is written down once, found by everybody, and shows each part to whom it chose', async () => {
    const id = await organisation('Æther & Öl');
    await post(desk, { id, name: 'Æther & Öl', kind: 'association' });
    expect(await text(page)).toContain('Æther & Öl');
    const saved = await post(`${desk}/${id}`, {
      ...basics('Æther & Öl'),
      issues: ['strip-searches', 'none-such'],
      offers: ['training', 'none-such'],
      languages: ['th', 'xx'],
      'level.website': 'coordinators',
      'level.email': 'public',
      'level.phone': 'nonsense',
    });
    expect(saved.status).toBe(303);
    const shown = await text(`${page}/aether-ol`);
    for (const said of ['gives advice', 'Thai', 'Training', 'one@one.invalid', 'Strip searches'])
      expect(shown).toContain(said);
    for (const kept of ['one.invalid/', '555 0100', '1 Sample Street']) expect(shown).not.toContain(kept);
    const members = await text(`${page}/aether-ol`, { cookie: member.cookie });
    expect(members).toContain('555 0100');
    expect(members).not.toContain('Sample Street');
    const keepers = await text(`${page}/aether-ol`, { cookie });
    for (const said of ['one.invalid', '555 0100', '1 Sample Street']) expect(keepers).toContain(said);
    expect(await text('/ember/en/issues/strip-searches')).toContain('Æther & Öl');
    // Hidden as a whole it is nowhere for the public, and still there for members.
    await post(`${desk}/${id}`, { ...basics('Æther & Öl'), issues: ['strip-searches'], 'level.name': 'members' });
    expect((await get(`${page}/aether-ol`)).status).toBe(404);
    expect(await text(page)).not.toContain('Æther');
    expect(await text('/ember/en/issues/strip-searches')).not.toContain('Æther');
    expect((await get(`${page}/aether-ol`, { cookie: member.cookie })).status).toBe(200);
  });

  test('is wrong in no part without being told', async () => {
    const id = await organisation('Wrong');
    const answer = await post(`${desk}/${id}`, {
      ...basics('', { website: 'javascript:alert(1)', email: 'no', 'about.fr': 'x'.repeat(4001) }),
    });
    expect(answer.status).toBe(422);
    const said = words(await answer.text());
    for (const wrong of ['Please fill this in', 'begin with https://', 'e-mail address', 'too long'])
      expect(said).toContain(wrong);
    const place = await post(`${desk}/${id}`, basics('Wrong', { country: 'ke', place: 'ca-ontario' }));
    expect(words(await place.text())).toContain('does not lie in the country');
    expect((await post(`${desk}/${id}`, basics('Wrong', { country: 'ca-ontario' }))).status).toBe(422);
  });

  test('comes back after a mistake with what was typed and to whom it is shown, the part with the mistake open and no other', async () => {
    const id = await organisation('Folded');
    const parts = (html: string) => html.match(/<details class="fold part"[^>]*>/g)!;
    const kept = await (await get(`${desk}/${id}`, { cookie })).text();
    expect(parts(kept).filter((part) => part.includes('open'))).toEqual([]);
    const wrong = await post(`${desk}/${id}`, {
      ...basics('Folded', { website: 'no', phone: '+1 555 0199' }),
      'level.phone': 'nobody',
      'level.name': 'members',
    });
    const html = await wrong.text();
    expect(parts(html)).toHaveLength(parts(kept).length);
    const open = html.split('<details class="fold part"').filter((part) => part.startsWith(' open'));
    expect(open).toHaveLength(1);
    expect(open[0]).toContain('value="+1 555 0199"');
    const level = (field: string) =>
      new RegExp(`<select[^>]* name="level\\.${field}".*?<option value="(\\w+)" selected`).exec(html)?.[1];
    expect([level('phone'), level('name'), level('email')]).toEqual(['nobody', 'members', 'members']);
  });

  test('has one address and keeps those it had; closed it stays readable and is in no list', async () => {
    const id = await organisation('First Name');
    await organisation('Taken');
    expect((await post(`${desk}/${id}/address`, { slug: 'taken' })).status).toBe(422);
    expect((await post(`${desk}/${id}/address`, { slug: 'No Good' })).status).toBe(422);
    await post(`${desk}/${id}/address`, { slug: 'second-name' });
    const moved = await get(`${page}/first-name`);
    expect([moved.status, moved.headers.get('location')]).toEqual([301, `${page}/second-name`]);
    await post(`${desk}/${id}/closing`);
    expect(await text(`${page}/second-name`)).toContain('closed on');
    expect(await text(page)).not.toContain('First Name');
    await post(`${desk}/${id}/reopening`);
    expect(await text(page)).toContain('First Name');
  });

  test('is changed by who answers for it, from the first day until the last, and by nobody else', async () => {
    const id = await organisation('Hers');
    const services = `${desk}/${id}/services`;
    expect((await get(`${desk}/${id}`, { cookie: member.cookie })).status).toBe(404);
    expect((await get(`${desk}/${id}`)).status).toBe(403);
    expect(words(await (await get(`${desk}/${id}/people?q=${member.id.slice(-4)}`, { cookie })).text())).toContain(
      'Ada',
    );
    const affiliation = newId();
    const line = {
      id: affiliation,
      account: member.id,
      position: 'Treasurer',
      represents: 'yes',
      from: '2026-11-21',
      until: '',
    };
    expect((await post(`${desk}/${id}/people`, { ...line, account: newId() })).status).toBe(422);
    expect((await post(`${desk}/${id}/people`, { ...line, until: '2026-11-21' })).status).toBe(422);
    await post(`${desk}/${id}/people`, line);
    await post(`${desk}/${id}/people`, line);
    expect((await text(`${desk}/${id}/people`, { cookie })).match(/Treasurer/g)).toHaveLength(1);
    // Her profile shows it to members.
    expect(await text(`${page}/hers`)).not.toContain('Treasurer');
    expect(await text(`${page}/hers`, { cookie: member.cookie })).toContain('Treasurer');
    const saved = await post(`${desk}/${id}`, basics('Hers alone'), member.cookie);
    expect(saved.status).toBe(303);
    await post(
      services,
      { id: newId(), name: 'Letters', status: 'active', hours: 'Mondays', phone: '555' },
      member.cookie,
    );
    for (const path of ['/address', '/closing', '/people', '/merge'])
      expect((await post(`${desk}/${id}${path}`, { slug: 'x' }, member.cookie)).status).toBe(404);
    expect((await get(`${desk}`, { cookie: member.cookie })).status).toBe(404);
    expect((await get(`${desk}/${id}`, { cookie: otherCookie })).status).toBe(403);
    await post(`${desk}/${id}/people/${affiliation}`, { ...line, until: '2026-11-22' });
    expect((await get(`${desk}/${id}`, { cookie: member.cookie })).status).toBe(200);
    app.at('2026-11-22T12:00:00Z');
    expect((await get(`${desk}/${id}`, { cookie: member.cookie })).status).toBe(404);
    app.at('2026-11-21T12:00:00Z');
  });

  test('offers services, each with a page', async () => {
    const id = await organisation('With services');
    const service = newId();
    const form = { id: service, name: 'Advice', status: 'active', description: 'About bail', hours: 'Mondays at nine' };
    expect((await post(`${desk}/${id}/services`, { ...form, name: '' })).status).toBe(422);
    await post(`${desk}/${id}/services`, { ...form, phone: '+1 555 0101' });
    await post(`${desk}/${id}/services`, { ...form, phone: '+1 555 0101' });
    expect((await text(`${page}/with-services`)).match(/Advice/g)).toHaveLength(1);
    const shown = await text(`${page}/with-services/services/${service}`);
    for (const said of ['About bail', 'Mondays at nine', '+1 555 0101']) expect(shown).toContain(said);
    await post(`${desk}/${id}/services/${service}`, { ...form, phone: '', status: 'inactive' });
    expect(await text(`${page}/with-services`)).not.toContain('Advice');
    expect(await text(`${page}/with-services/services/${service}`)).not.toContain('0101');
    expect((await get(`${page}/hers/services/${service}`)).status).toBe(404);
    await post(`${desk}/${id}/services/${service}/removal`);
    expect((await get(`${page}/with-services/services/${service}`)).status).toBe(404);
  });

  test('that is another one becomes one with it, and two again', async () => {
    const kept = await organisation('Kept');
    const gone = await organisation('Gone');
    const affiliation = newId();
    await post(`${desk}/${gone}/people`, {
      id: affiliation,
      account: member.id,
      position: 'Clerk',
      from: '2026-01-01',
      until: '',
    });
    const memberships = async () =>
      (
        await app.db.owner.query<{ id: string; state: string }>(
          'select organisation_id as id, state from memberships order by created_at',
        )
      ).rows;
    await app.db.owner.query(
      `insert into memberships (network_id, id, organisation_id, state, from_on, created_at)
       select network_id, $1, id, 'active', '2026-01-01', now() from organisations where id = $2`,
      [newId(), gone],
    );
    expect((await text(`${desk}/${kept}/merge?q=gone`, { cookie })).includes('Gone')).toBe(true);
    expect(await text(`${desk}/${kept}/merge?with=${gone}`, { cookie })).toContain('They are the same: keep Kept');
    await post(`${desk}/${kept}/merge`, { gone });
    await post(`${desk}/${kept}/merge`, { gone });
    expect(await memberships()).toEqual([{ id: kept, state: 'active' }]);
    const moved = await get(`${page}/gone`);
    expect([moved.status, moved.headers.get('location')]).toEqual([301, `${page}/kept`]);
    expect(await text(`${page}/kept`, { cookie: member.cookie })).toContain('Clerk');
    const { rows } = await app.db.owner.query<{ id: string }>('select id from organisation_merges where kept_id = $1', [
      kept,
    ]);
    expect(rows).toHaveLength(1);
    expect((await post(`${desk}/${kept}/merge`, { gone: kept })).status).toBe(303);
    await post(`${desk}/${kept}/merges/${rows[0]!.id}/reversal`);
    expect((await post(`${desk}/${kept}/merges/${rows[0]!.id}/reversal`)).status).toBe(404);
    expect(await memberships()).toEqual([{ id: gone, state: 'active' }]);
    expect(await text(`${page}/gone`, { cookie: member.cookie })).toContain('Clerk');
    expect(await text(`${page}/kept`, { cookie: member.cookie })).not.toContain('Clerk');
  });
});
