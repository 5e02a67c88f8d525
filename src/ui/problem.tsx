import type { ProblemKey, View } from '../platform/http/index.ts';
import { direction, type Translate } from '../platform/i18n/index.ts';
import { urls } from '../urls.ts';
import { asset } from './assets.ts';
import { Document, QuickExit } from './document.tsx';

/** A form that was sent and not taken: where to, and what stood in it. */
export type KeptForm = { to: string; fields: [string, string][] };

type Props = {
  v: View | undefined;
  t: Translate;
  locale: string;
  problem: ProblemKey;
  requestId: string;
  /** Where signing in leads back to. */
  next?: string;
  /** What she had typed when her session ended. */
  kept?: KeptForm;
};

/** Her session ended while she wrote: what she sent waits on this page until she has signed in beside it. */
function Kept({ v, kept }: { v: View; kept: KeptForm }) {
  return (
    <form class="flow" method="post" action={kept.to}>
      <p>{v.t('problem.sign-in-needed.kept')}</p>
      {kept.fields.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <div class="actions">
        <a class="button" href={urls.accounts.signIn(v.at)} target="_blank" rel="noopener">
          {v.t('problem.sign-in-needed.beside')}
        </a>
        <button type="submit" class="button plain">
          {v.t('problem.sign-in-needed.again')}
        </button>
      </div>
    </form>
  );
}

/** An error as a page: what happened, what to do next, and the number to name when asking for help. */
export function ProblemPage({ v, t, locale, problem, requestId, next, kept }: Props) {
  const body = (
    <div class="wrap page narrow flow">
      <h1 class="small">{t(`problem.${problem}.title`)}</h1>
      <p class="lead">{t(`problem.${problem}.next`)}</p>
      {v && kept && <Kept v={v} kept={kept} />}
      <p class="actions">
        {v && problem === 'sign-in-needed' && !kept && (
          <a class="button" href={urls.accounts.signIn(v.at, next)}>
            {t('ui.footer.signIn')}
          </a>
        )}
        {v && problem === 'second-factor-needed' && (
          <a class="button" href={urls.accounts.factors(v.at, next)}>
            {t('problem.second-factor-needed.action')}
          </a>
        )}
        {v && problem === 'key-locked' && (
          <a class="button" href={urls.accounts.key(v.at, next)}>
            {t('problem.key-locked.action')}
          </a>
        )}
        <a class="button plain" href={v ? urls.networks.home(v.at) : urls.networks.all()}>
          {t('problem.home')}
        </a>
      </p>
      <p>
        <small>{t('problem.reference', { id: requestId })}</small>
      </p>
    </div>
  );
  if (v) {
    return (
      <Document v={v} title={t(`problem.${problem}.title`)} unlisted>
        {body}
      </Document>
    );
  }
  return (
    <html lang={locale} dir={direction(locale)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{t(`problem.${problem}.title`)}</title>
        <link rel="stylesheet" href={asset('casement.css')} />
        <script type="module" src={asset('islands/quick-exit.js')} />
      </head>
      <body>
        <a class="skip" href="#main">
          {t('ui.skip')}
        </a>
        <main id="main" tabindex={-1}>
          {body}
        </main>
        <QuickExit t={t} locale={locale} />
      </body>
    </html>
  );
}
