import type { Hono } from 'hono';
import { sameBytes, sha256 } from '../crypto/ids.ts';
import type { Deps } from '../http/deps.ts';
import type { Env } from '../http/env.ts';
import { deliverInbound } from './inbound.ts';
import { largestInbound, readInbound, UnreadableMail } from './parse.ts';

/**
 * `POST /inbound?to=reply+…@domain&from=…` with the message as it came (message/rfc822) and `Authorization: Bearer SECRET`:
 * for a mail server on another machine, or a mail provider that hands mail on. Without INBOUND_SECRET it is not there.
 * 204 taken, 404 no such address here, 413 too large, 422 not a message; anything else should be tried again later.
 */
export function inboundRoutes(app: Hono<Env>, deps: Deps): void {
  const secret = deps.config.inbound?.secret;
  if (!secret) return;
  const wanted = sha256(`Bearer ${secret}`);
  app.post('/inbound', async (c) => {
    if (!sameBytes(sha256(c.req.header('authorization') ?? ''), wanted)) return c.text('no\n', 403);
    if (Number(c.req.header('content-length') ?? 0) > largestInbound) return c.text('too large\n', 413);
    const recipients = c.req.queries('to') ?? [];
    if (recipients.length === 0) return c.text('whom is it for? ?to=…\n', 400);
    try {
      const source = await readAll(c.req.raw.body);
      const mail = await readInbound(source, recipients, c.req.query('from') ?? null);
      const taken = await deliverInbound(deps, mail);
      return taken === 'taken' ? c.body(null, 204) : c.text('no such address here\n', 404);
    } catch (error) {
      if (!(error instanceof UnreadableMail)) throw error;
      return c.text(`${error.message}\n`, error.message === 'too large' ? 413 : 422);
    }
  });
}

/** A body, read no further than a message may be large. Throws `UnreadableMail`. */
export async function readAll(body: AsyncIterable<Uint8Array> | null): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > largestInbound) throw new UnreadableMail('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
