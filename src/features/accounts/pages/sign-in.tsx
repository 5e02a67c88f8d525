import type { View } from '../../../platform/http/index.ts';
import { Choice, Document, ErrorSummary, Field, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { PasskeyForm } from './passkey.tsx';

/** Two ways in on one form: the address is asked once, and the second button needs no passphrase. */
export function SignInPage({ v, state, next }: { v: View; state: FormState; next: string | undefined }) {
  const labels = { email: v.t('accounts.signIn.email'), passphrase: v.t('accounts.signIn.passphrase') };
  return (
    <Document
      v={v}
      title={v.t('accounts.signIn.title')}
      islands={['error-summary', 'passkey']}
      // With mistakes it may stand at the address to which links are asked for: another page in another language.
      languages={Object.keys(state.errors).length === 0}
      unlisted
    >
      <div class="wrap page narrow flow">
        <h1 class="small">{v.t('accounts.signIn.title')}</h1>
        <p>{v.t('accounts.signIn.lead')}</p>
        <ErrorSummary v={v} state={state} labels={labels} />
        <form class="form" method="post" action={urls.accounts.signIn(v.at)}>
          {next && <input type="hidden" name="next" value={next} />}
          <Field
            v={v}
            name="email"
            label={labels.email}
            autocomplete="username"
            state={state}
            required
            maxlength={254}
          />
          <Field
            v={v}
            name="passphrase"
            label={labels.passphrase}
            hint={v.t('accounts.signIn.codeHint')}
            type="password"
            autocomplete="current-password"
            state={state}
            required
          />
          <Stay v={v} checked={state.values.stay === 'yes'} />
          <div class="actions">
            <button class="button" type="submit">
              {v.t('accounts.signIn.submit')}
            </button>
          </div>
          <hr />
          <div class="flow">
            <h2 class="h3">{v.t('accounts.signIn.linkTitle')}</h2>
            <p>{v.t('accounts.signIn.linkLead')}</p>
            <button class="button plain" type="submit" formaction={urls.accounts.signInLinks(v.at)} formnovalidate>
              {v.t('accounts.signIn.linkSubmit')}
            </button>
          </div>
        </form>
        <PasskeyForm
          v={v}
          action={urls.accounts.signInPasskey(v.at)}
          challenge={urls.accounts.signInChallenge(v.at)}
          label={v.t('accounts.signIn.passkey')}
          hidden={next ? [['next', next]] : []}
        >
          <Stay v={v} checked={false} />
        </PasskeyForm>
      </div>
    </Document>
  );
}

function Stay({ v, checked }: { v: View; checked: boolean }) {
  return (
    <Choice name="stay" value="yes" checked={checked}>
      {v.t('accounts.signIn.stay')}
    </Choice>
  );
}

/** The same to everybody who asked for a link. */
export function LinkSentPage({ v }: { v: View }) {
  return (
    <Document v={v} title={v.t('accounts.sent.title')} unlisted>
      <div class="wrap page narrow flow">
        <h1 class="small">{v.t('accounts.sent.title')}</h1>
        <p class="lead">{v.t('accounts.sent.text')}</p>
        <p>{v.t('accounts.sent.next')}</p>
        <p>
          <a href={urls.accounts.signIn(v.at)}>{v.t('accounts.sent.again')}</a>
        </p>
      </div>
    </Document>
  );
}

/** Behind a mailed link: one button; or, without a token, that the link is over. */
export function LinkPage({ v, token }: { v: View; token: string | undefined }) {
  if (!token) {
    return (
      <Document v={v} title={v.t('accounts.over.title')} languages={false} unlisted>
        <div class="wrap page narrow flow">
          <h1 class="small">{v.t('accounts.over.title')}</h1>
          <p class="lead">{v.t('accounts.over.text')}</p>
          <p>
            <a class="button" href={urls.accounts.signIn(v.at)}>
              {v.t('accounts.over.again')}
            </a>
          </p>
        </div>
      </Document>
    );
  }
  return (
    <Document v={v} title={v.t('accounts.link.title')} unlisted>
      <div class="wrap page narrow flow">
        <h1 class="small">{v.t('accounts.link.title')}</h1>
        <p>{v.t('accounts.link.text', { network: v.text(v.network.name) })}</p>
        <form class="form" method="post" action={urls.accounts.signInLink(v.at, token)}>
          <Stay v={v} checked={false} />
          <div class="actions">
            <button class="button" type="submit">
              {v.t('accounts.signIn.submit')}
            </button>
          </div>
        </form>
      </div>
    </Document>
  );
}

/** Signs out at a button: a link alone does nothing. */
export function SignOutPage({ v }: { v: View }) {
  return (
    <Document v={v} title={v.t('accounts.signOut.title')} unlisted>
      <div class="wrap page narrow flow">
        <h1 class="small">{v.t('accounts.signOut.title')}</h1>
        <p>{v.t('accounts.signOut.text')}</p>
        <form class="actions" method="post" action={urls.accounts.signOut(v.at)}>
          <button class="button" type="submit">
            {v.t('accounts.signOut.submit')}
          </button>
        </form>
      </div>
    </Document>
  );
}
