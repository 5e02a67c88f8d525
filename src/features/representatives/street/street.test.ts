import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNetwork, createTestApp, type TestApp, words } from '../../../../test/app.ts';
import { asOwner, root } from '../../../platform/db/index.ts';
import { loadSampleRepresentatives, representativesOf } from '../index.ts';
import { GeocoderAway, httpGeocoder } from './geocoder.ts';
import { openGeocoder } from './testing/geocoder.ts';

const answering = (body: unknown, status = 200) =>
  httpGeocoder(
    'https://geo.example.invalid/s?q={q}',
    (async () =>
      new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })) as unknown as typeof fetch,
  );

describe('a geocoder', () => {
  it('is understood as Nominatim and as GeoJSON; knows nothing, or is away, in so many words', async () => {
    expect(await answering([{ lat: '45.4', lon: '-75.7', display_name: 'x' }]).find('a')).toEqual({
      latitude: 45.4,
      longitude: -75.7,
    });
    expect(
      await answering({ features: [{ geometry: { type: 'Point', coordinates: [-75.7, 45.4] } }] }).find('a'),
    ).toEqual({ latitude: 45.4, longitude: -75.7 });
    expect(await answering([]).find('a')).toBeUndefined();
    expect(await answering([{ lat: '95', lon: '0' }]).find('a')).toBeUndefined();
    for (const away of [
      answering('<html>'),
      answering([], 500),
      answering({ error: 1 }),
      answering(`"${'x'.repeat(300_000)}"`),
    ])
      await expect(away.find('a')).rejects.toThrow(GeocoderAway);
  });

  it('is sent the address alone, escaped, to the host that was set', async () => {
    const asked: string[] = [];
    const geocoder = httpGeocoder('https://geo.example.invalid/s?limit=1&q={q}', (async (
      url: string,
      options: RequestInit,
    ) => {
      asked.push(url, `${options.redirect}`, JSON.stringify(options.headers));
      return new Response('[]');
    }) as unknown as typeof fetch);
    await geocoder.find('1 A & B, http://evil.invalid/?x={q}');
    expect(geocoder.host).toBe('geo.example.invalid');
    expect(asked).toEqual([
      'https://geo.example.invalid/s?limit=1&q=1%20A%20%26%20B%2C%20http%3A%2F%2Fevil.invalid%2F%3Fx%3D%7Bq%7D',
      'error',
      '{"accept":"application/json"}',
    ]);
  });
});

describe('finding by street address', () => {
  let app: TestApp;
  let geocoder: Awaited<ReturnType<typeof openGeocoder>>;
  beforeAll(async () => {
    geocoder = await openGeocoder({ 'Old Brindleport': [-2.5, -7.7] });
    app = await createTestApp({ env: { CASEMENT_GEOCODER_URL: geocoder.url } });
    const network = await createNetwork(app, 'demo');
    await app.db.owner.query('update networks set sample = true where id = $1', [network.id]);
    app.deps.edits.emit('');
    await asOwner(app.db, (trx) =>
      loadSampleRepresentatives(trx, join(root, 'kits/impact-campaign'), app.deps.clock()),
    );
    representativesOf(app.db).reload();
  });
  afterAll(async () => {
    await app.stop();
    await geocoder.stop();
  });
  const street = '/demo/en/representatives/street';

  it('names the host, finds every level, and puts nothing of the address into the answer', async () => {
    expect(words(await (await app.get('/demo/en/representatives')).text())).toContain('Find by street address');
    expect(words(await (await app.get(street)).text())).toContain('127.0.0.1');
    const answer = await app.post(street, { address: '3 Quay, Old Brindleport' });
    expect(answer.status).toBe(303);
    const to = answer.headers.get('location')!;
    expect(to).toContain('note=found.xx-federal-house');
    expect(to).not.toContain('Brindleport');
    expect(
      (await app.post(street, { address: '3 Quay, Old Brindleport', campaign: 'five-asks' })).headers.get('location'),
    ).toContain('/demo/en/campaigns/five-asks/letter?division=');
  });

  it('says when the address is not known, and when nobody answers', async () => {
    const unknown = await app.post(street, { address: '1 Nowhere Street' });
    expect(unknown.status).toBe(422);
    expect(words(await unknown.text())).toContain('This address is not known there');
    expect((await app.post(street, { address: 'x' })).status).toBe(422);
    await geocoder.stop();
    expect(words(await (await app.post(street, { address: '3 Quay, Old Brindleport' })).text())).toContain(
      'does not answer',
    );
  });

  it('is no page where no geocoder is set', async () => {
    const without = await createTestApp();
    await createNetwork(without, 'demo');
    expect((await without.get(street)).status).toBe(404);
    expect((await without.post(street, { address: '3 Quay' })).status).toBe(404);
    await without.stop();
  });
});
