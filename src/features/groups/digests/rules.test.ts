import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextDigest } from './digest.ts';
import { trimReply } from './trim.ts';

describe('the next digest', () => {
  const zones = ['UTC', 'America/New_York', 'Asia/Bangkok', 'Africa/Nairobi', 'Europe/Warsaw', 'Pacific/Auckland'];
  const local = (at: Date, timeZone: string) => {
    const parts = new Intl.DateTimeFormat('en', { timeZone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' });
    const found = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
    return {
      hour: Number(found.hour),
      day: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(found.weekday!) + 1,
    };
  };

  test('is ahead, within a day or a week and the hour that clocks are put by, at her hour on her day', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true }),
        fc.constantFrom('daily' as const, 'weekly' as const),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(...zones),
        (now, cadence, hour, weekday, timeZone) => {
          const at = nextDigest(now, { cadence, hour, weekday, timeZone })!;
          const hours = (at.getTime() - now.getTime()) / 3_600_000;
          expect(hours).toBeGreaterThan(0);
          expect(hours).toBeLessThanOrEqual((cadence === 'daily' ? 24 : 168) + 1);
          const seen = local(at, timeZone);
          // Where the clocks skip the hour it is the next.
          expect([hour, hour + 1]).toContain(seen.hour);
          if (cadence === 'weekly') expect(seen.day).toBe(weekday);
        },
      ),
    );
  });

  test('never comes for never', () => {
    expect(nextDigest(new Date(0), { cadence: 'never', hour: 8, weekday: 1, timeZone: 'UTC' })).toBeNull();
  });
});

describe('a reply by mail', () => {
  const below = [
    ['On Fri, Nov 20, 2026 at 9:00 AM Network <group+1@in.invalid> wrote:', '> One new post'],
    ['El vie, 20 nov 2026 a las 9:00, Red (<group+1@in.invalid>) escribió:', '> Un mensaje'],
    ['Le ven. 20 nov. 2026 à 09:00, Réseau <group+1@in.invalid> a', 'écrit :', '', '> Un message'],
    ['Em sex., 20 de nov. de 2026 às 09:00, Rede <group+1@in.invalid>', 'escreveu:', '', '> Uma mensagem'],
    ['-----Original Message-----', 'From: Network', 'One new post'],
    ['________________________________', 'From: Network', 'Sent: Friday', 'One new post'],
    ['From: Network <x@y.invalid>', 'Sent: Friday, November 20, 2026', 'To: Ana', 'One new post'],
    ['De : Réseau <x@y.invalid>', 'Envoyé : vendredi', 'Un message'],
    ['-- ', 'Ana', '+1 555 0100'],
    ['> One new post', '> Visiting hours'],
  ];
  test.each(below.map((lines) => [lines[0]!, lines]))('ends above: %s', (_, lines) => {
    expect(trimReply(`Yes, I can.\r\n\r\nOn Friday too: she wrote to me.\r\n\r\n${lines.join('\r\n')}\r\n`)).toBe(
      'Yes, I can.\n\nOn Friday too: she wrote to me.',
    );
  });

  test('keeps what stands between quoted lines, with what it answers', () => {
    const text =
      'On Friday Ana wrote:\n> Who comes?\n\nI do.\n\n> And who brings the letters?\n> Anybody?\n\nBea.\n\n> Thanks';
    expect(trimReply(text)).toBe(
      'On Friday Ana wrote:\n> Who comes?\n\nI do.\n\n> And who brings the letters?\n> Anybody?\n\nBea.',
    );
  });

  test('of quotations alone is empty', () => {
    expect(trimReply('> One\n> two\n')).toBe('');
    expect(trimReply(below[0]!.join('\n'))).toBe('');
    expect(trimReply('')).toBe('');
  });

  test('keeps her own lines whatever mail program stands below, and none of what it quotes; trimmed again it is the same', () => {
    const line = fc.string({ maxLength: 60 }).map((text) => text.replace(/[>\r\n\-_:]/g, ' ').trim());
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.constantFrom(...below), (own, quote) => {
        const text = trimReply(`${own.join('\n')}\n\n${quote.join('\n')}`);
        expect(text).toBe(
          own
            .map((one) => one.trimEnd())
            .join('\n')
            .replace(/\n{3,}/g, '\n\n')
            .trim(),
        );
        expect(trimReply(text)).toBe(text);
      }),
    );
  });

  test('is quick, whatever it is made of', () => {
    const began = performance.now();
    trimReply('On a '.repeat(4_000));
    trimReply('On a\n'.repeat(4_000));
    trimReply('>\n'.repeat(10_000));
    expect(performance.now() - began).toBeLessThan(500);
  });
});
