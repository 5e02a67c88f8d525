import type { Child } from 'hono/jsx';
import type { View } from '../../../platform/http/index.ts';

type Props = {
  v: View;
  action: string;
  /** Where the browser asks what to sign. */
  challenge: string;
  label: string;
  /** A new passkey rather than one that is there. */
  make?: boolean;
  /** What the form carries along. */
  hidden?: [string, string][];
  /** The beginning of the names of its own fields. */
  prefix?: string;
  children?: Child;
};

/** A form that a passkey fills in. Its button shows where the browser knows passkeys; without script it is not there. */
export function PasskeyForm({ v, action, challenge, label, make, hidden = [], prefix = '', children }: Props) {
  return (
    <form
      class="form"
      method="post"
      action={action}
      data-island="passkey"
      data-challenge={challenge}
      data-make={make ? 'yes' : undefined}
    >
      {hidden.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name={`${prefix}passkey`} data-passkey-answer="" />
      <input type="hidden" name={`${prefix}prf`} data-passkey-prf="" />
      {children && (
        <div hidden data-passkey-shown="">
          {children}
        </div>
      )}
      <p class="wrong" role="alert" hidden data-passkey-failed="">
        {v.t('accounts.passkeys.failed')}
      </p>
      <div class="actions">
        <button class="button plain" type="button" hidden data-passkey="">
          {label}
        </button>
      </div>
      <noscript>
        <p class="hint">{v.t('accounts.passkeys.noScript')}</p>
      </noscript>
    </form>
  );
}
