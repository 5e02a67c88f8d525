// Works out a proof of work while she writes, so that her letter is never taken for a machine's. Nothing waits for it: without
// script, without a secure origin or before it is done, the form goes out as it is.
// The search is the one of altcha-lib (`solveChallenge` with SHA-256), written without what old browsers do not know.

const field = document.querySelector<HTMLInputElement>('input[data-island="proof"]');

const bytesOf = (hex: string): number[] => (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Tries counters until the digest begins as it must. Hashing happens off the page's own thread, one at a time. */
async function solve(parameters: { nonce: string; salt: string; cost: number; keyPrefix: string }) {
  const salt = bytesOf(parameters.salt);
  const nonce = bytesOf(parameters.nonce);
  const data = new Uint8Array(salt.concat(nonce, [0, 0, 0, 0]));
  const view = new DataView(data.buffer);
  for (let counter = 0; counter < 2 ** 20; counter += 1) {
    view.setUint32(data.length - 4, counter);
    let digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
    for (let round = 1; round < parameters.cost; round += 1)
      digest = new Uint8Array(await crypto.subtle.digest('SHA-256', digest));
    const derivedKey = hexOf(digest);
    if (derivedKey.startsWith(parameters.keyPrefix)) return { counter, derivedKey };
  }
  return undefined;
}

async function work(input: HTMLInputElement, from: string): Promise<void> {
  const answer = await fetch(from, { credentials: 'same-origin' });
  if (!answer.ok) return;
  const challenge = await answer.json();
  const solution = await solve(challenge.parameters);
  if (solution) input.value = btoa(JSON.stringify({ challenge, solution }));
}

if (field?.dataset.from && field.value === '' && globalThis.crypto?.subtle) {
  work(field, field.dataset.from).catch(() => {
    // No network, or an answer that is none: the form needs no proof.
  });
}

export {};
