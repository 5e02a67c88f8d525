/** Where a page stands: the first two steps of every URL of a network. */
export type At = {
  network: string;
  locale: string;
  /** The look of a page that stands in a frame of another site, as a query; undefined on the network's own pages. */
  frame?: string;
};

/**
 * A word of any script as a step of an address, as it travels: percent-encoded UTF-8. Browsers show it readable; headers, mails, feeds and
 * lists of addresses take nothing else.
 */
export const step = (word: string): string => encodeURIComponent(word);

/** One of our addresses as browsers show it, to be read, and typed from paper. */
export const shownAddress = (address: string): string => decodeURI(address);

/** What a step says, if it is written plainly or as `step` writes it and in Unicode's composed form (NFC); undefined for any other way. */
export function readStep(written: string): string | undefined {
  if (!written.includes('%')) return written;
  const word = decoded(written);
  return word !== undefined && written === step(word) && isComposed(word) ? word : undefined;
}

/**
 * Where a path stands that says words of other scripts in another way than `step` does: keyboards and file systems give letters apart
 * from their accents, some programs write small hexadecimal digits, and nobody sees either. undefined: it stands where it is.
 */
export function pathAsOurs(path: string): string | undefined {
  // Never `//host`, which would lead to another site.
  if (!path.includes('%') || path.startsWith('//')) return undefined;
  const ours = path
    .split('/')
    .map((written) => {
      const word = decoded(written);
      return word === undefined || /^[\0-\x7f]*$/.test(word) ? written : step(word.normalize('NFC'));
    })
    .join('/');
  return ours === path ? undefined : ours;
}

const isComposed = (word: string): boolean => word === word.normalize('NFC');

function decoded(written: string): string | undefined {
  try {
    return decodeURIComponent(written);
  } catch {
    return undefined;
  }
}

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
