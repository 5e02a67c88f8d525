import { emailKey, type InboundMail, readEmail } from '../../platform/mail/index.ts';

export const channels = ['email', 'letter', 'call', 'meeting'] as const;
export type Channel = (typeof channels)[number];

/** open waits for a coordinator; passed went on to her alone. */
const replyStates = ['open', 'stand', 'promise', 'nothing', 'spam', 'passed', 'withdrawn'] as const;
export type ReplyState = (typeof replyStates)[number];

/** How many mails to one letter's address are taken in a day; a mailbox must not be filled through us. */
export const mailsPerDay = 20;
/** How many replies may be passed on for one letter by form. */
export const repliesPerLetter = 30;

/** How long words are kept, in days: settled ones, unsettled ones, spam, mail on its way to her; and the bare row. */
export const keptDays = { settled: 180, open: 400, spam: 30, passed: 14, row: 1100 } as const;

/**
 * What a mail to the address of a letter is. `own`: our own mail came back, or she answers herself through us: dropped,
 * or it would go round in a ring. `report`: a server says that a mail did not arrive: no reply. `hers`: she sent it on
 * herself. `answer`: anybody else; whether it is from whom she wrote to, nobody can tell from a mail.
 */
export function kindOf(
  mail: Pick<InboundMail, 'from' | 'report'>,
  at: { supporter: string; ourAddress: string; inboundDomain: string },
): 'own' | 'report' | 'hers' | 'answer' {
  if (mail.report) return 'report';
  const from = readEmail(mail.from.address);
  if (!from) return 'answer';
  const domain = from.slice(from.lastIndexOf('@') + 1).toLowerCase();
  if (domain === at.inboundDomain.toLowerCase() || emailKey(from) === emailKey(at.ourAddress)) return 'own';
  return emailKey(from) === emailKey(at.supporter) ? 'hers' : 'answer';
}

/** What becomes of it: whether it goes on to her, whether coordinators may read it, and whether it is an answer. */
export function handlingOf(
  kind: 'hers' | 'answer',
  mail: Pick<InboundMail, 'automatic'>,
  agreed: boolean,
): { way: 'forwarded' | 'mail'; goesOn: boolean; kept: boolean; counts: boolean } {
  // What she sends on herself is for the coordinators, and is not sent back to her.
  if (kind === 'hers') return { way: 'forwarded', goesOn: false, kept: !mail.automatic, counts: !mail.automatic };
  return { way: 'mail', goesOn: true, kept: agreed && !mail.automatic, counts: !mail.automatic };
}

/** Whether the sender's address, as claimed, is the one that was written to, or of the same domain. Proves nothing. */
export function resembles(claimed: string, writtenTo: string | null): 'same' | 'domain' | 'other' {
  const [a, b] = [readEmail(claimed), readEmail(writtenTo ?? '')];
  if (!a || !b) return 'other';
  if (emailKey(a) === emailKey(b)) return 'same';
  const domain = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return domain(a) === domain(b) ? 'domain' : 'other';
}

/** The calendar day ('2026-11-21') to write down for a mail: its own date, unless that lies in the future or far back. */
export function dayOfMail(date: Date | null, now: Date): Date {
  const year = 365 * 86_400_000;
  return date && date <= now && now.getTime() - date.getTime() < year ? date : now;
}
