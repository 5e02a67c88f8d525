import type { TestApp } from '../../app.ts';
import type { Content } from '../content.ts';
import { rows } from './ground.ts';

/** Invitations of the kit: somebody who came, with her step, and a court. */
export async function invitationsInStates(app: TestApp): Promise<Content['invitations']> {
  const [visited] = await rows<{ id: string; step: string; court: string }>(
    app,
    `select i.id, s.id as step, (select c.id from invitations c where c.kind = 'court' limit 1) as court
     from invitations i join invitation_steps s on s.invitation_id = i.id where s.kind = 'visited' limit 1`,
  );
  return { visited: visited!.id, step: visited!.step, court: visited!.court };
}
