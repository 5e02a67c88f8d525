import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { kits } from '../../../test/beginnings.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ from: await kits() });
  // The kits' petitions come with invented signatures; what is counted here is counted from nothing.
  await app.db.owner.query('delete from people');
});
afterAll(() => app.stop());

const home = '/daylight/en';
const campaign = `${home}/campaigns/five-asks`;

const letter = (over: Record<string, string | string[]> = {}) => ({
  subject: 'Five asks',
  body: 'I live on Lantern Street.\n\nPlease act.',
  name: 'Ana Invented',
  email: 'ana@example.invalid',
  street: '',
  ...over,
});

const rows = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await app.db.owner.query<T>(text, values)).rows;

/** The posts that a lookup of this code leads to, as the form offers them. */
async function findPosts(code: string): Promise<{ query: string; ticked: string[]; offered: string[]; page: string }> {
  const answer = await app.post(`${campaign}/search`, { code, country: 'XX' });
  expect(answer.status).toBe(303);
  const location = answer.headers.get('location')!;
  const page = await (await app.get(location)).text();
  const offered = [...page.matchAll(/<input type="checkbox" name="to" value="([^"]+)"( checked="")?/g)];
  return {
    query: location.split('?')[1] ?? '',
    offered: offered.map((match) => match[1]!),
    ticked: offered.filter((match) => match[2]).map((match) => match[1]!),
    page,
  };
}

/** The newest mail of a kind, as the worker composed it. */
async function lastMail(
  kind: string,
  to?: string,
): Promise<{ text: string; to: string; state: string; source: string } | undefined> {
  const [mail] = await rows<{ mime: Buffer | null; to_address: string; state: string }>(
    `select mime, to_address, state from mails where kind = $1 and ($2::text is null or to_address = $2) order by id desc limit 1`,
    [kind, to ?? null],
  );
  if (!mail) return undefined;
  const source = mail.mime?.toString() ?? '';
  return { source, to: mail.to_address, state: mail.state, text: decode(source) };
}

const decode = (source: string) =>
  source
    .replace(/=\r\n/g, '')
    .replace(/(?:=[0-9A-F]{2})+/g, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString());

async function confirmationPath(email?: string): Promise<string> {
  await app.work();
  const mail = await lastMail('confirmation', email);
  return /http:\/\/127\.0\.0\.1:3000(\/daylight\/en\/actions\/[^\s"]+\/confirmation)/.exec(mail!.text)![1]!;
}

describe('a supporter writes to those who speak for her', () => {
  test('the whole path: campaign, lookup, letter, preview, confirmation, outbox, states', async () => {
    expect(await (await app.get(`${home}/campaigns`)).text()).toContain(campaign);
    const show = words(await (await app.get(campaign)).text());
    expect(show).toContain('No letter has been confirmed yet');

    const { ticked, query } = await findPosts('Z1A 1A1');
    expect(query).not.toContain('Z1A');
    expect(ticked.length).toBe(4);

    const preview = await app.post(`${campaign}/preview`, { ...letter(), to: ticked, query, consent: ['newsletter'] });
    expect(preview.status).toBe(200);
    expect(words(await preview.text())).toContain('I live on Lantern Street.');
    expect(await rows('select from actions')).toHaveLength(0);

    const sent = await app.post(`${campaign}/actions`, {
      ...letter(),
      to: ticked,
      query,
      consent: ['newsletter'],
      street: '1 Lantern Street',
    });
    expect(sent.status).toBe(303);
    expect(sent.headers.get('location')).toBe(`${campaign}/received`);
    expect(words(await (await app.get(`${campaign}/received`)).text())).toContain('look in your mail');

    const path = await confirmationPath('ana@example.invalid');
    const mail = await lastMail('confirmation', 'ana@example.invalid');
    expect(mail!.text).not.toContain('Lantern Street');

    // Until then nothing is a delivery, but she sees whom it is for, and so does the desk.
    expect(await rows('select from deliveries')).toHaveLength(0);
    const asked = await (await app.get(path)).text();
    for (const { label } of await rows<{ label: Record<string, string> }>(
      'select label from posts where id = any($1)',
      [ticked],
    ))
      expect(words(asked)).toContain(label.en);

    // A scanner follows the link, twice: nothing happens.
    for (let i = 0; i < 2; i += 1) expect(words(await (await app.get(path)).text())).toContain('Is this your letter?');
    expect(await rows(`select from actions where state = 'confirmed'`)).toHaveLength(0);

    const confirmed = await app.post(path, {});
    expect(confirmed.status).toBe(303);
    const mine = confirmed.headers.get('location')!;
    expect(words(await (await app.get(mine)).text())).toContain('About to leave');
    await app.work();
    const page = words(await (await app.get(mine)).text());
    expect(page).toContain('In the outbox');
    expect(page).toContain('Thank you, Ana Invented');

    expect(
      (await rows<{ post_id: string }>('select post_id from deliveries order by id')).map((one) => one.post_id),
    ).toEqual(ticked);
    const letters = await rows<{ state: string; mime: Buffer }>(`select state, mime from mails where kind = 'letter'`);
    expect(letters).toHaveLength(4);
    expect(letters.every((one) => one.state === 'kept')).toBe(true);
    const source = letters[0]!.mime.toString();
    expect(source).toMatch(/^Reply-To: Ana Invented <ana@example\.invalid>/m);
    expect(source).toMatch(/^From: "?Ana Invented via Daylight Inside"? <casement@casement\.invalid>/m);
    expect(decode(source)).toContain('1 Lantern Street');

    const counted = words(await (await app.get(campaign, { headers: { cookie: 'casement_none=1' } })).text());
    expect(counted).toContain('1 letter confirmed.');
    const consents = await rows<{ event: string; purpose: string }>(
      'select event, purpose from consents order by at, id',
    );
    expect(consents.map((one) => `${one.purpose} ${one.event}`)).toEqual(['newsletter given', 'newsletter confirmed']);
  });

  test('64 identical submissions at the same instant are one action and one mail', async () => {
    const { ticked } = await findPosts('Z1A');
    const same = letter({ name: 'Bea Invented', email: 'bea@example.invalid', to: ticked });
    const answers = await Promise.all(Array.from({ length: 64 }, () => app.post(`${campaign}/actions`, same)));
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.headers.get('location')}`))).toEqual(
      new Set([`303 ${campaign}/received`]),
    );
    const [person] = await rows<{ id: string }>(`select id from people where email = 'bea@example.invalid'`);
    expect(await rows('select from actions where person_id = $1', [person!.id])).toHaveLength(1);
    expect(await rows(`select from mails where to_address = 'bea@example.invalid'`)).toHaveLength(1);
  });

  test('one person acting twice is counted once, whatever the letter case; two names on one mailbox are two', async () => {
    const { ticked } = await findPosts('Z1A');
    const before = Number((await rows<{ n: number }>('select count(*) n from actions where counted'))[0]!.n);
    for (const [name, email, body] of [
      ['Cleo Invented', 'Cleo.Tag+a@gmail.com', 'one'],
      ['cleo  INVENTED', 'cleotag@googlemail.com', 'two'],
      ['Dora Invented', 'cleotag@gmail.com', 'three'],
    ]) {
      // A mailbox is sent two confirmations a day, whoever shares it.
      if (body === 'three') app.at('2026-11-22T13:00:00Z');
      await app.post(`${campaign}/actions`, letter({ name: name!, email: email!, body: body!, to: ticked }));
      await app.post(await confirmationPath(), {});
    }
    app.at('2026-11-21T12:00:00Z');
    const counted = Number((await rows<{ n: number }>('select count(*) n from actions where counted'))[0]!.n);
    expect(counted - before).toBe(2);
    // The second letter of the same person goes to nobody twice.
    const repeated = await rows(`select from deliveries where state = 'repeated'`);
    expect(repeated).toHaveLength(4);
  });

  test('the answer to the public never tells whether an address was known', async () => {
    const { ticked } = await findPosts('Z1A');
    const known = await app.post(`${campaign}/actions`, letter({ to: ticked }));
    const unknown = await app.post(`${campaign}/actions`, letter({ email: 'new@example.invalid', to: ticked }));
    const seen = async (answer: Response) => [
      answer.status,
      await answer.text(),
      answer.headers.get('location'),
      answer.headers.get('set-cookie'),
    ];
    expect(await seen(known)).toEqual(await seen(unknown));
  });

  test('a code that touches several districts ticks nobody for that body', async () => {
    const [split] = await rows<{ code: string; role_id: string }>(
      `select code, role_id from postal_divisions where country = 'XX' and role_id = any($1) group by code, role_id having count(*) > 1 limit 1`,
      [['xx-federal-house:member', 'xx-region-assembly:member', 'xx-federal-senate:member', 'xx-municipal:mayor']],
    );
    const { page, ticked, offered } = await findPosts(split!.code);
    expect(words(page)).toContain('touches more than one district');
    expect(offered.length).toBeGreaterThan(ticked.length);
  });

  test('an unknown code leads to the lists, never to a dead end', async () => {
    const { page, ticked } = await findPosts('Z9Z');
    expect(ticked).toEqual([]);
    expect(words(page)).toContain('Choose by district or by name');
    // Perhaps it was mistyped: that is said once, with the way back to the code.
    const said = words(page).match(/We know nobody for this place|We do not know who speaks for this place/g);
    expect(said).toEqual(['We know nobody for this place']);
    expect(page).toContain(`href="${campaign}#act"`);
  });

  test('the codes that a demonstration offers lead to somebody whom that very campaign asks', async () => {
    const offered = async (path: string) =>
      / try (\S+) or (\S+)\. /.exec(words(await (await app.get(path)).text()))!.slice(1);
    const codes = await offered(campaign);
    for (const code of codes) expect((await findPosts(code)).ticked).not.toEqual([]);
    const others = await offered('/coalition/en/campaigns/end-strip-searches');
    expect(codes.some((code) => others.includes(code))).toBe(false);
  });

  test('what was typed is still there after a mistake, and the summary is focused', async () => {
    const answer = await app.post(`${campaign}/preview`, letter({ email: 'not an address', subject: '', to: [] }));
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('role="alert"');
    expect(page).toContain('value="not an address"');
    expect(page).toContain('I live on Lantern Street.');
    expect(words(page)).toContain('does not look like an e-mail address');
    expect(words(page)).toContain('Choose at least one person');
  });

  test('two districts of one body are refused, and posts that the campaign does not ask', async () => {
    const posts = await rows<{ id: string }>(
      `select id from posts where role_id = 'xx-federal-house:member' order by id limit 2`,
    );
    const two = await app.post(`${campaign}/preview`, letter({ to: posts.map((post) => post.id) }));
    expect(two.status).toBe(422);
    expect(words(await two.text())).toContain(app.deps.messages.for('en')('campaigns.letter.to.several'));
    const [foreign] = await rows<{ id: string }>(`select id from posts where role_id like 'xx-state-senate%' limit 1`);
    const other = await app.post(`${campaign}/actions`, letter({ to: [foreign!.id] }));
    expect(other.status).toBe(422);
  });

  test('a filled trap is told what everybody is told, and nothing is kept', async () => {
    const { ticked } = await findPosts('Z1A');
    const answer = await app.post(
      `${campaign}/actions`,
      letter({ email: 'bot@example.invalid', to: ticked, website: 'http://spam.invalid' }),
    );
    expect(answer.headers.get('location')).toBe(`${campaign}/received`);
    expect(await rows(`select from people where email = 'bot@example.invalid'`)).toHaveLength(0);
  });

  test('withdrawing stops what has not left, uncounts, and can be followed by writing again', async () => {
    const { ticked } = await findPosts('Z1A');
    const mine = letter({ name: 'Eva Invented', email: 'eva@example.invalid', to: ticked, street: '2 Lantern Street' });
    await app.post(`${campaign}/actions`, mine);
    const path = await confirmationPath('eva@example.invalid');
    await app.post(path, {});
    const ref = path.replace('/confirmation', '');
    const asked = words(await (await app.get(`${ref}/withdrawal`)).text());
    expect(asked).toContain('Withdraw this letter?');
    await app.post(`${ref}/withdrawal`, {});
    await app.work();
    const page = words(await (await app.get(ref)).text());
    expect(page).toContain('This letter is withdrawn');
    expect(page).toContain('Withdrawn before it left');
    // A bookmark of the question asks nothing again.
    expect((await app.get(`${ref}/withdrawal`)).headers.get('location')).toBe(ref);
    expect(await rows(`select from action_addresses where address = '2 Lantern Street'`)).toHaveLength(0);
    await app.post(`${campaign}/actions`, mine);
    expect(
      await rows(`select from actions a join people p on p.id = a.person_id where p.email = 'eva@example.invalid'`),
    ).toHaveLength(2);
  });

  test('erasing leaves no word, name or address of hers anywhere, and the count stands', async () => {
    const { ticked } = await findPosts('Z1A');
    await app.post(
      `${campaign}/actions`,
      letter({
        name: 'Fay Secretname',
        email: 'fay@erase.invalid',
        body: 'Unmistakable words',
        street: '3 Hidden Row',
        to: ticked,
        consent: ['answers'],
      }),
    );
    const path = await confirmationPath('fay@erase.invalid');
    await app.post(path, {});
    await app.work();
    const ref = path.replace('/confirmation', '');
    const before = await rows<{ n: number }>('select count(*) n from actions where counted');
    const copy = await (await app.get(`${ref}/copy`)).json();
    expect(JSON.stringify(copy)).toContain('Unmistakable words');
    const answer = await app.post(`${ref}/erasure`, {});
    expect(answer.status).toBe(303);
    const tables = await rows<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r'`,
    );
    for (const { name } of tables) {
      const left = await rows<{ text: string }>(
        `select t::text as text from ${name} t where t::text ~* 'Fay Secretname|fay@erase|Unmistakable words|Hidden Row'`,
      );
      expect(left.map((row) => `${name}: ${row.text}`)).toEqual([]);
    }
    const mimes = await rows<{ mime: Buffer }>('select mime from mails where mime is not null');
    expect(mimes.filter((row) => decode(row.mime.toString()).includes('fay@erase'))).toEqual([]);
    expect(await rows<{ n: number }>('select count(*) n from actions where counted')).toEqual(before);
    expect((await app.get(ref)).status).toBe(404);
  });

  test('a device that was remembered acts again without another mail; another person on it does not', async () => {
    const { ticked } = await findPosts('Z1A');
    const mine = letter({ name: 'Gil Invented', email: 'gil@example.invalid', to: ticked, remember: 'yes' });
    await app.post(`${campaign}/actions`, mine);
    const confirmed = await app.post(await confirmationPath('gil@example.invalid'), {});
    const cookie = confirmed.headers
      .getSetCookie()
      .find((one) => one.startsWith('casement_device='))!
      .split(';')[0]!;
    const again = await app.post(
      `${home}/campaigns/come-and-see/actions`,
      { ...mine, body: 'Come and see', to: ticked.filter((id) => !id.includes('mayor') && !id.includes('municipal')) },
      { cookie },
    );
    expect(again.headers.get('location')).toMatch(/\/daylight\/en\/actions\//);
    const other = await app.post(
      `${campaign}/actions`,
      letter({ name: 'Hal Invented', email: 'hal@example.invalid', to: ticked }),
      { cookie },
    );
    expect(other.headers.get('location')).toBe(`${campaign}/received`);
  });

  test('a letter that nobody confirms is forgotten after a week, with the person', async () => {
    const { ticked } = await findPosts('Z1A');
    await app.post(`${campaign}/actions`, letter({ name: 'Ida Invented', email: 'ida@example.invalid', to: ticked }));
    const network = await app.network('daylight');
    const later = new Date(app.deps.clock().getTime() + 8 * 86_400_000);
    await inNetwork(app.db, network.id, async (trx) => {
      for (const feature of app.deps.features)
        await feature.retain?.({ trx, actor: { kind: 'system' }, network, locale: 'en', now: later });
    });
    expect(await rows(`select from people where email = 'ida@example.invalid'`)).toHaveLength(0);
  });

  test('a made-up or foreign private address does not exist', async () => {
    const [action] = await rows<{ id: string }>('select id from actions limit 1');
    const id = action!.id.replaceAll('-', '');
    for (const path of [
      `/daylight/en/actions/${id}.AAAAAAAAAAAAAAAAAAAAAA`,
      `/daylight/en/actions/${id}`,
      '/daylight/en/actions/x',
    ]) {
      expect((await app.get(path)).status).toBe(404);
    }
    const { ticked } = await findPosts('Z1A');
    await app.post(`${campaign}/actions`, letter({ name: 'Jo Invented', email: 'jo@example.invalid', to: ticked }));
    const path = await confirmationPath('jo@example.invalid');
    expect((await app.get(path.replace('/daylight/en', '/coalition/en'))).status).toBe(404);
  });

  test('a foreign site cannot post the form', async () => {
    const answer = await app.post(`${campaign}/actions`, letter(), {
      headers: { origin: 'https://elsewhere.invalid' },
    });
    expect(answer.status).toBe(403);
  });

  test('a campaign with fixed posts asks nobody where she lives', async () => {
    const list = await (await app.get('/network/en/campaigns')).text();
    const path = /href="(\/network\/en\/campaigns\/[^"]+)"/.exec(list)![1]!;
    expect(words(await (await app.get(path)).text())).toContain('Write the letter');
    const form = await (await app.get(`${path}/letter`)).text();
    expect(form).toMatch(/name="to" value="xx-sampleland[^"]+" checked/);
  });

  test('the street address is deleted once the letters have left', async () => {
    const { ticked } = await findPosts('Z1A');
    await app.post(
      `${campaign}/actions`,
      letter({ name: 'Kim Invented', email: 'kim@example.invalid', street: '4 Lantern Street', to: ticked }),
    );
    await app.post(await confirmationPath('kim@example.invalid'), {});
    const network = await app.network('daylight');
    const [action] = await rows<{ id: string }>(
      `select a.id from actions a join people p on p.id = a.person_id where p.email = 'kim@example.invalid'`,
    );
    const deliveries = await rows<{ id: string }>('select id from deliveries where action_id = $1', [action!.id]);
    const { feature: room } = await import('../deliveries/index.ts');
    const settle = (ids: string[], state: 'sent' | 'failed') =>
      inNetwork(app.db, network.id, (trx) =>
        room.mails!.letter!.settled!(
          { trx, actor: { kind: 'system' }, network, locale: 'en', now: app.deps.clock() },
          ids.map((subjectId) => ({ subjectId, state, response: null, at: app.deps.clock() })),
        ),
      );
    await settle(
      deliveries.slice(0, 3).map((one) => one.id),
      'sent',
    );
    expect(await rows(`select from action_addresses where action_id = $1`, [action!.id])).toHaveLength(1);
    await settle(
      deliveries.slice(3).map((one) => one.id),
      'failed',
    );
    expect(await rows(`select from action_addresses where action_id = $1`, [action!.id])).toHaveLength(0);
  });

  test('where no e-mail address is known, her page says so and how to reach them by her own hand', async () => {
    const { ticked } = await findPosts('Z1A');
    const post = ticked[0]!;
    const contacts = await rows<{ id: string }>(
      `select c.id from contacts c join tenures t on t.official_id = c.official_id where t.post_id = $1 and c.kind = 'email'`,
      [post],
    );
    await app.db.owner.query(`update contacts set kind = 'phone', value = '+1 555-0100' where id = $1`, [
      contacts[0]!.id,
    ]);
    const { representativesOf } = await import('../representatives/index.ts');
    representativesOf(app.db).reload();
    const form = letter({ name: 'Lou Invented', email: 'lou@example.invalid', to: [post] });
    expect(words(await (await app.post(`${campaign}/preview`, form)).text())).toContain('You call them');
    await app.post(`${campaign}/actions`, form);
    const path = await confirmationPath('lou@example.invalid');
    await app.post(path, {});
    const page = await (await app.get(path.replace('/confirmation', ''))).text();
    expect(words(page)).toContain('Waits for you: a call');
    const calls = await (await app.get(path.replace('/confirmation', '/calls'))).text();
    expect(calls).toContain('href="tel:+15550100"');
    expect(await rows(`select from mails where kind = 'letter' and to_address like '%555%'`)).toEqual([]);
  });

  test('a coordinator reads the outbox; the public does not', async () => {
    const { cookie } = await signInAs(app, await app.network('daylight'), 'coordinator');
    const page = await app.get(`${home}/outbox`, { cookie });
    expect(page.status).toBe(200);
    expect((await app.get(`${home}/outbox`)).status).toBeGreaterThanOrEqual(403);
  });
});

test('a letter that a machine translated says so from the form to the confirmation, until she writes her own', async () => {
  const [text] = await rows<{ letter_subject: string; letter_body: string }>(
    `update campaign_texts t set title = 'Five asks' from campaigns c join networks n on n.id = c.network_id
     where c.id = t.campaign_id and c.slug = 'five-asks' and n.slug = 'daylight' and t.locale = 'en' returning letter_subject, letter_body`,
  );
  await rows(
    `insert into translation_sources (network_id, digest, text, at)
     select id, repeat('0', 64), 'x', now() from networks where slug = 'daylight'`,
  );
  await rows(
    `insert into translation_marks (network_id, kind, thing_id, locale, field, source_locale, source_digest, target_digest, made_by, at)
     select t.network_id, 'campaign', t.campaign_id::text, 'en', f.field, 'fr', repeat('0', 64),
       encode(sha256(convert_to(f.said, 'UTF8')), 'hex'), 'machine', now()
     from campaign_texts t join campaigns c on c.id = t.campaign_id join networks n on n.id = c.network_id,
       lateral (values ('title', t.title), ('summary', t.summary), ('letter_body', t.letter_body)) f(field, said)
     where c.slug = 'five-asks' and n.slug = 'daylight' and t.locale = 'en'`,
  );
  app.deps.edits.emit('');
  const page = await (await app.get(campaign)).text();
  expect(words(page)).toContain('A machine translated this');
  expect(page).toMatch(/<meta name="description" content="[^"]* \(Translated by a machine\)"/);
  const { ticked, query, page: form } = await findPosts('Z1A 1A1');
  const notice = 'A machine translated the text of this letter';
  expect(words(form)).toContain(notice);
  const theirs = { subject: text!.letter_subject, body: text!.letter_body.replaceAll('\n', '\r\n') };
  const preview = async (over: Record<string, string>) =>
    words(await (await app.post(`${campaign}/preview`, { ...letter(over), to: ticked, query })).text());
  expect(await preview(theirs)).toContain(notice);
  expect(await preview({})).not.toContain(notice);
  const email = 'dora@example.invalid';
  await app.post(`${campaign}/actions`, { ...letter({ ...theirs, email }), to: ticked, query });
  const path = await confirmationPath(email);
  expect((await lastMail('confirmation', email))!.text).toContain('Five asks (Translated by a machine)');
  expect(words(await (await app.get(path)).text())).toContain(notice);
  // The way back to the campaign says it too, from each step.
  const crumb = /Five asks Translated by a machine/;
  expect(await preview(theirs)).toMatch(crumb);
  for (const step of ['received', 'calls'])
    expect(words(await (await app.get(`${campaign}/${step}`)).text()), step).toMatch(crumb);
  // And what programs read: the subject that she left as a machine had made it, until somebody reviews it; never her own.
  const [{ id } = { id: '' }] = await rows<{ id: string }>(
    `select c.id from campaigns c join networks n on n.id = c.network_id where c.slug = 'five-asks' and n.slug = 'daylight'`,
  );
  await app.post(path, {});
  await rows(
    `insert into translation_marks (network_id, kind, thing_id, locale, field, source_locale, source_digest, target_digest, made_by, at)
     select network_id, kind, thing_id, locale, 'letter_subject', source_locale, source_digest,
       encode(sha256(convert_to($1, 'UTF8')), 'hex'), made_by, at from translation_marks
     where kind = 'campaign' and thing_id = $2 and locale = 'en' and field = 'letter_body'`,
    [text!.letter_subject, id],
  );
  const { cookie } = await signInAs(app, await app.network('daylight'), 'coordinator');
  const key = await app.post(`${home}/desk/data/keys`, { id: newId(), name: 'Sync', scopes: ['actions'] }, { cookie });
  const headers = { 'osdi-api-token': /casement_[\w-]{43}/.exec(await key.text())![0] };
  type Outreach = { subject: string; 'casement:machine_translated'?: true };
  const outreaches = async () => {
    const list = await app.get(`${home}/osdi/advocacy_campaigns/${id}/outreaches?per_page=100`, { headers });
    return ((await list.json()) as { _embedded: { 'osdi:outreaches': Outreach[] } })._embedded['osdi:outreaches'];
  };
  const sent = await outreaches();
  expect(sent.some((one) => one.subject === text!.letter_subject)).toBe(true);
  for (const one of sent)
    expect(one['casement:machine_translated'] === true).toBe(one.subject === text!.letter_subject);
  await rows(`update translation_marks set reviewed_at = now()`);
  for (const one of await outreaches()) expect(one).not.toHaveProperty('casement:machine_translated');
});

test('words of her own are named at the preview, with others; it is no condition, nothing of it is kept, and her text comes through', async () => {
  const notice = 'You may write: women in prison, people in prison.';
  const { ticked, query } = await findPosts('Z1A 1A1');
  const asked = async (over: Record<string, string>) =>
    words(await (await app.post(`${campaign}/preview`, { ...letter(over), to: ticked, query })).text());
  const body = 'I was an inmate.\r\nThe inmates & inmates “wait”.\r\n\r\nA thief who reads. The “Inmates Act”.';
  const said = await asked({ body });
  for (const one of [notice, 'inmate : this names', 'inmates : this names', 'thief who : the offence', 'yours.'])
    expect(said).toContain(one);
  // Named once each, and not what she quotes.
  expect(said.match(/: this names a person by her file/g)).toHaveLength(2);
  expect(await asked({})).not.toContain(notice);
  // What the campaign wrote is not hers to be told of.
  const [text] = await rows<{ letter_body: string }>(
    `update campaign_texts t set letter_body = letter_body || ' No inmate waits.' from campaigns c join networks n on n.id = c.network_id
     where c.id = t.campaign_id and c.slug = 'five-asks' and n.slug = 'daylight' and t.locale = 'en' returning letter_body`,
  );
  app.deps.edits.emit('');
  expect(await asked({ body: text!.letter_body })).not.toContain(notice);
  expect(await asked({ body: `${text!.letter_body} An offender.` })).not.toContain('inmate : this names');
  // Back to the letter and on to the sending with every letter of it; no column of any table holds the note.
  const back = await (await app.post(`${campaign}/letter`, { ...letter({ body }), to: ticked, query })).text();
  expect(back).toContain('The inmates &amp; inmates “wait”.');
  const email = 'eda@example.invalid';
  const sent = await app.post(`${campaign}/actions`, { ...letter({ body, email }), to: ticked, query });
  expect(sent.status).toBe(303);
  const [kept] = await rows<{ body: string; all: string }>(
    `select a.body, (select jsonb_agg(a)::text) as all from actions a join people p on p.id = a.person_id and p.network_id = a.network_id
     where p.email = $1 group by a.body`,
    [email],
  );
  expect(kept!.body).toBe(body.replaceAll('\r\n', '\n'));
  expect(kept!.all.match(/inmate/g)).toHaveLength(3);
});
