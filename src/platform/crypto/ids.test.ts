import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { newId, secretOf } from './ids.ts';

test('an id is a UUID of version 7: of this moment, in order, never twice, also when more are made than a millisecond holds', () => {
  const before = Date.now();
  const ids = Array.from({ length: 20_000 }, newId);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  const at = (id: string) => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  expect(at(ids[0]!)).toBeGreaterThanOrEqual(before);
  // The counter may run ahead of the clock by as many milliseconds as it overflowed.
  expect(at(ids.at(-1)!)).toBeLessThanOrEqual(Date.now() + 20_000 / 2_048);
  // What is random differs: the last digits of all, and each of the four variants.
  expect(new Set(ids.map((id) => id.slice(24))).size).toBe(ids.length);
  expect(new Set(ids.map((id) => id[19]))).toEqual(new Set('89ab'));
});

test('a signature holds for its use, its text and its length alone', () => {
  const secret = secretOf(new Uint8Array(32).fill(7));
  const signature = secret.sign('form-time', 'one', 9);
  expect(signature).toBe(
    createHmac('sha256', secret.key('form-time')).update('one').digest().subarray(0, 9).toString('base64url'),
  );
  expect(secret.verify('form-time', 'one', signature, 9)).toBe(true);
  expect(secret.verify('form-time', 'two', signature, 9)).toBe(false);
  expect(secret.verify('flash', 'one', signature, 9)).toBe(false);
  expect(secret.verify('form-time', 'one', signature)).toBe(false);
});
