import { Field, isWrong, Part, PostButton, Select } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { PictureField } from '../../pictures/index.ts';
import { SpinePart } from '../../spine/index.ts';
import type { basicsFields } from '../forms.ts';
import {
  accesses,
  consentWays,
  kinds,
  licenceNames,
  outcomes,
  relationKinds,
  versionFor,
  writeIdentifier,
} from '../work.ts';
import type { EditProps } from './edit.tsx';

/** All that describes it: the essentials in sight, the rest in parts that say what is set in them. One form, saved at once. */
export function Basics({
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
  const part = (fields: readonly (typeof basicsFields)[number][]) => isWrong(state, fields);
  return (
    <form
      class="form short"
      method="post"
      action={urls.library.edit(v.at, work.id)}
      novalidate
      data-unsaved={t('ui.form.unsaved')}
    >
      <h2>{t('library.basics')}</h2>
      {choice(
        'kind',
        kinds.map((kind) => ({ value: kind, label: t(`library.kind.${kind}`) })),
      )}
      {field('creators', { rows: 3, wording: false, hint: t('library.hint.creators') })}
      {field('dated', { hint: t('library.hint.dated'), inputmode: 'numeric' })}
      {field('publisher')}
      {publishers.length > 0 && choice('publisher_id', [none, ...named(publishers)], t('library.hint.publisher_id'))}
      {field('link', { type: 'url', hint: t('library.hint.link') })}
      <div>
        <Part
          title={t('library.readers')}
          said={[t(`library.access.${work.access}`), work.publishAt && v.date(work.publishAt)]}
          open={part(['access', 'group_id', 'publish_at', 'slug', 'position'])}
        >
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
        </Part>
        <Part
          title={t('library.rights.consent')}
          said={[t(`library.licence.${work.licence}`), work.consentBy]}
          open={part(['licence', 'rights_note', 'consent_by', 'consent_on', 'consent_how'])}
        >
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
        </Part>
        <SpinePart v={v} lists={lists} chosen={chosen} />
        <Part
          title={t('library.more')}
          said={[work.publishedIn, work.identifiers.length > 0 && work.identifiers.map(writeIdentifier).join(', ')]}
          open={part(['contributors', 'published_in', 'identifiers', 'source', 'covers'])}
        >
          {field('contributors', { rows: 2, wording: false, hint: t('library.hint.contributors') })}
          {field('published_in', { hint: t('library.hint.published_in') })}
          {field('identifiers', { rows: 2, wording: false, hint: t('library.hint.identifiers') })}
          {field('source', { hint: t('library.hint.source') })}
          {field('covers', { hint: t('library.hint.covers') })}
        </Part>
        <Part
          title={t('library.judgment')}
          said={[work.court, work.docket]}
          open={
            part(['court', 'court_country', 'docket', 'outcome']) || (work.kind === 'judgment' && work.court === '')
          }
        >
          <p class="hint">{t('library.judgment.text')}</p>
          {field('court')}
          {choice('court_country', [none, ...named(lists.places.filter((place) => place.kind === 'country'))])}
          {field('docket')}
          {choice('outcome', [none, ...outcomes.map((one) => ({ value: one, label: t(`library.outcome.${one}`) }))])}
        </Part>
      </div>
      <div>
        <button type="submit" class="button">
          {t('library.save')}
        </button>
      </div>
    </form>
  );
}

/** Other works that belong to it. */
export function Relations({ v, work, relations, state }: EditProps) {
  const t = v.t;
  return (
    <Part
      title={t('library.related')}
      said={[relations.length > 0 && v.number(relations.length)]}
      open={isWrong(state, ['relation', 'to'])}
    >
      {relations.length > 0 && (
        <ul class="plain flow">
          {relations.map(({ kind, to }) => (
            <li class="actions">
              <span>
                {t(`library.relation.${kind}.to`)} <a href={urls.library.edit(v.at, to.id)}>{to.title}</a>
              </span>
              <PostButton
                v={v}
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
    </Part>
  );
}

/** What stands in the place of a cover. */
export function Poster({ v, work, poster, state }: EditProps) {
  const t = v.t;
  return (
    <Part title={t('library.poster')} open={isWrong(state, ['picture'])}>
      <p>{t('library.poster.text')}</p>
      {poster && (
        <img
          class="picture limited"
          src={urls.campaigns.picture(v.at, poster.key)}
          width={poster.width}
          height={poster.height}
          alt={versionFor(work.versions, v.locale, v.network.locales)?.title ?? work.slug}
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
    </Part>
  );
}
