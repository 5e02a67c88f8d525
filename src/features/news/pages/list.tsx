import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { Document, Empty, MachineMade, Pager } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { NewsItem } from '../item.ts';

/** All news, newest first. */
export function NewsPage({ v, items, next }: { v: View; items: NewsItem[]; next: string | undefined }) {
  const t = v.t;
  return (
    <Document v={v} title={t('news.title')} description={t('news.lead')} section="news">
      <div class="wrap page flow">
        <h1 class="small">{t('news.title')}</h1>
        {items.length === 0 && <Empty text={t('news.none')} />}
        <ul class="shelf">
          {items.map((item) => (
            <NewsLine v={v} item={item} heading="h2" />
          ))}
        </ul>
        <Pager v={v} next={next && urls.news.listFrom(v.at, next)} />
        <p>
          <small>
            {t('news.feeds')} <a href={urls.news.atom(v.at)}>{'Atom'}</a>,{' '}
            <a href={urls.news.jsonFeed(v.at)}>{'JSON Feed'}</a>
          </small>
        </p>
      </div>
    </Document>
  );
}

/** One item in a list: when, what kind, its title and what it says in short. `heading` fits the page's order. */
export function NewsLine({ v, item, heading: Heading }: { v: View; item: NewsItem; heading: 'h2' | 'h3' }) {
  return (
    <li class="flow" lang={item.locale === v.locale ? undefined : item.locale}>
      <small>
        <time datetime={item.publishAt.toISOString()}>{v.date(item.publishAt)}</time>
        {item.kind !== 'post' && ` · ${v.t(`news.kind.${item.kind}`)}`}
        {item.locale !== v.locale && ` · ${languageName(item.locale)}`}
      </small>
      <Heading class="h3">
        <a href={urls.news.show(v.at, item.slug)}>{item.title}</a>
      </Heading>
      {item.summary && <p>{item.summary}</p>}
      {item.stories.length > 0 && (
        <small lang={v.locale}>
          {v.t('stories.news.with', { names: item.stories.map((story) => story.publicName).join(', ') })}
        </small>
      )}
      <span lang={v.locale}>
        <MachineMade v={v} fields={item.machine} of={['title', 'summary']} short />
      </span>
    </li>
  );
}
