import { addressKey, limits, wall } from '../../platform/abuse/index.ts';
import type { At, Deps, FieldErrors, HotForm, Sent } from '../../platform/http/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { networkDay } from '../deliveries/index.ts';
import { encodeFinding, isOfCourt, type Lookup, type Place, representativesOf } from '../representatives/index.ts';
import { expandChoice, postsAskedOfAll } from './addressees.ts';
import { type Campaign, choiceProblem, type Rest, restOf, type Signature } from './campaign.ts';
import { checkLetter, type LetterForm, readLetter, readPlace, readWish } from './forms.ts';
import { guardOf, type Sender, senderOf } from './guard.ts';
import type { Recorded } from './record.ts';
import { sourceOf, withSource } from './source.ts';
import { campaignStore } from './store.ts';

/** Where and when a form was sent, and from which page. */
export type Asked = {
  network: Network;
  locale: string;
  now: Date;
  referer: string | undefined;
  /** What the form carries of earlier steps. */
  sent?: Sent;
  /** The look of the frame in which the form stood. */
  frame?: string;
};

/** Where the next step stands. */
export const atOf = ({ network, locale, frame }: Pick<Asked, 'network' | 'locale' | 'frame'>): At => ({
  network: network.slug,
  locale,
  ...(frame === undefined ? {} : { frame }),
});

export type Checked =
  | { ok: true; form: LetterForm; trap: boolean }
  | { ok: false; form: LetterForm; errors: FieldErrors };

/** A checked form; that of a petition has a signature and no letter. */
export type Taken = LetterForm & { signature?: Signature };

/** The rules of the public forms, one for their routes and for the plain cases that are answered before the router. */
export type Submissions = {
  /** Each counts one act of an address, and throws `too-many` beyond its limit. */
  countLookup(address: string, now: Date): void;
  countAction(address: string, now: Date): void;
  /**
   * The form's own rules, then whether these posts may be written to together, then only purposes that were offered; at once where the
   * lists of decision-makers are in memory.
   */
  check(asked: Pick<Asked, 'network' | 'now'>, campaign: Campaign, sent: Sent): Checked | Promise<Checked>;
  /** Keeps what was checked; in the ledger when the promise resolves. */
  record(asked: Asked, campaign: Campaign, form: Taken, sender: Sender): Promise<Recorded>;
  /** The address of the letter form with what was found; the place itself goes nowhere. */
  find(asked: Asked, campaign: Campaign, place: Place): Promise<string>;
};

/** What a letter form asks beside the letter: what the network set, and where mail can come in, whether replies may. */
export const offeredPurposes = (deps: Pick<Deps, 'config'>, network: Network): string[] => [
  ...(deps.config.inbound ? ['replies'] : []),
  ...(network.settings.purposes ?? []),
];

const opened = new WeakMap<Deps, Submissions>();

/** The one of a process: a limit counts however a form came in. */
export function submissions(deps: Deps): Submissions {
  let made = opened.get(deps);
  if (!made) {
    made = open(deps);
    opened.set(deps, made);
  }
  return made;
}

function open(deps: Deps): Submissions {
  const store = campaignStore(deps);
  const representatives = representativesOf(deps.db);
  const guard = guardOf(deps);
  const lookups = wall(limits.lookupsByAddress);
  const actions = wall(limits.actionsByAddress);
  return {
    countLookup: (address, now) => lookups(addressKey(address), now),
    countAction: (address, now) => actions(addressKey(address), now),
    check(asked, campaign, sent) {
      const lookup = representatives.of(asked.network);
      return lookup instanceof Promise
        ? lookup.then((known) => checkBy(known, asked, campaign, sent))
        : checkBy(lookup, asked, campaign, sent);
    },
    async record(asked, campaign, form, sender) {
      const { network, locale, now } = asked;
      const judging = guard.judge({ network, now }, campaign.id, form.email, sender);
      const judged = judging instanceof Promise ? await judging : judging;
      return store.record(network.id, {
        campaignId: campaign.id,
        name: form.name,
        email: form.email,
        locale,
        subject: form.subject,
        body: form.body,
        postIds: form.to,
        street: form.street,
        wish: readWish(form.wish) ?? null,
        consents: form.consents.length === 0 ? [] : await wordingsOf(asked, form.consents),
        remember: form.remember,
        signature: form.signature,
        judged,
        source: judged.event ? { ...sourceOf(asked), event: judged.event } : sourceOf(asked),
        now,
      });
    },
    async find(asked, campaign, place) {
      const roleIds = campaign.targets.flatMap((target) => target.roleId ?? []);
      const found = encodeFinding(await representatives.lookup(place, { roleIds, on: asked.now }));
      const event = eventOf(asked.referer);
      const query = withSource(found.toString(), event ? { ...sourceOf(asked), event } : sourceOf(asked));
      return urls.campaigns.letter(atOf(asked), campaign.slug, query);
    },
  };

  /** The exact words beside each box that was ticked. */
  function wordingsOf({ network, locale, now }: Asked, purposes: readonly string[]) {
    const t = deps.messages.for(locale);
    return Promise.all(
      purposes.map(async (purpose) => ({
        purpose,
        wordingId: await store.wording(network.id, purpose, locale, t(`campaigns.consent.${purpose}`), now),
      })),
    );
  }

  function checkBy(
    lookup: Lookup,
    { network, now }: Pick<Asked, 'network' | 'now'>,
    campaign: Campaign,
    sent: Sent,
  ): Checked {
    const { form, trap } = readLetter(sent);
    const checked = checkLetter(form);
    const to = expandChoice(lookup, campaign.targets, form.to, now);
    const posts = to.map((id) => lookup.post(id)).filter((post) => post !== undefined);
    const problem = choiceProblem(
      campaign.targets,
      posts.map(({ id, roleId, divisionId }) => ({
        postId: id,
        roleId,
        divisionId,
        court: isOfCourt(lookup, roleId),
      })),
      to.length,
      postsAskedOfAll(lookup, campaign.targets, now),
    );
    const errors = { ...(checked.ok ? {} : checked.errors) };
    const rests = restsAmong(campaign, posts, now, network);
    if (problem) errors.to = { key: problem };
    // Chosen before the quiet period began, or from an old page.
    else if (rests) errors.to = { key: 'campaigns.letter.to.rests', values: { name: rests.name } };
    if (!checked.ok || problem || rests) return { ok: false, form, errors };
    const offered = offeredPurposes(deps, network);
    const consents = form.consents.filter((purpose) => offered.includes(purpose));
    return { ok: true, form: { ...checked.data, to, consents }, trap };
  }
}

/** The plain cases of the forms that a surge sends: no mistake in them, and no device that is known. */
export function hotForms(deps: Deps): HotForm[] {
  const store = campaignStore(deps);
  const { check, countAction, countLookup, find, record } = submissions(deps);
  return [
    {
      route: '/campaigns/:slug/actions',
      async judge({ parameter, address, ...asked }) {
        const opening = store.open(asked.network, asked.locale, parameter);
        const campaign = opening instanceof Promise ? await opening : opening;
        const checking = check(asked, campaign, asked.sent);
        const checked = checking instanceof Promise ? await checking : checking;
        if (!checked.ok) return undefined;
        return async () => {
          countAction(address, asked.now);
          const at = atOf(asked);
          const { state } = checked.trap
            ? { state: 'trap' }
            : await record(asked, campaign, checked.form, senderOf(asked.sent, address, asked.referer));
          return state === 'closed'
            ? urls.campaigns.show(at, campaign.slug)
            : urls.campaigns.received(at, campaign.slug);
        };
      },
    },
    {
      route: '/campaigns/:slug/search',
      async judge({ parameter, address, ...asked }) {
        const campaign = await store.open(asked.network, asked.locale, parameter);
        const read = readPlace(asked.sent);
        if (!read.ok) return undefined;
        return () => {
          countLookup(address, asked.now);
          return find(asked, campaign, read.place);
        };
      },
    },
  ];
}

/** The code of the event from whose page a place was looked up, or that a letter form carried. */
const eventOf = (referer: string | undefined): string | undefined =>
  /\/e\/([A-Z0-9]{5,8})(?:[?#]|$)/.exec(referer ?? '')?.[1] ??
  /[?&]event=([A-Z0-9]{5,8})(?:[&#]|$)/.exec(referer ?? '')?.[1];

/** The quiet period of one of the posts, if any rests; a campaign without such periods asks no calendar. */
function restsAmong(
  campaign: Campaign,
  posts: readonly { roleId: string }[],
  now: Date,
  network: Network,
): Rest | undefined {
  if (campaign.rests.length === 0) return undefined;
  const day = networkDay({ now, network });
  return posts.map((post) => restOf(campaign.rests, post.roleId, day)).find(Boolean);
}
