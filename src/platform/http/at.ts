/** Where a page stands: the first two steps of every URL of a network. */
export type At = {
  network: string;
  locale: string;
  /** The look of a page that stands in a frame of another site, as a query; undefined on the network's own pages. */
  frame?: string;
};

/**
 * The address of a step that can be taken on the network's own pages and in a frame of another site alike. In a frame the
 * look goes along, and the pages stand under /embed, where no cookie is read and other sites may show them.
 */
export function stepAddress(at: At, path: string, query = ''): string {
  const base = `/${at.network}/${at.locale}${at.frame === undefined ? '' : '/embed'}${path}`;
  const parameters = new URLSearchParams(query);
  for (const [name, value] of new URLSearchParams(at.frame ?? '')) parameters.set(name, value);
  const text = parameters.toString();
  return text ? `${base}?${text}` : base;
}

/** The same place outside of any frame. */
export const outside = ({ network, locale }: At): At => ({ network, locale });
