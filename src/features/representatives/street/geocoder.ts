import { z } from 'zod';

/** Finds the point of a street address; undefined where it knows none. Throws `GeocoderAway` when it does not answer. */
export type Geocoder = {
  /** The only host that an address is sent to. */
  host: string;
  find(address: string): Promise<{ latitude: number; longitude: number } | undefined>;
};

export class GeocoderAway extends Error {}

const patience = 4_000;
const largest = 256 * 1024;

const degrees = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d{1,3}(\.\d+)?$/)
    .transform(Number),
]);
/** Nominatim's answer (`format=jsonv2`), and GeoJSON as Photon and Pelias give it. */
const answers = z.union([
  z.array(z.object({ lat: degrees, lon: degrees })).transform((all) => all.map(({ lat, lon }) => [lon, lat] as const)),
  z
    .object({ features: z.array(z.object({ geometry: z.object({ coordinates: z.array(z.number()).min(2) }) })) })
    .transform(({ features }) =>
      features.map(({ geometry }) => [geometry.coordinates[0]!, geometry.coordinates[1]!] as const),
    ),
]);

/**
 * A geocoder behind the address that the operator set, with `{q}` where the question goes. Nothing else of a request is sent,
 * no redirect is followed, and it has four seconds.
 */
export function httpGeocoder(template: string, fetching: typeof fetch = fetch): Geocoder {
  return {
    host: new URL(template.replace('{q}', '')).host,
    async find(address) {
      let text: string;
      try {
        const answer = await fetching(template.replace('{q}', encodeURIComponent(address)), {
          redirect: 'error',
          signal: AbortSignal.timeout(patience),
          headers: { accept: 'application/json' },
        });
        if (!answer.ok) throw new GeocoderAway(`status ${answer.status}`);
        text = await readUpTo(answer);
      } catch (error) {
        // The reason may quote the address: it goes nowhere.
        throw error instanceof GeocoderAway ? error : new GeocoderAway('no answer');
      }
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        throw new GeocoderAway('no JSON');
      }
      const parsed = answers.safeParse(value);
      if (!parsed.success) throw new GeocoderAway('an answer of another kind');
      const [first] = parsed.data;
      if (!first || Math.abs(first[1]) > 90 || Math.abs(first[0]) > 180) return undefined;
      return { longitude: first[0], latitude: first[1] };
    },
  };
}

async function readUpTo(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > largest) throw new GeocoderAway('too long an answer');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
