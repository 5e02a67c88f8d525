import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largestInbound, readInbound, textOf, UnreadableMail } from './parse.ts';

const read = (source: string | Buffer, sender: string | null = 'office@house.invalid') =>
  readInbound(Buffer.from(source as string), ['reply+a.b@in.invalid'], sender);
const lines = (...all: string[]) => all.join('\r\n');

test('a plain reply: names and subjects in any script, Latin-1 text, no attachment', async () => {
  const source = Buffer.concat([
    Buffer.from(
      lines(
        'From: =?UTF-8?B?4LiZ4Li54Lij4LmM?= <office@house.invalid>',
        'To: reply+a.b@in.invalid',
        'Subject: =?ISO-8859-1?Q?R=E9ponse?=',
        'Message-ID: <m1@house.invalid>',
        'Date: Fri, 20 Nov 2026 10:00:00 +0100',
        'Content-Type: text/plain; charset=iso-8859-1',
        'Content-Transfer-Encoding: 8bit',
        '',
        'Bonjour, ',
      ),
    ),
    Buffer.from('Élise\r\n', 'latin1'),
  ]);
  expect(await read(source)).toMatchObject({
    from: { name: 'นูร์', address: 'office@house.invalid' },
    subject: 'Réponse',
    messageId: 'm1@house.invalid',
    date: new Date('2026-11-20T09:00:00Z'),
    text: 'Bonjour, Élise',
    automatic: false,
    attachments: 0,
    report: null,
  });
});

test('base64 and several parts: the text is read, attachments are counted and dropped', async () => {
  const mail = await read(
    lines(
      'From: office@house.invalid',
      'Content-Type: multipart/mixed; boundary=x',
      '',
      '--x',
      'Content-Type: multipart/alternative; boundary=y',
      '',
      '--y',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('We support this. ✓').toString('base64'),
      '--y',
      'Content-Type: text/html',
      '',
      '<p>other</p>',
      '--y--',
      '--x',
      'Content-Type: application/pdf; name=a.pdf',
      'Content-Disposition: attachment; filename=a.pdf',
      '',
      '%PDF',
      '--x--',
    ),
  );
  expect(mail).toMatchObject({ text: 'We support this. ✓', attachments: 1 });
});

test('HTML alone becomes words: no script, no style, no tag', async () => {
  const mail = await read(
    lines(
      'From: office@house.invalid',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<style>p{}</style><script>alert(1)</script><p>Dear&nbsp;Noor,</p><p>yes &lt;b&gt; &#233;</p>',
    ),
  );
  expect(mail.text).not.toMatch(/alert|p\{\}/);
  expect(mail.text.replace(/\s+/g, ' ')).toContain('Dear Noor, yes <b> é');
  const began = performance.now();
  textOf('<'.repeat(400_000));
  textOf('<script '.repeat(50_000));
  textOf('<!--'.repeat(100_000));
  expect(performance.now() - began).toBeLessThan(1_500);
});

test.each([
  ['Auto-Submitted: auto-replied', true],
  ['Auto-Submitted: no', false],
  ['Precedence: bulk', true],
  ['X-Autoreply: yes', true],
  ['List-Id: <a.b>', true],
  ['X-Nothing: 1', false],
])('%s: automatic %s', async (header, automatic) => {
  expect((await read(lines('From: a@b.invalid', header, '', 'x'))).automatic).toBe(automatic);
  expect((await read(lines('From: a@b.invalid', '', 'x'), '')).automatic).toBe(true);
});

test('a report (RFC 3464) says what it reports', async () => {
  const report = await read(
    lines(
      'From: MAILER-DAEMON@mx.invalid',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=r',
      '',
      '--r',
      'Content-Type: text/plain',
      '',
      'It did not arrive.',
      '--r',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.invalid',
      '',
      'Final-Recipient: rfc822; minister@house.invalid',
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 no such',
      '  mailbox',
      '',
      '--r',
      'Content-Type: message/rfc822',
      '',
      'From: letters@daylight.invalid',
      'Subject: The letter itself',
      '',
      'Confidential words',
      '--r--',
    ),
    '',
  );
  expect(report.report).toEqual({ action: 'failed', status: '5.1.1', diagnostic: '550 5.1.1 no such mailbox' });
  expect(report.automatic).toBe(true);
});

test('what is no message, or too large, is refused; whatever else comes is read without harm', async () => {
  await expect(read('')).rejects.toThrow(UnreadableMail);
  await expect(read(Buffer.alloc(largestInbound + 1))).rejects.toThrow('too large');
  const nested = `${'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n'.repeat(40)}`;
  await read(`From: a@b.invalid\r\n${nested}`).catch((error) => expect(error).toBeInstanceOf(UnreadableMail));
  const long = await read(lines('From: a@b.invalid', '', 'x'.repeat(50_000)));
  expect(long.text.length).toBeLessThanOrEqual(20_001);
  expect((await read(lines('From: a@b.invalid', '', 'a\0b\x07c'))).text).toBe('abc');
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
      const mail = await read(`From: a@b.invalid\r\nContent-Type: multipart/x; boundary=q\r\n\r\n${text}`).catch(
        (error) => expect(error).toBeInstanceOf(UnreadableMail),
      );
      if (mail) expect(mail.text).not.toMatch(/\0/);
    }),
    { numRuns: 60 },
  );
});
