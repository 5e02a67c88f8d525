/** How a page looks in a frame of another site, as the address asks for it. */
export type Frame = {
  scheme: 'auto' | 'light' | 'dark';
  /** Instead of the network's own; null: the network's. */
  accent: string | null;
  /** The form alone, with as little around it as can be. */
  compact: boolean;
  /** The same as a query in one fixed order: equal looks are equal addresses. */
  query: string;
};

/** Addresses under which pages may stand in frames. */
export const isFramed = (path: string): boolean => /^\/[^/]+\/[^/]+\/embed\//.test(path);

/** Reads `theme`, `accent` (six digits, taken only if `fits`) and `compact`; whatever else is said is not heard. */
export function readFrame(parameters: URLSearchParams, fits: (accent: string) => boolean): Frame {
  const theme = parameters.get('theme');
  const scheme = theme === 'light' || theme === 'dark' ? theme : 'auto';
  const wanted = `#${(parameters.get('accent') ?? '').toLowerCase()}`;
  const accent = /^#[0-9a-f]{6}$/.test(wanted) && fits(wanted) ? wanted : null;
  const compact = parameters.get('compact') === 'yes';
  const query = new URLSearchParams({
    ...(scheme === 'auto' ? {} : { theme: scheme }),
    ...(accent ? { accent: accent.slice(1) } : {}),
    ...(compact ? { compact: 'yes' } : {}),
  });
  return { scheme, accent, compact, query: query.toString() };
}
