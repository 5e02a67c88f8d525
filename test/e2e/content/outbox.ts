import type { TestApp } from '../../app.ts';
import { daylight, rows, unfolded } from './ground.ts';

/** Letters to officials in the states that only a mail server brings about, and a sign-in link that was mailed. */
export async function mailsInStates(
  app: TestApp,
): Promise<{ mails: Record<'kept' | 'failed' | 'uncertain', string>; signInLink: string }> {
  // Sample officials' letters in the states that only a mail server brings about.
  const letters = await rows<{ id: string }>(
    app,
    `select id from mails where kind = 'letter' and state = 'kept' order by id`,
  );
  const [kept, failed, uncertain] = letters.map((mail) => mail.id);
  await app.db.owner.query(
    `update mails set state = 'failed', attempts = 3, response = '550 5.1.1 no such mailbox' where id = $1`,
    [failed],
  );
  await app.db.owner.query(`update mails set state = 'uncertain', attempts = 1 where id = $1`, [uncertain]);
  await app.post(`${daylight}/sign-in/links`, { email: 'nora@daylight.invalid' });
  await app.work();
  const [signIn] = await rows<{ source: string }>(
    app,
    `select convert_from(mime, 'UTF8') as source from mails where kind = 'sign-in'`,
  );
  return {
    mails: { kept: kept!, failed: failed!, uncertain: uncertain! },
    signInLink: /\/daylight\/en\/sign-in\/links\/[\w.-]+/.exec(unfolded(signIn!.source))![0],
  };
}

/** A mail that waits to be sent, by id: whatever works later would send it. */
export async function queuedMail(app: TestApp): Promise<string> {
  await app.post(`${daylight}/sign-in/links`, { email: 'nora@daylight.invalid' });
  const [queued] = await rows<{ id: string }>(app, `select id from mails where state = 'queued' and kind = 'sign-in'`);
  return queued!.id;
}
