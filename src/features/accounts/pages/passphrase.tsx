import type { FieldErrors, View } from '../../../platform/http/index.ts';
import { Document, ErrorSummary, Field } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { shortest } from '../passphrase.ts';
import type { Account } from '../queries.ts';

type PassphraseProps = {
  v: View;
  account: Account;
  asksCurrent: boolean;
  /** Nothing at hand opens her key: a passphrase that is set now does not open it either. */
  resets: boolean;
  errors: FieldErrors;
  next: string | undefined;
};

/** A new passphrase. Nothing typed here is ever shown again. */
export function PassphrasePage({ v, account, asksCurrent, resets, errors, next }: PassphraseProps) {
  const state = { values: {}, errors };
  const labels = {
    current: v.t('accounts.passphrase.current'),
    passphrase: v.t('accounts.passphrase.new'),
    again: v.t('accounts.passphrase.again'),
  };
  return (
    <Document v={v} title={v.t('accounts.passphrase.title')} islands={['error-summary']} unlisted>
      <div class="wrap page narrow flow">
        <h1 class="small">{v.t('accounts.passphrase.title')}</h1>
        <p>{v.t('accounts.passphrase.lead')}</p>
        <ErrorSummary v={v} state={state} labels={labels} />
        <form class="form" method="post" action={urls.accounts.passphrase(v.at)}>
          {/* For password managers: whose passphrase this is. */}
          <input
            type="text"
            name="username"
            value={account.email ?? account.username ?? ''}
            autocomplete="username"
            hidden
            readonly
          />
          {next && <input type="hidden" name="next" value={next} />}
          {asksCurrent && (
            <Field
              v={v}
              name="current"
              label={labels.current}
              hint={v.t('accounts.passphrase.forgotten')}
              type="password"
              autocomplete="current-password"
              state={state}
              required
            />
          )}
          <Field
            v={v}
            name="passphrase"
            label={labels.passphrase}
            hint={v.t('accounts.passphrase.hint', { limit: shortest })}
            type="password"
            autocomplete="new-password"
            state={state}
            required
          />
          <Field
            v={v}
            name="again"
            label={labels.again}
            type="password"
            autocomplete="new-password"
            state={state}
            required
          />
          <p class="hint">{v.t('accounts.passphrase.ends')}</p>
          {resets && <p class="hint">{v.t('accounts.passphrase.resetKey')}</p>}
          <div class="actions">
            <button class="button" type="submit">
              {v.t('accounts.passphrase.submit')}
            </button>
            <a class="button plain" href={urls.accounts.account(v.at)}>
              {v.t('accounts.passphrase.back')}
            </a>
          </div>
        </form>
      </div>
    </Document>
  );
}
