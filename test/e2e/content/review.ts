import type { TestApp } from '../../app.ts';
import { campaign, rows } from './ground.ts';

/** Signatures that deserve a second look, one of each list, and a mail domain that stands out. */
export async function secondLook(app: TestApp, posts: string[]): Promise<void> {
  const [network] = await rows<{ id: string }>(app, `select id from networks where slug = 'daylight'`);
  const flag = async (n: number, reasons: string, state: string, likeness: string | null) => {
    const who = { name: `Dora Invented ${n}`, email: `dora${n}@many.invalid`, body: `Words ${n}` };
    await app.post(`${campaign}/actions`, { ...who, subject: 'Five asks', street: '', to: posts });
    await app.db.owner.query(
      `insert into action_flags (network_id, action_id, reasons, state, likeness, at)
       select a.network_id, a.id, $2, $3, $4, now() from actions a join people p on p.id = a.person_id where p.email = $1
       on conflict (network_id, action_id) do update set reasons = excluded.reasons, state = excluded.state, likeness = excluded.likeness`,
      [who.email, `{${reasons}}`, state, likeness],
    );
  };
  await flag(1, 'address', 'held', null);
  await flag(2, 'alike', 'open', 'numbered 0a1b2c3d4e5f');
  await flag(3, 'alike', 'open', 'numbered 0a1b2c3d4e5f');
  await flag(4, 'fast', 'aside', null);
  await app.db.owner.query(
    `insert into trends (network_id, kind, key, letters, of_letters, seen_at) values ($1, 'domain', 'many.invalid', 40, 50, now())`,
    [network!.id],
  );
}
