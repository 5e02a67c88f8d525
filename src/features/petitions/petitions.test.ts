import { afterAll, describe, expect, test } from 'vitest';
import { createNetwork, signInAs, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { urls } from '../../urls.ts';
import { completeText, openDesk } from '../desk/world.ts';

const { app, network, at, ada, get, post, text, one } = await openDesk();
afterAll(() => app.stop());
const run = (query: string, ...values: unknown[]) => app.db.owner.query(query, values);
const visitor = {};

await run(`insert into postal_divisions (country, code, role_id, division_id, source, as_of) values
  ('xx', 'N1', 'xx-assembly:member', 'xx/north', 't', '2026-01-01'), ('xx', 'S1', 'xx-assembly:member', 'xx/north', 't', '2026-01-01'),
  ('xx', 'S1', 'xx-assembly:member', 'xx/south', 't', '2026-01-01')`);

/** A published petition that asks the assembly; returns its id and slug. */
async function petition(title: string, goal = '2'): Promise<{ id: string; slug: string }> {
  const id = newId();
  const slug = title.toLowerCase();
  await post(urls.campaigns.create(at), { id, title, slug, locale: 'en', mode: 'petition' });
  await post(urls.campaigns.texts(at, id, 'en'), completeText(title));
  await post(urls.campaigns.targets(at, id), { role: 'xx-assembly:member' });
  await post(urls.campaigns.edit(at, id), { slug, goal, closes_at: '' });
  expect((await post(urls.campaigns.publication(at, id))).status).toBe(303);
  return { id, slug };
}

const form = (name: string, over: Record<string, string | string[]> = {}) => ({
  name,
  email: `${name.split(' ')[0]!.toLowerCase()}@example.invalid`,
  display: 'full',
  comment: '',
  code: '',
  district: '',
  ...over,
});

/** Sends the form; answers the private address from the newest confirmation mail to this person. */
async function sign(slug: string, fields: ReturnType<typeof form>): Promise<string> {
  const sent = await post(urls.petitions.signatures(at, slug), fields, visitor);
  expect([sent.status, sent.headers.get('location')]).toEqual([303, urls.campaigns.received(at, slug)]);
  await app.work();
  const mail = await one<{ source: string }>(
    `select convert_from(mime, 'UTF8') as source from mails where kind = 'confirmation' and to_address = $1 order by id desc limit 1`,
    fields.email,
  );
  const source = mail.source.replace(/=\r\n/g, '').replaceAll('=3D', '=');
  expect(source).toContain('signed the petition');
  return /(\/ember\/en\/actions\/[\w.-]+)\/confirmation/.exec(source)![1]!;
}
async function signed(slug: string, fields: ReturnType<typeof form>): Promise<string> {
  const own = await sign(slug, fields);
  expect((await post(`${own}/confirmation`, {}, visitor)).status).toBe(303);
  return own;
}
const show = async (slug: string) => text(get(urls.campaigns.show(at, slug), visitor));
const idOf = async (name: string) =>
  (
    await one<{ id: string }>(
      'select a.id from actions a join people p on p.id = a.person_id where p.name = $1 and counted',
      name,
    )
  ).id;

describe('signing', () => {
  test('words of a comment are named where it is written and where it is read, with a reminder whose they are; they decide nothing', async () => {
    const { id, slug } = await petition('Named');
    const own = form('Fay Inside', { comment: 'I was an inmate there.' });
    const page = await (await get(urls.campaigns.show(at, slug), visitor)).text();
    expect(page).toContain('data-field="comment"');
    const again = await text(post(urls.petitions.signatures(at, slug), { ...own, name: '' }, visitor));
    expect(again).toContain('I was an inmate there.');
    expect(again).toContain('Of yourself, write in your own words.');
    await signed(slug, own);
    const action = await idOf('Fay Inside');
    for (const where of [urls.petitions.queue(at, id), urls.petitions.hiding(at, id, action)]) {
      const read = await text(get(where));
      expect(read).toContain('inmate : this names a person by her file');
      expect(read).toContain('It is no reason to hide a comment.');
    }
    await post(urls.petitions.showing(at, id, action));
    const shown = await show(slug);
    expect(shown).toContain('I was an inmate there.');
    expect(shown).not.toContain('this names a person');
  });

  test('the whole way: form, mail, question, count, comment after moderation, change, withdrawal', async () => {
    const { id, slug } = await petition('Whole');
    expect(await show(slug)).toContain('Nobody has signed yet');
    const own = await sign(
      slug,
      form('Ana López', { display: 'initial', comment: 'For my sister.\nAnd me.', code: 'n1' }),
    );
    // Nothing counts and nothing is shown before she confirms; looking at the link changes nothing.
    const asks = await text(get(`${own}/confirmation`, visitor));
    expect(asks).toContain('Is this your signature?');
    for (const said of ['Ana L.', 'Île-du-Nord', 'For my sister.']) expect(asks).toContain(said);
    expect(await show(slug)).toContain('Nobody has signed yet');
    await post(`${own}/confirmation`, {}, visitor);
    await post(`${own}/confirmation`, {}, visitor);
    let page = await show(slug);
    expect(page).toContain('1 signature confirmed.');
    expect(page).toContain('Ana L.');
    expect(page).not.toContain('López');
    expect(page).not.toContain('For my sister');
    expect(await text(get(own, visitor))).toContain('A person reads it before it is shown');
    // Where she lives is nowhere in the database, only its district.
    const row = await one<{ division_id: string; all: string }>(
      `select s.division_id, (select string_agg(a::text, ' ') from actions a) as all from signatures s where s.campaign_id = $1`,
      id,
    );
    expect(row.division_id).toBe('xx/north');
    expect(row.all.toLowerCase()).not.toContain('n1');
    // One question a comment, on Today and in the queue.
    expect(await text(get(urls.accounts.today(at)))).toContain('1 comment waits on “Whole”');
    const action = await idOf('Ana López');
    const queue = urls.petitions.queue(at, id);
    expect(await text(get(queue))).toContain('For my sister.');
    expect((await post(urls.petitions.showing(at, id, action))).status).toBe(303);
    expect(await show(slug)).toContain('For my sister.');
    expect(await text(get(urls.petitions.comments(at, slug), visitor))).toContain('For my sister.');
    expect((await post(urls.petitions.hiding(at, id, action), { reason: ' ' })).status).toBe(422);
    await post(urls.petitions.hiding(at, id, action), { reason: 'It names a child.' });
    expect(await show(slug)).not.toContain('For my sister.');
    expect(await text(get(own, visitor))).toContain('Reason: It names a child.');
    // She changes her mind about being shown, and takes the comment back.
    await post(`${own}/signature`, { display: 'hidden', comment: 'remove' }, visitor);
    page = await show(slug);
    expect(page).toContain('1 signature confirmed.');
    expect(page).not.toContain('Ana L.');
    expect(
      (await one<{ comment: string }>('select comment from signatures where action_id = $1', action)).comment,
    ).toBe('');
    expect((await post(`${own}/signature`, { display: 'loud' }, visitor)).status).toBe(404);
    await post(`${own}/withdrawal`, {}, visitor);
    expect(await show(slug)).toContain('Nobody has signed yet');
    expect(await text(get(own, visitor))).toContain('This signature is withdrawn');
    expect((await post(`${own}/signature`, { display: 'full' }, visitor)).status).toBe(404);
  });

  test('signed again: the same form is the same signature, other words replace it once confirmed', async () => {
    const { slug, id } = await petition('Again');
    const first = await signed(slug, form('Bea Ost', { comment: 'One' }));
    await post(urls.petitions.signatures(at, slug), form('Bea Ost', { comment: 'One' }), visitor);
    expect((await one<{ n: number }>('select count(*)::int as n from actions where campaign_id = $1', id)).n).toBe(1);
    const second = await sign(slug, form('Bea Ost', { comment: 'Two', display: 'hidden' }));
    // Anybody can send a form in her name: before she confirms it nothing changes.
    expect(await show(slug)).toContain('Bea Ost');
    await post(`${second}/confirmation`, {}, visitor);
    expect(await show(slug)).toContain('1 signature confirmed.');
    expect(await show(slug)).not.toContain('Bea Ost');
    expect(await text(get(first, visitor))).toContain('This signature is withdrawn');
    await post(`${second}/withdrawal`, {}, visitor);
    expect(await show(slug)).toContain('Nobody has signed yet');
  });

  test('a district: chosen, found, one of several, or none; never an unknown one', async () => {
    const { slug, id } = await petition('Where');
    const several = await post(
      urls.petitions.signatures(at, slug),
      form('Cleo Nord', { code: 'S1', comment: 'Kept' }),
      visitor,
    );
    const html = words(await several.text());
    expect([several.status, html.includes('may lie in more than one district'), html.includes('Kept')]).toEqual([
      422,
      true,
      true,
    ]);
    const unknown = await post(urls.petitions.signatures(at, slug), form('Cleo Nord', { code: 'Q9' }), visitor);
    expect([unknown.status, await text(unknown)]).toEqual([
      422,
      expect.stringContaining('We do not know the district'),
    ]);
    expect(
      (await post(urls.petitions.signatures(at, slug), form('Cleo Nord', { district: 'zz' }), visitor)).status,
    ).toBe(422);
    expect((await one<{ n: number }>('select count(*)::int as n from actions where campaign_id = $1', id)).n).toBe(0);
    for (let n = 0; n < 5; n += 1) await signed(slug, form(`N${n} Nord`, { district: 'xx/north' }));
    await signed(slug, form('S0 Sud', { district: 'xx/south' }));
    await signed(slug, form('None Given'));
    const page = await show(slug);
    expect(page).toContain('Île-du-Nord 5');
    expect(page).toContain('1 other district fewer than 5');
    expect(page).not.toContain('South Shore 1');
    expect(page).toContain('7 signatures confirmed. The goal of 4 is reached. The next goal is 8.');
    const desk = await text(get(urls.petitions.desk(at, id)));
    expect(desk).toContain('2 signatures, reached on November 21, 2026');
    expect(desk).toContain('4 signatures, reached on');
    // Counted by nobody's districts any more: she is not asked.
    expect((await post(urls.petitions.districts(at, id), { role: 'no:such' })).status).toBe(404);
    expect((await post(urls.petitions.districts(at, id), { role: 'xx-cabinet:minister' })).status).toBe(303);
    expect(await show(slug)).not.toContain('Or choose your district');
  });

  test('mistakes and hostile words', async () => {
    const { slug, id } = await petition('Hostile');
    const there = urls.petitions.signatures(at, slug);
    for (const over of [
      { name: '' },
      { name: '—' },
      { email: 'x' },
      { display: 'loud' },
      { comment: 'x'.repeat(601) },
      { comment: 'a\u0007b' },
    ]) {
      const answer = await post(there, { ...form('Dora Fee', { comment: 'Typed' }), ...over }, visitor);
      expect([over, answer.status]).toEqual([over, 422]);
    }
    expect((await post(there, form('a\0b'), visitor)).status).toBe(400);
    // A machine that fills every field is told what everybody is told, and nothing is kept.
    expect((await post(there, form('Bot', { website: 'x' }), visitor)).status).toBe(303);
    expect((await one<{ n: number }>('select count(*)::int as n from actions where campaign_id = $1', id)).n).toBe(0);
    const own = await signed(
      slug,
      form('=cmd|<b>x</b> ภาษาไทย', { email: 'h@example.invalid', comment: '<script>alert(1)</script>\u202e' }),
    );
    await post(urls.petitions.showing(at, id, await idOf('=cmd|<b>x</b> ภาษาไทย')));
    for (const path of [
      urls.campaigns.show(at, slug),
      own,
      urls.petitions.queue(at, id),
      urls.petitions.names(at, id),
    ]) {
      expect(await (await get(path)).text()).not.toMatch(/<b>x|<script>alert/);
    }
    await signed(slug, form('Buy at www.x.invalid', { email: 'b@example.invalid' }));
    expect(await show(slug)).not.toContain('www.x.invalid');
    // A name is taken off, and put back; the signature counts as before.
    const action = await idOf('=cmd|<b>x</b> ภาษาไทย');
    await post(urls.petitions.name(at, id, action), { off: 'yes' });
    expect(await show(slug)).not.toContain('=cmd');
    await post(urls.petitions.name(at, id, action), { off: 'no' });
    expect(await show(slug)).toContain('=cmd');
  });

  test('signing subscribes to nothing; what she ticks counts once confirmed; erasing leaves nothing of her', async () => {
    const { slug } = await petition('Consent');
    const own = await signed(slug, form('Eva Rast', { comment: 'Mine', consent: ['listing', 'made-up'], code: 'N1' }));
    const { rows } = await run(
      `select c.purpose, c.event from consents c join people p on p.id = c.person_id where p.name = 'Eva Rast' order by c.at, c.id`,
    );
    expect(rows.map((row) => `${row.purpose} ${row.event}`)).toEqual(['listing given', 'listing confirmed']);
    const copy = await (await get(`${own}/copy`, visitor)).text();
    for (const said of ['"comment": "Mine"', '"district": "xx/north"', '"petition": "consent"'])
      expect(copy).toContain(said);
    await post(`${own}/erasure`, {}, visitor);
    expect((await get(own, visitor)).status).toBe(404);
    expect(await show(slug)).not.toContain('Eva');
    expect(await show(slug)).toContain('1 signature confirmed.');
    const left = await one<{ comment: string; division_id: null }>(
      `select s.comment, s.division_id from signatures s join campaigns c on c.id = s.campaign_id where c.slug = 'consent'`,
    );
    expect(left).toEqual({ comment: '', division_id: null });
  });
});

describe('what a petition is not', () => {
  test('no letter goes to a petition, no signature to a letter or a closed petition', async () => {
    const { slug, id } = await petition('Only');
    expect((await get(urls.campaigns.letter(at, slug), visitor)).status).toBe(404);
    expect((await post(urls.campaigns.search(at, slug), { code: 'N1', country: 'xx' }, visitor)).status).toBe(404);
    expect((await post(urls.campaigns.actions(at, slug), {}, visitor)).status).toBe(404);
    const letter = newId();
    await post(urls.campaigns.create(at), { id: letter, title: 'Letter', slug: 'a-letter', locale: 'en' });
    await post(urls.campaigns.texts(at, letter, 'en'), completeText('Letter'));
    await post(urls.campaigns.targets(at, letter), { role: 'xx-assembly:member' });
    await post(urls.campaigns.publication(at, letter));
    expect((await post(urls.petitions.signatures(at, 'a-letter'), form('Ana'), visitor)).status).toBe(404);
    expect((await get(urls.petitions.comments(at, 'a-letter'), visitor)).status).toBe(404);
    expect((await get(urls.petitions.desk(at, letter))).status).toBe(404);
    await post(urls.campaigns.closure(at, id));
    expect(await show(slug)).toContain('It takes no more signatures');
    expect((await post(urls.petitions.signatures(at, slug), form('Ana'), visitor)).status).toBe(404);
  });

  test('the words that were signed stay; other words and languages do not have to', async () => {
    const { slug, id } = await petition('Words');
    await signed(slug, form('Fay Lund'));
    const changed = await post(urls.campaigns.texts(at, id, 'en'), {
      ...completeText('Words'),
      letter_body: 'Other words.',
    });
    expect([changed.status, await text(changed)]).toEqual([
      422,
      expect.stringContaining('People have signed these words'),
    ]);
    expect((await post(urls.campaigns.texts(at, id, 'en'), { ...completeText('Words'), story: 'More.' })).status).toBe(
      303,
    );
    expect((await post(urls.campaigns.texts(at, id, 'fr'), completeText('Mots'))).status).toBe(303);
  });

  test('others find nothing: visitors are led to sign in, other roles and networks get 404', async () => {
    const { id } = await petition('Guarded');
    const other = newId();
    const gets = [
      urls.petitions.desk(at, id),
      urls.petitions.queue(at, id),
      urls.petitions.names(at, id),
      urls.petitions.hiding(at, id, other),
    ];
    const posts = [
      urls.petitions.districts(at, id),
      urls.petitions.showing(at, id, other),
      urls.petitions.hiding(at, id, other),
      urls.petitions.name(at, id, other),
    ];
    const sent = { reason: 'r', off: 'yes', role: '' };
    for (const path of gets) expect([path, (await get(path, visitor)).status]).toEqual([path, 403]);
    for (const path of posts) expect([path, (await post(path, sent, visitor)).status]).toEqual([path, 403]);
    const member = await signInAs(app, network, 'member');
    for (const path of gets) expect([path, (await get(path, member)).status]).toEqual([path, 404]);
    for (const path of posts) expect([path, (await post(path, sent, member)).status]).toEqual([path, 404]);
    const elsewhere = await signInAs(app, await createNetwork(app, 'elsewhere'), 'coordinator');
    const theirs = (path: string) => path.replace('/ember/', '/elsewhere/');
    for (const path of gets) expect([path, (await get(theirs(path), elsewhere)).status]).toEqual([path, 404]);
    for (const path of posts) expect([path, (await post(theirs(path), sent, elsewhere)).status]).toEqual([path, 404]);
    // A signature of another petition is none of this one's.
    for (const path of posts.slice(1)) expect([path, (await post(path, sent, ada)).status]).toEqual([path, 404]);
  });
});
