import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNetwork, createTestApp, type TestApp } from '../../../test/app.ts';
import type { Deps } from '../http/index.ts';
import type { Network } from '../tenancy/index.ts';
import { deliverInbound, type InboundMail, inboundAddress } from './inbound.ts';

let app: TestApp;
let second: Network;
const taken: { network: string; ref: string; messageId: string | null }[] = [];
const known = new Map<string, string>();

beforeAll(async () => {
  app = await createTestApp({ env: { MAIL_FROM: 'letters@casement.invalid' } });
  await createNetwork(app, 'first');
  second = await createNetwork(app, 'second');
  await app.db.owner.query(`update networks set mail_from = 'hello@second.invalid' where id = $1`, [second.id]);
  app.deps.networks.forget();
});
afterAll(() => app.stop());

const deps = (): Deps => ({
  ...app.deps,
  features: [
    {
      name: 'test',
      inbound: {
        tag: 'reply',
        async take({ ctx }, ref, mail) {
          if (known.get(ref) !== ctx.network.slug) return false;
          taken.push({ network: ctx.network.slug, ref, messageId: mail.messageId });
          return true;
        },
      },
    },
  ],
});

const mail = (...recipients: string[]): InboundMail => ({
  recipients,
  from: { name: 'Office', address: 'office@example.invalid' },
  subject: 'Re: your letter',
  date: null,
  messageId: 'm1',
  inReplyTo: null,
  text: 'Thank you.',
  html: null,
  automatic: false,
  attachments: 0,
  report: null,
});

test('a reply reaches the feature and the network that know its reference, whatever the letter case', async () => {
  known.set('ab12', 'first').set('cd34', 'second');
  expect(await deliverInbound(deps(), mail('someone@else.invalid', 'Reply+AB12@Casement.invalid'))).toBe('taken');
  expect(await deliverInbound(deps(), mail(inboundAddress('reply', 'cd34', 'second.invalid')))).toBe('taken');
  expect(taken).toEqual([
    { network: 'first', ref: 'ab12', messageId: 'm1' },
    { network: 'second', ref: 'cd34', messageId: 'm1' },
  ]);
});

test.each([
  ['another tag', 'bounce+ab12@casement.invalid'],
  ['an unknown reference', 'reply+ffff@casement.invalid'],
  ['the domain of another network', 'reply+ab12@second.invalid'],
  ['a domain that is not ours', 'reply+ab12@elsewhere.invalid'],
  ['no reference', 'reply@casement.invalid'],
  ['nonsense', 'reply+<script>@casement.invalid'],
])('%s is unknown', async (_, address) => {
  const before = taken.length;
  expect(await deliverInbound(deps(), mail(address))).toBe('unknown');
  expect(taken).toHaveLength(before);
});

test('an address that could not carry its reference is not made', () => {
  expect(inboundAddress('reply', 'ab-12', 'casement.invalid')).toBe('reply+ab-12@casement.invalid');
  expect(() => inboundAddress('reply', 'Ab', 'casement.invalid')).toThrow();
  expect(() => inboundAddress('reply', 'x'.repeat(60), 'casement.invalid')).toThrow();
});
