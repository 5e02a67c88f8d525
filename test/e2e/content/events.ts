import { newId } from '../../../src/platform/crypto/ids.ts';
import { signInAs, type TestApp } from '../../app.ts';
import type { Content } from '../content.ts';
import { daylight, rows } from './ground.ts';

/** An event with a witness and a batch of two cards; and an event, over, of a campaign that asks nobody where she lives. */
export async function eventAndCards(app: TestApp, campaigns: Content['campaigns'], signed: { cookie: string }) {
  const make = async (base: string, campaignId: string, over: Record<string, string>, as: { cookie: string }) => {
    const id = newId();
    const hours = {
      starts_at: '2026-11-21T06:00',
      ends_at: '2026-11-21T20:00',
      time_zone: 'America/Toronto',
      most: '300',
    };
    const fields = { id, name: 'A night of letters', place: 'Sample Hall', ...hours, ...over };
    await app.post(`${base}/desk/campaigns/${campaignId}/events`, fields, as);
    const [made] = await rows<{ code: string }>(app, 'select code from events where id = $1', [id]);
    return { id, code: made!.code };
  };
  const event = await make(daylight, campaigns.open, {}, signed);
  const elsewhere = await signInAs(app, await app.network('network'), 'coordinator');
  const [fixed] = await rows<{ id: string }>(
    app,
    `select id from campaigns where slug = 'children-with-their-mothers'`,
  );
  const past = { starts_at: '2026-11-01T06:00', ends_at: '2026-11-01T20:00' };
  const over = await make('/network/en', fixed!.id, past, { cookie: elsewhere.cookie });
  const batch = newId();
  const cards = `${daylight}/desk/cards/${campaigns.open}`;
  const begun = { id: batch, witness: 'Wilma Witness', signed_on: '2026-11-20', locale: 'en', event: event.id };
  await app.post(cards, begun, signed);
  for (const name of ['Ida Papel', 'Uma Papel']) {
    await app.post(`${cards}/${batch}`, { name, street: '1 Lantern Street', code: 'Z1A', country: 'XX' }, signed);
  }
  return {
    event: {
      door: `${daylight}/e/${event.code}`,
      fixedDoor: `/network/en/e/${over.code}`,
      edit: `${daylight}/desk/campaigns/${campaigns.open}/events/${event.id}`,
    },
    cards: {
      open: cards,
      closed: `${daylight}/desk/cards/${campaigns.closed}`,
      batch: `${cards}/${batch}`,
    },
  };
}
