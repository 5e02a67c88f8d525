import { afterAll, expect, test } from 'vitest';
import { createNetwork, signInAs } from '../../../../test/app.ts';
import { newId, sha256 } from '../../../platform/crypto/ids.ts';
import { inNetwork } from '../../../platform/db/index.ts';
import { openPdf, wordsOf } from '../../../platform/documents/read/pdf.ts';
import { readPdf } from '../../../platform/pdf/testing/read.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { urls } from '../../../urls.ts';
import { completeText, openDesk } from '../../desk/world.ts';
import { feature } from '../index.ts';
import { beginPapers, keepPapers } from './commands.ts';

const { app, network, at, get, post, text, one } = await openDesk();
afterAll(() => app.stop());
const visitor = {};
const run = async <T extends object>(query: string, ...values: unknown[]) =>
  (await app.db.owner.query<T>(query, values)).rows;

const id = newId();
await post(urls.campaigns.create(at), { id, title: 'Visit us', slug: 'visit-us', locale: 'en', mode: 'petition' });
await post(urls.campaigns.texts(at, id, 'en'), {
  ...completeText('Visit us'),
  letter_body: 'We ask you to #read("/etc/passwd").',
});
await post(urls.campaigns.targets(at, id), { post: 'xx-justice' });
const { id: target } = await one<{ id: string }>('select id from campaign_targets where campaign_id = $1', id);
await post(urls.petitions.districts(at, id), { role: 'xx-assembly:member' });
await post(urls.campaigns.edit(at, id), { slug: 'visit-us', goal: '2', closes_at: '' });
await post(urls.campaigns.publication(at, id));

/** Signs and confirms; answers the private address. */
async function signed(name: string, over: Record<string, string | string[]> = {}): Promise<string> {
  const email = `${newId()}@example.invalid`;
  const form = { name, email, display: 'full', comment: '', code: '', district: '', ...over };
  await post(urls.petitions.signatures(at, 'visit-us'), form, visitor);
  await app.work();
  const mail = await one<{ source: string }>(
    `select convert_from(mime, 'UTF8') as source from mails where kind = 'confirmation' and to_address = $1`,
    email,
  );
  const source = mail.source.replace(/=\r\n/g, '').replaceAll('=3D', '=');
  const own = /(\/ember\/en\/actions\/[\w.-]+)\/confirmation/.exec(source)![1]!;
  await post(`${own}/confirmation`, {}, visitor);
  return own;
}

/** Freezes the papers and lets them be made; answers the id. */
async function prepared(fields: Record<string, string> = {}): Promise<string> {
  const handover = newId();
  const form = { id: handover, target, recipient: '', locale: 'en', ...fields };
  const answer = await post(urls.petitions.handovers(at, id), form);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, urls.petitions.handover(at, id, handover)]);
  await post(urls.petitions.handovers(at, id), form);
  await app.work();
  return handover;
}
// As bytes: text() would swallow the mark at its beginning.
const csv = async (handover: string) =>
  Buffer.from(await (await get(urls.petitions.list(at, id, handover))).arrayBuffer()).toString();
const sumsOf = (handover: string) =>
  one<{ csv_sha256: string; pdf_sha256: string; listed: number; confirmed: number; state: string; told: number }>(
    'select * from handovers where id = $1',
    handover,
  );

test('a petition is frozen, printed, listed under consent, handed over, and said to those who signed', {
  timeout: 60_000,
}, async () => {
  expect(await text(get(urls.petitions.handovers(at, id)))).toContain('nothing to hand over');
  const nobody = await post(urls.petitions.handovers(at, id), { target, recipient: '', locale: 'en' });
  expect(nobody.status).toBe(422);

  const ana = await signed('=HYPERLINK("x") Ana', {
    consent: ['listing', 'handover'],
    district: 'xx/north',
    comment: 'For my sister.',
  });
  const bea = await signed('สมหญิง ใจดี', { consent: ['listing'] });
  const cleo = await signed('Cleo Secret', { consent: ['handover'] });
  await post(
    urls.petitions.signatures(at, 'visit-us'),
    { name: 'Never Confirmed', email: 'n@example.invalid' },
    visitor,
  );
  const [comment] = await run<{ id: string }>(`select action_id as id from signatures where comment <> ''`);
  await post(urls.petitions.showing(at, id, comment!.id));
  expect(await text(get(urls.accounts.today(at)))).toContain('“Visit us” has reached 2 signatures');

  const first = await prepared();
  const stored = await sumsOf(first);
  expect(stored).toMatchObject({ state: 'ready', confirmed: 3, listed: 2 });
  const list = await csv(first);
  expect(list.split('\r\n')).toEqual([
    '\ufeffNumber,Name,District,Signed on,Comment',
    `1,"'=HYPERLINK(""x"") Ana",Île-du-Nord,2026-11-21,For my sister.`,
    '2,สมหญิง ใจดี,,2026-11-21,',
    '',
  ]);
  expect(sha256(list).toString('hex')).toBe(stored.csv_sha256);
  const pdf = Buffer.from(await (await get(urls.petitions.paper(at, id, first))).arrayBuffer());
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(sha256(pdf).toString('hex')).toBe(stored.pdf_sha256);
  expect(readPdf(pdf).emptyBoxes).toBe(false);
  // Each time it leaves is on record.
  const left = () =>
    run(`select detail from audit where verb = 'exported' and noun = 'handover' and noun_id = $1 order by id`, first);
  expect(await left()).toEqual([{ detail: { form: 'table', names: 2 } }, { detail: { form: 'paper', names: 2 } }]);
  const here = await text(get(urls.petitions.handover(at, id, first)));
  for (const said of [
    'Handover to Mara Lind, Minister of Justice',
    stored.csv_sha256,
    stored.pdf_sha256,
    '1 waiting for confirmation',
  ])
    expect(here).toContain(said);
  expect(await text(get(urls.accounts.today(at)))).toContain('The papers of “Visit us” are ready');
  // Frozen is not handed over: nobody is told.
  expect(await text(get(ana, visitor))).toContain('has not been handed over with your signature yet');
  expect((await get(urls.petitions.news(at, id, first))).status).toBe(303);

  const delivery = urls.petitions.delivery(at, id, first);
  const given = { handed_on: '2026-11-21', way: 'person', received_by: 'The front desk', note: 'Receipt 7' };
  for (const wrong of [
    { handed_on: '2026-11-22' },
    { handed_on: '2026-11-20' },
    { handed_on: 'x' },
    { way: 'pigeon' },
    { received_by: '' },
  ])
    expect([wrong, (await post(delivery, { ...given, ...wrong })).status]).toEqual([wrong, 422]);
  expect((await post(delivery, given)).status).toBe(303);
  expect(await text(get(ana, visitor))).toContain(
    'Your signature was handed over on November 21, 2026 to Mara Lind, Minister of Justice, with your name',
  );
  expect(await text(get(cleo, visitor))).toContain('counted without your name');
  const page = await text(get(urls.campaigns.show(at, 'visit-us'), visitor));
  expect(page).toContain('3 signatures to Mara Lind, Minister of Justice, on November 21, 2026');
  expect(page).not.toContain('Receipt 7');
  // What was handed over is not deleted any more.
  expect((await get(urls.petitions.discard(at, id, first))).status).toBe(404);
  expect((await post(urls.petitions.discard(at, id, first))).status).toBe(404);

  // Only those who asked are written to, once; who took that back in the meantime is not.
  expect(await text(get(urls.petitions.handover(at, id, first)))).toContain('2 people asked to be told by e-mail');
  await post(urls.petitions.news(at, id, first), { words: 'She read it\nat once.' });
  await post(urls.petitions.news(at, id, first), { words: 'Again' });
  await post(`${cleo}/consents`, { purpose: 'handover' }, visitor);
  await app.work();
  const mails = await run<{ state: string; source: string }>(
    `select state, convert_from(mime, 'UTF8') as source from mails where kind = 'handover' order by id`,
  );
  expect(mails.map((mail) => mail.state).sort()).toEqual(['cancelled', 'kept']);
  const source = mails.find((mail) => mail.state === 'kept')!.source.replace(/=\r\n/g, '');
  expect(source).toContain('Yours is one of them');
  expect(source).toContain('She read it');

  // Withdrawn: in no later papers; what went before is as it was.
  await post(`${bea}/withdrawal`, {}, visitor);
  const second = await prepared({ target: '', recipient: 'The Committee of Ember' });
  expect(await sumsOf(second)).toMatchObject({ confirmed: 2, listed: 1 });
  expect(await csv(second)).not.toContain('สมหญิง');
  expect(sha256(await csv(first)).toString('hex')).toBe(stored.csv_sha256);
  expect(await text(get(bea, visitor))).toContain('Your signature was handed over on November 21, 2026');

  // Erased: her name is in nothing that we keep, and the page says so.
  await post(`${ana}/erasure`, {}, visitor);
  expect(await csv(first)).not.toContain('HYPERLINK');
  expect((await get(urls.petitions.paper(at, id, first))).status).toBe(404);
  const told = await text(get(urls.petitions.handover(at, id, first)));
  expect(told).toContain('Our copy of the PDF was deleted on November 21, 2026');
  expect(told).toContain('1 name was erased since');
  const named = await run(`select 1 from handover_signatures where name like '%Ana%' or comment like '%sister%'`);
  expect(named).toEqual([]);
  expect(await run(`select 1 from mails where kind = 'handover' and mime is not null`)).toEqual([]);

  // Papers that went to nobody are deleted.
  expect((await post(urls.petitions.discard(at, id, second))).status).toBe(303);
  expect((await get(urls.petitions.handover(at, id, second))).status).toBe(404);

  // After a year no name is left.
  app.at('2027-11-22T12:00:00Z');
  await inNetwork(app.db, network.id, (trx) =>
    feature.retain!({ trx, actor: { kind: 'system' }, network, locale: 'en', now: app.deps.clock() }),
  );
  app.at('2026-11-21T12:00:00Z');
  expect((await csv(first)).split('\r\n')).toHaveLength(2);
});

test('papers that cannot be made say so, and are made at the next try', async () => {
  await signed('Dora Fee');
  const third = newId();
  await post(urls.petitions.handovers(at, id), { id: third, target, recipient: '', locale: 'en' });
  await app.db.owner.query(`update handovers set state = 'failed' where id = $1`, [third]);
  // The job that waits finds nothing to do for one that failed.
  await app.work();
  expect(await text(get(urls.petitions.handover(at, id, third)))).toContain('The papers could not be made');
  expect(
    (await post(urls.petitions.delivery(at, id, third), { handed_on: '2026-11-21', way: 'post', received_by: 'x' }))
      .status,
  ).toBe(404);
  await post(urls.petitions.retry(at, id, third));
  await app.work();
  expect((await sumsOf(third)).state).toBe('ready');
});

test('papers that were read before somebody was erased are not kept', async () => {
  const eve = await signed('Eve Gone', { consent: ['listing'] });
  const made = newId();
  await post(urls.petitions.handovers(at, id), { id: made, target, recipient: '', locale: 'en' });
  const inside = <T>(work: (ctx: Ctx) => Promise<T>) =>
    inNetwork(app.db, network.id, (trx) =>
      work({ trx, actor: { kind: 'system' }, network, locale: 'en', now: app.deps.clock() }),
    );
  await inside((ctx) => beginPapers(ctx, made));
  await post(`${eve}/erasure`, {}, visitor);
  const pdf = { bytes: Buffer.from('%PDF Eve Gone'), sha256: 'x', pages: 1 };
  expect(await inside((ctx) => keepPapers(ctx, made, { csv: { sha256: 'x', bytes: 1 }, pdf }))).toBe(false);
  expect(await run('select pdf, state from handovers where id = $1', made)).toEqual([
    { pdf: null, state: 'preparing' },
  ]);
  await app.work();
  expect(await run('select state, removed_at from handovers where id = $1', made)).toEqual([
    { state: 'ready', removed_at: null },
  ]);
  expect(await csv(made)).not.toContain('Eve');
});

test('the list of names is an export: only for somebody who has just proved who she is', async () => {
  const [made] = await run<{ id: string }>(`select id from handovers where state = 'ready' limit 1`);
  app.at('2026-11-21T12:11:00Z');
  const late = await get(urls.petitions.list(at, id, made!.id));
  app.at('2026-11-21T12:00:00Z');
  expect(late.headers.get('location')).toMatch('/ember/en/account/proof');
});

test('others find nothing', async () => {
  const [known] = await run<{ id: string }>('select id from handovers limit 1');
  const gets = [
    urls.petitions.handovers(at, id),
    ...['handover', 'paper', 'list', 'news', 'discard'].map((name) =>
      urls.petitions[name as 'paper'](at, id, known!.id),
    ),
  ];
  const posts = [
    urls.petitions.handovers(at, id),
    ...['delivery', 'news', 'retry', 'discard'].map((name) => urls.petitions[name as 'paper'](at, id, known!.id)),
  ];
  for (const path of gets) expect([path, (await get(path, visitor)).status]).toEqual([path, 403]);
  for (const path of posts) expect([path, (await post(path, {}, visitor)).status]).toEqual([path, 403]);
  const member = await signInAs(app, network, 'member');
  const elsewhere = await signInAs(app, await createNetwork(app, 'elsewhere'), 'coordinator');
  const theirs = (path: string) => path.replace('/ember/', '/elsewhere/');
  for (const path of gets) {
    expect([path, (await get(path, member)).status]).toEqual([path, 404]);
    expect([path, (await get(theirs(path), elsewhere)).status]).toEqual([path, 404]);
  }
  for (const path of posts) {
    expect([path, (await post(path, {}, member)).status]).toEqual([path, 404]);
    expect([path, (await post(theirs(path), {}, elsewhere)).status]).toEqual([path, 404]);
  }
});

test('what a machine translated and nobody reviewed says so on the paper, in the list and in the mail, as it was when it was frozen', async () => {
  const dora = await signed('Dora', { consent: ['listing', 'handover'] });
  const letter = 'We ask you to #read("/etc/passwd").';
  for (const [field, said] of [
    ['title', 'Visit us'],
    ['letter_body', letter],
  ] as const)
    await run(
      `with source as (insert into translation_sources (network_id, digest, text, at) values ($1, $4, '', now()) returning digest)
       insert into translation_marks (network_id, kind, thing_id, locale, field, source_locale, source_digest, target_digest, made_by, at)
       select $1, 'campaign', $2, 'en', $3, 'fr', digest, $4, 'machine', now() from source`,
      network.id,
      id,
      field,
      sha256(said).toString('hex'),
    );
  const made = await prepared();
  expect(await csv(made)).toContain(
    '\ufeffNumber,Name,District,Signed on,Comment,"A machine translated the petition, and nobody had reviewed it"',
  );
  const paper = async (handover: string) => {
    const bytes = Buffer.from(await (await get(urls.petitions.paper(at, id, handover))).arrayBuffer());
    const input = { size: bytes.length, read: (from: number, length: number) => bytes.subarray(from, from + length) };
    const pdf = await openPdf(input);
    const words = Array.from({ length: pdf.getPageCount() }, (_, n) => pdf.getPage(n))
      .map((page) => wordsOf(page))
      .join(' ');
    pdf.destroy();
    return words.replace(/\s+/g, ' ');
  };
  for (const said of ['Translated by a machine', 'A machine translated this, and nobody has reviewed it yet'])
    expect(await paper(made)).toContain(said);
  await post(urls.petitions.delivery(at, id, made), {
    handed_on: '2026-11-21',
    way: 'person',
    received_by: 'The desk',
    note: '',
  });
  await post(urls.petitions.news(at, id, made), { words: '' });
  await app.work();
  const mail = await one<{ source: string }>(
    `select convert_from(mime, 'UTF8') as source from mails where kind = 'handover' and mime is not null order by id desc limit 1`,
  );
  expect(mail.source.replace(/=\r\n/g, '')).toMatch(/Visit us \(Translated by a machine\)/);
  expect(await text(get(dora, visitor))).toContain('Visit us Translated by a machine');
  // Reviewed, later papers bear no mark; what was frozen before stays as it was handed over.
  await run(`update translation_marks set reviewed_at = now() where thing_id = $1`, id);
  const later = await prepared({ target: '', recipient: 'The Committee of Ember' });
  expect(await csv(later)).not.toContain('machine');
  expect(await paper(later)).not.toContain('machine');
  expect(await csv(made)).toContain('A machine translated');
  expect(await text(get(dora, visitor))).not.toContain('Translated by a machine');
});
