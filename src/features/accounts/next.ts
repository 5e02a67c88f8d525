/**
 * Where signing in leads back to: a path (with its query) inside the network `slug`, or undefined for anything else,
 * so that a prepared link can neither lead to another site nor to another network.
 */
export function nextPath(slug: string, text: string): string | undefined {
  if (!text.startsWith(`/${slug}/`) || text.length > 1000 || /[\\\p{Cc}]/u.test(text)) return undefined;
  const here = 'http://casement.invalid';
  const url = URL.canParse(text, here) ? new URL(text, here) : undefined;
  // Read again after dots and escapes are resolved.
  if (!url || url.origin !== here || !url.pathname.startsWith(`/${slug}/`) || url.pathname.startsWith('//'))
    return undefined;
  // Back to the sign-in pages would be a circle; to the sign-out page, a surprise.
  if (/^\/[^/]+\/[^/]+\/sign-(in|out)(\/|$)/.test(url.pathname)) return undefined;
  return url.pathname + url.search;
}
