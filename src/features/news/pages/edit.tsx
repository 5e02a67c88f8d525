import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import {
  AboutWhat,
  ErrorSummary,
  Field,
  type FormState,
  OnceMore,
  PostButton,
  Select,
  State,
  Table,
  WordingNotice,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Picture, PictureField } from '../../pictures/index.ts';
import { type SpineChoice, type SpineLists, SpinePart } from '../../spine/index.ts';
import { type DeskNewsItem, isReady, newsKinds, stateOf } from '../item.ts';
import { NewsState, titleOf } from './desk.tsx';

type Props = {
  v: View;
  item: DeskNewsItem;
  picture: Picture | undefined;
  lists: SpineLists;
  chosen: SpineChoice;
  state: FormState;
  /** The whole address under which the press reads it before its time. */
  preview: string;
};

/** One item: what it needs next, its texts, then its date, address, authors and what it is about. */
export function EditItemPage({ v, item, picture, lists, chosen, state, preview }: Props) {
  const t = v.t;
  const labels = {
    texts: t('news.texts'),
    slug: t('news.basics.slug'),
    kind: t('news.basics.kind'),
    publish_at: t('news.basics.when'),
    authors: t('news.basics.authors'),
    picture: t('news.picture'),
  };
  const back = [{ href: urls.news.desk(v.at), label: t('news.title') }];
  return (
    <WorkPage v={v} title={titleOf(v, item)} back={back} islands={['error-summary', 'tag-search', 'copy-link']}>
      <ErrorSummary v={v} state={state} labels={labels} />
      <Publication v={v} item={item} preview={preview} />
      <WordingNotice
        v={v}
        texts={item.texts.map((text) => ({
          language: text.locale,
          text: [text.title, text.summary, text.body, text.picture_alt].join('\n\n'),
          href: urls.news.texts(v.at, item.id, text.locale),
          label: languageName(text.locale),
        }))}
      />
      <Table
        caption={t('news.texts')}
        head={['language', 'state', 'action'].map((column) => t(`news.texts.head.${column}`))}
      >
        {v.network.locales.map((locale) => {
          const text = item.texts.find((one) => one.locale === locale);
          return (
            <tr id={locale === v.network.locales[0] ? 'texts' : undefined}>
              <th scope="row">{languageName(locale)}</th>
              <td>
                <State tone={isReady(text) ? 'ok' : 'plain'}>
                  {t(isReady(text) ? 'news.texts.ready' : text ? 'news.texts.unfinished' : 'news.texts.none')}
                </State>
              </td>
              <td>
                <a class="button plain" href={urls.news.texts(v.at, item.id, locale)}>
                  {t(text ? 'news.texts.edit' : 'news.texts.write')}
                  <AboutWhat v={v} text={languageName(locale)} />
                </a>
              </td>
            </tr>
          );
        })}
      </Table>
      <p>
        <a href={urls.stories.news(v.at, item.id)}>{t('stories.news.desk')}</a>
        <br />
        <small>{t('stories.news.door')}</small>
      </p>
      <form class="form short" method="post" action={urls.news.edit(v.at, item.id)} novalidate>
        <h2>{t('news.basics.title')}</h2>
        <Select
          v={v}
          name="kind"
          label={labels.kind}
          state={state}
          options={newsKinds.map((kind) => ({ value: kind, label: t(`news.kind.${kind}`) }))}
        />
        <Field
          v={v}
          name="publish_at"
          type="datetime-local"
          label={labels.publish_at}
          hint={t('news.basics.when.hint', { zone: v.network.timeZone })}
          state={state}
        />
        <Field
          v={v}
          name="authors"
          label={labels.authors}
          hint={t('news.basics.authors.hint')}
          state={state}
          rows={3}
          wording={false}
        />
        <Field v={v} name="slug" label={labels.slug} hint={t('news.basics.slug.hint')} state={state} required />
        <SpinePart v={v} lists={lists} chosen={chosen} />
        <div>
          <button type="submit" class="button">
            {t('news.save')}
          </button>
        </div>
      </form>
      <h2>{t('news.picture')}</h2>
      {picture && (
        <img
          class="picture limited"
          src={urls.campaigns.picture(v.at, picture.key)}
          width={picture.width}
          height={picture.height}
          alt={item.texts.find((text) => text.locale === v.locale)?.picture_alt || t('news.picture')}
        />
      )}
      <form class="form" method="post" action={urls.news.picture(v.at, item.id)} enctype="multipart/form-data">
        <PictureField v={v} label={t(picture ? 'news.picture.replace' : 'news.picture.choose')} state={state} />
        <div>
          <button type="submit" class="button">
            {t('news.picture.save')}
          </button>
        </div>
      </form>
      {picture && (
        <PostButton action={urls.news.pictureRemoval(v.at, item.id)} label={t('news.picture.remove')} kind="grave" />
      )}
      {item.state === 'draft' && (
        <p>
          <a href={urls.news.removal(v.at, item.id)}>{t('news.removal.link')}</a>
        </p>
      )}
    </WorkPage>
  );
}

function Publication({ v, item, preview }: { v: View; item: DeskNewsItem; preview: string }) {
  const t = v.t;
  const state = stateOf(item, v.now);
  return (
    <div class="notice flow">
      <p>
        <NewsState v={v} item={item} />
      </p>
      <p>{t(`news.state.${state}.text`)}</p>
      {state === 'scheduled' && (
        <div class="field" data-island="copy-link">
          <label for="preview">{t('news.preview')}</label>
          <input id="preview" type="url" readonly value={preview} />
          <button class="button plain" type="button" hidden data-done={t('news.preview.copied')}>
            {t('news.preview.copy')}
          </button>
        </div>
      )}
      <div class="actions">
        {state === 'draft' && (
          <PostButton action={urls.news.publication(v.at, item.id)} label={t('news.publish')} kind="main" />
        )}
        {state === 'public' && (
          <a class="button plain" href={urls.news.show(v.at, item.slug)}>
            {t('news.see')}
          </a>
        )}
        {state !== 'draft' && <PostButton action={urls.news.withdrawal(v.at, item.id)} label={t('news.withdraw')} />}
      </div>
    </div>
  );
}

/** Asked once more before a draft is gone for good. */
export function RemovalPage({ v, item }: { v: View; item: DeskNewsItem }) {
  const t = v.t;
  const title = titleOf(v, item);
  return (
    <WorkPage
      v={v}
      title={t('news.removal.title', { title })}
      back={[
        { href: urls.news.desk(v.at), label: t('news.title') },
        { href: urls.news.edit(v.at, item.id), label: title },
      ]}
    >
      <p>{t('news.removal.text')}</p>
      <OnceMore
        action={urls.news.removal(v.at, item.id)}
        label={t('news.removal.button')}
        back={{ href: urls.news.edit(v.at, item.id), label: t('news.removal.back') }}
      />
    </WorkPage>
  );
}
