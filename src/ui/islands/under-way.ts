// Keeps a page up to date while work is under way, and shows what came of it. Nothing is reloaded, and nothing happens while nobody
// looks. Without script the page is looked at again by its link.
const part = '[data-island="under-way"]';
const everyMs = 3_000;
/** No session is held open by a page that was forgotten. */
const longestMs = 30 * 60_000;

const box = document.querySelector<HTMLElement>(part);
if (box) {
  for (const plain of box.querySelectorAll<HTMLElement>('[data-plain]')) plain.hidden = true;
  for (const live of box.querySelectorAll<HTMLElement>('[data-live]')) live.hidden = false;
  const said = document.createElement('p');
  said.className = 'hidden';
  said.role = 'status';
  document.body.append(said);
  const until = Date.now() + longestMs;
  let tenth = tenthOf(box);

  const timer = setInterval(async () => {
    if (document.hidden) return;
    if (Date.now() > until) return stop();
    const answer = await fetch(location.href).catch(() => undefined);
    // The server may be started anew: the next look finds out.
    if (!answer || answer.status >= 500) return;
    if (!answer.ok || answer.redirected) return stop();
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const next = fresh.querySelector<HTMLElement>(part);
    if (next) goOn(next);
    else finish(fresh);
  }, everyMs);

  /** Back to the link: whoever follows it is told what is the matter. */
  function stop(): void {
    clearInterval(timer);
    for (const plain of box!.querySelectorAll<HTMLElement>('[data-plain]')) plain.hidden = false;
    for (const live of box!.querySelectorAll<HTMLElement>('[data-live]')) live.hidden = true;
  }

  function goOn(next: HTMLElement): void {
    const words = next.querySelector('[data-words]');
    box!.querySelector('[data-words]')?.replaceChildren(...(words?.childNodes ?? []));
    const [bar, moved] = [box!.querySelector('progress'), next.querySelector('progress')];
    if (bar && moved) [bar.max, bar.value] = [moved.max, moved.value];
    // A voice hears of each tenth, not of each look.
    if (tenthOf(box!) === tenth) return;
    tenth = tenthOf(box!);
    said.textContent = box!.querySelector('[data-words]')?.textContent ?? '';
  }

  function finish(fresh: Document): void {
    const [main, result] = [document.querySelector('main'), fresh.querySelector('main')];
    if (!main || !result) return;
    clearInterval(timer);
    const focused = main.contains(document.activeElement);
    said.textContent = box!.dataset.over ?? '';
    main.replaceChildren(...result.childNodes);
    const heading = main.querySelector<HTMLElement>('h1');
    if (!focused || !heading) return;
    heading.tabIndex = -1;
    heading.focus();
  }
}

function tenthOf(within: HTMLElement): number {
  const bar = within.querySelector('progress');
  return bar ? Math.floor((bar.value / bar.max) * 10) : 0;
}

export {};
