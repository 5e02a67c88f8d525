import { raw } from 'hono/html';
import type { FieldErrors, View } from '../../../platform/http/index.ts';
import type { Role } from '../../../platform/tenancy/index.ts';
import { AboutWhat, Document, ErrorSummary, Field, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { PasskeyForm } from '../pages/passkey.tsx';
import type { Factors } from './factors.ts';
import type { Passkey } from './queries.ts';

type Props = {
  v: View;
  factors: Factors;
  passkeys: Passkey[];
  any: boolean;
  waiting: Role[];
  /** Whether this session has a second factor. */
  second: boolean;
  /** What this browser calls itself, for the name of a new passkey. */
  device: string;
  next: string | undefined;
  errors: FieldErrors;
};

/** Her second factors: an app, passkeys, codes on paper. Any of them is enough. */
export function FactorsPage({ v, factors, passkeys, any, waiting, second, device, next, errors }: Props) {
  const hidden = next && <input type="hidden" name="next" value={next} />;
  return (
    <Document
      v={v}
      title={v.t('accounts.factors.title')}
      islands={['error-summary', 'passkey']}
      languages={false}
      unlisted
    >
      <div class="wrap page flow">
        <h1 class="small">{v.t('accounts.factors.title')}</h1>
        <p>{v.t('accounts.factors.lead')}</p>
        {waiting.length > 0 && (
          <div class="notice flow">
            <p>
              {v.t(any ? 'accounts.factors.waitingProof' : 'accounts.factors.waiting', {
                roles: waiting.map((role) => v.t(`accounts.role.${role}`)).join(', '),
              })}
            </p>
            {any && (
              <p>
                <a class="button" href={urls.accounts.proof(v.at, next ?? urls.accounts.today(v.at))}>
                  {v.t('accounts.factors.giveNow')}
                </a>
              </p>
            )}
          </div>
        )}
        {waiting.length === 0 && second && next && (
          <p>
            <a class="button" href={next}>
              {v.t('accounts.factors.goOn')}
            </a>
          </p>
        )}
        <ErrorSummary v={v} state={{ values: {}, errors }} labels={{ passkey: v.t('accounts.passkeys.title') }} />

        <section class="flow">
          <h2>{v.t('accounts.app.title')}</h2>
          <p>{v.t('accounts.app.text')}</p>
          {factors.totp ? (
            <>
              <p>
                <State tone="ok">{v.t('accounts.app.set')}</State>
              </p>
              <form method="post" action={urls.accounts.totpRemoval(v.at)}>
                <button class="button plain" type="submit">
                  {v.t('accounts.app.remove')}
                </button>
              </form>
            </>
          ) : (
            <form method="post" action={urls.accounts.totp(v.at)}>
              {hidden}
              <button class="button" type="submit">
                {v.t('accounts.app.begin')}
              </button>
            </form>
          )}
        </section>

        <section class="flow" id="passkey">
          <h2>{v.t('accounts.passkeys.title')}</h2>
          <p>{v.t('accounts.passkeys.text')}</p>
          {passkeys.length > 0 && (
            <Table
              caption={v.t('accounts.passkeys.caption')}
              head={['name', 'made', 'used', 'action'].map((column) => v.t(`accounts.passkeys.${column}`))}
            >
              {passkeys.map((passkey) => (
                <tr>
                  <th scope="row">{passkey.name}</th>
                  <td>{v.date(passkey.created_at)}</td>
                  <td>{passkey.used_at ? v.date(passkey.used_at) : v.t('accounts.passkeys.never')}</td>
                  <td>
                    <form method="post" action={urls.accounts.passkeyRemoval(v.at, passkey.id)}>
                      <button class="button plain" type="submit">
                        {v.t('accounts.passkeys.remove')}
                        <AboutWhat v={v} text={passkey.name} />
                      </button>
                    </form>
                  </td>
                </tr>
              ))}
            </Table>
          )}
          <PasskeyForm
            v={v}
            action={urls.accounts.passkeys(v.at)}
            challenge={urls.accounts.passkeyChallenge(v.at)}
            label={v.t('accounts.passkeys.add')}
            make
            hidden={next ? [['next', next]] : []}
          >
            <Field
              v={v}
              name="name"
              label={v.t('accounts.passkeys.nameIt')}
              autocomplete="off"
              state={{ values: { name: device }, errors: {} }}
              maxlength={60}
            />
          </PasskeyForm>
        </section>

        <section class="flow">
          <h2>{v.t('accounts.paper.title')}</h2>
          <p>{v.t('accounts.paper.text')}</p>
          {factors.paper > 0 && (
            <p>
              <State tone={factors.paperLeft > 2 ? 'ok' : 'wait'}>
                {v.t('accounts.paper.left', { count: factors.paperLeft })}
              </State>
            </p>
          )}
          <form method="post" action={urls.accounts.paper(v.at)}>
            {hidden}
            <button class="button plain" type="submit">
              {v.t(factors.paper > 0 ? 'accounts.paper.again' : 'accounts.paper.make')}
            </button>
          </form>
        </section>
        <p>
          <a href={urls.accounts.account(v.at)}>{v.t('accounts.account.title')}</a>
        </p>
      </div>
    </Document>
  );
}

type AppProps = { v: View; secret: string; uri: string; code: string; next: string | undefined; errors: FieldErrors };

/** Setting up an authenticator app: a picture to read, the same as letters, and the first code. */
export function AppPage({ v, secret, uri, code, next, errors }: AppProps) {
  const state = { values: {}, errors };
  const label = v.t('accounts.app.code');
  return (
    <Document v={v} title={v.t('accounts.app.title')} islands={['error-summary']} languages={false} unlisted>
      <div class="wrap page narrow flow">
        <h1 class="small">{v.t('accounts.app.title')}</h1>
        <ErrorSummary v={v} state={state} labels={{ code: label }} />
        <ol class="flow">
          <li>{v.t('accounts.app.one')}</li>
          <li>
            <p>{v.t('accounts.app.two')}</p>
            <div class="qr" role="img" aria-label={v.t('accounts.app.picture')}>
              {raw(code)}
            </div>
            <p>
              <a href={uri}>{v.t('accounts.app.here')}</a>
            </p>
            <p>{v.t('accounts.app.letters')}</p>
            <p class="letters" dir="ltr">
              <code>{secret}</code>
            </p>
          </li>
          <li>{v.t('accounts.app.three')}</li>
        </ol>
        <form class="form" method="post" action={urls.accounts.totpConfirmation(v.at)}>
          {next && <input type="hidden" name="next" value={next} />}
          <Field
            v={v}
            name="code"
            label={label}
            autocomplete="one-time-code"
            inputmode="numeric"
            state={state}
            required
            maxlength={12}
          />
          <div class="actions">
            <button class="button" type="submit">
              {v.t('accounts.app.confirm')}
            </button>
            <a class="button plain" href={urls.accounts.factors(v.at, next)}>
              {v.t('accounts.app.back')}
            </a>
          </div>
        </form>
      </div>
    </Document>
  );
}

type SheetProps = { v: View; codes: string[]; next: string | undefined; app?: boolean };

/** A sheet of codes, once. */
export function SheetPage({ v, codes, next, app }: SheetProps) {
  return (
    <Document v={v} title={v.t('accounts.paper.title')} languages={false} unlisted>
      <div class="wrap page narrow flow">
        {app && <p class="notice ok">{v.t('accounts.app.done')}</p>}
        <section class="sheet flow">
          <h1 class="small">{v.t('accounts.paper.sheetTitle', { network: v.text(v.network.name) })}</h1>
          <p>{v.t('accounts.paper.sheetText')}</p>
          <ol class="letters" dir="ltr">
            {codes.map((code) => (
              <li>
                <code>{code}</code>
              </li>
            ))}
          </ol>
        </section>
        <p class="notice">{v.t('accounts.paper.once')}</p>
        <p>
          <a class="button" href={next ?? urls.accounts.factors(v.at)}>
            {v.t('accounts.paper.kept')}
          </a>
        </p>
      </div>
    </Document>
  );
}
