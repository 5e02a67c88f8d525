import { newId } from '../../../src/platform/crypto/ids.ts';
import type { TestApp } from '../../app.ts';
import type { Content } from '../content.ts';
import { daylight, idOf, rows } from './ground.ts';
import { signature } from './letters.ts';

/** Signatures in every state, and one whose comment waits. */
export async function signaturesInStates(app: TestApp): Promise<Pick<Content, 'signatures' | 'comment'>> {
  const signatures = {
    pending: await signature(app, 'Dora Invented'),
    confirmed: await signature(app, 'Edda Invented'),
    withdrawn: await signature(app, 'Fern Invented'),
  };
  await app.post(`${signatures.confirmed}/confirmation`, {});
  await app.post(`${signatures.withdrawn}/confirmation`, {});
  await app.post(`${signatures.withdrawn}/withdrawal`, {});
  const [waiting] = await rows<{ id: string }>(
    app,
    `select s.action_id as id from signatures s join actions a on a.id = s.action_id where s.comment_state = 'waiting' and a.counted limit 1`,
  );
  return { signatures, comment: waiting!.id };
}

/** Papers of the petition: those that lie ready, and those that were handed over. */
export async function handoversInStates(app: TestApp, signed: { cookie: string }): Promise<Content['handovers']> {
  const handovers = { ready: newId(), delivered: newId() };
  const petitionDesk = `${daylight}/desk/campaigns/${await idOf(app, 'a-free-call-home')}`;
  for (const id of [handovers.delivered, handovers.ready]) {
    await app.post(`${petitionDesk}/handovers`, { id, recipient: 'The invented committee', locale: 'en' }, signed);
  }
  await app.work();
  await app.post(
    `${petitionDesk}/handovers/${handovers.delivered}/delivery`,
    { handed_on: '2026-11-21', way: 'person', received_by: 'The front desk', note: '' },
    signed,
  );
  return handovers;
}
