import type { Feature } from '../../platform/registry/index.ts';
import { paceJob, quietJob, quietJobName } from './jobs.ts';
import { letter } from './mails/letter.ts';
import { digest } from './pacing/digest.ts';
import { retainFaults } from './pacing/faults.ts';
import { forgetInDigests } from './pacing/plan.ts';
import { paceJobName } from './pacing/queue.ts';
import { printJob, retainFiles, setRun } from './paper/run.ts';
import { callsOf } from './queries.ts';

export { type Addressee, addresseeOf, addresseesOf } from './addressee.ts';
export { changedSeats, dropSeat, followSeats, releaseSeat } from './changes.ts';
export { branches, type CallScript, channelsOf, saveChannels, saveScript, scriptOf } from './channels.ts';
export type { Delivery, DeliveryState } from './delivery.ts';
export { quietJobName } from './jobs.ts';
export {
  type Channel,
  chosenRung,
  isReached,
  ladder,
  type Outcome,
  offeredAtFirst,
  outcomes,
  rungsTo,
  type Wish,
  wishes,
} from './ladder.ts';
export { letterText } from './mails/words.ts';
export { makeDeliveries } from './make.ts';
export {
  type Fault,
  type FaultChoice,
  findFault,
  listFaults,
  settleFault,
  suspendedNote,
  waitingFaults,
} from './pacing/faults.ts';
export { type WaitingQueue, waitingQueues } from './pacing/plan.ts';
export type { Pace } from './pacing/rules.ts';
export { officeHours, paceUnder, postsWithPace, saveDigest, savePace, usual, withDigests } from './pacing/settings.ts';
export { CallCard, type Callee, CallList } from './pages/call.tsx';
export { Ladder, type LadderProps, type Target } from './pages/ladder.tsx';
export { WishChoice, wayWords } from './pages/ways.tsx';
export { type PaperLetter, setLetters } from './paper/letter.ts';
export {
  askForRun,
  dropRun,
  fileOfRun,
  findRun,
  holdLetter,
  lettersForPaper,
  listRuns,
  lockRun,
  markPosted,
  mostPerRun,
  type PrintRun,
} from './paper/run.ts';
export { type CallCount, callCounts, deliveriesOf, intendedDeliveries } from './queries.ts';
export { networkDay, restingPosts } from './quiet.ts';
export { insertOutcome } from './steps.ts';
export { stopDeliveries } from './stop.ts';
export { calleeOf, readOutcome, supporterRoutes, targetsOf, unprintableOf } from './supporter.tsx';
export { resumeDeliveries, setDeliveriesAside } from './waiting.ts';

/** What becomes of a letter to one post: its channel and its honest state. */
export const feature: Feature = {
  name: 'deliveries',
  mails: { letter, digest },
  jobs: { [quietJobName]: quietJob, [printJob]: setRun, [paceJobName]: paceJob },
  exportPerson: async (ctx, personId) => ({ calls: await callsOf(ctx, personId) }),
  erase: forgetInDigests,
  retain: async (ctx) => (await retainFiles(ctx)) + (await retainFaults(ctx)),
  recurring: [
    { job: quietJobName, everyMinutes: 5 },
    { job: paceJobName, everyMinutes: 5 },
  ],
};
