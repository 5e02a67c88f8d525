import type { Sent } from '../../platform/http/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';

/** What a request says of where she came from. */
export type Trail = {
  network: Pick<Network, 'settings'>;
  /** The page that held the form: its query is read, nothing else of it. */
  referer: string | undefined;
  /** The form: the query of an earlier step, and the site that led to the first one, where script noted it. */
  sent?: Sent;
};

const code = /^(utm_[a-z]{1,20}|source)$/;
const host = /^[a-z0-9.-]{1,100}(:\d{1,5})?$/i;
const mostCodes = 8;

/**
 * Where she came from: utm_* and source of the page's address, carried along from step to step, and the name of the site that
 * led here (never the page there), unless the network keeps none. What comes later does not overwrite what came first.
 */
export function sourceOf({ network, referer, sent }: Trail): Record<string, string> {
  const source: Record<string, string> = {};
  const take = (parameters: URLSearchParams) => {
    for (const [name, value] of parameters) {
      if (Object.keys(source).length >= mostCodes || source[name] !== undefined) continue;
      if (code.test(name) && value.length <= 100 && !value.includes('\0')) source[name] = value;
      if (name === 'referrer') takeHost(value);
    }
  };
  const takeHost = (value: string) => {
    if (network.settings.referrer !== false && host.test(value)) source.referrer ??= value.toLowerCase();
  };
  const query = sent?.get('query');
  if (query) take(new URLSearchParams(query));
  if (referer?.includes('?') && URL.canParse(referer)) take(new URL(referer).searchParams);
  const led = sent?.get('referrer');
  if (led) takeHost(led);
  return source;
}

/** The query of a step with where she came from put into it, for the next step to carry on. */
export function withSource(query: string, source: Record<string, string>): string {
  const parameters = new URLSearchParams(query);
  for (const [name, value] of Object.entries(source)) if (!parameters.has(name)) parameters.set(name, value);
  return parameters.toString();
}
