import type { View } from '../../../platform/http/index.ts';
import { urls } from '../../../urls.ts';

/** What the guard wants of a public form: when it was opened, and the field into which a browser's script puts its proof. */
export type Guarded = { began: string; proof: string };

/** The guard's fields, unseen. A page that holds them names the island `proof`. */
export function GuardFields({ v, began, proof }: Guarded & { v: View }) {
  return (
    <>
      <input type="hidden" name="began" value={began} />
      <input type="hidden" name="proof" value={proof} data-island="proof" data-from={urls.campaigns.challenge(v.at)} />
    </>
  );
}
