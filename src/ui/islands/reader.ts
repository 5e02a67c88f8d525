// Turns the pages of the reader without loading each page of the site anew: the arrow keys, and the next page fetched while this one is
// read. Without script the same links lead to the same pages.
type Leaf = { title: string; article: HTMLElement };

const loaded = new Map<string, Promise<Leaf | undefined>>();

/** A page of the reader with its picture already on the way. */
function fetchLeaf(href: string): Promise<Leaf | undefined> {
  const known = loaded.get(href);
  if (known) return known;
  const leaf = fetch(href, { credentials: 'same-origin' })
    .then(async (answer) => {
      if (!answer.ok) return undefined;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const article = page.querySelector<HTMLElement>('[data-island="reader"]');
      if (!article) return undefined;
      // In this document, so that its picture is fetched now and shown later without asking again.
      const here = document.importNode(article, true);
      const picture = here.querySelector('img');
      if (picture) picture.loading = 'eager';
      return { title: page.title, article: here };
    })
    .catch(() => undefined);
  loaded.set(href, leaf);
  return leaf;
}

const current = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-island="reader"]');
const way = (rel: 'next' | 'prev'): HTMLAnchorElement | null =>
  current()?.querySelector<HTMLAnchorElement>(`a[rel="${rel}"]`) ?? null;

async function turnTo(href: string, push: boolean): Promise<void> {
  const leaf = await fetchLeaf(href);
  const from = current();
  if (!leaf || !from) {
    location.assign(href);
    return;
  }
  // A copy stays for the way back.
  loaded.set(href, Promise.resolve({ title: leaf.title, article: leaf.article.cloneNode(true) as HTMLElement }));
  from.replaceWith(leaf.article);
  document.title = leaf.title;
  if (push) history.pushState({ reader: href }, '', href);
  const heading = leaf.article.querySelector<HTMLElement>('h1');
  if (heading) {
    heading.tabIndex = -1;
    heading.focus();
  }
  prepare();
}

function prepare(): void {
  const keys = current()?.querySelector<HTMLElement>('[data-keys]');
  if (keys) keys.hidden = false;
  const next = way('next');
  // Whoever saves data is asked for nothing ahead.
  const saving = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
  if (next && !saving) void fetchLeaf(next.href);
}

document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const link = (event.target as Element | null)?.closest<HTMLAnchorElement>('[data-island="reader"] a[rel]');
  if (!link || (link.rel !== 'next' && link.rel !== 'prev')) return;
  event.preventDefault();
  void turnTo(link.href, true);
});

document.addEventListener('keydown', (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if ((event.target as Element | null)?.closest('input, textarea, select, [contenteditable]')) return;
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  const reversed = current()?.dir === 'rtl';
  const link = way((event.key === 'ArrowRight') === reversed ? 'prev' : 'next');
  if (!link) return;
  event.preventDefault();
  void turnTo(link.href, true);
});

addEventListener('popstate', () => void turnTo(location.href, false));
if (current()) prepare();

export {};
