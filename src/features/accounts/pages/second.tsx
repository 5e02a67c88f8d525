import type { FieldErrors, View } from '../../../platform/http/index.ts';
import { Document, ErrorSummary, Field } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Factors } from '../factors/factors.ts';
import { PasskeyForm } from './passkey.tsx';

type Props = { v: View; factors: Factors; errors: FieldErrors; next: string | undefined };

/** After the passphrase or the link: the second factor. */
export function SecondPage({ v, factors, errors, next }: Props) {
  const state = { values: {}, errors };
  const label = v.t('accounts.second.code');
  return (
    <Document
      v={v}
      title={v.t('accounts.second.title')}
      islands={['error-summary', 'passkey']}
      languages={false}
      unlisted
    >
      <div class="wrap page narrow flow">
        <h1 class="small">{v.t('accounts.second.title')}</h1>
        <p>{v.t('accounts.second.lead')}</p>
        <ErrorSummary v={v} state={state} labels={{ code: label }} />
        {(factors.totp || factors.paperLeft > 0) && (
          <form class="form" method="post" action={urls.accounts.second(v.at)}>
            {next && <input type="hidden" name="next" value={next} />}
            <Field
              v={v}
              name="code"
              label={label}
              hint={v.t(factors.totp ? 'accounts.second.hint' : 'accounts.second.hintPaper')}
              autocomplete="one-time-code"
              state={state}
              required
              maxlength={40}
            />
            <div class="actions">
              <button class="button" type="submit">
                {v.t('accounts.signIn.submit')}
              </button>
            </div>
          </form>
        )}
        {factors.passkeys > 0 && (
          <PasskeyForm
            v={v}
            action={urls.accounts.signInPasskey(v.at)}
            challenge={urls.accounts.signInChallenge(v.at)}
            label={v.t('accounts.passkeys.use')}
            hidden={next ? [['next', next]] : []}
          />
        )}
        <p>{v.t('accounts.second.lost')}</p>
        <p>
          <a href={urls.accounts.signIn(v.at, next)}>{v.t('accounts.sent.again')}</a>
        </p>
      </div>
    </Document>
  );
}
