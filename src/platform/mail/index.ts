export { emailKey, readEmail } from './address.ts';
export { type QueuedMail, queueMails } from './queue.ts';
