import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, signInAs, words } from '../../../test/app.ts';
import { readFrame } from '../../platform/http/index.ts';
import { urls } from '../../urls.ts';
import { openDesk } from '../desk/world.ts';
import { snippetsOf } from './embed.ts';

let desk: Awaited<ReturnType<typeof openDesk>>;
let id: string;
let slug: string;
beforeAll(async () => {
  desk = await openDesk();
  id = await desk.published('Five asks');
  ({ slug } = await desk.rowOf(id));
  // Everybody is asked for one person, so that the letter needs no lookup.
  await desk.post(urls.campaigns.targets(desk.at, id), { post: 'xx-justice' });
});
afterAll(() => desk.app.stop());

const letter = { subject: 's', body: 'b', name: 'Ana', email: 'ana@example.invalid', to: ['xx-justice'] };
const run = (text: string) => desk.app.db.owner.query(text).then((result) => result.rows);
const sourceOf = async (email: string) =>
  (await run(`select a.source from actions a join people p on p.id = a.person_id where p.email = '${email}'`))[0]
    ?.source;
const meta = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)"/g)].map((match) => [
      match[1],
      match[2],
    ]),
  );

describe('what a campaign looks like where it is passed on', () => {
  test('its card, words and address stand in the head; the words are the coordinators’, the mark changes with them', async () => {
    const path = urls.campaigns.show(desk.at, slug);
    const before = meta(await (await desk.app.get(`${path}?utm_source=x`)).text());
    expect(before).toMatchObject({
      'og:title': 'Five asks',
      'og:description': 'Two sentences. No more.',
      'og:url': `http://127.0.0.1:3000${path}`,
      'og:image:width': '1200',
      'og:image:height': '630',
      'og:locale': 'en_US',
      'twitter:card': 'summary_large_image',
    });
    // The campaign is there in French too.
    await run(`insert into campaign_texts select (jsonb_populate_record(t, '{"locale": "fr"}')).*
      from campaign_texts t where campaign_id = '${id}' and locale = 'en'`);
    const saved = await desk.post(urls.sharing.words(desk.at, id), {
      title_en: '=Open "the" <window>',
      text_en: '',
      hashtag_en: '#ÖffneDasFenster',
      title_fr: 'Cinq demandes',
      text_fr: '',
      hashtag_fr: '',
    });
    expect(saved.status).toBe(303);
    const html = await (await desk.app.get(path)).text();
    const after = meta(html);
    expect(after['og:title']).toBe('=Open &quot;the&quot; &lt;window&gt;');
    expect(after['og:description']).toBe('Two sentences. No more.');
    expect(after['og:image']).not.toBe(before['og:image']);
    expect(html).toContain(`<link rel="canonical" href="http://127.0.0.1:3000${path}"/>`);
    expect(words(html)).toContain('#ÖffneDasFenster');
    // Every way out is a plain link, with its own code.
    expect(html).toContain('href="https://wa.me/?text=');
    expect(html).toContain(encodeURIComponent(`http://127.0.0.1:3000${path}?source=whatsapp`));
    const board = meta(await (await desk.app.get(urls.stands.board(desk.at, slug))).text());
    expect(board['og:image']).toBe(after['og:image']);
    // Each language has a card of its own, drawn with its words.
    const french = meta(await (await desk.app.get(urls.campaigns.show({ ...desk.at, locale: 'fr' }, slug))).text());
    expect(french).toMatchObject({ 'og:title': 'Cinq demandes', 'og:locale': 'fr_FR' });
    expect(french['og:image']).toContain('/fr/');
    expect(french['og:image']!.split('/').at(-1)).not.toBe(after['og:image']!.split('/').at(-1));
  });

  test('a language without a text is passed on in the language that is shown, in its own words once title and text are written', async () => {
    const second = await desk.published('Six asks');
    const other = (await desk.rowOf(second)).slug;
    const fr = { ...desk.at, locale: 'fr' };
    const html = async () => (await desk.app.get(urls.campaigns.show(fr, other))).text();
    const write = (over: Record<string, string>) =>
      desk.post(urls.sharing.words(desk.at, second), {
        title_en: 'In English',
        text_en: '',
        hashtag_en: 'Open',
        ...over,
      });
    await write({ title_fr: 'Ouvrez la fenêtre' });
    const english = await html();
    expect(meta(english)).toMatchObject({ 'og:title': 'In English', 'og:locale': 'en_US' });
    expect(english).toMatch(/<h1 lang="en" dir="ltr">Six asks/);
    expect(english).not.toContain('og:locale:alternate" content="en_US"');
    expect(await (await desk.get(urls.sharing.words(desk.at, second))).text()).toContain(
      'no text in this language yet',
    );
    await write({ title_fr: 'Ouvrez la fenêtre', text_fr: 'Écrivez\r\nce jour.' });
    const french = meta(await html());
    expect(french).toMatchObject({
      'og:title': 'Ouvrez la fenêtre',
      'og:description': 'Écrivez ce jour.',
      'og:locale': 'fr_FR',
    });
    expect(french['og:image']).not.toBe(meta(english)['og:image']);
    // What stands in no text's language is the page's own.
    expect(meta(await (await desk.app.get(urls.stands.board(fr, other))).text())['og:locale']).toBe('fr_FR');
  });

  test('the card is a picture that anybody may show, and that is kept as long as its mark is right', async () => {
    const image = meta(await (await desk.app.get(urls.campaigns.show(desk.at, slug))).text())['og:image']!;
    const card = await desk.app.get(image.replace('http://127.0.0.1:3000', '').replaceAll('&amp;', '&'));
    expect(card.headers.get('content-type')).toBe('image/png');
    expect(card.headers.get('cache-control')).toContain('immutable');
    expect(card.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    const other = await desk.app.get(urls.campaigns.card(desk.at, slug, 'old'));
    expect(other.headers.get('cache-control')).toBe('public, max-age=300');
    const draft = await desk.rowOf(await desk.draft('Not yet'));
    expect((await desk.app.get(urls.campaigns.card(desk.at, draft.slug, 'x'))).status).toBe(404);
  });

  test('which sites may show its forms is a setting of the network: an administrator has a door to it, and to no decision-makers', async () => {
    const administrator = await signInAs(desk.app, desk.network, 'administrator');
    const of = (path: string) => desk.app.get(`/${desk.network.slug}/en${path}`, administrator);
    const today = await (await of('/today')).text();
    expect(today).toContain(`/${desk.network.slug}/en/desk/sharing"`);
    expect(today).not.toContain('/desk/officials');
    expect((await of('/desk/sharing')).status).toBe(200);
    expect((await of('/desk/officials')).status).toBe(404);
    const member = await signInAs(desk.app, desk.network, 'member');
    expect((await desk.app.get(`/${desk.network.slug}/en/desk/sharing`, member)).status).toBe(404);
  });

  test('a hashtag that is none is refused; nobody else writes the words', async () => {
    const wrong = await desk.post(urls.sharing.words(desk.at, id), { hashtag_en: 'two words', title_en: 'kept' });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('value="kept"');
    const member = await signInAs(desk.app, desk.network, 'member');
    for (const path of [urls.sharing.words, urls.sharing.sources, urls.sharing.embed].map((url) => url(desk.at, id))) {
      expect((await desk.get(path, member)).status).toBe(404);
      expect((await desk.get(path, {})).status).toBe(403);
    }
    const other = await createNetwork(desk.app, 'other');
    const foreign = await signInAs(desk.app, other, 'coordinator');
    expect((await desk.get(urls.sharing.words({ network: 'other', locale: 'en' }, id), foreign)).status).toBe(404);
  });
});

describe('where she came from', () => {
  test('goes along from the page to the letter, from a form or by a link, and is kept with the action', async () => {
    const show = `http://127.0.0.1:3000${urls.campaigns.show(desk.at, slug)}?utm_source=list&utm_medium=mail&source=flyer&x=secret`;
    const search = await desk.app.post(
      urls.campaigns.search(desk.at, slug),
      { latitude: '10', longitude: '10', referrer: 'News.Example' },
      { headers: { referer: show } },
    );
    const next = search.headers.get('location')!;
    expect(next).toContain('utm_source=list');
    expect(next).not.toContain('secret');
    const form = await (await desk.app.get(next)).text();
    const query = /name="query" value="([^"]*)"/.exec(form)![1]!.replaceAll('&amp;', '&');
    await desk.app.post(urls.campaigns.actions(desk.at, slug), { ...letter, query });
    expect(await sourceOf('ana@example.invalid')).toEqual({
      utm_source: 'list',
      utm_medium: 'mail',
      source: 'flyer',
      referrer: 'news.example',
    });
    const linked = await desk.app.get(urls.campaigns.letter(desk.at, slug), { headers: { referer: show } });
    expect(await linked.text()).toContain('source=flyer');
  });

  test('is never a page, a script or a flood of names; and no site at all where the network keeps none', async () => {
    const query = new URLSearchParams({ referrer: 'https://news.example/secret?page', source: 'x'.repeat(101) });
    for (let i = 0; i < 20; i += 1) query.set(`utm_${'abcdefghijklmnopqrst'[i]}`, 'v');
    await desk.app.post(urls.campaigns.actions(desk.at, slug), {
      ...letter,
      email: 'bea@example.invalid',
      query: query.toString(),
    });
    const kept = await sourceOf('bea@example.invalid');
    expect(Object.keys(kept).length).toBe(8);
    expect(kept).not.toHaveProperty('referrer');
    await desk.post(urls.sharing.settings(desk.at), { embedOn: '' });
    await desk.app.post(urls.campaigns.actions(desk.at, slug), {
      ...letter,
      email: 'cleo@example.invalid',
      query: 'referrer=news.example&source=a',
    });
    expect(await sourceOf('cleo@example.invalid')).toEqual({ source: 'a' });
    expect(await (await desk.app.get(urls.campaigns.show(desk.at, slug))).text()).not.toContain(
      'data-island="referrer"',
    );
    await desk.post(urls.sharing.settings(desk.at), { embedOn: '', referrer: 'yes' });
  });

  test('is counted by code, by the words a coordinator gave to it', async () => {
    const made = await desk.post(urls.sharing.sources(desk.at, id), { note: 'Flyer at the library', code: 'Flyer' });
    expect(made.status).toBe(303);
    expect((await desk.post(urls.sharing.sources(desk.at, id), { note: 'Again', code: 'flyer' })).status).toBe(422);
    const page = await desk.text(desk.get(urls.sharing.sources(desk.at, id)));
    expect(page).toContain('Flyer at the library · list / mail news.example');
    expect(await desk.text(desk.app.get(urls.sharing.poster(desk.at, slug, 'flyer')))).toContain('Scan the code');
    await desk.post(urls.sharing.sourceRemoval(desk.at, id, 'flyer'));
    expect(await desk.text(desk.get(urls.sharing.sources(desk.at, id)))).toContain('flyer · list / mail');
  });
});

describe('in a frame of another site', () => {
  const framed = () => urls.sharing.framed(desk.at, slug, 'theme=dark&compact=yes');

  test('every site may show it, no cookie is set or read, and all other pages stay unframed', async () => {
    const response = await desk.get(framed());
    expect(response.headers.get('content-security-policy')).toContain('frame-ancestors *');
    expect(response.headers.get('x-frame-options')).toBeNull();
    expect(response.headers.get('set-cookie')).toBeNull();
    const html = await response.text();
    // The coordinator's session is not seen.
    expect(html).not.toContain('/today');
    expect(html).toContain('data-scheme="dark"');
    expect(html).toContain('Quick exit');
    const own = await desk.app.get(urls.campaigns.show(desk.at, slug));
    expect(own.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(own.headers.get('x-frame-options')).toBe('DENY');
    for (const path of ['/ember/en/embed/today', '/ember/en/embed/desk/campaigns', `/ember/en/embed/actions/x`]) {
      expect((await desk.get(path)).status).toBe(404);
    }
  });

  test('the whole way can be gone there, from any origin, with the look and the code going along', async () => {
    const headers = {
      origin: 'https://partner.example',
      'sec-fetch-site': 'cross-site',
      referer: `http://127.0.0.1:3000${framed()}&source=partner`,
    };
    const at = { ...desk.at, frame: 'theme=dark&compact=yes' };
    const search = await desk.app.post(
      urls.campaigns.search(at, slug),
      { latitude: '10', longitude: '10' },
      { headers },
    );
    const next = search.headers.get('location')!;
    expect(next).toMatch(/^\/ember\/en\/embed\/campaigns\/five-asks\/letter\?/);
    const form = await (await desk.app.get(next)).text();
    expect(form).toContain(`action="/ember/en/embed/campaigns/five-asks/preview?theme=dark&amp;compact=yes"`);
    expect(form).not.toContain('name="remember"');
    const query = /name="query" value="([^"]*)"/.exec(form)![1]!.replaceAll('&amp;', '&');
    const sent = await desk.app.post(
      urls.campaigns.actions(at, slug),
      { ...letter, email: 'dora@example.invalid', query },
      { headers, cookie: 'casement_device=made-up' },
    );
    expect(sent.headers.get('location')).toBe('/ember/en/embed/campaigns/five-asks/received?theme=dark&compact=yes');
    expect(sent.headers.get('set-cookie')).toBeNull();
    expect(await sourceOf('dora@example.invalid')).toEqual({ source: 'partner' });
    // The same from another site to our own pages is refused as ever.
    expect((await desk.app.post(urls.campaigns.actions(desk.at, slug), letter, { headers })).status).toBe(403);
    // The trap holds there too.
    await desk.app.post(
      urls.campaigns.actions(at, slug),
      { ...letter, email: 'machine@example.invalid', website: 'x' },
      { headers },
    );
    expect(await sourceOf('machine@example.invalid')).toBeUndefined();
  });

  test('a link leads to another framed step, or out of the frame: never to a page that no frame may show', async () => {
    const at = { ...desk.at, frame: '' };
    for (const path of [framed(), urls.campaigns.letter(at, slug), urls.campaigns.received(at, slug)]) {
      const html = await (await desk.app.get(path)).text();
      const links = [...html.matchAll(/<a\s([^>]*)>/g)].map((match) => match[1]!);
      expect(links.length).toBeGreaterThan(2);
      expect(
        links.filter(
          (link) => !/target="_(blank|top)"/.test(link) && !/href="(#|\/ember\/en\/embed\/|mailto:)/.test(link),
        ),
      ).toEqual([]);
    }
  });

  test('a petition is signed there too', async () => {
    const petition = await desk.published('Sign here');
    await run(`update campaigns set mode = 'petition' where id = '${petition}'`);
    desk.app.deps.edits.emit('');
    const { slug: name } = await desk.rowOf(petition);
    const at = { ...desk.at, frame: 'compact=yes' };
    const page = await (await desk.app.get(urls.campaigns.show(at, name))).text();
    expect(page).toContain('action="/ember/en/embed/campaigns/sign-here/signatures?compact=yes"');
    expect(page).not.toContain('name="remember"');
    const sent = await desk.app.post(
      urls.petitions.signatures(at, name),
      { name: 'Fay', email: 'fay@example.invalid', display: 'hidden', comment: '', referrer: 'news.example' },
      { headers: { origin: 'https://partner.example' } },
    );
    expect(sent.headers.get('location')).toBe('/ember/en/embed/campaigns/sign-here/received?compact=yes');
    expect(await sourceOf('fay@example.invalid')).toEqual({ referrer: 'news.example' });
    await run(`update campaigns set state = 'draft' where id = '${petition}'`);
    desk.app.deps.edits.emit('');
  });

  test('where the network names its sites, no other may', async () => {
    await desk.post(urls.sharing.settings(desk.at), {
      referrer: 'yes',
      embedOn: 'partner.example\nhttps://two.example/page',
    });
    const response = await desk.app.get(framed());
    expect(response.headers.get('content-security-policy')).toContain(
      "frame-ancestors 'self' https://partner.example https://two.example",
    );
    const send = (origin: string) =>
      desk.app.post(
        urls.campaigns.actions({ ...desk.at, frame: '' }, slug),
        { ...letter, email: 'eva@example.invalid' },
        { headers: { origin } },
      );
    expect((await send('https://elsewhere.example')).status).toBe(403);
    expect((await send('https://two.example')).status).toBe(303);
    expect((await desk.post(urls.sharing.settings(desk.at), { embedOn: 'javascript:alert(1)' })).status).toBe(422);
    await desk.post(urls.sharing.settings(desk.at), { referrer: 'yes', embedOn: '' });
  });

  test('a look is only what we know', () => {
    const look = (query: string) => readFrame(new URLSearchParams(query), (accent) => accent !== '#ffffff');
    expect(look('theme=neon&accent=red;}&compact=maybe&x=y')).toEqual({
      scheme: 'auto',
      accent: null,
      compact: false,
      query: '',
    });
    expect(look('compact=yes&accent=0D6763&theme=light').query).toBe('theme=light&accent=0d6763&compact=yes');
    expect(look('accent=ffffff').accent).toBeNull();
  });

  test('a snippet says what it says, whatever the title', () => {
    const { script, iframe, link } = snippetsOf({
      title: '"><script>alert(1)</script>',
      framed: 'https://h/f?a=1&b=2',
      page: 'https://h/p',
      loader: 'https://h/embed.js',
    });
    for (const snippet of [script, iframe, link]) expect(snippet).not.toContain('><script>alert');
    expect(iframe).toContain('src="https://h/f?a=1&amp;b=2"');
  });
});

test('counts are JSON for any site, on the clock of the counters, and say nothing of a draft', async () => {
  const response = await desk.app.get(urls.sharing.counts(desk.at, slug));
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('cache-control')).toBe('public, max-age=5');
  expect(await response.json()).toMatchObject({
    campaign: slug,
    kind: 'letter',
    state: 'open',
    count: 0,
    language: 'en',
  });
  const all = (await (await desk.app.get(urls.sharing.allCounts(desk.at))).json()) as {
    campaigns: { campaign: string }[];
  };
  expect(all.campaigns.map((one) => one.campaign)).toEqual([slug, 'six-asks']);
  expect((await desk.app.get(urls.sharing.counts(desk.at, 'not-yet'))).status).toBe(404);
});
