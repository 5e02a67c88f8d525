import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import {
  AboutWhat,
  ErrorSummary,
  emptyForm,
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
import type { Picture } from '../../pictures/index.ts';
import type { SpineChoice, SpineLists } from '../../spine/index.ts';
import { datedIn } from '../cite/plain.ts';
import type { Choice, DeskLine, DeskWork } from '../desk-queries.ts';
import { basicsFields } from '../forms.ts';
import { isReady, missingFor, type RelationKind, stateOf, versionFor, type WorkFile } from '../work.ts';
import { languageChoices, WorkState } from './desk.tsx';
import { Basics, Poster, Relations } from './edit-parts.tsx';

export type EditProps = {
  v: View;
  work: DeskWork;
  files: WorkFile[];
  alike: DeskLine[];
  relations: { kind: RelationKind; to: DeskLine }[];
  poster: Picture | undefined;
  lists: SpineLists;
  chosen: SpineChoice;
  groups: Choice[];
  publishers: Choice[];
  state: FormState;
  /** The whole address under which it is read before its time. */
  preview: string;
};

/** The title of a work in the reader's language. */
export const titleOf = (v: View, work: DeskWork): string =>
  versionFor(work.versions, v.locale, v.network.locales)?.title ?? work.slug;

/** One work: what it needs next, its languages and files, what belongs to it, then all that describes it. */
export function EditWorkPage(props: EditProps) {
  const { v, work, state, alike } = props;
  const t = v.t;
  const labels = {
    ...Object.fromEntries(basicsFields.map((field) => [field, t(`library.fact.${field}`)])),
    versions: t('library.languages'),
    picture: t('library.poster'),
    language: t('library.version.add'),
    to: t('library.related'),
  };
  return (
    <WorkPage
      v={v}
      title={titleOf(v, work)}
      back={[{ href: urls.library.desk(v.at), label: t('library.title') }]}
      islands={['error-summary', 'tag-search', 'copy-link', 'unsaved']}
    >
      <ErrorSummary v={v} state={state} labels={labels} />
      <Publication {...props} />
      {alike.length > 0 && (
        <div class="notice flow">
          <p>{t('library.alike', { count: alike.length })}</p>
          <ul>
            {alike.map((other) => (
              <li>
                <a href={urls.library.edit(v.at, other.id)}>{other.title}</a>{' '}
                <small>
                  {[t(`library.kind.${other.kind}`), datedIn(v.locale, other.dated)].filter(Boolean).join(' · ')}
                </small>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Versions {...props} />
      <Basics {...props} labels={labels} />
      <Relations {...props} />
      <Poster {...props} />
      <p>
        <a href={urls.library.deskHistory(v.at, work.id)}>{t('library.history')}</a>
        {' · '}
        <a href={urls.library.removal(v.at, work.id)}>{t('library.removal.link')}</a>
      </p>
    </WorkPage>
  );
}

function Publication({ v, work, preview }: EditProps) {
  const t = v.t;
  const state = stateOf(work, v.now);
  const missing = state === 'draft' ? missingFor(work, work.versions) : [];
  return (
    <div class="notice flow">
      <p>
        <WorkState v={v} work={work} />
      </p>
      <p>{t(`library.state.${state}.text`, { who: t(`library.access.${work.access}.who`) })}</p>
      {missing.length > 0 && (
        <ul>
          {missing.map((one) => (
            <li>{t(one.key)}</li>
          ))}
        </ul>
      )}
      {state === 'scheduled' && (
        <div class="field" data-island="copy-link">
          <label for="preview">{t('library.preview')}</label>
          <input id="preview" type="url" readonly value={preview} />
          <button class="button plain" type="button" hidden data-done={t('library.cite.copied')}>
            {t('library.cite.button')}
          </button>
        </div>
      )}
      <div class="actions">
        {state === 'draft' && (
          <PostButton action={urls.library.publication(v.at, work.id)} label={t('library.publish')} kind="main" />
        )}
        {state === 'shown' && (
          <a class="button plain" href={urls.library.show(v.at, work.slug)}>
            {t('library.see')}
          </a>
        )}
        {state !== 'draft' && (
          <PostButton action={urls.library.withdrawal(v.at, work.id)} label={t('library.withdraw')} />
        )}
      </div>
    </div>
  );
}

function Versions({ v, work, files }: EditProps) {
  const t = v.t;
  const absent = languageChoices(v).filter(({ value }) => !work.versions.some((one) => one.locale === value));
  return (
    <>
      <WordingNotice
        v={v}
        texts={work.versions.map((one) => ({
          language: one.locale,
          text: [one.title, one.subtitle, one.abstract, one.body].join('\n\n'),
          href: urls.library.editVersion(v.at, work.id, one.locale),
          label: languageName(one.locale),
        }))}
      />
      <h2 id="versions" tabindex={-1}>
        {t('library.languages.files')}
      </h2>
      <Table
        caption={t('library.languages.own')}
        head={['language', 'state', 'files', 'action'].map((column) => t(`library.versions.head.${column}`))}
      >
        {work.versions.map((version) => (
          <tr>
            <th scope="row">
              {languageName(version.locale)}
              {version.original && <small> {t('library.original')}</small>}
            </th>
            <td>
              <State tone={isReady(version) ? 'ok' : 'plain'}>
                {t(isReady(version) ? 'library.version.ready' : 'library.version.unfinished')}
              </State>
            </td>
            <td>{v.number(files.filter((file) => file.versionId === version.id).length)}</td>
            <td>
              <a class="button plain" href={urls.library.editVersion(v.at, work.id, version.locale)}>
                {t('library.version.edit')}
                <AboutWhat v={v} text={languageName(version.locale)} />
              </a>
            </td>
          </tr>
        ))}
      </Table>
      <form class="actions" method="get" action={urls.library.newVersion(v.at, work.id)}>
        <Select v={v} name="language" label={t('library.version.add')} state={emptyForm()} options={absent} />
        <button type="submit" class="button plain">
          {t('library.version.write')}
        </button>
      </form>
    </>
  );
}

/** Asked once more before a work goes to the bin. */
export function RemovalPage({ v, work }: { v: View; work: DeskWork }) {
  const t = v.t;
  const title = titleOf(v, work);
  return (
    <WorkPage
      v={v}
      title={t('library.removal.title', { title })}
      back={[
        { href: urls.library.desk(v.at), label: t('library.title') },
        { href: urls.library.edit(v.at, work.id), label: title },
      ]}
    >
      <p>{t('library.removal.text')}</p>
      <OnceMore
        action={urls.library.removal(v.at, work.id)}
        label={t('library.removal.button')}
        back={{ href: urls.library.edit(v.at, work.id), label: t('news.removal.back') }}
      />
    </WorkPage>
  );
}
