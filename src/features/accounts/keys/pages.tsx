import type { FieldErrors, View } from '../../../platform/http/index.ts';
import { Choice, Document, ErrorSummary, Field, Mistake, State } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Account } from '../queries.ts';

type KeyProps = { v: View; account: Account; open: boolean; next: string | undefined; errors: FieldErrors };

/** Her key for sealed work: what it is, whether it is open here, and how it opens. */
export function KeyPage({ v, account, open, next, errors }: KeyProps) {
  const state = { values: {}, errors };
  const reset = account.privateKeyWrapped === null;
  const labels = {
    passphrase: v.t('accounts.key.passphrase'),
    words: v.t('accounts.key.words'),
    own_passphrase: v.t('accounts.key.passphrase'),
    sure: v.t('accounts.key.sure'),
  };
  const hidden = next && <input type="hidden" name="next" value={next} />;
  return (
    <Document v={v} title={v.t('accounts.key.title')} islands={['error-summary']} languages={false} unlisted>
      <div class="wrap page narrow flow">
        <h1 class="small">{v.t('accounts.key.title')}</h1>
        <p>{v.t('accounts.key.lead')}</p>
        <ErrorSummary v={v} state={state} labels={labels} />
        {!account.publicKey ? (
          <>
            <p>{v.t('accounts.key.none')}</p>
            <p>
              <a class="button" href={urls.accounts.passphrase(v.at)}>
                {v.t('accounts.account.setPassphrase')}
              </a>
            </p>
          </>
        ) : open ? (
          <>
            <p>
              <State tone="ok">{v.t('accounts.key.open')}</State>
            </p>
            <p>
              <a class="button plain" href={urls.accounts.kit(v.at, next)}>
                {v.t('accounts.kit.title')}
              </a>
            </p>
          </>
        ) : (
          <>
            <p>
              <State tone="wait">{v.t(reset ? 'accounts.key.reset' : 'accounts.key.locked')}</State>
            </p>
            <form class="form" method="post" action={urls.accounts.key(v.at)}>
              {hidden}
              {account.passphrase && (
                <Field
                  v={v}
                  name="passphrase"
                  label={labels.passphrase}
                  type="password"
                  autocomplete="current-password"
                  state={state}
                  either={!reset}
                  required={reset}
                />
              )}
              <Field
                v={v}
                name="words"
                label={labels.words}
                hint={v.t('accounts.key.wordsHint')}
                autocomplete="off"
                state={state}
                either
              />
              <div class="actions">
                <button class="button" type="submit">
                  {v.t('accounts.key.submit')}
                </button>
              </div>
            </form>
            {account.passphrase && (
              <details class="fold" open={Boolean(errors.sure || errors.own_passphrase)}>
                <summary>{v.t('accounts.key.lost')}</summary>
                <p>{v.t('accounts.key.lostText')}</p>
                <form class="form" method="post" action={urls.accounts.newKey(v.at)}>
                  <Field
                    v={v}
                    name="own_passphrase"
                    label={labels.own_passphrase}
                    type="password"
                    autocomplete="current-password"
                    state={state}
                    required
                  />
                  <Mistake v={v} name="sure" state={state} />
                  <Choice name="sure" id="sure" value="yes">
                    {labels.sure}
                  </Choice>
                  <div class="actions">
                    <button class="button grave" type="submit">
                      {v.t('accounts.key.replace')}
                    </button>
                  </div>
                </form>
              </details>
            )}
          </>
        )}
        <p>
          <a href={urls.accounts.account(v.at)}>{v.t('accounts.account.title')}</a>
        </p>
      </div>
    </Document>
  );
}

type KitProps = {
  v: View;
  hasKey: boolean;
  open: boolean;
  tested: Date | null;
  waiting: boolean;
  next: string | undefined;
  errors: FieldErrors;
};

/** The printed recovery kit: what it is for, whether there is one that counts, and the way to one. */
export function KitPage({ v, hasKey, open, tested, waiting, next, errors }: KitProps) {
  const hidden = next && <input type="hidden" name="next" value={next} />;
  return (
    <Document v={v} title={v.t('accounts.kit.title')} islands={['error-summary']} languages={false} unlisted>
      <div class="wrap page narrow flow">
        <h1 class="small">{v.t('accounts.kit.title')}</h1>
        <p>{v.t('accounts.kit.lead')}</p>
        <ErrorSummary v={v} state={{ values: {}, errors }} labels={{ letters: v.t('accounts.kit.letters') }} />
        {tested && (
          <p>
            <State tone="ok">{v.t('accounts.kit.tested', { when: v.date(tested) })}</State>
          </p>
        )}
        {waiting && <TestForm v={v} next={next} errors={errors} />}
        {!hasKey || !open ? (
          <>
            <p>{v.t(hasKey ? 'accounts.kit.locked' : 'accounts.key.none')}</p>
            <p>
              <a
                class="button"
                href={
                  hasKey
                    ? urls.accounts.key(v.at, urls.accounts.kit(v.at, next))
                    : urls.accounts.passphrase(v.at, urls.accounts.kit(v.at, next))
                }
              >
                {v.t(hasKey ? 'accounts.key.submit' : 'accounts.account.setPassphrase')}
              </a>
            </p>
          </>
        ) : (
          <form class="form" method="post" action={urls.accounts.kit(v.at)}>
            {hidden}
            {(tested || waiting) && <p>{v.t('accounts.kit.another')}</p>}
            <p>{v.t('accounts.kit.printer')}</p>
            <div class="actions">
              <button class={tested || waiting ? 'button plain' : 'button'} type="submit">
                {v.t('accounts.kit.make')}
              </button>
            </div>
          </form>
        )}
      </div>
    </Document>
  );
}

function TestForm({ v, next, errors }: { v: View; next: string | undefined; errors: FieldErrors }) {
  return (
    <form class="form" method="post" action={urls.accounts.kitTest(v.at)}>
      {next && <input type="hidden" name="next" value={next} />}
      <h2>{v.t('accounts.kit.testTitle')}</h2>
      <Field
        v={v}
        name="letters"
        label={v.t('accounts.kit.letters')}
        hint={v.t('accounts.kit.lettersHint')}
        autocomplete="off"
        state={{ values: {}, errors }}
        required
      />
      <div class="actions">
        <button class="button" type="submit">
          {v.t('accounts.kit.test')}
        </button>
      </div>
    </form>
  );
}

type PrintedProps = { v: View; name: string; letters: string; on: Date; next: string | undefined };

/** The kit itself, once, to print or to write down, with the test below it. */
export function PrintedKitPage({ v, name, letters, on, next }: PrintedProps) {
  const network = v.text(v.network.name);
  return (
    <Document v={v} title={v.t('accounts.kit.title')} languages={false} unlisted>
      <div class="wrap page narrow flow">
        <section class="sheet flow">
          <h1 class="small">{v.t('accounts.kit.sheetTitle', { network })}</h1>
          <p>{v.t('accounts.kit.sheetFor', { name, when: v.date(on) })}</p>
          <p class="letters" dir="ltr">
            <code>{letters}</code>
          </p>
          <p>{v.t('accounts.kit.sheetText')}</p>
        </section>
        <p class="notice">{v.t('accounts.kit.once')}</p>
        <TestForm v={v} next={next} errors={{}} />
      </div>
    </Document>
  );
}
