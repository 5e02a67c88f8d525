import type { FieldErrors, View } from '../../../platform/http/index.ts';
import { Document, ErrorSummary, Field, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { shortest } from '../passphrase.ts';
import type { Account, SessionLine } from '../queries.ts';

type Props = { v: View; account: Account; sessions: SessionLine[]; here: string | undefined };

/** Her own account: who she is here, what was entrusted to her, where she is signed in. */
export function AccountPage({ v, account, sessions, here }: Props) {
  const roles = v.actor.kind === 'account' ? v.actor.roles : [];
  const hasPassphrase = account.passphrase !== null;
  return (
    <Document v={v} title={v.t('accounts.account.title')} unlisted>
      <div class="wrap page flow">
        <h1 class="small">{v.t('accounts.account.title')}</h1>
        <dl class="facts">
          <dt>{v.t('accounts.account.name')}</dt>
          <dd>{account.name}</dd>
          <dt>{v.t('accounts.account.email')}</dt>
          <dd>{account.email}</dd>
          <dt>{v.t('accounts.account.roles')}</dt>
          <dd>
            {roles.length > 0
              ? roles.map((role) => v.t(`accounts.role.${role}`)).join(', ')
              : v.t('accounts.account.noRole')}
          </dd>
          <dt>{v.t('accounts.account.passphrase')}</dt>
          <dd>{v.t(hasPassphrase ? 'accounts.account.passphraseSet' : 'accounts.account.passphraseNone')}</dd>
        </dl>
        <p class="actions">
          <a class="button plain" href={urls.accounts.passphrase(v.at)}>
            {v.t(hasPassphrase ? 'accounts.account.changePassphrase' : 'accounts.account.setPassphrase')}
          </a>
          <a class="button plain" href={urls.accounts.signOut(v.at)}>
            {v.t('accounts.signOut.submit')}
          </a>
        </p>
        <h2>{v.t('accounts.account.sessions')}</h2>
        <Table
          caption={v.t('accounts.account.sessionsCaption')}
          head={[v.t('accounts.account.device'), v.t('accounts.account.opened'), v.t('accounts.account.seen')]}
        >
          {sessions.map((session) => (
            <tr>
              <th scope="row">
                {session.device ?? v.t('accounts.account.unknownDevice')}
                {session.id === here && (
                  <>
                    {' '}
                    <State tone="ok">{v.t('accounts.account.here')}</State>
                  </>
                )}
              </th>
              <td>
                {v.t(session.opened_by === 'link' ? 'accounts.account.byLink' : 'accounts.account.byPassphrase', {
                  when: v.date(session.created_at, 'time'),
                })}
              </td>
              <td>{v.t('accounts.account.seenAt', { when: v.date(session.seen_at, 'time') })}</td>
            </tr>
          ))}
        </Table>
        {sessions.length > 1 && (
          <form class="actions" method="post" action={urls.accounts.otherSessions(v.at)}>
            <button class="button grave" type="submit">
              {v.t('accounts.account.endOthers')}
            </button>
          </form>
        )}
      </div>
    </Document>
  );
}

type PassphraseProps = { v: View; email: string; asksCurrent: boolean; errors: FieldErrors };

/** A new passphrase. Nothing typed here is ever shown again. */
export function PassphrasePage({ v, email, asksCurrent, errors }: PassphraseProps) {
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
          <input type="email" name="username" value={email} autocomplete="username" hidden readonly />
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
