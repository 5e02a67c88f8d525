import { sameBytes } from '../crypto/ids.ts';
import { inNetwork } from '../db/index.ts';
import type { Deps } from '../http/deps.ts';
import type { Ctx } from '../tenancy/ctx.ts';
import type { Network } from '../tenancy/network.ts';
import type { DeliveryReport } from './parse.ts';

/** A mail that came in, parsed by whatever received it (a spool, an LMTP server, a mailbox). Nothing in it is to be believed. */
export type InboundMail = {
  /** The addresses it was delivered to (the envelope's, not the To header's). */
  recipients: string[];
  from: { name: string; address: string };
  subject: string;
  date: Date | null;
  /** Without the angle brackets; null when it had none. */
  messageId: string | null;
  inReplyTo: string | null;
  text: string;
  html: string | null;
  /** Holiday notes, bounces, lists (RFC 3834): never to be answered by a program. */
  automatic: boolean;
  /** How many attachments it had; they are dropped. */
  attachments: number;
  /** What a server reports about a mail of ours; null for any other mail. */
  report: DeliveryReport | null;
};

/**
 * Takes mail to `tag+ref@…`. Runs in a transaction of one network; answers false when the reference is not one of its
 * own there. References reach us in any letter case. The same mail may come twice: `messageId` tells.
 */
export type InboundHandler = {
  tag: string;
  take(at: { ctx: Ctx; deps: Deps }, ref: string, mail: InboundMail): Promise<boolean>;
};

/** An address at `domain` whose mail comes to the handler of `tag` with `ref`. Throws when the left part exceeds 64 bytes. */
export function inboundAddress(tag: string, ref: string, domain: string): string {
  const local = `${tag}+${ref}`;
  if (!/^[a-z0-9-]+\+[a-z0-9.-]+$/.test(local) || local.length > 64) throw new Error('not a reference for an address');
  return `${local}@${domain}`;
}

/**
 * The unguessable address whose mail comes to the handler of `tag` about one thing of a network (a letter): its id and
 * a signature in hexadecimal, because mail servers fold letter case. Nothing of it is stored. Undefined where the
 * operator has set up no way in.
 */
export function signedAddress(
  deps: Pick<Deps, 'config' | 'secret'>,
  tag: string,
  network: Pick<Network, 'id'>,
  id: string,
): string | undefined {
  const domain = deps.config.inbound?.domain;
  if (!domain) return undefined;
  return inboundAddress(tag, `${id.replaceAll('-', '')}.${signature(deps, tag, network, id)}`, domain);
}

/** The id behind the reference of a `signedAddress`, or undefined when we did not make it for this network. */
export function readSignedRef(
  deps: Pick<Deps, 'secret'>,
  tag: string,
  network: Pick<Network, 'id'>,
  ref: string,
): string | undefined {
  const match = /^([0-9a-f]{32})\.([0-9a-f]{24})$/.exec(ref);
  if (!match) return undefined;
  const id = match[1]!.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
  return sameBytes(Buffer.from(signature(deps, tag, network, id)), Buffer.from(match[2]!)) ? id : undefined;
}

const signature = (deps: Pick<Deps, 'secret'>, tag: string, network: Pick<Network, 'id'>, id: string): string =>
  Buffer.from(deps.secret.sign(`inbound-${tag}`, network.id + id, 12), 'base64url').toString('hex');

/**
 * Hands a mail to the feature that its address names. `unknown`: no address of ours, no such handler, or no network
 * that knows the reference; nothing was changed.
 */
export async function deliverInbound(deps: Deps, mail: InboundMail): Promise<'taken' | 'unknown'> {
  for (const recipient of mail.recipients) {
    const address = /^([a-z0-9-]+)\+([a-z0-9.-]+)@([a-z0-9.-]+)$/.exec(recipient.trim().toLowerCase());
    if (!address) continue;
    const [, tag, ref, domain] = address as unknown as [string, string, string, string];
    const handler = deps.features.flatMap((feature) => feature.inbound ?? []).find((one) => one.tag === tag);
    if (!handler) continue;
    for (const network of await deps.networks.all()) {
      const ours = (network.mailFrom ?? deps.config.mailFrom).toLowerCase().split('@')[1];
      if (domain !== deps.config.inbound?.domain && domain !== ours) continue;
      const taken = await inNetwork(deps.db, network.id, (trx) => {
        const ctx: Ctx = { trx, actor: { kind: 'system' }, network, locale: network.locales[0]!, now: deps.clock() };
        return handler.take({ ctx, deps }, ref, mail);
      });
      if (taken) return 'taken';
    }
  }
  return 'unknown';
}
