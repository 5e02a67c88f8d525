import type { View } from '../../../platform/http/index.ts';
import { Document, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Factors, hasFactor } from '../factors/factors.ts';
import type { Account } from '../queries.ts';
import type { SessionLine } from '../sessions/queries.ts';

type Notice = { kind: string; at: Date; device: string | null };
type Props = {
  v: View;
  account: Account;
  sessions: SessionLine[];
  here: string | undefined;
  factors: Factors;
  notices: Notice[];
  kit: boolean;
};

/** Her own account: who she is here, how she comes in, what was entrusted to her, where she is signed in. */
export function AccountPage({ v, account, sessions, here, factors, notices, kit }: Props) {
  const actor = v.actor.kind === 'account' ? v.actor : undefined;
  const hasPassphrase = account.passphrase !== null;
  const kinds = [
    factors.totp && v.t('accounts.account.factorApp'),
    factors.passkeys > 0 && v.t('accounts.account.factorPasskeys', { count: factors.passkeys }),
    factors.paper > 0 && v.t('accounts.account.factorPaper', { count: factors.paperLeft }),
  ].filter((text): text is string => text !== false);
  return (
    <Document v={v} title={v.t('accounts.account.title')} unlisted>
      <div class="wrap page flow">
        <h1 class="small">{v.t('accounts.account.title')}</h1>
        {actor?.waiting && (
          <div class="notice flow">
            <p>
              {v.t('accounts.factors.waiting', {
                roles: actor.waiting.map((role) => v.t(`accounts.role.${role}`)).join(', '),
              })}
            </p>
            <p>
              <a class="button" href={urls.accounts.factors(v.at)}>
                {v.t('accounts.account.setFactor')}
              </a>
            </p>
          </div>
        )}
        {account.sample && v.network.sample && <p class="notice">{v.t('accounts.account.demo')}</p>}
        <dl class="facts">
          <dt>{v.t('accounts.account.name')}</dt>
          <dd>{account.name}</dd>
          {account.email && (
            <>
              <dt>{v.t('accounts.account.email')}</dt>
              <dd>{account.email}</dd>
            </>
          )}
          {account.username && (
            <>
              <dt>{v.t('accounts.account.username')}</dt>
              <dd>{account.username}</dd>
            </>
          )}
          <dt>{v.t('accounts.zone.title')}</dt>
          <dd>
            <a href={urls.accounts.zone(v.at)}>{v.t('accounts.zone.change')}</a>
          </dd>
          <dt>{v.t('accounts.account.roles')}</dt>
          <dd>
            {actor && actor.roles.length > 0
              ? actor.roles.map((role) => v.t(`accounts.role.${role}`)).join(', ')
              : v.t('accounts.account.noRole')}
          </dd>
        </dl>

        <section class="flow">
          <h2>{v.t('accounts.account.waysIn')}</h2>
          <dl class="facts">
            <dt>{v.t('accounts.account.passphrase')}</dt>
            <dd>
              <p>{v.t(hasPassphrase ? 'accounts.account.passphraseSet' : 'accounts.account.passphraseNone')}</p>
              <p>
                <a class="button plain" href={urls.accounts.passphrase(v.at)}>
                  {v.t(hasPassphrase ? 'accounts.account.changePassphrase' : 'accounts.account.setPassphrase')}
                </a>
              </p>
            </dd>
            <dt>{v.t('accounts.account.factor')}</dt>
            <dd>
              <p>{kinds.length > 0 ? kinds.join(', ') : v.t('accounts.account.factorNone')}</p>
              <p>
                <a class="button plain" href={urls.accounts.factors(v.at)}>
                  {v.t(hasFactor(factors) ? 'accounts.account.changeFactor' : 'accounts.account.setFactor')}
                </a>
              </p>
            </dd>
            <dt>{v.t('accounts.account.key')}</dt>
            <dd>
              <p>{v.t(kit ? 'accounts.account.kitYes' : 'accounts.account.kitNo')}</p>
              <p>
                <a class="button plain" href={urls.accounts.key(v.at)}>
                  {v.t('accounts.account.toKey')}
                </a>
              </p>
            </dd>
          </dl>
        </section>

        <section class="flow">
          <h2>{v.t('accounts.account.sessions')}</h2>
          <Table
            caption={v.t('accounts.account.sessionsCaption')}
            head={['device', 'opened', 'seen', 'action'].map((column) => v.t(`accounts.account.${column}`))}
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
                <td>{v.t(`accounts.account.by.${session.opened_by}`, { when: v.date(session.created_at, 'time') })}</td>
                <td>{v.t('accounts.account.seenAt', { when: v.date(session.seen_at, 'time') })}</td>
                <td>
                  {session.id === here ? (
                    <a class="button plain" href={urls.accounts.signOut(v.at)}>
                      {v.t('accounts.signOut.submit')}
                    </a>
                  ) : (
                    <form method="post" action={urls.accounts.session(v.at, session.id)}>
                      <button class="button plain" type="submit">
                        {v.t('accounts.account.end')}
                      </button>
                    </form>
                  )}
                </td>
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
        </section>

        {notices.length > 0 && (
          <section class="flow">
            <h2>{v.t('accounts.account.notices')}</h2>
            <ul>
              {notices.map((notice) => (
                <li>
                  {v.t(`accounts.notice.${notice.kind}`, {
                    device: notice.device ?? v.t('accounts.account.unknownDevice'),
                  })}{' '}
                  <small>{v.date(notice.at, 'time')}</small>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Document>
  );
}
