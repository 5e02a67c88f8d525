import type { Child } from 'hono/jsx';
import { outside, type View } from '../platform/http/index.ts';
import { languageName, pseudoLocale, type Translate } from '../platform/i18n/index.ts';
import { urls } from '../urls.ts';
import { asset } from './assets.ts';
import { Mark } from './mark.tsx';

/** Which item of the navigation this page stands under. */
export type Section =
  | 'campaigns'
  | 'representatives'
  | 'today'
  | 'outbox'
  | 'standards'
  | 'news'
  | 'library'
  | 'search'
  | 'home'
  | 'learn'
  | 'connect'
  | 'contact'
  | 'directory'
  | 'none';

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
  /** What a page looks like where its address is passed on: its own words, and a picture of 1200 × 630 pixels drawn by us. */
  shared?: Shared;
  /** The language of title and description, where they are there in another one than the page's alone. */
  worded?: string;
  /** Another picture of the page for where it is passed on, of whatever size. */
  picture?: string;
  /** Where its address is passed on, the site's name stands and nothing of the page: whoever wrote it did not agree to more. */
  reserved?: boolean;
  /** A machine translated title or description, and nobody has reviewed that: said where they are passed on alone. */
  machine?: boolean;
  /** More for the page's head: what programs read of it. */
  head?: Child;
  children?: Child;
};

/** `machine`: a machine translated the words, and nobody has reviewed that. `locale`: the language of the words. */
export type Shared = Record<'title' | 'text' | 'picture' | 'pictureAlt' | 'locale', string> & { machine?: boolean };

/** The whole page: head, bar, main, footer, quick exit. */
export function Document({
  v,
  title,
  description,
  section = 'none',
  islands = [],
  unlisted,
  languages = true,
  shared,
  worded = v.locale,
  picture,
  reserved,
  machine,
  head,
  children,
}: Props) {
  const name = v.text(v.network.name);
  const marked = (text: string | undefined, made: boolean | undefined) =>
    text && made ? `${text} (${v.t('ui.machine.short')})` : text;
  const said = marked(description, machine);
  return (
    <html
      lang={v.locale}
      dir={v.dir}
      data-scheme={v.frame && v.frame.scheme !== 'auto' ? v.frame.scheme : undefined}
      class={v.frame ? 'framed' : undefined}
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title === name ? name : `${title} · ${name}`}</title>
        {said && <meta name="description" content={said} />}
        {unlisted && <meta name="robots" content="noindex" />}
        <link rel="stylesheet" href={asset('casement.css')} />
        <link rel="stylesheet" href={urls.theme(v.frame?.accent ?? v.network.accent)} />
        <link rel="icon" href={urls.icon(v.network.accent)} type="image/svg+xml" />
        {!unlisted && !v.frame && (
          <PassedOn
            v={v}
            name={name}
            title={reserved ? name : title}
            description={said}
            shared={shared && { ...shared, text: marked(shared.text, shared.machine)! }}
            picture={picture}
            worded={reserved ? v.locale : worded}
            languages={languages}
          />
        )}
        {head}
        <script type="module" src={asset('islands/quick-exit.js')} />
        {islands.map((island) => (
          <script type="module" src={asset(`islands/${island}.js`)} />
        ))}
        {v.frame && <script type="module" src={asset('islands/frame-height.js')} />}
      </head>
      {v.frame ? (
        <FramedBody v={v} name={name}>
          {children}
        </FramedBody>
      ) : (
        <OwnBody v={v} name={name} section={section} languages={languages}>
          {children}
        </OwnBody>
      )}
    </html>
  );
}

/** A name of more characters than these is written smaller on a phone. */
const longName = 40;

type BodyProps = { v: View; name: string; children?: Child };

/** The page on the network's own address: bar, main, footer, quick exit. */
function OwnBody({ v, name, section, languages, children }: BodyProps & { section: Section; languages: boolean }) {
  const work = v.actor.kind === 'account';
  return (
    <body>
      <a class="skip" href="#main">
        {v.t('ui.skip')}
      </a>
      <header class="bar">
        <div class="wrap">
          <a class={name.length > longName ? 'name long' : 'name'} href={urls.networks.home(v.at)}>
            <Mark />
            <span {...v.tongue(v.network.name)}>{name}</span>
          </a>
          <Navigation v={v} section={section} languages={languages} />
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
          {['name', 'tagline'].some((field) => v.network.machineMade?.includes(`${v.locale}:${field}`)) && (
            <p>
              <small>{v.t('ui.machine.network')}</small>
            </p>
          )}
          <ul>
            <li>
              <a href={urls.networks.privacy(v.at)}>{v.t('ui.footer.privacy')}</a>
            </li>
            <li>
              <a href={urls.mailingList.form(v.at)}>{v.t('ui.footer.mailing')}</a>
            </li>
            <li>
              <a href={urls.vocabularies.issues(v.at)}>{v.t('ui.footer.issues')}</a>
            </li>
            <li>
              <a href={urls.standards.list(v.at)}>{v.t('ui.footer.standards')}</a>
            </li>
            <li>
              <a href={urls.reach.map(v.at)}>{v.t('ui.footer.map')}</a>
            </li>
            <li>
              <a href={urls.stories.list(v.at)}>{v.t('ui.footer.stories')}</a>
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
  );
}

/** A place of the navigation: `name` is its section and the end of its message's key. */
type Place = { name: Section; href: string };

/** Where this reader can go from every page, in the order in which it is shown. */
function places(v: View): Place[] {
  const { library, settings } = v.network;
  const inside = v.can('member', 'lead', 'coordinator');
  const all: (Place & { open: boolean })[] = [
    { name: 'today', href: urls.accounts.today(v.at), open: v.actor.kind === 'account' },
    { name: 'campaigns', href: urls.campaigns.list(v.at), open: true },
    { name: 'representatives', href: urls.representatives.find(v.at), open: true },
    { name: 'news', href: urls.news.list(v.at), open: true },
    { name: 'library', href: urls.library.list(v.at), open: library === 'open' || (library === 'inward' && inside) },
    { name: 'learn', href: urls.website.learn(v.at), open: Boolean(settings.pages?.includes('learn')) },
    { name: 'connect', href: urls.website.connect(v.at), open: Boolean(settings.pages?.includes('connect')) },
    { name: 'directory', href: urls.directory.list(v.at), open: Boolean(settings.directory) || inside },
    { name: 'contact', href: urls.inbox.contact(v.at), open: Boolean(settings.contact) },
    { name: 'search', href: urls.search.form(v.at), open: true },
    { name: 'outbox', href: urls.outbox.list(v.at), open: v.can('coordinator') },
  ];
  return all.filter((place) => place.open);
}

/** As many letters as stand on one line in a window of 64 rem, the space between two places counted as two. */
const onOneLine = 130;
/** How wide a network's name is set, beside the words of a place. */
const nameWidth = 1.15;

/**
 * The places of the network and its languages. On a narrow screen they are folded under one word that also says where one is:
 * an empty `details` before the lists, which the style shows or hides by its state, so that it needs no script and no second list.
 * Many places have a line of their own, and the languages stand at the name's end before it: what is seen first comes first.
 */
function Navigation({ v, section, languages }: { v: View; section: Section; languages: boolean }) {
  const shown = places(v);
  const here = shown.find((place) => place.name === section);
  const others = languages ? v.network.locales.filter((locale) => locale !== v.locale) : [];
  const letters = [...shown.map(({ name }) => v.t(`ui.nav.${name}`)), ...others.map(languageName)];
  const many =
    v.text(v.network.name).length * nameWidth + letters.reduce((sum, word) => sum + word.length + 2, 0) > onOneLine;
  const inOthers = <Languages v={v} others={others} />;
  return (
    <>
      <details class="menu">
        <summary>
          <span>{v.t('ui.nav.menu')}</span>
          {here && <small>{v.t(`ui.nav.${here.name}`)}</small>}
        </summary>
      </details>
      {many && inOthers}
      <nav class={many ? 'many' : undefined} aria-label={v.t('ui.nav.main')}>
        <ul>
          {shown.map(({ name, href }) => (
            <li>
              <a href={href} aria-current={name === section ? 'page' : undefined}>
                {v.t(`ui.nav.${name}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {!many && inOthers}
    </>
  );
}

/** This page in the network's other languages; nothing where there is one alone. */
function Languages({ v, others }: { v: View; others: string[] }) {
  if (others.length === 0) return null;
  return (
    <nav class="languages" aria-label={v.t('ui.nav.languages')}>
      <ul>
        {others.map((locale) => (
          <li>
            <a href={inLanguage(v, locale)} lang={locale} hreflang={locale}>
              {languageName(locale)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The page in a frame of another site: whose it is, quick exit, and the step itself. Other pages open beside the site. */
function FramedBody({ v, name, children }: BodyProps) {
  return (
    <body class={v.frame?.compact ? 'compact' : undefined}>
      <a class="skip" href="#main">
        {v.t('ui.skip')}
      </a>
      <header class="bar">
        <div class="wrap">
          <a class="name" href={urls.networks.home(outside(v.at))} target="_blank" rel="noopener">
            <Mark />
            <span {...v.tongue(v.network.name)}>{name}</span>
          </a>
          <QuickExit t={v.t} locale={v.locale} framed />
        </div>
      </header>
      <main id="main" tabindex={-1}>
        {children}
      </main>
      <footer>
        <div class="wrap">
          <a href={urls.networks.privacy(outside(v.at))} target="_blank" rel="noopener">
            {v.t('ui.footer.privacy')}
          </a>
        </div>
      </footer>
    </body>
  );
}

/** The codes by which other sites name a language and its country. */
const passedOnLocales: Record<string, string> = { en: 'en_US', es: 'es_LA', fr: 'fr_FR', pt: 'pt_BR' };
const passedOnLocale = (v: View, locale: string): string =>
  v.network.country === 'CA' && (locale === 'en' || locale === 'fr')
    ? `${locale}_CA`
    : (passedOnLocales[locale] ?? locale);

/** What crawlers read: the one address of the page, its languages, and how it looks where it is passed on. */
function PassedOn({
  v,
  name,
  title,
  description,
  shared,
  worded,
  picture,
  languages,
}: Pick<Props, 'v' | 'title' | 'description' | 'shared' | 'picture' | 'languages'> & { name: string; worded: string }) {
  const address = v.origin + v.path.split('?')[0];
  const text = shared?.text || description;
  // What is read where it is passed on, not the language of the page's address.
  const shown = shared?.locale ?? worded;
  const others = languages ? v.network.locales.filter((locale) => locale !== shown) : [];
  return (
    <>
      <link rel="canonical" href={address} />
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content={name} />
      <meta property="og:url" content={address} />
      <meta property="og:title" content={shared?.title ?? title} />
      {text && <meta property="og:description" content={text} />}
      <meta property="og:locale" content={passedOnLocale(v, shown)} />
      {others.map((locale) => (
        <meta property="og:locale:alternate" content={passedOnLocale(v, locale)} />
      ))}
      {picture && !shared && <meta property="og:image" content={v.origin + picture} />}
      {shared && (
        <>
          <meta property="og:image" content={v.origin + shared.picture} />
          <meta property="og:image:type" content="image/png" />
          <meta property="og:image:width" content="1200" />
          <meta property="og:image:height" content="630" />
          <meta property="og:image:alt" content={shared.pictureAlt} />
          <meta name="twitter:card" content="summary_large_image" />
        </>
      )}
      {languages &&
        v.network.locales.map((locale) => (
          <link rel="alternate" hreflang={locale} href={v.origin + inLanguage(v, locale).split('?')[0]} />
        ))}
    </>
  );
}

/** The link that leaves at once: last in the page's order, always in sight. */
export function QuickExit({ t, locale, framed }: { t: Translate; locale: string; framed?: boolean }) {
  return (
    <aside aria-label={t('ui.leave')}>
      <a
        class="leave"
        href={urls.leave(locale === pseudoLocale ? 'en' : locale)}
        data-island="quick-exit"
        // Out of a frame the whole window leaves, not the frame alone.
        target={framed ? '_top' : undefined}
        rel="noreferrer"
      >
        {t('ui.leave')}
      </a>
    </aside>
  );
}

/** This page's address in another language. */
function inLanguage(v: View, locale: string): string {
  return v.path.replace(`/${v.at.network}/${v.at.locale}`, `/${v.at.network}/${locale}`);
}
