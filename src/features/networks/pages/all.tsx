import { direction, type Translate } from '../../../platform/i18n/index.ts';
import { inLocale, type Network } from '../../../platform/tenancy/index.ts';
import { asset, Mark, QuickExit } from '../../../ui/index.ts';

/** The front door of an installation with several networks, or with none yet. */
export function AllNetworksPage({ networks, t, locale }: { networks: Network[]; t: Translate; locale: string }) {
  return (
    <html lang={locale} dir={direction(locale)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{t('networks.all.title')}</title>
        <link rel="stylesheet" href={asset('casement.css')} />
        <script type="module" src={asset('islands/quick-exit.js')} />
      </head>
      <body>
        <a class="skip" href="#main">
          {t('ui.skip')}
        </a>
        <header class="bar">
          <div class="wrap">
            <span class="name">
              <Mark />
              <span>Casement</span>
            </span>
          </div>
        </header>
        <main id="main" tabindex={-1} class="wrap page flow">
          <h1 class="small">{networks.length ? t('networks.all.title') : t('networks.all.none.title')}</h1>
          {networks.length === 0 && <p class="lead">{t('networks.all.none.next')}</p>}
          <ul class="window">
            {networks.map((network, index) => {
              const shown = network.locales.includes(locale) ? locale : network.locales[0]!;
              return (
                <li class={index === 0 ? 'pane open' : 'pane'} lang={shown}>
                  <h2>
                    <a href={`/${network.slug}/${shown}`}>{inLocale(network.name, shown)}</a>
                  </h2>
                  <p>{inLocale(network.tagline, shown)}</p>
                </li>
              );
            })}
          </ul>
        </main>
        <QuickExit t={t} locale={locale} />
      </body>
    </html>
  );
}
