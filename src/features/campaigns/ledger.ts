import { machineMadeIn } from '../../platform/db/index.ts';
import { eraseMails } from '../../platform/mail/index.ts';
import { type Ctx, inLocale } from '../../platform/tenancy/index.ts';
import type { CampaignMode } from './campaign.ts';
import { unconfirmedDays } from './record.ts';

/** Actions that wait for their confirmation mail, with what it says. */
export async function pendingActions(ctx: Ctx, actionIds: string[]) {
  const rows = await ctx.trx
    .selectFrom('actions as a')
    .innerJoin('people as p', (join) =>
      join.onRef('p.network_id', '=', 'a.network_id').onRef('p.id', '=', 'a.person_id'),
    )
    .innerJoin('campaigns as c', (join) =>
      join.onRef('c.network_id', '=', 'a.network_id').onRef('c.id', '=', 'a.campaign_id'),
    )
    .select(['a.id', 'a.locale', 'a.campaign_id', 'c.mode', 'p.name', 'p.email'])
    .where('a.network_id', '=', ctx.network.id)
    .where('a.id', 'in', actionIds)
    .where('a.state', '=', 'pending')
    .where('p.erased_at', 'is', null)
    .execute();
  if (rows.length === 0) return [];
  const titled = await titlesIn(
    ctx,
    rows.map((row) => row.campaign_id),
  );
  return rows.map(({ id, locale, campaign_id, mode, name, email }) => ({
    id,
    locale,
    mode: mode as CampaignMode,
    name,
    email,
    ...titled(campaign_id, locale),
  }));
}

/** How mails name these campaigns in a language, and whether a machine made the title. */
export async function titlesIn(
  ctx: Ctx,
  campaignIds: string[],
): Promise<(id: string, locale: string) => { title: string; machine: boolean }> {
  const texts = await ctx.trx
    .selectFrom('campaign_texts')
    .select(['campaign_id', 'locale', 'title'])
    .select(machineMadeIn('campaign', 'campaign_id', 'locale', { title: 'title' }).as('machine'))
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', 'in', [...new Set(campaignIds)])
    .execute();
  return (id, locale) => {
    const own = texts.filter((text) => text.campaign_id === id);
    const title = inLocale(Object.fromEntries(own.map((text) => [text.locale, text.title])), locale);
    return { title, machine: own.some((text) => text.title === title && text.machine.length > 0) };
  };
}

const dayMs = 86_400_000;
/** A street address that is still here after this long is deleted, sent or not. */
const addressDays = 30;

/** Forgets letters that were never confirmed (also those taken back before), people of whom nothing is left, old addresses and devices. Returns how many rows. */
export async function retainActions(ctx: Ctx): Promise<number> {
  const before = (days: number) => new Date(ctx.now.getTime() - days * dayMs);
  const forgotten = await ctx.trx
    .deleteFrom('actions')
    .where('network_id', '=', ctx.network.id)
    .where('state', 'in', ['pending', 'withdrawn'])
    .where('confirmed_at', 'is', null)
    .where('created_at', '<', before(unconfirmedDays))
    .returning('id')
    .execute();
  // Her address stands in the outbox too.
  for (let at = 0; at < forgotten.length; at += 10_000) {
    await eraseMails(
      ctx,
      forgotten.slice(at, at + 10_000).map((action) => action.id),
    );
  }
  const people = await ctx.trx
    .deleteFrom('people as p')
    .where('p.network_id', '=', ctx.network.id)
    .where('p.keep_until', '<', ctx.now)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('actions as a')
            .select('a.id')
            .whereRef('a.network_id', '=', 'p.network_id')
            .whereRef('a.person_id', '=', 'p.id'),
        ),
      ),
    )
    .executeTakeFirst();
  const addresses = await ctx.trx
    .deleteFrom('action_addresses as s')
    .where('s.network_id', '=', ctx.network.id)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('actions as a')
          .select('a.id')
          .whereRef('a.network_id', '=', 's.network_id')
          .whereRef('a.id', '=', 's.action_id')
          .where('a.created_at', '<', before(addressDays)),
      ),
    )
    .executeTakeFirst();
  const devices = await ctx.trx
    .deleteFrom('trusted_devices')
    .where('network_id', '=', ctx.network.id)
    .where('expires_at', '<', ctx.now)
    .executeTakeFirst();
  return [people, addresses, devices].reduce((sum, result) => sum + Number(result.numDeletedRows), forgotten.length);
}

/** Everything campaigns hold about a person, for her own copy. */
export async function exportSupporter(ctx: Ctx, personId: string): Promise<Record<string, unknown>> {
  const person = await ctx.trx
    .selectFrom('people')
    .select(['name', 'email', 'locale', 'created_at'])
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', personId)
    .executeTakeFirst();
  const actions = await ctx.trx
    .selectFrom('actions as a')
    .innerJoin('campaigns as c', (join) =>
      join.onRef('c.network_id', '=', 'a.network_id').onRef('c.id', '=', 'a.campaign_id'),
    )
    .leftJoin('action_addresses as s', (join) =>
      join.onRef('s.network_id', '=', 'a.network_id').onRef('s.action_id', '=', 'a.id'),
    )
    .leftJoin('action_flags as f', (join) =>
      join.onRef('f.network_id', '=', 'a.network_id').onRef('f.action_id', '=', 'a.id'),
    )
    .select([
      'a.id',
      'c.slug as campaign',
      'f.reasons as second_look_because',
      'f.state as second_look',
      'a.state',
      'a.subject',
      'a.body',
      'a.post_ids',
      'a.source',
      's.address as street',
      'a.created_at',
      'a.confirmed_at',
      'a.withdrawn_at',
    ])
    .where('a.network_id', '=', ctx.network.id)
    .where('a.person_id', '=', personId)
    .orderBy('a.created_at')
    .execute();
  const deliveries = await ctx.trx
    .selectFrom('deliveries as d')
    .innerJoin('actions as a', (join) =>
      join.onRef('a.network_id', '=', 'd.network_id').onRef('a.id', '=', 'd.action_id'),
    )
    .select(['d.action_id', 'd.post_id', 'd.official_name', 'd.state', 'd.state_at'])
    .where('d.network_id', '=', ctx.network.id)
    .where('a.person_id', '=', personId)
    .execute();
  const consents = await ctx.trx
    .selectFrom('consents as c')
    .leftJoin('consent_wordings as w', (join) =>
      join.onRef('w.network_id', '=', 'c.network_id').onRef('w.id', '=', 'c.wording_id'),
    )
    .select(['c.purpose', 'c.event', 'w.text', 'c.source', 'c.at'])
    .where('c.network_id', '=', ctx.network.id)
    .where('c.person_id', '=', personId)
    .orderBy('c.at')
    .execute();
  const devices = await ctx.trx
    .selectFrom('trusted_devices')
    .select(['created_at', 'expires_at'])
    .where('network_id', '=', ctx.network.id)
    .where('person_id', '=', personId)
    .execute();
  return {
    person,
    letters: actions.map(({ id, ...action }) => ({
      ...action,
      deliveries: deliveries.filter((delivery) => delivery.action_id === id).map(({ action_id: _, ...rest }) => rest),
    })),
    consents,
    devices,
  };
}
