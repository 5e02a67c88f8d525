export { emailKey, readEmail } from './address.ts';
export { cancelMails, forgetMails } from './forget.ts';
export { type QueuedMail, queueMails } from './queue.ts';
