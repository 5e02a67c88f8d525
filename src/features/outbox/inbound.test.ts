import { Readable } from 'node:stream';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { createNetwork, createTestApp } from '../../../test/app.ts';
import type { Deps } from '../../platform/http/index.ts';
import type { InboundMail } from '../../platform/mail/index.ts';
import { inboundCommand } from './inbound.ts';

const app = await createTestApp({ env: { INBOUND_DOMAIN: 'in.casement.invalid' } });
await createNetwork(app, 'ember');
afterAll(() => app.stop());
afterEach(() => vi.restoreAllMocks());

const taken: InboundMail[] = [];
let broken = false;
const deps: Deps = {
  ...app.deps,
  features: [
    {
      name: 'test',
      inbound: {
        tag: 'reply',
        async take(_, ref, mail) {
          if (broken) throw new Error('the database is away');
          if (ref !== 'known') return false;
          taken.push(mail);
          return true;
        },
      },
    },
  ],
};

/** The command with a message on its standard input; its exit code. */
function pipe(message: string, ...args: string[]): Promise<number> {
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([Buffer.from(message)]) as typeof process.stdin);
  return inboundCommand.run(args, { deps, out: () => {}, err: () => {} });
}
const message = 'From: a@b.invalid\r\nSubject: Re\r\n\r\nYes.\r\n';

test('exit codes are those that a mail server reads: taken, unknown, unreadable, later, wrongly called', async () => {
  expect(await pipe(message, '--from', '<a@b.invalid>', 'reply+known@in.casement.invalid')).toBe(0);
  expect(taken).toMatchObject([{ text: 'Yes.', automatic: false }]);
  expect(await pipe(message, '--from', '<>', 'reply+known@in.casement.invalid')).toBe(0);
  expect(taken[1]!.automatic).toBe(true);
  expect(await pipe(message, 'reply+other@in.casement.invalid')).toBe(67);
  expect(await pipe('', 'reply+known@in.casement.invalid')).toBe(65);
  expect(await pipe(message)).toBe(64);
  broken = true;
  expect(await pipe(message, 'reply+known@in.casement.invalid')).toBe(75);
});

test('without a way in a mail is left for later, not sent back', async () => {
  const without = { ...deps, config: { ...deps.config, inbound: undefined } };
  expect(
    await inboundCommand.run(['reply+known@in.casement.invalid'], { deps: without, out: () => {}, err: () => {} }),
  ).toBe(75);
});
