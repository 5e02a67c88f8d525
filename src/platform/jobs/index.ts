export { enqueue } from './enqueue.ts';
export { runJob, startWorker } from './worker.ts';
