import type { View } from '../../../platform/http/index.ts';
import { Empty, PostButton, Table, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Item } from '../item.ts';
import type { Match } from '../matching.ts';
import type { Talk } from '../talks.ts';
import { ItemState, type Names, whyOf, wordsOf } from './parts.tsx';
import { TalkRow } from './show.tsx';

type Props = Names & {
  v: View;
  items: Item[];
  today: string;
  talks: Talk[];
  notice: boolean;
  matches: Map<string, { item: Item; match: Match }[]>;
};

/** What is hers: conversations first, then her offers and requests with what fits them. */
export function MinePage({ v, items, today, talks, notice, matches, ...names }: Props) {
  const t = v.t;
  const titleOf = (id: string) => {
    const item = items.find((one) => one.id === id);
    return item && wordsOf(v, item).title;
  };
  return (
    <WorkPage
      v={v}
      title={t('exchange.mine.title')}
      back={[{ href: urls.exchange.list(v.at), label: t('exchange.title') }]}
    >
      {talks.length > 0 && (
        <Table
          caption={t('exchange.talks.caption')}
          head={['who', 'last', 'state', 'action'].map((column) => t(`exchange.talks.head.${column}`))}
        >
          {talks.map((talk) => (
            <TalkRow v={v} talk={talk} title={titleOf(talk.itemId)} />
          ))}
        </Table>
      )}
      <p class="actions">
        <a class="button" href={urls.exchange.create(v.at, 'offer')}>
          {t('exchange.new.offer')}
        </a>
        <a class="button" href={urls.exchange.create(v.at, 'request')}>
          {t('exchange.new.request')}
        </a>
      </p>
      {items.length === 0 && <Empty text={t('exchange.mine.none')} />}
      {items.map((item) => (
        <section class="group flow">
          <p>
            <small>
              {t(`exchange.side.${item.side}`)} · {t(`exchange.kind.${item.kind}`)} ·{' '}
              <ItemState v={v} item={item} today={today} />
            </small>
          </p>
          <h2 class="h3">
            <a href={urls.exchange.item(v.at, item.id)}>{wordsOf(v, item).title}</a>
          </h2>
          {(matches.get(item.id) ?? []).length > 0 && (
            <ul>
              {matches.get(item.id)!.map((one) => (
                <li>
                  <a href={urls.exchange.item(v.at, one.item.id)}>{wordsOf(v, one.item).title}</a>
                  <br />
                  <small>{whyOf(v, names, one.match)}</small>
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
      <section class="notice flow">
        <h2 class="h3">{t('exchange.notice.title')}</h2>
        <p>{t(notice ? 'exchange.notice.on' : 'exchange.notice.off')}</p>
        <PostButton
          action={urls.exchange.notice(v.at)}
          label={t(notice ? 'exchange.notice.stop' : 'exchange.notice.start')}
          fields={{ wanted: notice ? 'no' : 'yes' }}
        />
      </section>
    </WorkPage>
  );
}
