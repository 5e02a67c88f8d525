import {
  addressKey,
  formTime,
  isGreatProvider,
  type Judgement,
  judge,
  mailDomain,
  openDisposable,
  type Proof,
  pace,
  prefixKey,
  readProof,
} from '../../platform/abuse/index.ts';
import type { Deps, Sent } from '../../platform/http/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { openArrivals } from './arrivals.ts';
import { openEventPasses } from './event-pass.ts';

/** What a public form brings beside its words: when it was opened, a proof of work, an event's code; and whence it came. */
export type Sender = { address: string; began: string; proof: string; event: string };

/** The guard's fields of a form that was sent. */
export function senderOf(sent: Sent, address: string, referer?: string): Sender {
  // Carried by the letter form; or by the address of the page on which a petition's form stands.
  const query = sent.get('query') || (referer?.includes('?') ? referer.slice(referer.indexOf('?') + 1) : '');
  return {
    address,
    began: sent.get('began'),
    proof: sent.get('proof'),
    event: query.includes('event=') ? (new URLSearchParams(query).get('event') ?? '') : '',
  };
}

/** A judgement; with a proof of work, also what it would be if the proof turns out to be used already. */
export type Judged = Judgement & { event?: string; proof?: Proof & { otherwise: Judgement } };

export type Guard = {
  /** Counts this letter, and says whether it deserves a second look; at once where nothing is to be looked up. Refuses nobody. */
  judge(
    at: { network: Network; now: Date },
    campaignId: string,
    email: string,
    sender: Sender,
  ): Judged | Promise<Judged>;
  /** Writes down what was counted by blocks of addresses; happens by itself every few seconds. */
  settle(): Promise<void>;
};

const guards = new WeakMap<Deps, Guard>();

/** The one guard of a process. Throws when the operator's list of throw-away mailboxes cannot be read. */
export function guardOf(deps: Deps): Guard {
  let guard = guards.get(deps);
  if (!guard) {
    guard = openGuard(deps);
    guards.set(deps, guard);
  }
  return guard;
}

const stretch = 600;

function openGuard(deps: Deps): Guard {
  const disposable = openDisposable(deps.config.disposableDomains);
  const counted = pace(stretch);
  const suspects = pace(stretch);
  const arrivals = openArrivals(deps);
  const passes = openEventPasses(deps);
  const atEvents = pace(86_400);
  return {
    judge(at, campaignId, email, sender) {
      return sender.event
        ? passes(at.network, campaignId, sender.event, at.now).then((pass) =>
            judgeWith(at, campaignId, email, sender, pass),
          )
        : judgeWith(at, campaignId, email, sender);
    },
    settle: arrivals.settle,
  };

  function judgeWith(
    { network, now }: { network: Network; now: Date },
    campaignId: string,
    email: string,
    sender: Sender,
    pass?: { code: string; most: number },
  ): Judged | Promise<Judged> {
    const domain = mailDomain(email);
    const block = prefixKey(sender.address);
    arrivals.count(network.id, block, now);
    const signals = {
      form: formTime(deps.secret, network.id, sender.began, now),
      disposable: disposable(domain),
      proof: false,
      // No address is known only where no socket is (a test, a pipe): that is not one visitor.
      address: block ? counted.count(`${network.id} ${addressKey(sender.address)}`, now) : 0,
      prefix: block ? counted.count(`${network.id} ${block} block`, now) : 0,
      domain: counted.count(`${network.id} @${domain}`, now),
      greatProvider: isGreatProvider(domain),
      event: pass && { count: atEvents.count(`${network.id} ${pass.code}`, now), most: pass.most },
      suspects: suspects.seen(`${network.id} ${campaignId}`, now),
    };
    const plain = judge(signals);
    if (plain.reasons.length > 0) suspects.count(`${network.id} ${campaignId}`, now);
    const event = pass?.code;
    // Most letters need no proof: it is looked at only where it would change something.
    if (plain.reasons.length === 0) return { ...plain, event };
    return readProof(deps.secret, network.id, sender.proof, now).then((proof) =>
      proof
        ? { ...judge({ ...signals, proof: true }), event, proof: { ...proof, otherwise: plain } }
        : { ...plain, event },
    );
  }
}
