import { Logger } from 'graphile-worker';

/** The queue's own chatter stays out of the log; failures of jobs are logged by the worker itself. */
export const quietLogger = new Logger(() => () => {});
