import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { readNetwork } from '../../platform/db/index.ts';
import { ctxOf, type Deps, type Env, type Sent } from '../../platform/http/index.ts';
import { urls } from '../../urls.ts';
import type { Campaign } from './campaign.ts';
import { personOfDevice } from './confirm.ts';
import { senderOf } from './guard.ts';
import { confirmAndRemember, deviceCookie } from './private.tsx';
import { actionRef } from './ref.ts';
import { type Asked, atOf, submissions, type Taken } from './submit.ts';

/** Where and when a request sends its form. */
export const askedOf = (c: Context<Env>, sent?: Sent): Asked => ({
  network: c.var.network,
  locale: c.var.locale,
  now: c.var.now,
  referer: c.req.header('referer'),
  sent,
  frame: c.var.frame?.query,
});

/**
 * Records what was sent and answers: everybody with the same page, or, on a device that she asked to be remembered, by
 * confirming at once and leading her to her own page. `trap`: a field was filled that no person sees.
 */
export async function takeAction(
  c: Context<Env>,
  deps: Deps,
  campaign: Campaign,
  form: Taken,
  trap: boolean,
  sent: Sent,
): Promise<Response> {
  const { network } = c.var;
  const asked = askedOf(c, sent);
  const at = atOf(asked);
  const received = urls.campaigns.received(at, campaign.slug);
  // A machine fills every field it sees. It is told what everybody is told.
  if (trap) return c.redirect(received, 303);
  const sender = senderOf(sent, c.var.address, asked.referer);
  const recorded = await submissions(deps).record(asked, campaign, form, sender);
  if (recorded.state === 'closed') return c.redirect(urls.campaigns.show(at, campaign.slug), 303);
  // A frame of another site knows no device.
  const device = c.var.frame ? undefined : getCookie(c, deviceCookie);
  if (device) {
    const holder = await readNetwork(deps.db, network.id, (trx) => personOfDevice(ctxOf(c, trx), device));
    if (holder === recorded.personId) {
      await confirmAndRemember(c, deps, recorded.actionId);
      const reference = actionRef(deps.secret, network.id, recorded.actionId);
      return c.redirect(urls.campaigns.action(at, reference), 303);
    }
  }
  return c.redirect(received, 303);
}
