import type { Secret } from '../crypto/ids.ts';

/** Nobody reads, fills in and looks over a form in less, in milliseconds. */
const leastFillMs = 3_000;
/** A form may lie open so long. */
const longestFillMs = 24 * 3_600_000;

/** What a form carries to say when it was opened: the time, signed for one network. It names nobody. */
export function stampForm(secret: Secret, network: string, now: Date): string {
  const at = now.getTime().toString(36);
  return `${at}.${secret.sign('form-time', `${network} ${at}`, 9)}`;
}

export type FormTime = 'fair' | 'fast' | 'none';

/** Whether a form was filled in as people do: too fast is a machine; no stamp of ours, or an old one, says nothing. */
export function formTime(secret: Secret, network: string, stamp: string, now: Date): FormTime {
  const dot = stamp.indexOf('.');
  if (dot < 1 || stamp.length > 40) return 'none';
  const at = stamp.slice(0, dot);
  if (!secret.verify('form-time', `${network} ${at}`, stamp.slice(dot + 1), 9)) return 'none';
  const age = now.getTime() - Number.parseInt(at, 36);
  if (age > longestFillMs) return 'none';
  return age < leastFillMs ? 'fast' : 'fair';
}
