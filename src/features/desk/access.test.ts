import { afterAll, describe, expect, test } from 'vitest';
import { createNetwork, signInAs } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { urls } from '../../urls.ts';
import { deskUrls } from './urls.ts';
import { completeText, openDesk } from './world.ts';

const { app, network, at, get, post, draft, rowOf } = await openDesk();
afterAll(() => app.stop());

describe('who may', () => {
  const id = newId();
  const pages = [
    urls.campaigns.desk(at),
    urls.campaigns.create(at),
    urls.campaigns.edit(at, id),
    urls.campaigns.texts(at, id, 'en'),
    urls.campaigns.targets(at, id),
    urls.campaigns.closure(at, id),
    urls.campaigns.deliveries(at, id),
    urls.campaigns.removal(at, id),
  ];
  const posts = [
    ...pages.filter((path) => !/campaigns$|deliveries$/.test(path)),
    urls.campaigns.publication(at, id),
    urls.campaigns.editPicture(at, id),
    deskUrls.reopening(at, id),
    deskUrls.retraction(at, id),
    deskUrls.pictureRemoval(at, id),
    deskUrls.targetPosition(at, id, newId()),
    deskUrls.targetRemoval(at, id, newId()),
  ];

  test('visitors are asked to sign in, other roles find nothing', async () => {
    for (const path of pages) expect([path, (await get(path, {})).status]).toEqual([path, 403]);
    for (const path of posts) expect([path, (await post(path, {}, {})).status]).toEqual([path, 403]);
    for (const role of ['member', 'lead', 'auditor'] as const) {
      const who = await signInAs(app, network, role);
      for (const path of pages) expect([role, path, (await get(path, who)).status]).toEqual([role, path, 404]);
      for (const path of posts) expect([role, path, (await post(path, {}, who)).status]).toEqual([role, path, 404]);
    }
  });

  test('coordinators run campaigns; administrators give access and do not', async () => {
    for (const [role, status] of [
      ['coordinator', 200],
      ['administrator', 404],
    ] as const) {
      const who = await signInAs(app, network, role);
      expect((await get(urls.campaigns.desk(at), who)).status).toBe(status);
      expect((await get(urls.campaigns.create(at), who)).status).toBe(status);
    }
    const weak = await signInAs.weakly(app, network, 'coordinator');
    expect((await get(urls.campaigns.desk(at), weak)).status).toBe(403);
  });

  test('what another network has does not exist here, and cannot be changed from here', async () => {
    const mine = await draft('Only ours');
    const there = { network: 'elsewhere', locale: 'en' };
    const other = await createNetwork(app, 'elsewhere');
    const stranger = await signInAs(app, other, 'coordinator', 'administrator');
    const before = await rowOf(mine);
    for (const path of pages.filter((path) => path.includes(id))) {
      const theirs = path.replace('/ember/', '/elsewhere/').replace(id, mine);
      expect([theirs, (await get(theirs, stranger)).status]).toEqual([theirs, 404]);
    }
    for (const path of posts.filter((path) => path.includes(id))) {
      const theirs = path.replace('/ember/', '/elsewhere/').replace(id, mine);
      expect([
        theirs,
        (await post(theirs, { ...completeText('Taken'), slug: 'taken', goal: '1', closes_at: '' }, stranger)).status,
      ]).toEqual([theirs, 404]);
    }
    // The id of another network's campaign makes an own one here, and leaves that one alone.
    expect(
      (await post(urls.campaigns.create(there), { id: mine, title: 'Same id', slug: '', locale: 'en' }, stranger))
        .status,
    ).toBe(303);
    expect(await rowOf(mine)).toEqual(before);
    expect((await get(urls.campaigns.edit(at, mine), stranger)).status).toBe(403);
  });

  test('an id that is none, or unknown, is not found', async () => {
    for (const wrong of ['x', newId(), `${newId()}'`]) {
      expect((await get(urls.campaigns.edit(at, encodeURIComponent(wrong)))).status).toBe(404);
      expect((await post(urls.campaigns.publication(at, encodeURIComponent(wrong)))).status).toBe(404);
    }
    const mine = await draft('Languages');
    expect((await get(urls.campaigns.texts(at, mine, 'pt'))).status).toBe(404);
  });
});
