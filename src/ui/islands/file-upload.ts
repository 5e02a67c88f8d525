// Sends a chosen file in pieces while she fills in the rest of the form, goes on after a broken line, a reload or another day, and puts
// the upload's id in the place of the file. Without script the form carries the file itself.
type State = { id: string; bytes: number; here: number; piece: number; next: string; self: string };

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What the same file is known by when it is chosen again: its name, size and time, and some of its bytes. */
async function markOf(file: File): Promise<string> {
  let hash = 0x811c9dc5;
  const mix = (bytes: Uint8Array): void => {
    for (const byte of Array.from(bytes)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  };
  mix(new TextEncoder().encode(file.name));
  for (let n = 0; n < 16; n += 1) {
    const at = Math.floor((file.size * n) / 16);
    mix(new Uint8Array(await file.slice(at, at + 4096).arrayBuffer()));
  }
  return `${file.size.toString(36)}-${Math.floor(file.lastModified / 1000).toString(36)}-${hash.toString(36)}`;
}

async function ask(to: string, init: RequestInit): Promise<State | number> {
  const answer = await fetch(to, { credentials: 'same-origin', ...init });
  if (answer.ok || answer.status === 409) return (await answer.json()) as State;
  return answer.status;
}

function attach(box: HTMLElement): void {
  const input = box.querySelector<HTMLInputElement>('input[type="file"]');
  const hidden = box.querySelector<HTMLInputElement>('input[name="upload"]');
  const bar = box.querySelector<HTMLProgressElement>('progress');
  const status = box.querySelector<HTMLElement>('[role="status"]');
  const form = input?.form;
  const start = box.dataset.uploads;
  if (!input || !hidden || !bar || !status || !form || !start) return;
  const field = input.name;
  /** Counts choices, so that an upload of an earlier one stops. */
  let turn = 0;
  let busy: Promise<void> | undefined;
  let submitting = false;

  const say = (what: string): void => {
    status.textContent = box.dataset[what] ?? '';
  };

  const send = async (file: File, mine: number): Promise<void> => {
    const body = new URLSearchParams({ name: file.name, bytes: String(file.size), mark: await markOf(file) });
    let failures = 0;
    let state: State | undefined;
    bar.hidden = false;
    bar.value = 0;
    say('sending');
    while (mine === turn) {
      try {
        if (!state) {
          const made = await ask(start, { method: 'POST', body });
          if (typeof made === 'number') {
            if (made >= 500) throw new Error(String(made));
            // The form says why, with its own words: it carries the file itself.
            bar.hidden = true;
            say('refused');
            return;
          }
          state = made;
        }
        if (state.here >= state.bytes) break;
        const piece = file.slice(state.here, Math.min(state.bytes, state.here + state.piece));
        const headers = { 'content-type': 'application/octet-stream' };
        const next = await ask(state.next, { method: 'POST', body: piece, headers });
        if (typeof next === 'number') {
          if (next === 404) state = undefined;
          throw new Error(String(next));
        }
        state = next;
        failures = 0;
        bar.value = (state.here / state.bytes) * 100;
        say('sending');
      } catch {
        failures += 1;
        say('waiting');
        await pause(Math.min(30_000, 500 * 2 ** Math.min(failures, 6)));
        if (state && mine === turn) {
          const now = await ask(state.self, {}).catch(() => 0);
          if (typeof now !== 'number') state = now;
          else if (now === 404) state = undefined;
        }
      }
    }
    if (mine !== turn || !state) return;
    bar.value = 100;
    hidden.value = state.id;
    // The form must not carry the file a second time; the name stays to be read.
    input.removeAttribute('name');
    say('done');
  };

  input.addEventListener('change', () => {
    turn += 1;
    hidden.value = '';
    input.name = field;
    bar.hidden = true;
    status.textContent = '';
    const file = input.files?.[0];
    if (!file || file.size === 0) return;
    busy = send(file, turn).finally(() => {
      busy = undefined;
      if (submitting) form.submit();
    });
  });

  // Sent before the file is here: it goes out by itself as soon as it is.
  form.addEventListener('submit', (event) => {
    if (!busy) return;
    event.preventDefault();
    submitting = true;
    status.scrollIntoView({ block: 'nearest' });
  });
}

for (const box of document.querySelectorAll<HTMLElement>('[data-island="file-upload"]')) attach(box);

export {};
