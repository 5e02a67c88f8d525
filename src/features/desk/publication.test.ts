import { afterAll, describe, expect, test } from 'vitest';
import { createNetwork, signInAs, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { urls } from '../../urls.ts';
import { deskUrls } from './urls.ts';
import { completeText, makeLetter, openDesk } from './world.ts';

const { app, network, at, get, post, one, draft, text, published, rowOf, verbs } = await openDesk();
afterAll(() => app.stop());

describe('a new campaign', () => {
  test('an empty desk says what to do first', async () => {
    const who = await signInAs(app, await createNetwork(app, 'empty'), 'coordinator');
    expect(await text(get(urls.campaigns.desk({ network: 'empty', locale: 'en' }), who))).toContain(
      'Write your first campaign',
    );
  });

  test('the same form sent twice, or many times at once, makes one', async () => {
    const fields = { id: newId(), title: 'Once', slug: 'once', locale: 'en' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(urls.campaigns.create(at), fields)));
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.headers.get('location')}`))).toEqual(
      new Set([`303 ${urls.campaigns.edit(at, fields.id)}`]),
    );
    expect(
      (
        await one<{ n: number }>(
          "select count(*) as n from campaigns where network_id = $1 and slug like 'once%'",
          network.id,
        )
      ).n,
    ).toBe(1);
    expect(await verbs(fields.id)).toEqual(['created campaign']);
  });

  test('an address is proposed from the title; one that was typed and is taken is refused', async () => {
    expect((await rowOf(await draft('Étés brûlants'))).slug).toBe('etes-brulants');
    expect((await rowOf(await draft('Étés brûlants'))).slug).toBe('etes-brulants-2');
    const response = await post(urls.campaigns.create(at), {
      id: newId(),
      title: 'Another <one>',
      slug: 'etes-brulants',
      locale: 'fr',
    });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain('href="#slug"');
    expect(words(html)).toContain('Another campaign has this address');
    expect(html).toContain('value="Another &lt;one&gt;"');
    expect(html).toContain('value="etes-brulants"');
    expect(html).toMatch(/<option value="fr" selected/);
  });

  test('the same address at the same instant goes to one of two', async () => {
    const answers = await Promise.all(
      ['a', 'b'].map((title) => post(urls.campaigns.create(at), { id: newId(), title, slug: 'race', locale: 'en' })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 422]);
  });

  test('a title is needed, and a language of the network', async () => {
    const response = await post(urls.campaigns.create(at), {
      id: newId(),
      title: '  ',
      slug: 'No Good!',
      locale: 'pt',
    });
    expect(response.status).toBe(422);
    const html = await response.text();
    for (const field of ['title', 'slug', 'locale']) expect(html).toContain(`href="#${field}"`);
    expect(html).toContain('value="No Good!"');
  });
});

describe('from draft to public', () => {
  test('the whole way: begun, refused, written, asked, published, seen, closed, opened again', async () => {
    const id = await draft('Come and see');
    const slug = (await rowOf(id)).slug;
    expect((await get(urls.campaigns.show(at, slug), {})).status).toBe(404);

    const refused = await post(urls.campaigns.publication(at, id));
    expect(refused.status).toBe(422);
    const why = await refused.text();
    for (const part of ['texts', 'targets']) expect(why).toContain(`href="#${part}"`);
    expect((await rowOf(id)).state).toBe('draft');

    const saved = await post(urls.campaigns.texts(at, id, 'en'), completeText('Come and see'));
    expect(saved.status).toBe(303);
    expect(await one('select asks from campaign_texts where campaign_id = $1', id)).toEqual({
      asks: ['First ask', 'Second ask'],
    });
    await post(urls.campaigns.texts(at, id, 'fr'), { ...completeText('Venez voir'), story: '' });
    await post(urls.campaigns.targets(at, id), { role: 'xx-assembly:member' });
    await post(urls.campaigns.targets(at, id), { role: 'xx-assembly:member' });
    await post(urls.campaigns.targets(at, id), { post: 'xx-justice' });
    const editPage = await text(get(urls.campaigns.edit(at, id)));
    expect(editPage).toContain('Member of the Assembly');
    expect(editPage).toContain('2 posts, 1 with a serving person');
    expect(editPage).toContain('Mara Lind');
    expect(editPage).not.toContain('desk.');
    expect(editPage).toContain('data of August 5, 2026');
    expect(editPage).toContain('This language is not ready and will not be offered until it is: French');

    const out = await post(urls.campaigns.publication(at, id));
    expect(out.status).toBe(303);
    expect((await post(urls.campaigns.publication(at, id))).status).toBe(303);
    expect((await rowOf(id)).state).toBe('open');
    const publicPage = await get(urls.campaigns.show(at, slug), {});
    expect(publicPage.status).toBe(200);
    expect(await text(publicPage)).toContain('Come and see');

    expect(await text(get(urls.campaigns.closure(at, id)))).toContain('Close “Come and see”?');
    expect((await rowOf(id)).state).toBe('open');
    await post(urls.campaigns.closure(at, id));
    expect((await rowOf(id)).state).toBe('closed');
    expect((await post(urls.campaigns.publication(at, id))).status).toBe(422);
    await post(deskUrls.reopening(at, id));
    expect((await rowOf(id)).state).toBe('open');
    const done = await verbs(id);
    expect(done.filter((verb) => verb === 'published campaign')).toHaveLength(1);
    expect(done.filter((verb) => verb === 'added campaign-target')).toHaveLength(2);
    expect(done.slice(-2)).toEqual(['closed campaign', 'reopened campaign']);
  });

  test('what the public is offered is not blanked; another language may be begun piece by piece', async () => {
    const id = await published('Stay whole');
    const response = await post(urls.campaigns.texts(at, id, 'en'), {
      ...completeText('Stay whole'),
      letter_body: ' ',
    });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('href="#letter_body"');
    expect((await post(urls.campaigns.texts(at, id, 'fr'), { title: 'Un début' })).status).toBe(303);
  });

  test('a public campaign goes back to a draft only while nobody has written', async () => {
    const id = await published('Too soon');
    await post(deskUrls.retraction(at, id));
    expect((await rowOf(id)).state).toBe('draft');
    await post(urls.campaigns.publication(at, id));
    await makeLetter(app, network, id, { state: 'pending', deliveries: [] });
    const response = await post(deskUrls.retraction(at, id));
    expect(response.status).toBe(422);
    expect(await text(response)).toContain('People have written already');
    expect((await rowOf(id)).state).toBe('open');
  });

  test('a draft is deleted after a question; a campaign with letters never', async () => {
    const gone = await draft('Gone');
    expect(await text(get(urls.campaigns.removal(at, gone)))).toContain('Delete “Gone”?');
    expect((await post(urls.campaigns.removal(at, gone))).status).toBe(303);
    expect((await get(urls.campaigns.edit(at, gone))).status).toBe(404);
    expect(await verbs(gone)).toContain('removed campaign');
    const kept = await published('Kept');
    expect((await post(urls.campaigns.removal(at, kept))).status).toBe(422);
    expect(await rowOf(kept)).toBeTruthy();
  });
});
