import type { IncomingMessage, ServerResponse } from 'node:http';
import { newId } from '../crypto/ids.ts';
import type { Network } from '../tenancy/network.ts';
import { addressOf } from './address.ts';
import { readStep } from './at.ts';
import type { Deps } from './deps.ts';
import { isForm, largestForm, readBytes, type Sent } from './form.ts';
import { isFromUs, securityHeaders } from './security.ts';
import { isSlug } from './slug.ts';

/** What a hot form's judge is given: what the router's handler would know too. */
export type HotRequest = {
  network: Network;
  locale: string;
  /** What stands in the address where the route has its parameter; '' where it has none. */
  parameter: string;
  address: string;
  now: Date;
  sent: Sent;
  referer: string | undefined;
};

/**
 * A form that very many send in the same minutes, answered by a redirect before the router where the case is plain. The route
 * itself is registered as any other and answers everything else; both call the same rules.
 */
export type HotForm = {
  /** As the route is registered, with one parameter at most: '/things/:id/votes'. */
  route: string;
  /**
   * Judges the form and changes nothing: counts nothing against a limit, writes nothing. Returns what is to be done and answers
   * where that leads (303), or undefined (or throws) where the case is not plain: the route then begins anew.
   */
  judge(request: HotRequest): HotAct | undefined | Promise<HotAct | undefined>;
};

/** Does it, and says where that leads; at once where nothing is to be waited for. */
export type HotAct = () => string | Promise<string>;

type WithBody = IncomingMessage & { rawBody?: Buffer };

const failures = new WeakMap<IncomingMessage, { error: unknown }>();

/** What went wrong after a hot form had begun to act; the router answers that with its page, and does nothing again. */
export const failureOf = (incoming: IncomingMessage | undefined): { error: unknown } | undefined =>
  incoming && failures.get(incoming);

/**
 * The hot forms of all features. `serve` takes a request that is one of them in its plainest shape: no query, no cookie of
 * ours, an ordinary form of known length from one of our own pages. Whatever turns out to be anything else goes to `routed`,
 * with the body already read (in `rawBody`, where the server's adapter looks for it).
 */
export function openHotForms(deps: Deps) {
  const forms = new Map<string, HotForm>();
  for (const form of deps.features.flatMap((feature) => feature.hotForms?.(deps) ?? []))
    forms.set(form.route.replace(/:[^/]+/, ':'), form);
  const headers = Object.entries(securityHeaders(deps)).flat();

  function find(url: string): { form: HotForm; slug: string; locale: string; parameter: string } | undefined {
    const steps = url.split('/');
    if (steps.length < 4 || steps.length > 6) return undefined;
    const [, slug, locale, first, second, third] = steps as [string, string, string, string, string?, string?];
    const form =
      third === undefined
        ? forms.get(second === undefined ? `/${first}` : `/${first}/${second}`)
        : forms.get(`/${first}/:/${third}`);
    const parameter = third === undefined ? '' : readStep(second!);
    return form && parameter !== undefined && isPlain(parameter) ? { form, slug, locale, parameter } : undefined;
  }

  return {
    serve(
      request: IncomingMessage,
      response: ServerResponse,
      routed: (request: IncomingMessage, response: ServerResponse) => void,
    ): boolean {
      const { method, url, headers: sent } = request;
      if (method !== 'POST' || forms.size === 0 || !/^[\w./~%-]+$/.test(url!)) return false;
      const found = find(url!);
      if (!found || sent.cookie?.includes('casement_') || sent.expect !== undefined || !isHost(sent.host)) return false;
      const length = sent['content-length'];
      if (length === undefined || Number(length) > largestForm || !sent['content-type']) return false;
      if (!isForm(sent['content-type']) || !isFromUs(deps, sent.origin, header(sent['sec-fetch-site']))) return false;
      const begun = performance.now();
      const now = deps.clock();
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      // A request that breaks off has no end, and nobody to answer.
      request.on('error', () => {});
      request.once('end', () => {
        const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
        void answer(found, request, response, body, now, begun, () => {
          (request as WithBody).rawBody = body;
          routed(request, response);
        });
      });
      return true;
    },
  };

  /** Never rejects. `otherwise`: the router is to answer. What need not be waited for is not: each wait costs a turn of promises. */
  async function answer(
    { form, slug, locale, parameter }: NonNullable<ReturnType<typeof find>>,
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
    now: Date,
    begun: number,
    otherwise: () => void,
  ): Promise<void> {
    let act: HotAct | undefined;
    try {
      const asked = deps.networks.bySlug(slug);
      const network = asked instanceof Promise ? await asked : asked;
      if (network?.locales.includes(locale)) {
        const forwarded = header(request.headers['x-forwarded-for']);
        const judged = form.judge({
          network,
          locale,
          parameter,
          now,
          address: addressOf(request.socket.remoteAddress, forwarded, deps.config.trustedProxies),
          sent: readBytes(body),
          referer: request.headers.referer,
        });
        act = judged instanceof Promise ? await judged : judged;
      }
    } catch {
      act = undefined;
    }
    if (!act) return otherwise();
    const id = newId();
    try {
      const leads = act();
      const location = leads instanceof Promise ? await leads : leads;
      response.writeHead(303, [...headers, 'x-request-id', id, 'location', location]);
    } catch (error) {
      failures.set(request, { error });
      return otherwise();
    }
    const route = `/:network/:locale${form.route}`;
    atOnce(() => {
      response.end();
      const ms = Math.round(performance.now() - begun);
      deps.log.info({ id, method: 'POST', route, status: 303, ms }, 'request');
    });
  }
}

const hosts = new Map<string, boolean>();

/** Whether a Host header is a plain host, as the router asks too; each that comes is looked at once, as long as there are few. */
function isHost(host: string | undefined): boolean {
  if (host === undefined) return false;
  let plain = hosts.get(host);
  if (plain === undefined) {
    const read = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined;
    plain = read?.host === host.toLowerCase();
    if (hosts.size < 100) hosts.set(host, plain);
  }
  return plain;
}

/** An address of letters of any script is one that a thing can have; anything else that was encoded is left to the router. */
const isPlain = (parameter: string): boolean => /^[\w.~-]*$/.test(parameter) || isSlug(parameter);

let waiting: (() => void)[] = [];

/**
 * Sends the answers of one turn of the event loop one right after the other. Each wakes whoever reads it, which costs more than
 * making the answer when the reader went to sleep again in between.
 */
function atOnce(send: () => void): void {
  if (waiting.push(send) > 1) return;
  setImmediate(() => {
    const all = waiting;
    waiting = [];
    for (const each of all) each();
  });
}

/** A header that came several times is joined, as the router sees it. */
const header = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(', ') : value;
