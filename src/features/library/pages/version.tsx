import type { View } from '../../../platform/http/index.ts';
import { direction, languageIn } from '../../../platform/i18n/index.ts';
import { Choice, ErrorSummary, Field, type FormState, Markdown, PostButton, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { FileCard, FileField, RemovedList, type StoredFile } from '../../files/index.ts';
import type { DeskWork } from '../desk-queries.ts';
import type { WorkFile } from '../work.ts';
import { titleOf } from './edit.tsx';

type Props = {
  v: View;
  work: DeskWork;
  locale: string;
  state: FormState;
  files: WorkFile[];
  stored: Map<string, StoredFile>;
};

/** The words of one language, with those of another beside them. */
export function EditVersionPage(props: Props) {
  const { v, work, locale, state } = props;
  const t = v.t;
  const present = work.versions.find((version) => version.locale === locale);
  const labels = Object.fromEntries(
    ['title', 'subtitle', 'abstract', 'body', 'translators', 'original'].map((name) => [
      name,
      t(`library.fact.${name}`),
    ]),
  );
  const other =
    work.versions.find((version) => version.locale !== locale && version.original) ??
    work.versions.find((version) => version.locale !== locale);
  const field = (name: string, more: Record<string, unknown> = {}) => (
    <Field v={v} name={name} label={labels[name]!} state={state} lang={locale} {...more} />
  );
  return (
    <WorkPage
      v={v}
      title={t('library.version.title', { language: languageIn(v.locale, locale) })}
      back={[
        { href: urls.library.desk(v.at), label: t('library.title') },
        { href: urls.library.edit(v.at, work.id), label: titleOf(v, work) },
      ]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labels} />
      <div class="beside">
        <form class="form" method="post" action={urls.library.editVersion(v.at, work.id, locale)} novalidate>
          <div class="flow" dir={direction(locale)}>
            {field('title', { wording: true, required: true, maxlength: 300 })}
            {field('subtitle', { wording: true, maxlength: 300 })}
            {field('abstract', { wording: true, rows: 5, maxlength: 4000, hint: t('library.hint.abstract') })}
            {field('body', { wording: true, rows: 18, hint: t('news.text.body.hint') })}
            {field('translators', { rows: 2, wording: false, hint: t('library.hint.translators') })}
          </div>
          <Choice name="original" value="on" checked={state.values.original === 'on'} id="original">
            {t('library.version.original')}
          </Choice>
          <div>
            <button type="submit" class="button">
              {t('library.save')}
            </button>
          </div>
        </form>
        {other && (
          <section class="flow" aria-labelledby="beside">
            <h2 class="h3" id="beside">
              {t('news.text.beside', { language: languageIn(v.locale, other.locale) })}
            </h2>
            <div class="other flow" lang={other.locale} dir={direction(other.locale)} tabindex={0}>
              <p>
                <b>{other.title}</b>
              </p>
              {other.subtitle && <p>{other.subtitle}</p>}
              {other.abstract && <p>{other.abstract}</p>}
              <Markdown text={other.body} />
            </div>
          </section>
        )}
      </div>
      {present && <Files {...props} />}
      {present && work.versions.length > 1 && (
        <details>
          <summary>{t('library.version.remove')}</summary>
          <div class="flow">
            <p>{t('library.version.remove.text')}</p>
            <PostButton
              action={urls.library.versionRemoval(v.at, work.id, locale)}
              label={t('library.version.remove.button', { language: languageIn(v.locale, locale) })}
              kind="grave"
            />
          </div>
        </details>
      )}
    </WorkPage>
  );
}

/** The files of this language in their order, what was taken out of each, and the place for another. */
function Files({ v, work, locale, files, stored, state }: Props) {
  const t = v.t;
  return (
    <section class="flow" aria-labelledby="files">
      <h2 id="files">{t('library.files')}</h2>
      {files.length === 0 && <p>{t('library.files.none')}</p>}
      {files.map((file, index) => {
        const one = stored.get(file.fileId);
        return (
          one && (
            <div class="flow">
              <FileCard v={v} file={one} />
              <RemovedList v={v} removed={one.removed} asSent={one.asSent} />
              <div class="actions">
                {index > 0 && (
                  <PostButton
                    v={v}
                    action={urls.library.fileLift(v.at, work.id, file.id)}
                    label={t('library.files.lift')}
                    about={one.name}
                  />
                )}
                <PostButton
                  v={v}
                  action={urls.library.fileRemoval(v.at, work.id, file.id)}
                  label={t('library.files.remove')}
                  about={one.name}
                  kind="grave"
                />
              </div>
            </div>
          )
        );
      })}
      <form class="form" method="post" action={urls.library.files(v.at, work.id, locale)} enctype="multipart/form-data">
        <FileField v={v} label={t('library.files.add')} state={state} required />
        <div>
          <button type="submit" class="button plain">
            {t('library.files.send')}
          </button>
        </div>
      </form>
    </section>
  );
}
