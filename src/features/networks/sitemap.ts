import type { Hono } from 'hono';
import { sha256 } from '../../platform/crypto/ids.ts';
import { readNetwork } from '../../platform/db/index.ts';
import { xml } from '../../platform/feeds/index.ts';
import { type Deps, type Env, found, publicOrigin } from '../../platform/http/index.ts';
import type { PublicPage } from '../../platform/registry/index.ts';
import { type Network, nextEnd } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';

/** Search engines take 50,000 addresses and 50 MB a file; a page stands in it once per language, with all of them beside it. */
const addressesAFile = 10_000;
/** How long a map is kept when nothing is changed: what becomes public by itself at its hour is found then, in milliseconds. */
const keptMs = 10 * 60_000;

type Kept = { until: number; etag: string; parts: string[] };

/** `/NETWORK/sitemap.xml` names every page that everybody may read, in its languages; `/robots.txt` names the maps. */
export function sitemapRoutes(app: Hono<Env>, deps: Deps): void {
  const kept = new Map<string, Kept>();
  deps.edits.on((network) => {
    if (network) kept.delete(network);
    else kept.clear();
  });

  async function mapOf(network: Network): Promise<Kept> {
    const now = deps.clock();
    const known = kept.get(network.id);
    if (known && known.until > now.getTime()) return known;
    const turn = deps.pages.turnOf(network.id);
    const pages = await readNetwork(deps.db, network.id, async (trx) => {
      const ctx = { trx, actor: { kind: 'public' as const }, network, locale: network.locales[0]!, now };
      const all: PublicPage[] = [];
      // One after the other: they share one connection.
      for (const feature of deps.features) all.push(...((await feature.publicPages?.(ctx)) ?? []));
      return all;
    });
    const parts = sitemap(pages, network, publicOrigin(deps, network));
    const etag = `"${sha256(Buffer.from(parts.join('')))
      .toString('base64url')
      .slice(0, 22)}"`;
    const until = Math.min(now.getTime() + keptMs, nextEnd(network, now)?.getTime() ?? Number.POSITIVE_INFINITY);
    const made = { until, etag, parts };
    // What was read before an edit does not outlive it.
    if (turn === deps.pages.turnOf(network.id)) kept.set(network.id, made);
    return made;
  }

  app.get('/robots.txt', async (c) => {
    const networks = await deps.networks.all();
    const maps = networks.map(
      (network) => `Sitemap: ${publicOrigin(deps, network)}${urls.networks.sitemap(network.slug)}`,
    );
    c.header('cache-control', 'public, max-age=3600');
    return c.text(`User-agent: *\nDisallow: /*/*/desk/\nDisallow: /*/*/account/\n${maps.join('\n')}\n`);
  });

  app.get('/:network/sitemap.xml', async (c) => {
    const network = found(await deps.networks.bySlug(c.req.param('network')));
    const { parts, etag } = await mapOf(network);
    c.header('etag', etag);
    // A page may be taken back at any moment: nobody between us and the reader keeps its address.
    c.header('cache-control', 'no-cache');
    if (c.req.header('if-none-match') === etag) return c.body(null, 304);
    c.header('content-type', 'application/xml; charset=utf-8');
    const part = c.req.query('part');
    if (part !== undefined) return c.body(found(/^\d{1,4}$/.test(part) ? parts[Number(part) - 1] : undefined));
    return c.body(parts.length === 1 ? parts[0]! : index(parts, network, publicOrigin(deps, network)));
  });
}

const head = '<?xml version="1.0" encoding="utf-8"?>\n';

/** The files of a map (sitemaps.org, with the languages of each page as search engines read them). Pure. */
export function sitemap(
  pages: readonly PublicPage[],
  network: Pick<Network, 'slug' | 'locales'>,
  origin: string,
): string[] {
  const pagesAFile = Math.max(1, Math.floor(addressesAFile / network.locales.length));
  const parts: string[] = [];
  for (let from = 0; from === 0 || from < pages.length; from += pagesAFile) {
    const entries = pages.slice(from, from + pagesAFile).flatMap((page) => {
      const spoken = network.locales.filter((locale) => !page.locales || page.locales.includes(locale));
      const ways = spoken.map((locale) => ({
        locale,
        address: origin + page.address({ network: network.slug, locale }),
      }));
      const others =
        ways.length > 1
          ? ways
              .map(({ locale, address }) => `<xhtml:link rel="alternate" hreflang="${locale}" href="${xml(address)}"/>`)
              .join('')
          : '';
      const changed = page.changed ? `<lastmod>${page.changed.toISOString().slice(0, 10)}</lastmod>` : '';
      return ways.map(({ address }) => `<url><loc>${xml(address)}</loc>${changed}${others}</url>\n`);
    });
    parts.push(
      `${head}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${entries.join('')}</urlset>\n`,
    );
  }
  return parts;
}

const index = (parts: readonly string[], network: Pick<Network, 'slug'>, origin: string): string =>
  `${head}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${parts
    .map(
      (_, at) =>
        `<sitemap><loc>${xml(`${origin}${urls.networks.sitemap(network.slug)}?part=${at + 1}`)}</loc></sitemap>\n`,
    )
    .join('')}</sitemapindex>\n`;
