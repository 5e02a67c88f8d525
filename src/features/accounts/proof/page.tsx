import type { FieldErrors, View } from '../../../platform/http/index.ts';
import { Document, ErrorSummary, Field } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Factors } from '../factors/factors.ts';
import { PasskeyForm } from '../pages/passkey.tsx';
import type { Account } from '../queries.ts';
import type { Carried } from './proof.tsx';

type Props = {
  v: View;
  account: Account;
  factors: Factors;
  carried: Carried | undefined;
  next: string | undefined;
  errors: FieldErrors;
  minutes: number;
};

/** Before a dangerous act: is it still she? What she had filled in waits inside and goes on by itself. */
export function ProofPage({ v, account, factors, carried, next, errors, minutes }: Props) {
  const state = { values: {}, errors };
  const labels = { proof_passphrase: v.t('accounts.signIn.passphrase'), proof_code: v.t('accounts.second.code') };
  const hidden: [string, string][] = [
    ...(carried ? [['proof_to', carried.to] as [string, string], ...carried.fields] : []),
    ...(next ? [['proof_next', next] as [string, string]] : []),
  ];
  const byCode = factors.totp || factors.paperLeft > 0;
  const nothing = !account.passphrase && !byCode && factors.passkeys === 0;
  return (
    <Document
      v={v}
      title={v.t('accounts.proof.title')}
      islands={['error-summary', 'passkey']}
      languages={false}
      unlisted
    >
      <div class="wrap page narrow flow">
        <h1 class="small">{v.t('accounts.proof.title')}</h1>
        <p>{v.t('accounts.proof.lead', { minutes })}</p>
        {carried && <p>{v.t('accounts.proof.carried')}</p>}
        <ErrorSummary v={v} state={state} labels={labels} />
        {(account.passphrase || byCode) && (
          <form class="form" method="post" action={urls.accounts.proof(v.at)}>
            {hidden.map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
            {account.passphrase && (
              <Field
                v={v}
                name="proof_passphrase"
                label={labels.proof_passphrase}
                type="password"
                autocomplete="current-password"
                state={state}
                either
              />
            )}
            {byCode && (
              <Field
                v={v}
                name="proof_code"
                label={labels.proof_code}
                hint={v.t(account.passphrase ? 'accounts.proof.either' : 'accounts.second.hint')}
                autocomplete="one-time-code"
                state={state}
                either
                maxlength={40}
              />
            )}
            <div class="actions">
              <button class="button" type="submit">
                {v.t('accounts.proof.submit')}
              </button>
            </div>
          </form>
        )}
        {factors.passkeys > 0 && (
          <PasskeyForm
            v={v}
            action={urls.accounts.proof(v.at)}
            challenge={urls.accounts.proofChallenge(v.at)}
            label={v.t('accounts.passkeys.use')}
            hidden={hidden}
            prefix="proof_"
          />
        )}
        {nothing && account.email && (
          <form class="form" method="post" action={urls.accounts.proofLink(v.at)}>
            {next && <input type="hidden" name="proof_next" value={next} />}
            <p>{v.t('accounts.proof.byLink')}</p>
            <div class="actions">
              <button class="button" type="submit">
                {v.t('accounts.signIn.linkSubmit')}
              </button>
            </div>
          </form>
        )}
        {nothing && !account.email && <p>{v.t('accounts.proof.nothing')}</p>}
      </div>
    </Document>
  );
}
