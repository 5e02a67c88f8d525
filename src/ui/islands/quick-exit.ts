// Quick exit: leaves at once, puts nothing of us into the back button where the browser allows it, and clears what
// the page kept. Without script the same control is a plain link.
const link = document.querySelector<HTMLAnchorElement>('[data-island="quick-exit"]');

function leave(event: Event): void {
  event.preventDefault();
  for (const form of document.forms) form.reset();
  try {
    sessionStorage.clear();
    localStorage.clear();
  } catch {
    // Storage may be switched off; then there is nothing to clear.
  }
  document.documentElement.hidden = true;
  try {
    // In a frame of another site the whole window leaves.
    (window.top ?? window).location.replace(link!.href);
  } catch {
    location.replace(link!.href);
  }
}

link?.addEventListener('click', leave);

// Three times Escape within a second does the same.
let presses: number[] = [];
addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  presses = [...presses.filter((at) => event.timeStamp - at < 1000), event.timeStamp];
  if (presses.length >= 3) leave(event);
});

export {};
