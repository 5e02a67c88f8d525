import type { Child } from 'hono/jsx';
import type { View } from '../platform/http/index.ts';
import { languageName, pseudoLocale, type Translate } from '../platform/i18n/index.ts';
import { urls } from '../urls.ts';
import { asset } from './assets.ts';
import { Mark } from './mark.tsx';

/** Which item of the navigation this page stands under. */
export type Section = 'campaigns' | 'representatives' | 'today' | 'outbox' | 'standards' | 'news' | 'home' | 'none';

type Props = {
  v: View;
  title: string;
  description?: string;
  section?: Section;
  /** Names of islands this page uses; a page without any carries no script but quick exit's. */
  islands?: string[];
  /** Not for search engines: private links, forms in progress, work pages. */
  unlisted?: boolean;
  /** The page in other languages is at another address, or nowhere. */
  languages?: boolean;
  picture?: string;
  children?: Child;
};

/** The whole page: head, bar, main, footer, quick exit. */
export function Document({
  v,
  title,
  description,
  section = 'none',
  islands = [],
  unlisted,
  languages = true,
  picture,
  children,
}: Props) {
  const name = v.text(v.network.name);
  const work = v.actor.kind === 'account';
  return (
    <html lang={v.locale} dir={v.dir}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title === name ? name : `${title} · ${name}`}</title>
        {description && <meta name="description" content={description} />}
        {unlisted && <meta name="robots" content="noindex" />}
        <link rel="stylesheet" href={asset('casement.css')} />
        <link rel="stylesheet" href={urls.theme(v.network.accent)} />
        <link rel="icon" href={urls.icon(v.network.accent)} type="image/svg+xml" />
        <meta property="og:title" content={title} />
        {description && <meta property="og:description" content={description} />}
        {picture && <meta property="og:image" content={v.origin + picture} />}
        {!unlisted &&
          languages &&
          v.network.locales.map((locale) => (
            <link rel="alternate" hreflang={locale} href={v.origin + inLanguage(v, locale).split('?')[0]} />
          ))}
        <script type="module" src={asset('islands/quick-exit.js')} />
        {islands.map((island) => (
          <script type="module" src={asset(`islands/${island}.js`)} />
        ))}
      </head>
      <body>
        <a class="skip" href="#main">
          {v.t('ui.skip')}
        </a>
        <header class="bar">
          <div class="wrap">
            <a class="name" href={urls.networks.home(v.at)}>
              <Mark />
              <span>{name}</span>
            </a>
            <nav aria-label={v.t('ui.nav.main')}>
              <ul>
                {work && (
                  <Item v={v} href={urls.accounts.today(v.at)} label="ui.nav.today" current={section === 'today'} />
                )}
                <Item
                  v={v}
                  href={urls.campaigns.list(v.at)}
                  label="ui.nav.campaigns"
                  current={section === 'campaigns'}
                />
                <Item
                  v={v}
                  href={urls.representatives.find(v.at)}
                  label="ui.nav.representatives"
                  current={section === 'representatives'}
                />
                <Item v={v} href={urls.news.list(v.at)} label="ui.nav.news" current={section === 'news'} />
                {v.can('coordinator') && (
                  <Item v={v} href={urls.outbox.list(v.at)} label="ui.nav.outbox" current={section === 'outbox'} />
                )}
              </ul>
            </nav>
            {languages && v.network.locales.length > 1 && (
              <nav class="languages" aria-label={v.t('ui.nav.languages')}>
                <ul>
                  {v.network.locales
                    .filter((locale) => locale !== v.locale)
                    .map((locale) => (
                      <li>
                        <a href={inLanguage(v, locale)} lang={locale} hreflang={locale}>
                          {languageName(locale)}
                        </a>
                      </li>
                    ))}
                </ul>
              </nav>
            )}
          </div>
        </header>
        {v.network.sample && (
          <section class="sample" aria-labelledby="sample">
            <p class="wrap" id="sample">
              {v.t('ui.sample')}
            </p>
          </section>
        )}
        <main id="main" tabindex={-1}>
          {v.flash && (
            <div class="wrap page-flash">
              <p class="notice ok" role="status">
                {v.t(v.flash.key, v.flash.values)}
              </p>
            </div>
          )}
          {children}
        </main>
        <footer>
          <div class="wrap flow">
            <p>{v.t('ui.footer.promise')}</p>
            <ul>
              <li>
                <a href={urls.networks.privacy(v.at)}>{v.t('ui.footer.privacy')}</a>
              </li>
              <li>
                <a href={urls.vocabularies.issues(v.at)}>{v.t('ui.footer.issues')}</a>
              </li>
              <li>
                <a href={urls.standards.list(v.at)}>{v.t('ui.footer.standards')}</a>
              </li>
              <li>
                {work ? (
                  <a href={urls.accounts.signOut(v.at)}>{v.t('ui.footer.signOut')}</a>
                ) : (
                  <a href={urls.accounts.signIn(v.at)}>{v.t('ui.footer.signIn')}</a>
                )}
              </li>
            </ul>
          </div>
        </footer>
        <QuickExit t={v.t} locale={v.locale} />
      </body>
    </html>
  );
}

/** The link that leaves at once: last in the page's order, always in sight. */
export function QuickExit({ t, locale }: { t: Translate; locale: string }) {
  return (
    <aside aria-label={t('ui.leave')}>
      <a
        class="leave"
        href={urls.leave(locale === pseudoLocale ? 'en' : locale)}
        data-island="quick-exit"
        rel="noreferrer"
      >
        {t('ui.leave')}
      </a>
    </aside>
  );
}

function Item({ v, href, label, current }: { v: View; href: string; label: string; current: boolean }) {
  return (
    <li>
      <a href={href} aria-current={current ? 'page' : undefined}>
        {v.t(label)}
      </a>
    </li>
  );
}

/** This page's address in another language. */
function inLanguage(v: View, locale: string): string {
  return v.path.replace(`/${v.at.network}/${v.at.locale}`, `/${v.at.network}/${locale}`);
}
