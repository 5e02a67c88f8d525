import type { TestApp } from '../../app.ts';
import type { Content } from '../content.ts';
import { daylight, idOf } from './ground.ts';

/** Campaigns of the kit, a draft that has only a title, and a petition that nobody signed. */
export async function campaignsInStates(app: TestApp, signed: { cookie: string }): Promise<Content['campaigns']> {
  const unsigned = await app.post(
    `${daylight}/desk/campaigns/new`,
    { title: 'A petition', slug: 'a-petition', locale: 'en', mode: 'petition' },
    signed,
  );
  const draft = await app.post(
    `${daylight}/desk/campaigns/new`,
    { title: 'A draft', slug: 'a-draft', locale: 'en' },
    signed,
  );
  const campaigns = {
    open: await idOf(app, 'five-asks'),
    closed: await idOf(app, 'come-and-see'),
    draft: draft.headers.get('location')!.split('/').at(-1)!,
    petition: await idOf(app, 'a-free-call-home'),
    unsigned: unsigned.headers.get('location')!.split('/').at(-1)!,
  };
  await app.post(`${daylight}/desk/campaigns/${campaigns.closed}/closure`, {}, signed);
  return campaigns;
}
