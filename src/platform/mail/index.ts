export { emailKey, readEmail } from './address.ts';
export { MailSettingsError } from './dkim.ts';
export { turningSigns } from './headers.ts';
export {
  deliverInbound,
  type InboundHandler,
  type InboundMail,
  inboundAddress,
  readSignedRef,
  signedAddress,
} from './inbound.ts';
export { inboundRoutes, readAll } from './inbound-routes.ts';
export { closeMailer, type Mailer, mailerOf } from './mailer.ts';
export { buildMime, UnsafeAddress } from './mime.ts';
export { type DeliveryReport, largestInbound, readInbound, UnreadableMail } from './parse.ts';
export { cancelMails, eraseMails, type QueuedMail, queueMails, sendJob } from './queue.ts';
export { type ReadableMail, readMime } from './read.ts';
export { type Answer, openSmtp, type Smtp, shorten, Unreachable } from './smtp.ts';
