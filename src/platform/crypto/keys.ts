import type Sodium from 'libsodium-wrappers-sumo';

/** An X25519 key pair (RFC 7748): 32 bytes each. */
export type KeyPair = { publicKey: Buffer; privateKey: Buffer };

let loading: Promise<typeof Sodium> | undefined;

/** libsodium costs 20 MB and 40 ms: it is loaded when the first key is needed. */
function sodium(): Promise<typeof Sodium> {
  loading ??= import('libsodium-wrappers-sumo').then(async ({ default: library }) => {
    await library.ready;
    return library;
  });
  return loading;
}

/** A new pair. */
export async function newKeyPair(): Promise<KeyPair> {
  const { publicKey, privateKey } = (await sodium()).crypto_box_keypair();
  return { publicKey: Buffer.from(publicKey), privateKey: Buffer.from(privateKey) };
}

/** The public key of a private one. */
export async function publicKeyOf(privateKey: Uint8Array): Promise<Buffer> {
  return Buffer.from((await sodium()).crypto_scalarmult_base(privateKey));
}

/** X25519: what two pairs have in common, each from its private and the other's public key. */
export async function sharedSecret(privateKey: Uint8Array, publicKey: Uint8Array): Promise<Buffer> {
  return Buffer.from((await sodium()).crypto_scalarmult(privateKey, publicKey));
}

/** Seals bytes for whoever holds the private key (libsodium's sealed box). Who sealed it is not told. */
export async function sealFor(publicKey: Uint8Array, bytes: Uint8Array): Promise<Buffer> {
  return Buffer.from((await sodium()).crypto_box_seal(bytes, publicKey));
}

/** Opens a sealed box; undefined when it was sealed for another key or changed. */
export async function openSealed(pair: KeyPair, sealed: Uint8Array): Promise<Buffer | undefined> {
  const library = await sodium();
  try {
    return Buffer.from(library.crypto_box_seal_open(sealed, pair.publicKey, pair.privateKey));
  } catch {
    return undefined;
  }
}

/** The length of the nonce that stands before what was closed. */
const nonceBytes = 24;

/**
 * Closes bytes with a key of 32 bytes (XChaCha20-Poly1305, a random nonce in front). `context` says what it is and whose:
 * the same words must be given to open it, so that nothing can be put in another's place.
 */
export async function closeWith(key: Uint8Array, bytes: Uint8Array, context: string): Promise<Buffer> {
  const library = await sodium();
  const nonce = library.randombytes_buf(nonceBytes);
  const closed = library.crypto_aead_xchacha20poly1305_ietf_encrypt(bytes, context, null, nonce, key);
  return Buffer.concat([nonce, closed]);
}

/** Opens what `closeWith` closed; undefined for another key, another context, or bytes that were changed. */
export async function openWith(key: Uint8Array, closed: Uint8Array, context: string): Promise<Buffer | undefined> {
  const library = await sodium();
  try {
    return Buffer.from(
      library.crypto_aead_xchacha20poly1305_ietf_decrypt(
        null,
        closed.subarray(nonceBytes),
        context,
        closed.subarray(0, nonceBytes),
        key,
      ),
    );
  } catch {
    return undefined;
  }
}
