import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import {
  ErrorSummary,
  emptyForm,
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
import { type SpineChoice, SpineChoices, type SpineLists } from '../../spine/index.ts';
import { datedIn } from '../cite/plain.ts';
import type { Choice, DeskLine, DeskWork } from '../desk-queries.ts';
import { basicsFields } from '../forms.ts';
import {
  accesses,
  consentWays,
  isReady,
  kinds,
  licenceNames,
  missingFor,
  outcomes,
  type RelationKind,
  relationKinds,
  stateOf,
  versionFor,
  type WorkFile,
} from '../work.ts';
import { languageChoices, WorkState } from './desk.tsx';

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
      islands={['error-summary', 'tag-search', 'copy-link']}
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
      <Table
        caption={t('library.languages')}
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
                <span class="hidden">: {languageName(version.locale)}</span>
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

function Basics({
  v,
  work,
  state,
  lists,
  chosen,
  groups,
  publishers,
  labels,
}: EditProps & { labels: Record<string, string> }) {
  const t = v.t;
  const none = { value: '', label: t('library.choose.none') };
  const field = (name: (typeof basicsFields)[number], more: Record<string, unknown> = {}) => (
    <Field v={v} name={name} label={labels[name]!} state={state} {...more} />
  );
  const choice = (name: (typeof basicsFields)[number], options: { value: string; label: string }[], hint?: string) => (
    <Select v={v} name={name} label={labels[name]!} hint={hint} state={state} options={options} />
  );
  const named = (list: { id: string; label: string }[]) => list.map(({ id, label }) => ({ value: id, label }));
  return (
    <form class="form short" method="post" action={urls.library.edit(v.at, work.id)} novalidate>
      <h2>{t('library.basics')}</h2>
      {choice(
        'kind',
        kinds.map((kind) => ({ value: kind, label: t(`library.kind.${kind}`) })),
      )}
      {field('creators', { rows: 3, wording: false, hint: t('library.hint.creators') })}
      {field('contributors', { rows: 2, wording: false, hint: t('library.hint.contributors') })}
      {field('dated', { hint: t('library.hint.dated'), inputmode: 'numeric' })}
      {field('publisher')}
      {publishers.length > 0 && choice('publisher_id', [none, ...named(publishers)], t('library.hint.publisher_id'))}
      {field('published_in', { hint: t('library.hint.published_in') })}
      {field('identifiers', { rows: 2, wording: false, hint: t('library.hint.identifiers') })}
      {field('link', { type: 'url', hint: t('library.hint.link') })}
      {field('source', { hint: t('library.hint.source') })}
      {field('covers', { hint: t('library.hint.covers') })}
      <fieldset class="group flow">
        <legend>{t('library.judgment')}</legend>
        <p class="hint">{t('library.judgment.text')}</p>
        {field('court')}
        {choice('court_country', [none, ...named(lists.places.filter((place) => place.kind === 'country'))])}
        {field('docket')}
        {choice('outcome', [none, ...outcomes.map((one) => ({ value: one, label: t(`library.outcome.${one}`) }))])}
      </fieldset>
      <h2>{t('library.rights')}</h2>
      {choice(
        'licence',
        licenceNames.map((one) => ({ value: one, label: t(`library.licence.${one}`) })),
        t('library.hint.licence'),
      )}
      {field('rights_note', { wording: true })}
      <fieldset class="group flow">
        <legend>{t('library.consent')}</legend>
        <p class="hint">{t('library.consent.text')}</p>
        {field('consent_by', { hint: t('library.hint.consent_by') })}
        {field('consent_on', { type: 'date' })}
        {choice('consent_how', [
          none,
          ...consentWays.map((way) => ({ value: way, label: t(`library.consent.${way}`) })),
        ])}
      </fieldset>
      <h2>{t('library.readers')}</h2>
      {choice(
        'access',
        accesses.map((one) => ({ value: one, label: t(`library.access.${one}`) })),
        t('library.hint.access'),
      )}
      {(groups.length > 0 || work.groupId) &&
        choice('group_id', [
          none,
          ...(work.groupId && !groups.some(({ id }) => id === work.groupId)
            ? [{ value: work.groupId, label: t('library.group.unnamed') }]
            : []),
          ...named(groups),
        ])}
      {field('publish_at', {
        type: 'datetime-local',
        hint: t('library.hint.publish_at', { zone: v.network.timeZone }),
      })}
      {field('slug', { required: true, hint: t('news.basics.slug.hint') })}
      {field('position', { inputmode: 'numeric', hint: t('library.hint.position') })}
      <h2>{t('spine.about')}</h2>
      <SpineChoices v={v} lists={lists} chosen={chosen} />
      <div>
        <button type="submit" class="button">
          {t('library.save')}
        </button>
      </div>
    </form>
  );
}

function Relations({ v, work, relations, state }: EditProps) {
  const t = v.t;
  return (
    <>
      <h2>{t('library.related')}</h2>
      {relations.length > 0 && (
        <ul class="plain flow">
          {relations.map(({ kind, to }) => (
            <li class="actions">
              <span>
                {t(`library.relation.${kind}.to`)} <a href={urls.library.edit(v.at, to.id)}>{to.title}</a>
              </span>
              <PostButton
                action={urls.library.relationRemoval(v.at, work.id)}
                label={t('library.relation.remove')}
                about={to.title}
                fields={{ kind, to: to.id }}
              />
            </li>
          ))}
        </ul>
      )}
      <form class="form short" method="post" action={urls.library.relations(v.at, work.id)} novalidate>
        <Select
          v={v}
          name="relation"
          label={t('library.relation.kind')}
          state={state}
          options={relationKinds.map((kind) => ({ value: kind, label: t(`library.relation.${kind}.to`) }))}
        />
        <Field
          v={v}
          name="to"
          label={t('library.relation.other')}
          hint={t('library.relation.hint')}
          state={state}
          required
        />
        <div>
          <button type="submit" class="button plain">
            {t('library.relation.add')}
          </button>
        </div>
      </form>
    </>
  );
}

function Poster({ v, work, poster, state }: EditProps) {
  const t = v.t;
  return (
    <>
      <h2>{t('library.poster')}</h2>
      <p>{t('library.poster.text')}</p>
      {poster && (
        <img
          class="picture limited"
          src={urls.campaigns.picture(v.at, poster.key)}
          width={poster.width}
          height={poster.height}
          alt={titleOf(v, work)}
        />
      )}
      <form class="form" method="post" action={urls.library.poster(v.at, work.id)} enctype="multipart/form-data">
        <PictureField v={v} label={t(poster ? 'news.picture.replace' : 'news.picture.choose')} state={state} />
        <div>
          <button type="submit" class="button plain">
            {t('news.picture.save')}
          </button>
        </div>
      </form>
      {poster && (
        <PostButton action={urls.library.posterRemoval(v.at, work.id)} label={t('news.picture.remove')} kind="grave" />
      )}
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
