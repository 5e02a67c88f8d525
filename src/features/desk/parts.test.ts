import { afterAll, describe, expect, test } from 'vitest';
import { createNetwork, signInAs, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { urls } from '../../urls.ts';
import { deskUrls } from './urls.ts';
import { completeText, makeLetter, openDesk } from './world.ts';

const { app, network, ada, at, get, post, one, draft, text, published, rowOf, verbs } = await openDesk();
afterAll(() => app.stop());

describe('the basics', () => {
  test('are stored: the closing date on the clocks of the network', async () => {
    const id = await draft('Basics');
    const response = await post(urls.campaigns.edit(at, id), {
      slug: 'basics-two',
      goal: '500',
      closes_at: '2027-03-08T18:00',
      issues: ['poverty', 'no-such-issue'],
      places: ['ca', 'nowhere'],
    });
    expect(response.status).toBe(303);
    expect(await rowOf(id)).toMatchObject({
      slug: 'basics-two',
      goal: 500,
      closes_at: new Date('2027-03-08T23:00:00Z'),
    });
    const html = await (await get(urls.campaigns.edit(at, id))).text();
    expect(html).toContain('value="2027-03-08T18:00"');
    expect(html).toMatch(/name="issues" value="poverty"[^>]*checked/);
    expect(html).toMatch(/name="places" value="ca"[^>]*checked/);
    expect(await one('select count(*) as n from campaign_issues where campaign_id = $1', id)).toEqual({ n: 1 });
  });

  test('a mistake loses nothing that was typed or ticked', async () => {
    const id = await draft('Mistakes');
    const response = await post(urls.campaigns.edit(at, id), {
      slug: 'Not "good"',
      goal: '-5',
      closes_at: 'soon <b>',
      issues: ['poverty'],
      places: ['fr'],
    });
    expect(response.status).toBe(422);
    const html = await response.text();
    for (const kept of [
      'value="Not &quot;good&quot;"',
      'value="-5"',
      'value="soon &lt;b&gt;"',
      'href="#slug"',
      'href="#goal"',
      'href="#closes_at"',
    ]) {
      expect(html).toContain(kept);
    }
    expect(html).toMatch(/name="issues" value="poverty"[^>]*checked/);
    expect(html).toMatch(/name="places" value="fr"[^>]*checked/);
  });

  test('the address of a public campaign stays, and its closing date cannot be put into the past', async () => {
    const id = await published('Fixed');
    const { slug } = await rowOf(id);
    const moved = await post(urls.campaigns.edit(at, id), { slug: 'elsewhere', goal: '', closes_at: '' });
    expect(moved.status).toBe(422);
    expect(await text(moved)).toContain('The address of a published campaign stays as it is');
    const past = await post(urls.campaigns.edit(at, id), { slug, goal: '', closes_at: '2026-11-21T06:00' });
    expect(past.status).toBe(422);
    expect((await rowOf(id)).closes_at).toBeNull();
  });

  test('a draft whose closing date has passed is not published', async () => {
    const id = await draft('Late');
    await post(urls.campaigns.texts(at, id, 'en'), completeText('Late'));
    await post(urls.campaigns.targets(at, id), { role: 'xx-assembly:member' });
    expect(
      (await post(urls.campaigns.edit(at, id), { slug: 'late', goal: '', closes_at: '2026-11-20T06:00' })).status,
    ).toBe(303);
    const response = await post(urls.campaigns.publication(at, id));
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('href="#closes_at"');
  });
});

describe('texts', () => {
  test('too long or in too many lines: every word stays, nothing is stored', async () => {
    const id = await draft('Limits');
    const fields = {
      ...completeText('two\nlines'),
      summary: 'x'.repeat(501),
      asks: 'a\n'.repeat(13),
      story: '  kept <as> typed\n',
    };
    const response = await post(urls.campaigns.texts(at, id, 'en'), fields);
    expect(response.status).toBe(422);
    const html = await response.text();
    for (const field of ['title', 'summary', 'asks']) expect(html).toContain(`href="#${field}"`);
    expect(html).toContain('>\n  kept &lt;as&gt; typed\n</textarea>');
    expect(html).toContain(`>\n${'a\n'.repeat(13)}</textarea>`);
    expect((await one<{ story: string }>('select story from campaign_texts where campaign_id = $1', id)).story).toBe(
      '',
    );
  });

  test('a letter that a supporter’s own form would refuse is not proposed to her', async () => {
    const id = await draft('Proposed');
    const send = (over: Record<string, string>) =>
      post(urls.campaigns.texts(at, id, 'en'), { ...completeText('Proposed'), asks: 'a', ...over });
    for (const [field, text] of [
      ['letter_body', 'x'.repeat(10_001)],
      ['letter_subject', 'a\ttab'],
    ] as const) {
      const response = await send({ [field]: text });
      expect(response.status).toBe(422);
      expect(await response.text()).toContain(`href="#${field}"`);
    }
    expect((await send({ letter_body: 'x'.repeat(10_000) })).status).toBe(303);
  });

  test('a preview shows what was typed and stores nothing; the other language stands beside', async () => {
    const id = await draft('Preview');
    await post(urls.campaigns.texts(at, id, 'en'), completeText('Preview'));
    const response = await post(urls.campaigns.texts(at, id, 'fr'), {
      ...completeText('Aperçu'),
      story: 'Un **mot** fort.',
      only: 'preview',
    });
    expect(response.status).toBe(200);
    const html = await response.text();
    expect(html).toContain('<strong>mot</strong>');
    expect(html).toMatch(/<p lang="en">A story with \*\*weight\*\*\.<\/p>/);
    expect((await one<{ n: number }>('select count(*) as n from campaign_texts where campaign_id = $1', id)).n).toBe(1);
  });
});

describe('who is asked', () => {
  test('posts are found by words, whatever the accents; those of ended lines are not', async () => {
    const id = await draft('Search');
    const search = (q: string) => text(get(`${urls.campaigns.targets(at, id)}?q=${encodeURIComponent(q)}`));
    expect(await search('renee ost')).toContain('One thing found');
    expect(await search('ILE NORD')).toContain('North Island');
    expect(await search('justice minister')).toContain('Mara Lind');
    expect(await search('shore')).not.toContain('Old Shore');
    expect(await search("%' qq _")).toContain('Nothing found');
  });

  test('an unknown role or post is refused; order and removal work; the last one of an open campaign stays', async () => {
    const id = await draft('Order');
    expect((await post(urls.campaigns.targets(at, id), { role: 'nobody' })).status).toBe(422);
    expect((await post(urls.campaigns.targets(at, id), {})).status).toBe(422);
    for (const fields of [{ role: 'xx-assembly:member' }, { post: 'xx-justice' }] as Record<string, string>[])
      await post(urls.campaigns.targets(at, id), fields);
    const targets = async () =>
      (
        await app.db.owner.query(
          'select id, coalesce(role_id, post_id) as asked from campaign_targets where campaign_id = $1 order by position',
          [id],
        )
      ).rows as {
        id: string;
        asked: string;
      }[];
    const [first, second] = await targets();
    await post(deskUrls.targetPosition(at, id, second!.id), { direction: 'up' });
    expect((await targets()).map((target) => target.asked)).toEqual(['xx-justice', 'xx-assembly:member']);
    await post(urls.campaigns.texts(at, id, 'en'), completeText('Order'));
    await post(urls.campaigns.publication(at, id));
    await post(deskUrls.targetRemoval(at, id, first!.id));
    expect((await post(deskUrls.targetRemoval(at, id, first!.id))).status).toBe(303);
    expect((await post(deskUrls.targetRemoval(at, id, second!.id))).status).toBe(422);
    expect(await targets()).toHaveLength(1);
  });
});

describe('letters', () => {
  test('are counted on the desk and by whom they went to', async () => {
    const id = await published('Counted');
    await makeLetter(app, network, id, {
      state: 'confirmed',
      deliveries: [
        { post: 'xx-north', state: 'sent', name: 'Renée Öst' },
        { post: 'xx-south', state: 'failed' },
      ],
    });
    await makeLetter(app, network, id, { state: 'pending', deliveries: [{ post: 'xx-north', state: 'composed' }] });
    const desk = await text(get(urls.campaigns.desk(at)));
    const row = desk.slice(desk.indexOf('Counted'), desk.indexOf('Look at what failed'));
    for (const part of [
      'Open',
      '1 of 2 ready',
      '1 letter confirmed',
      '1 waits for its confirmation',
      '1 sent',
      '1 failed',
    ])
      expect(row).toContain(part);
    const html = await (await get(urls.campaigns.deliveries(at, id))).text();
    const line = (name: string) => words(html.split('<tr>').find((part) => part.includes(name))!);
    expect(line('Renée Öst')).toMatch(
      /North Island, Île-du-Nord · Assembly of Ember 1 not confirmed 0 waiting to go 1 sent 0 failed/,
    );
    expect(line('South Shore')).toContain('1 failed');
    expect(html).toContain(`href="${urls.outbox.list(at, '?state=failed')}"`);
    expect(html).not.toContain('?state=uncertain');
  });

  test('long lists are paged by key: every campaign stands on exactly one page', async () => {
    const many = await createNetwork(app, 'many');
    const who = await signInAs(app, many, 'coordinator');
    const there = { network: 'many', locale: 'en' };
    for (let n = 1; n <= 23; n += 1)
      await post(urls.campaigns.create(there), { id: newId(), title: `Numbered ${n}.`, slug: '', locale: 'en' }, who);
    const first = await (await get(urls.campaigns.desk(there), who)).text();
    const next = first.match(/href="([^"]+before=[^"]+)"/)![1]!;
    const second = await (await get(next, who)).text();
    const titles = [...`${first}${second}`.matchAll(/<th scope="row"><a[^>]*>(Numbered \d+\.)/g)].map(
      (match) => match[1],
    );
    expect(titles).toEqual(Array.from({ length: 23 }, (_, n) => `Numbered ${23 - n}.`));
    expect(second).not.toContain('rel="next"');
    expect((await get(`${urls.campaigns.desk(there)}?before=x`, who)).status).toBe(404);
  });
});

describe('pictures', () => {
  test('something that is no picture is refused at its field', async () => {
    const id = await draft('Picture');
    const body = new FormData();
    body.set('picture', new File(['not a picture'], 'a.png', { type: 'image/png' }));
    const encoded = new Response(body);
    const response = await app.app.request(`http://127.0.0.1:3000${urls.campaigns.editPicture(at, id)}`, {
      method: 'POST',
      body: await encoded.arrayBuffer(),
      headers: {
        origin: 'http://127.0.0.1:3000',
        cookie: ada.cookie,
        'content-type': encoded.headers.get('content-type')!,
      },
    });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('href="#picture"');
  });

  test('a picture is shown, described by language, and taken away', async () => {
    const id = await draft('With picture');
    const { default: sharp } = await import('sharp');
    const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#0d6763' } })
      .png()
      .toBuffer();
    const body = new FormData();
    body.set('picture', new File([new Uint8Array(png)], 'a.png', { type: 'image/png' }));
    const encoded = new Response(body);
    const response = await app.app.request(`http://127.0.0.1:3000${urls.campaigns.editPicture(at, id)}`, {
      method: 'POST',
      body: await encoded.arrayBuffer(),
      headers: {
        origin: 'http://127.0.0.1:3000',
        cookie: ada.cookie,
        'content-type': encoded.headers.get('content-type')!,
      },
    });
    expect(response.status).toBe(303);
    const html = await (await get(urls.campaigns.edit(at, id))).text();
    const source = html.match(/<img[^>]*src="([^"]+)"/)![1]!;
    expect((await get(source)).headers.get('content-type')).toBe('image/webp');
    await post(urls.campaigns.texts(at, id, 'en'), completeText('With picture'));
    expect(await text(get(urls.campaigns.edit(at, id)))).toContain('The picture has no description');
    await post(deskUrls.pictureRemoval(at, id));
    expect((await get(source)).status).toBe(404);
    expect(await verbs(id)).toContain('removed campaign-picture');
  });
});
