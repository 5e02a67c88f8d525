import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';

// Offers a passkey's button where the browser knows passkeys. What the passkey answers goes into the form's hidden fields,
// and the form is sent like any other. Without script the button stays hidden: there are other ways in.

type Derived = { prf?: { enabled?: boolean; results?: { first?: ArrayBuffer | Uint8Array } } };

const bytes = (text: string): Uint8Array<ArrayBuffer> => {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};
const text = (data: ArrayBuffer | Uint8Array): string =>
  btoa(String.fromCharCode(...new Uint8Array(data as ArrayBuffer)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

/** The library passes extensions on as they are: the salt must be bytes by then. */
function withSalt<T extends { extensions?: unknown }>(options: T): T {
  const extensions = options.extensions as { prf?: { eval: { first: string } } } | undefined;
  const salt = extensions?.prf?.eval.first;
  if (!salt) return options;
  return { ...options, extensions: { ...extensions, prf: { eval: { first: bytes(salt) } } } };
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-island="passkey"]')) {
  const button = form.querySelector<HTMLButtonElement>('[data-passkey]');
  const answer = form.querySelector<HTMLInputElement>('[data-passkey-answer]');
  const derived = form.querySelector<HTMLInputElement>('[data-passkey-prf]');
  const failed = form.querySelector<HTMLElement>('[data-passkey-failed]');
  const { challenge, make } = form.dataset;
  if (!button || !answer || !derived || !challenge || !browserSupportsWebAuthn()) continue;
  for (const shown of form.querySelectorAll<HTMLElement>('[data-passkey-shown]')) shown.hidden = false;
  button.hidden = false;

  const ask = async (): Promise<unknown> => {
    const response = await fetch(challenge, { method: 'POST', headers: { accept: 'application/json' } });
    if (!response.ok || !response.headers.get('content-type')?.startsWith('application/json')) {
      // The session ended, or she must prove herself first: the page says so itself.
      location.reload();
      throw new Error('no challenge');
    }
    return response.json();
  };

  button.addEventListener('click', async () => {
    button.disabled = true;
    if (failed) failed.hidden = true;
    try {
      if (make) {
        const options = withSalt((await ask()) as PublicKeyCredentialCreationOptionsJSON);
        const made = await startRegistration({ optionsJSON: options });
        const { prf } = made.clientExtensionResults as Derived;
        answer.value = JSON.stringify({ ...made, clientExtensionResults: {} });
        if (prf?.results?.first) derived.value = text(prf.results.first);
        else if (prf?.enabled) derived.value = await deriveOnce(options, made.id);
      } else {
        const options = withSalt((await ask()) as PublicKeyCredentialRequestOptionsJSON);
        const signed = await startAuthentication({ optionsJSON: options });
        const { prf } = signed.clientExtensionResults as Derived;
        answer.value = JSON.stringify({ ...signed, clientExtensionResults: {} });
        if (prf?.results?.first) derived.value = text(prf.results.first);
      }
      form.submit();
    } catch {
      button.disabled = false;
      if (failed) failed.hidden = false;
    }
  });
}

/** Some authenticators derive only when they are used, not when they are made: one more touch, and no harm without. */
async function deriveOnce(made: PublicKeyCredentialCreationOptionsJSON, id: string): Promise<string> {
  try {
    const used = await startAuthentication({
      optionsJSON: {
        challenge: made.challenge,
        rpId: made.rp.id,
        allowCredentials: [{ id, type: 'public-key' }],
        extensions: made.extensions,
      },
    });
    const first = (used.clientExtensionResults as Derived).prf?.results?.first;
    return first ? text(first) : '';
  } catch {
    return '';
  }
}
