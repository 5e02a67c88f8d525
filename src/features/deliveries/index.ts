import type { Feature } from '../../platform/registry/index.ts';
import { quietJob, quietJobName } from './jobs.ts';
import { letter } from './mails/letter.ts';

export { type Addressee, addresseeOf, addresseesOf } from './addressee.ts';
export { type ChangedSeat, changedNote, changedSeats, dropSeat, followSeats, releaseSeat } from './changes.ts';
export { channelsOf } from './channels.ts';
export type { Delivery, DeliveryState } from './delivery.ts';
export { quietJobName } from './jobs.ts';
export { type Channel, chosenRung, rungsTo, type Wish, wishes } from './ladder.ts';
export { letterText } from './mails/words.ts';
export { makeDeliveries } from './make.ts';
export { Ladder, type LadderProps, type Target } from './pages/ladder.tsx';
export { WishChoice, wayWords } from './pages/ways.tsx';
export { deliveriesOf, intendedDeliveries } from './queries.ts';
export { networkDay, restingPosts } from './quiet.ts';
export { stopDeliveries } from './stop.ts';
export { supporterRoutes, targetsOf, unprintableOf } from './supporter.tsx';
export { resumeDeliveries, setDeliveriesAside } from './waiting.ts';

/** What becomes of a letter to one post: its channel and its honest state. */
export const feature: Feature = {
  name: 'deliveries',
  mails: { letter },
  jobs: { [quietJobName]: quietJob },
  recurring: [{ job: quietJobName, everyMinutes: 5 }],
};
