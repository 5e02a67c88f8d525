import { newId } from '../../../src/platform/crypto/ids.ts';
import type { TestApp } from '../../app.ts';
import type { Content } from '../content.ts';
import { daylight, rows } from './ground.ts';

/** A stand that was corrected once, and a promise of the same person. */
export async function standAndPromise(
  app: TestApp,
  campaignId: string,
  signed: { cookie: string },
): Promise<Pick<Content, 'stand' | 'promise'>> {
  const [seat] = await rows<{ post: string; official: string }>(
    app,
    `select t.post_id as post, t.official_id as official from tenures t join posts p on p.id = t.post_id
     where p.role_id = 'xx-federal-house:member' and t.until_date is null order by t.post_id limit 1`,
  );
  const stand = { id: newId(), ...seat! };
  for (const [id, said] of [
    [newId(), '2026-10-01'],
    [stand.id, '2026-11-01'],
  ]) {
    const fields = {
      id: id!,
      said_on: said!,
      post: stand.post,
      official: stand.official,
      stand: 'supports',
      note: 'A note',
    };
    const source = { source: 'Speech, invented', source_url: 'https://example.invalid/speech' };
    await app.post(`${daylight}/desk/campaigns/${campaignId}/stands`, { ...fields, ...source }, signed);
  }

  const promise = newId();
  await app.post(
    `${daylight}/desk/campaigns/${campaignId}/stands/promises`,
    {
      id: promise,
      post: stand.post,
      official: stand.official,
      promise: 'To visit the prison',
      said_on: '2026-11-01',
      due_on: '2026-11-20',
      source: 'Speech, invented',
    },
    signed,
  );
  return { stand, promise };
}
