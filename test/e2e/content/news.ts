import { newId } from '../../../src/platform/crypto/ids.ts';
import type { TestApp } from '../../app.ts';
import type { Content } from '../content.ts';
import { daylight } from './ground.ts';

/** A draft, and an item with its date ahead that the press may read at its own address. */
export async function newsInStates(
  app: TestApp,
  signed: { cookie: string },
): Promise<Pick<Content, 'news' | 'embargo'>> {
  const news = { draft: newId(), scheduled: newId() };
  for (const [title, id] of Object.entries(news)) {
    await app.post(`${daylight}/desk/news`, { id, title, locale: 'en', kind: 'statement' }, signed);
  }
  const item = `${daylight}/desk/news/${news.scheduled}`;
  await app.post(`${item}/texts/en`, { title: 'Later', summary: '', body: 'Words', picture_alt: '' }, signed);
  await app.post(item, { slug: 'later', kind: 'post', authors: '', publish_at: '2027-03-08T09:00' }, signed);
  await app.post(`${item}/publication`, {}, signed);
  const press = await (await app.get(item, signed)).text();
  const embargo = new URL(/value="([^"]*preview[^"]*)"/.exec(press)![1]!).pathname;
  return { news, embargo };
}
