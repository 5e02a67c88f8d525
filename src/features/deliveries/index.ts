import type { Feature } from '../../platform/registry/index.ts';
import { letter } from './mails/letter.ts';

export { type Addressee, addresseeOf, addresseesOf } from './addressee.ts';
export type { Delivery, DeliveryState } from './delivery.ts';
export { letterText } from './mails/words.ts';
export { makeDeliveries } from './make.ts';
export { Ladder } from './pages/ladder.tsx';
export { deliveriesOf, intendedDeliveries } from './queries.ts';
export { stopDeliveries } from './stop.ts';

/** What becomes of a letter to one post: its channel and its honest state. */
export const feature: Feature = {
  name: 'deliveries',
  mails: { letter },
};
