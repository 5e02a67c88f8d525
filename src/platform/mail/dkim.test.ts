import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sha256 } from '../crypto/ids.ts';
import { makeKeyPair, verifySignature } from '../crypto/testing/keys.ts';
import { MailSettingsError, openDkim } from './dkim.ts';
import { buildMime } from './mime.ts';

const folder = mkdtempSync(join(tmpdir(), 'casement-dkim-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function settings(pem: string) {
  const keyFile = join(folder, 'key.pem');
  writeFileSync(keyFile, pem);
  return { keyFile, selector: 'mail2026', domain: 'casement.invalid' };
}

const mail = buildMime(
  {
    to: { name: 'นูร์', address: 'noor@example.invalid' },
    subject: 'A  subject, é',
    text: 'Line one  \n\nLine\ttwo\n\n\n',
  },
  {
    messageId: 'one',
    from: { name: 'Casement', address: 'letters@casement.invalid' },
    date: new Date('2026-11-21T08:30:00Z'),
    locale: 'en',
    automatic: false,
  },
).mime;

test('a message is signed, and the signature is right by RFC 6376', async () => {
  const { privateKey, publicKey } = makeKeyPair('rsa', 2048);
  const signed = (await openDkim(settings(privateKey))!(mail)).toString('latin1');
  const [field, ...rest] = signed.split(/\r\n(?![ \t])/);
  const tags = new Map(
    field!
      .slice('DKIM-Signature:'.length)
      .replace(/\r\n[ \t]+/g, ' ')
      .split(';')
      .map((tag): [string, string] => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).trim()]),
  );
  expect(tags.get('d')).toBe('casement.invalid');
  expect(tags.get('s')).toBe('mail2026');
  expect(tags.get('a')).toBe('rsa-sha256');
  expect(rest.join('\r\n')).toBe(mail.toString('latin1'));

  const body = signed.slice(signed.indexOf('\r\n\r\n') + 4);
  const relaxedBody = `${body
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''))
    .join('\r\n')
    .replace(/(\r\n)*$/, '')}\r\n`;
  expect(sha256(Buffer.from(relaxedBody, 'latin1')).toString('base64')).toBe(tags.get('bh'));

  const relaxed = (line: string) => {
    const colon = line.indexOf(':');
    return `${line.slice(0, colon).toLowerCase()}:${line
      .slice(colon + 1)
      .replace(/\r\n/g, '')
      .replace(/[ \t]+/g, ' ')
      .trim()}`;
  };
  const header = mail
    .toString('latin1')
    .split('\r\n\r\n')[0]!
    .split(/\r\n(?![ \t])/);
  const named = tags
    .get('h')!
    .split(':')
    .map((name) => header.find((line) => line.toLowerCase().startsWith(`${name.trim()}:`))!);
  expect(named.every(Boolean)).toBe(true);
  for (const name of ['from', 'to', 'subject', 'date', 'message-id']) expect(tags.get('h')).toContain(name);
  const data = [...named.map(relaxed), relaxed(field!.replace(/b=[A-Za-z0-9+/=\s]+$/, 'b='))].join('\r\n');
  expect(verifySignature(publicKey, Buffer.from(data, 'latin1'), Buffer.from(tags.get('b')!, 'base64'))).toBe(true);
});

test('an Ed25519 key is refused at once: mail would go unsigned without a word', () => {
  const { privateKey } = makeKeyPair('ed25519');
  expect(() => openDkim(settings(privateKey))).toThrow(MailSettingsError);
  expect(() => openDkim(settings(privateKey))).toThrow(/ed25519.*RSA keys only/);
});

test('an unreadable key, a missing file and no settings', () => {
  expect(() => openDkim(settings('not a key'))).toThrow(/holds no private key/);
  expect(() => openDkim({ keyFile: join(folder, 'absent'), selector: 's', domain: 'd.invalid' })).toThrow(/ENOENT/);
  expect(openDkim(undefined)).toBeUndefined();
});
