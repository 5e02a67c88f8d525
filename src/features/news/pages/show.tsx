import type { View } from '../../../platform/http/index.ts';
import { languageIn } from '../../../platform/i18n/index.ts';
import { Document, isMachineMade, MachineMade, Markdown, type Shared } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type About, AboutLists } from '../../spine/index.ts';
import { StoriesAlong } from '../../stories/index.ts';
import { cardOf } from '../card.ts';
import type { NewsItem } from '../item.ts';

/** How an item without a picture looks where its address is passed on. */
const sharedOf = (v: View, item: NewsItem): Shared => ({
  title: item.title,
  text: item.summary,
  machine: isMachineMade(item.machine, ['title', 'summary']),
  picture: urls.news.card(v.at, item.slug, cardOf(v, item).mark),
  pictureAlt: v.t('campaigns.share.card', { title: item.title, network: v.text(v.network.name) }),
  locale: item.locale,
});

/** One item. With `embargo` it is shown to the press before its time, and says so. */
export function ItemPage({ v, item, about, embargo }: { v: View; item: NewsItem; about: About; embargo?: boolean }) {
  const t = v.t;
  return (
    <Document
      v={v}
      title={item.title}
      description={item.summary}
      machine={isMachineMade(item.machine, ['title', 'summary'])}
      worded={item.locale}
      section="news"
      unlisted={embargo}
      picture={item.picture ? urls.campaigns.picture(v.at, item.picture.key) : undefined}
      shared={embargo || item.picture ? undefined : sharedOf(v, item)}
    >
      <article class="wrap page narrow flow">
        <nav class="crumbs" aria-label={t('ui.crumbs')}>
          <a href={urls.news.list(v.at)}>{t('news.title')}</a>
        </nav>
        {embargo && (
          <div class="notice">
            <p>
              <b>{t('news.embargo', { date: v.date(item.publishAt, 'time'), zone: v.network.timeZone })}</b>
            </p>
          </div>
        )}
        {item.sample && <p class="notice">{t('news.sample')}</p>}
        {item.locale !== v.locale && (
          <p class="notice">{t('news.otherLanguage', { language: languageIn(v.locale, item.locale) })}</p>
        )}
        <MachineMade v={v} fields={item.machine} />
        <div class="flow" lang={item.locale === v.locale ? undefined : item.locale} dir="auto">
          <p>
            <small>
              <time datetime={item.publishAt.toISOString()}>{v.date(item.publishAt)}</time>
              {item.kind !== 'post' && ` · ${t(`news.kind.${item.kind}`)}`}
              {item.authors.length > 0 && ` · ${item.authors.join(', ')}`}
            </small>
          </p>
          <h1 class="small">{item.title}</h1>
          {item.summary && <p class="lead">{item.summary}</p>}
          {item.picture && (
            <img
              class="picture"
              src={urls.campaigns.picture(v.at, item.picture.key)}
              width={item.picture.width}
              height={item.picture.height}
              alt={item.picture.alt}
            />
          )}
          <Markdown text={item.body} />
        </div>
        <StoriesAlong v={v} stories={item.stories} />
        <AboutLists v={v} about={about} />
      </article>
    </Document>
  );
}
