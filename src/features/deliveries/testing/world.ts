import { createNetwork, type TestApp } from '../../../../test/app.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { inNetwork } from '../../../platform/db/index.ts';
import type { Network } from '../../../platform/tenancy/index.ts';
import { urls } from '../../../urls.ts';
import { actionRef } from '../../campaigns/ref.ts';
import { representativesOf } from '../../representatives/index.ts';

/** For tests: an invented council whose members are each reached in another way. By the post's id. */
export const council = {
  'yy-all': [
    ['email', 'all@council.invalid'],
    ['form', 'https://council.invalid/all'],
    ['phone', '+1 555-0101 ext. 4'],
    ['address', '1 Council Square, Room 5, Ember, EM 00001'],
  ],
  'yy-form': [
    ['form', 'https://council.invalid/form'],
    ['phone', '555-0102'],
  ],
  'yy-call': [['phone', '555-0103']],
  'yy-paper': [['address', 'Office of the Council\n2 Council Square\nEmber']],
  'yy-none': [['website', 'https://council.invalid/none']],
  'yy-vacant': [],
} as const;
export type Seat = keyof typeof council;

/** A network with one open campaign that asks every seat of the council. */
export async function openCouncil(test: TestApp, slug = 'paper'): Promise<{ network: Network; campaignId: string }> {
  const network = await createNetwork(test, slug);
  const run = (text: string, values: unknown[] = []) => test.db.owner.query(text, values);
  await run(
    `insert into bodies (id, name, level, country) values ('yy', '{"en": "Council of Ember"}', 'municipal', 'US') on conflict do nothing`,
  );
  await run(
    `insert into roles (id, body_id, name) values ('yy:member', 'yy', '{"en": "Member"}') on conflict do nothing`,
  );
  for (const [post, contacts] of Object.entries(council)) {
    const { rowCount } = await run(
      `insert into posts (id, role_id, label, known_as_of) values ($1, 'yy:member', $2, '2026-08-01') on conflict do nothing`,
      [post, { en: `Seat ${post}` }],
    );
    if (!rowCount || post === 'yy-vacant') continue;
    await run(`insert into officials (id, name, source, as_of) values ($1, $2, 'test', '2026-08-01')`, [
      post,
      `Holder of ${post}`,
    ]);
    await run(
      `insert into tenures (id, official_id, post_id, source, as_of) values ($1, $1, $1, 'test', '2026-08-01')`,
      [post],
    );
    for (const [kind, value] of contacts)
      await run('insert into contacts (official_id, kind, value) values ($1, $2, $3)', [post, kind, value]);
  }
  representativesOf(test.db).reload();
  const campaignId = newId();
  await inNetwork(test.db, network.id, async (trx) => {
    const own = { network_id: network.id, campaign_id: campaignId };
    const at = test.deps.clock();
    await trx
      .insertInto('campaigns')
      .values({ network_id: network.id, id: campaignId, slug: 'ask', state: 'open', created_at: at, updated_at: at })
      .execute();
    const text = { summary: 's', story: 's', asks: ['a'], letter_subject: 'Please visit', letter_body: 'Please.' };
    await trx
      .insertInto('campaign_texts')
      .values({ ...own, locale: 'en', title: 'Go and see', ...text })
      .execute();
    for (const [position, post_id] of Object.keys(council).entries())
      await trx
        .insertInto('campaign_targets')
        .values({ ...own, id: newId(), post_id, position })
        .execute();
  });
  return { network, campaignId };
}

/** Sends the letter form and confirms it, as a supporter does; returns her private address. */
export async function writeTo(
  test: TestApp,
  network: Network,
  to: Seat[],
  given: { name: string; wish?: string; body?: string; street?: string },
): Promise<{ reference: string; page: string; actionId: string }> {
  const email = `${given.name.toLowerCase().replace(/[^a-z]/g, '')}@example.invalid`;
  const at = { network: network.slug, locale: 'en' };
  await test.post(urls.campaigns.actions(at, 'ask'), {
    to,
    subject: 'Please visit',
    body: given.body ?? 'Please go and see.',
    name: given.name,
    email,
    street: given.street ?? '',
    wish: given.wish ?? '',
  });
  const { rows } = await test.db.owner.query<{ id: string }>(
    `select a.id from actions a join people p on p.network_id = a.network_id and p.id = a.person_id
     where p.email = $1 order by a.created_at desc, a.id desc limit 1`,
    [email],
  );
  const actionId = rows[0]!.id;
  const reference = actionRef(test.deps.secret, network.id, actionId);
  await test.post(urls.campaigns.confirmation(at, reference), {});
  return { reference, page: urls.campaigns.action(at, reference), actionId };
}
