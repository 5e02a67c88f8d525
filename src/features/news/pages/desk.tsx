import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import {
  AboutWhat,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  Pager,
  Select,
  State,
  Table,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type DeskNewsItem, isReady, newsKinds, stateOf } from '../item.ts';

type Props = { v: View; items: DeskNewsItem[]; next: string | undefined; id: string; state: FormState };

/** What is written and what is public, and the first line of something new. */
export function NewsDeskPage({ v, items, next, id, state }: Props) {
  const t = v.t;
  const labels = { title: t('news.text.title'), locale: t('news.create.locale'), kind: t('news.basics.kind') };
  return (
    <WorkPage v={v} title={t('news.title')} islands={['error-summary']}>
      <ErrorSummary v={v} state={state} labels={labels} />
      {items.length === 0 ? (
        <Empty text={t('news.desk.none')} />
      ) : (
        <Table
          caption={t('news.desk.caption')}
          head={['item', 'state', 'languages', 'action'].map((column) => t(`news.desk.head.${column}`))}
        >
          {items.map((item) => (
            <tr>
              <th scope="row">
                {titleOf(v, item)}
                <br />
                <small>{t(`news.kind.${item.kind}`)}</small>
              </th>
              <td>
                <NewsState v={v} item={item} />
              </td>
              <td>
                {item.texts
                  .filter(isReady)
                  .map((text) => languageName(text.locale))
                  .join(', ')}
              </td>
              <td>
                <a class="button plain" href={urls.news.edit(v.at, item.id)}>
                  {t('news.desk.open')}
                  <AboutWhat v={v} text={titleOf(v, item)} />
                </a>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Pager v={v} next={next && urls.news.deskFrom(v.at, next)} />
      <h2>{t('news.create.title')}</h2>
      <form class="form short" method="post" action={urls.news.desk(v.at)} novalidate>
        <input type="hidden" name="id" value={id} />
        <Field v={v} name="title" label={labels.title} state={state} required maxlength={160} wording />
        <Select
          v={v}
          name="kind"
          label={labels.kind}
          state={state}
          options={newsKinds.map((kind) => ({ value: kind, label: t(`news.kind.${kind}`) }))}
        />
        <Select
          v={v}
          name="locale"
          label={labels.locale}
          state={state}
          options={v.network.locales.map((locale) => ({ value: locale, label: languageName(locale) }))}
        />
        <div>
          <button type="submit" class="button">
            {t('news.create.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

/** Its title in the reader's language, else in the first that has one. */
export const titleOf = (v: View, item: Pick<DeskNewsItem, 'texts' | 'slug'>): string =>
  [v.locale, ...v.network.locales]
    .map((locale) => item.texts.find((text) => text.locale === locale)?.title)
    .find(Boolean) ?? item.slug;

/** Draft, public from a date, or public. */
export function NewsState({ v, item }: { v: View; item: DeskNewsItem }) {
  const state = stateOf(item, v.now);
  return (
    <>
      <State tone={state === 'public' ? 'ok' : 'wait'}>{v.t(`news.state.${state}`)}</State>
      {item.publishAt && (
        <>
          <br />
          <small>{v.date(item.publishAt, 'time')}</small>
        </>
      )}
    </>
  );
}
