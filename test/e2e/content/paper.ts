import { representativesOf } from '../../../src/features/representatives/index.ts';
import { newId } from '../../../src/platform/crypto/ids.ts';
import type { TestApp } from '../../app.ts';
import { daylight, rows } from './ground.ts';
import { letter } from './letters.ts';

/** A campaign that prints for its supporters: one run that is set, one letter that waits, one held out, one call noted. */
export async function printRun(
  app: TestApp,
  campaignId: string,
  posts: string[],
  signed: { cookie: string },
): Promise<string> {
  await app.db.owner.query(
    `insert into contacts (official_id, kind, value) select official_id, 'address', '1 Sample Square, Brindleport'
     from tenures where post_id = any($1)`,
    [posts],
  );
  representativesOf(app.db).reload();
  const desk = `${daylight}/desk/campaigns/${campaignId}`;
  const channels = ['email', 'mailto', 'form', 'call', 'print', 'letter'];
  await app.post(`${desk}/ways`, { channels, first: 'email' }, signed);
  const onPaper = async (name: string) => {
    const page = await letter(app, name, posts.slice(0, 2), 'paper');
    await app.post(`${page}/confirmation`, {});
  };
  await onPaper('Petra Invented');
  const id = newId();
  await app.post(`${desk}/paper/runs`, { paper: 'a4', id }, signed);
  await app.work();
  await onPaper('Quita Invented');
  const [held] = await rows<{ id: string }>(
    app,
    `select id from deliveries where state = 'to-print' order by id limit 1`,
  );
  await app.post(`${desk}/paper/letters/${held!.id}/hold`, {}, signed);
  const [call] = await rows<{ id: string; ref: string }>(
    app,
    `select id, network_id || ' ' || action_id as ref from deliveries where channel = 'call' order by id limit 1`,
  );
  await app.db.owner.query(
    `insert into call_outcomes (network_id, id, campaign_id, post_id, official_name, delivery_id, outcome, at)
     select network_id, $2, campaign_id, post_id, official_name, id, 'wrong-number', state_at from deliveries where id = $1`,
    [call!.id, newId()],
  );
  return id;
}
