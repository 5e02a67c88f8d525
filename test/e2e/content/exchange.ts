import { newId } from '../../../src/platform/crypto/ids.ts';
import { signInAs, type TestApp } from '../../app.ts';

/** Offers, requests and a conversation in /daylight. */
export type ExchangeContent = {
  item: string;
  over: string;
  talk: string;
  /** Addresses of practices: one that is being written, one that is published and was taken up. */
  practices: Record<'draft' | 'published', string>;
};

const base = '/daylight/en';

/** The coordinator's offer, a member's request that fits it, and what they wrote to each other. */
export async function makeExchange(app: TestApp, coordinator: string): Promise<ExchangeContent> {
  const member = await signInAs(app, await app.network('daylight'), 'member');
  const item = await put(app, coordinator, { title: 'A training on visits', seen: 'public' });
  const over = await put(app, coordinator, { title: 'A handbook to lend' });
  await app.post(`${base}/exchange/${over}/result`, { result: 'Lent to three committees.' }, { cookie: coordinator });
  await put(app, member.cookie, { side: 'request', title: 'Somebody who trains our visitors' });
  const opened = await app.post(
    `${base}/exchange/${item}/answer`,
    { body: 'We would like it.' },
    { cookie: member.cookie },
  );
  const talk = opened.headers.get('location')!.split('/').at(-1)!;
  const begin = async (title: string) => {
    const made = await app.post(`${base}/practices`, { id: newId(), title, locale: 'en' }, { cookie: coordinator });
    return /practices\/([^/]+)\/texts/.exec(made.headers.get('location')!)![1]!;
  };
  const practices = { draft: await begin('A draft of ours'), published: await begin('A list on the gate') };
  const written = `${base}/practices/${practices.published}`;
  const words = {
    problem: 'Nobody knew who was inside.',
    done: 'We asked daily.',
    result: 'A list.',
    notFor: 'Weekends.',
  };
  const post = (path: string, fields: Record<string, string>) =>
    app.post(written + path, fields, { cookie: coordinator });
  const links = 'Sample https://list.example.invalid';
  await post('/texts/en', { title: 'A list on the gate', ...words });
  await post('/edit', { country: 'ca', organisation: '', began: '2019', links, seen: 'public' });
  await post('/publication', {});
  await post('/uses', { id: newId(), use_country: 'ke', use_organisation: '', use_began: '2024', changed: 'Weekly.' });
  return { item, over, talk, practices };
}

async function put(app: TestApp, cookie: string, over: Record<string, string>): Promise<string> {
  const id = newId();
  await app.post(
    `${base}/exchange`,
    {
      id,
      side: 'offer',
      kind: 'training',
      locale: 'en',
      body: 'Two days, for twelve people.',
      organisation: '',
      country: 'ca',
      whereabouts: 'Halifax',
      languages: ['en', 'fr'],
      issues: ['oversight-and-complaints'],
      from: '',
      until: new Date(app.deps.clock().getTime() + 60 * 86_400_000).toISOString().slice(0, 10),
      seen: 'members',
      ...over,
    },
    { cookie },
  );
  return id;
}
