/** RFC 6238 as every authenticator app has it: SHA-1, six digits, thirty seconds. */
/** A telephone's clock may be so far off, in seconds: one step before and one after. */
const drift = 30;

/** otplib is loaded when the first person uses it. */
const library = () => import('otplib');

/** A new secret of 160 bits, in base32. */
export async function newTotpSecret(): Promise<string> {
  return (await library()).generateSecret();
}

/** The address that an authenticator app reads from a QR code. */
export async function totpUri(secret: string, issuer: string, label: string): Promise<string> {
  return (await library()).generateURI({ secret, issuer, label });
}

/**
 * The time step of a code that holds now, give or take one step; undefined for any other code, and for one that is
 * not newer than `afterStep`: a code that was used, or overheard, is worth nothing.
 */
export async function totpStep(
  secret: string,
  code: string,
  now: Date,
  afterStep: number,
): Promise<number | undefined> {
  if (!/^\d{6}$/.test(code)) return undefined;
  const { verifySync } = await library();
  const epoch = Math.floor(now.getTime() / 1000);
  const result = verifySync({ secret, token: code, epoch, epochTolerance: drift });
  if (!result.valid || !('timeStep' in result)) return undefined;
  return result.timeStep > afterStep ? result.timeStep : undefined;
}

/** The code of a moment, as an app shows it. For tests. */
export async function totpCode(secret: string, now: Date): Promise<string> {
  return (await library()).generateSync({ secret, epoch: Math.floor(now.getTime() / 1000) });
}
