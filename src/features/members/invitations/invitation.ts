import type { Secret } from '../../../platform/crypto/ids.ts';
import { readSignedId, signedId } from '../../../platform/crypto/signed-id.ts';
import { emailKey, readEmail } from '../../../platform/mail/index.ts';

/** The most addresses that are invited at once, and how long one waits before it is written to again, in milliseconds. */
export const most = 200;
export const mailAgainMs = 24 * 3_600_000;

/** The unguessable end of an invitation's link: whoever has it reads this mailbox. Nothing of it is stored. */
export const invitationRef = (secret: Secret, network: string, id: string): string =>
  signedId(secret, 'membership-invitation', network, id);

export const readInvitationRef = (secret: Secret, network: string, ref: string): string | undefined =>
  readSignedId(secret, 'membership-invitation', network, ref);

export type Invited = { name: string; email: string; emailKey: string };

/**
 * Addresses as they are pasted: one to a line, or parted by commas or semicolons; "Name <address>" keeps the name. An address
 * that comes twice is taken once. `wrong` are the pieces that are no address, as they were typed.
 */
export function readAddresses(text: string): { invited: Invited[]; wrong: string[] } {
  const invited = new Map<string, Invited>();
  const wrong: string[] = [];
  // A comma inside quotes belongs to a name.
  const pieces = text.match(/(?:"[^"\n]*"|[^,;\n"])+/g) ?? [];
  for (const piece of pieces.map((each) => each.trim()).filter(Boolean)) {
    const named = /^(.*)<([^<>]*)>$/.exec(piece);
    const email = readEmail((named?.[2] ?? piece).trim());
    if (!email) {
      wrong.push(piece.slice(0, 100));
      continue;
    }
    const name = (named?.[1] ?? '')
      .replaceAll('"', '')
      .replace(/\p{Cc}/gu, ' ')
      .trim()
      .normalize('NFC')
      .slice(0, 120);
    const key = emailKey(email);
    if (!invited.has(key)) invited.set(key, { name, email, emailKey: key });
  }
  return { invited: [...invited.values()], wrong };
}
