import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { sha256 } from '../crypto/ids.ts';
import { readStep } from './at.ts';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

type Page = {
  group: string;
  status: number;
  etag: string;
  freshUntil: number;
  /** From this moment on nobody is given it, not even while another is rendered. */
  endsAt: number;
  refreshing: boolean;
  size: number;
  bodies: Record<'br' | 'gzip' | 'identity', { body: Buffer; headers: (string | number)[] }>;
};

/**
 * Whole public pages in memory, already compressed, answered before the router. Only what a page itself declared
 * public is kept, and only for requests without any cookie of ours: a session, a token or a flash never enters.
 * A page is fresh for `seconds` (the clock of live counters); then one request renders it anew while the others
 * are given the old one. An edit empties its network's pages.
 */
export class PageCache {
  readonly #pages = new Map<string, Page>();
  readonly #headers: Record<string, string>;
  readonly #limit: number;
  readonly #now: () => number;
  #bytes = 0;
  /** How often the pages of each network, and of all, were forgotten. */
  readonly #turns = new Map<string, number>();
  #turnsOfAll = 0;

  constructor(headers: Record<string, string>, limitBytes = 48 * 1024 * 1024, now: () => number = Date.now) {
    this.#headers = headers;
    this.#limit = limitBytes;
    this.#now = now;
  }

  /** Answers from memory. False: not held, or not fresh, or not for this request; the router answers. */
  serve(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'GET') return false;
    const cookie = request.headers.cookie;
    if (cookie?.includes('casement_')) return false;
    const page = this.#pages.get(cacheKey(request.url!));
    if (!page) return false;
    if (page.endsAt <= this.#now()) {
      this.#drop(cacheKey(request.url!));
      return false;
    }
    if (page.freshUntil < this.#now() && !page.refreshing) {
      page.refreshing = true;
      const { url } = request;
      response.once('close', () => this.#refreshed(cacheKey(url!), page, response.statusCode));
      return false;
    }
    if (request.headers['if-none-match'] === page.etag) {
      response.writeHead(304, { etag: page.etag, 'cache-control': 'no-cache' });
      response.end();
      return true;
    }
    const accepts = request.headers['accept-encoding'] ?? '';
    const coding = accepts.includes('br') ? 'br' : accepts.includes('gzip') ? 'gzip' : 'identity';
    const { body, headers } = page.bodies[coding];
    response.writeHead(page.status, headers as unknown as Record<string, string>);
    response.end(body);
    return true;
  }

  /** A mark of what is kept of a network now; another one after each edit. Taken before a page is read, given to `keep`. */
  turnOf(group: string): string {
    return `${this.#turnsOfAll}.${this.#turns.get(group) ?? 0}`;
  }

  /**
   * Keeps a rendered page. `group` is the network's id; `url` is path and query; `over` are headers that differ from the usual ones. With
   * a `turn` that is over it keeps nothing: what was read before an edit must not outlive it. `until`: when something on it ends.
   */
  async keep(
    url: string,
    group: string,
    html: string,
    seconds: number,
    over: Record<string, string | undefined> = {},
    turn?: string,
    until?: Date,
  ): Promise<void> {
    const key = cacheKey(url);
    if (!isWrittenAsOurs(key)) return;
    const raw = Buffer.from(html);
    const [br, gz] = await Promise.all([
      brotli(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length } }),
      zip(raw, { level: 9 }),
    ]);
    if (turn !== undefined && turn !== this.turnOf(group)) return;
    const etag = `"${sha256(raw).toString('base64url').slice(0, 22)}"`;
    const entry = (body: Buffer, coding?: string) => ({
      body,
      headers: Object.entries({
        'content-type': 'text/html; charset=utf-8',
        'content-length': body.length,
        ...(coding ? { 'content-encoding': coding } : {}),
        vary: 'accept-encoding, cookie',
        'cache-control': 'no-cache',
        etag,
        ...this.#headers,
        ...over,
      })
        .filter(([, value]) => value !== undefined)
        .flat() as (string | number)[],
    });
    const size = raw.length + br.length + gz.length;
    this.#drop(key);
    this.#pages.set(key, {
      group,
      status: 200,
      etag,
      freshUntil: this.#now() + seconds * 1000,
      endsAt: until?.getTime() ?? Number.POSITIVE_INFINITY,
      refreshing: false,
      size,
      bodies: { br: entry(br, 'br'), gzip: entry(gz, 'gzip'), identity: entry(raw) },
    });
    this.#bytes += size;
    // Oldest first: a Map keeps the order in which pages were put in.
    for (const oldest of this.#pages.keys()) {
      if (this.#bytes <= this.#limit) break;
      this.#drop(oldest);
    }
  }

  /** Forgets the pages of one network, or all. */
  forget(group?: string): void {
    if (group) this.#turns.set(group, (this.#turns.get(group) ?? 0) + 1);
    else this.#turnsOfAll += 1;
    for (const [key, page] of this.#pages) if (!group || page.group === group) this.#drop(key);
  }

  /**
   * The request that was to render a page anew has ended. When it kept nothing (the database was away, the client left)
   * the next one tries again; when there is no such page any more, the old one goes.
   */
  #refreshed(key: string, page: Page, status: number): void {
    page.refreshing = false;
    if (status !== 200 && status < 500 && this.#pages.get(key) === page) this.#drop(key);
  }

  #drop(key: string): void {
    const page = this.#pages.get(key);
    if (!page) return;
    this.#bytes -= page.size;
    this.#pages.delete(key);
  }
}

/**
 * Whether the steps of an address are written plainly or as our addresses write them. The same page answers to `/%6Fne`
 * and to countless others: kept under each, they would push real pages out and cost the compression every time.
 */
const isWrittenAsOurs = (key: string): boolean =>
  key
    .split('?', 1)[0]!
    .split('/')
    .every((step) => readStep(step) !== undefined);

/** Where a visitor came from (utm_*, source, referrer) does not make another page. */
export function cacheKey(url: string): string {
  const at = url.indexOf('?');
  if (at < 0) return url;
  const kept = url
    .slice(at + 1)
    .split('&')
    .filter((pair) => pair && !/^(utm_[a-z]+|source|referrer)=/.test(pair));
  return kept.length ? `${url.slice(0, at)}?${kept.join('&')}` : url.slice(0, at);
}
