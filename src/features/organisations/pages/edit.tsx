import type { View } from '../../../platform/http/index.ts';
import { languageCodes, languageIn, languageLabel } from '../../../platform/i18n/index.ts';
import {
  Doors,
  ErrorSummary,
  Field,
  type FormState,
  PostButton,
  Select,
  TagField,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { LevelChoice, levelOf } from '../../directory/index.ts';
import { type Issue, type Place, strands } from '../../vocabularies/index.ts';
import type { Merge } from '../merge.ts';
import { type Organisation, organisationKinds, organisationOffers } from '../organisation.ts';
import { type OrganisationField, organisationDefaults } from '../shown.ts';
import { OrganisationState } from './desk.tsx';

export type EditProps = {
  v: View;
  organisation: Organisation;
  merges: Merge[];
  issues: Issue[];
  places: Place[];
  state: FormState;
  chosen: { issues: string[]; languages: string[]; offers: string[] };
  /** Keeps all organisations; else she answers for this one. */
  keeper: boolean;
};

/** One organisation for who keeps its page: what it says, and to whom each part is shown. */
export function EditOrganisationPage(props: EditProps) {
  const { v, organisation, state, keeper } = props;
  const t = v.t;
  const labels: Record<string, string> = Object.fromEntries(
    ['name', 'kind', 'country', 'place', 'website', 'email', 'phone', 'postal_address'].map((field) => [
      field,
      t(`organisations.field.${field}`),
    ]),
  );
  labels.slug = t('organisations.slug');
  for (const locale of v.network.locales)
    labels[`about.${locale}`] = t('organisations.field.about.in', { language: languageIn(v.locale, locale) });
  return (
    <WorkPage
      v={v}
      title={organisation.name}
      back={keeper ? [{ href: urls.organisations.desk(v.at), label: t('organisations.title') }] : []}
      islands={['error-summary', 'tag-search']}
    >
      <ErrorSummary v={v} state={state} labels={labels} />
      <p>
        <OrganisationState v={v} organisation={organisation} />{' '}
        {!organisation.mergedInto && (
          <a href={urls.organisations.show(v.at, organisation.slug)}>{t('organisations.see')}</a>
        )}
      </p>
      <h2 class="hidden">{t('organisations.doors')}</h2>
      <Doors
        doors={[
          ...(keeper
            ? [
                {
                  href: urls.organisations.people(v.at, organisation.id),
                  label: t('organisations.people.title'),
                  hint: t('organisations.people.door'),
                },
              ]
            : []),
          {
            href: urls.organisations.services(v.at, organisation.id),
            label: t('organisations.services.title'),
            hint: t('organisations.services.door'),
          },
          ...(keeper && !organisation.closedAt
            ? [
                {
                  href: urls.organisations.merge(v.at, organisation.id),
                  label: t('organisations.merge.title'),
                  hint: t('organisations.merge.door'),
                },
              ]
            : []),
        ]}
      />
      <Form {...props} labels={labels} />
      {keeper && <Keeping v={v} organisation={organisation} merges={props.merges} state={state} label={labels.slug!} />}
    </WorkPage>
  );
}

function Form({
  v,
  organisation,
  issues,
  places,
  state,
  chosen,
  labels,
}: EditProps & { labels: Record<string, string> }) {
  const t = v.t;
  const level = (field: OrganisationField) => (
    <LevelChoice
      v={v}
      field={field}
      about={t(`organisations.field.${field}`)}
      level={levelOf(organisation.visibility, field, organisationDefaults)}
    />
  );
  const finer = places.filter((place) => place.kind !== 'country' && place.kind !== 'facility');
  const none = { value: '', label: t('organisations.place.none') };
  return (
    <form class="form short" method="post" action={urls.organisations.edit(v.at, organisation.id)} novalidate>
      <h2>{t('organisations.edit.title')}</h2>
      <p>{t('organisations.edit.levels')}</p>
      <Field v={v} name="name" label={labels.name!} state={state} required maxlength={160} />
      {level('name')}
      <Select
        v={v}
        name="kind"
        label={labels.kind!}
        state={state}
        options={organisationKinds.map((kind) => ({ value: kind, label: t(`organisations.kind.${kind}`) }))}
      />
      {v.network.locales.map((locale) => (
        <Field v={v} name={`about.${locale}`} label={labels[`about.${locale}`]!} state={state} lang={locale} rows={4} />
      ))}
      {level('about')}
      <Select
        v={v}
        name="country"
        label={labels.country!}
        state={state}
        options={[
          none,
          ...places
            .filter((place) => place.kind === 'country')
            .map((place) => ({ value: place.id, label: place.label })),
        ]}
      />
      {level('country')}
      {finer.length > 0 && (
        <>
          <Select
            v={v}
            name="place"
            label={labels.place!}
            hint={t('organisations.place.hint')}
            state={state}
            options={[none, ...finer.map((place) => ({ value: place.id, label: place.label }))]}
          />
          {level('place')}
        </>
      )}
      <TagField
        v={v}
        name="issues"
        legend={t('organisations.field.issues')}
        hint={t('organisations.issues.hint')}
        chosen={chosen.issues}
        groups={strands.map((strand) => ({
          title: t(`vocabularies.strand.${strand}`),
          items: issues.filter((issue) => issue.strand === strand),
        }))}
      />
      {level('issues')}
      <TagField
        v={v}
        name="offers"
        legend={t('organisations.field.offers')}
        hint={t('organisations.offers.hint')}
        chosen={chosen.offers}
        groups={[
          {
            title: t('organisations.field.offers'),
            items: organisationOffers.map((offer) => ({ id: offer, label: t(`organisations.offer.${offer}`) })),
          },
        ]}
      />
      {level('offers')}
      <TagField
        v={v}
        name="languages"
        legend={t('organisations.field.languages')}
        hint={t('organisations.languages.hint')}
        chosen={chosen.languages}
        groups={[
          {
            title: t('organisations.field.languages'),
            items: languageCodes
              .map((code) => ({ id: code, label: languageLabel(v.locale, code) }))
              .sort((a, b) => a.label.localeCompare(b.label, v.locale)),
          },
        ]}
      />
      {level('languages')}
      <Field v={v} name="website" type="url" label={labels.website!} state={state} />
      {level('website')}
      <Field v={v} name="email" type="email" label={labels.email!} state={state} />
      {level('email')}
      <Field v={v} name="phone" type="tel" label={labels.phone!} state={state} />
      {level('phone')}
      <Field v={v} name="postal_address" label={labels.postal_address!} state={state} rows={3} wording={false} />
      {level('postal_address')}
      {(['services', 'people', 'contacts'] as const).map((field) => (
        <div class="field">
          <b>{t(`organisations.field.${field}`)}</b>
          {level(field)}
        </div>
      ))}
      <div>
        <button type="submit" class="button">
          {t('organisations.save')}
        </button>
      </div>
    </form>
  );
}

/** What changes more than its words: address, closing, merges. */
function Keeping({
  v,
  organisation,
  merges,
  state,
  label,
}: {
  v: View;
  organisation: Organisation;
  merges: Merge[];
  state: FormState;
  label: string;
}) {
  const t = v.t;
  return (
    <>
      <form class="form short" method="post" action={urls.organisations.slug(v.at, organisation.id)} novalidate>
        <h2>{t('organisations.slug')}</h2>
        <Field v={v} name="slug" label={label} hint={t('organisations.slug.hint')} state={state} required />
        <div>
          <button type="submit" class="button plain">
            {t('organisations.slug.save')}
          </button>
        </div>
      </form>
      {merges.length > 0 && (
        <>
          <h2>{t('organisations.merges')}</h2>
          <ul class="plain">
            {merges.map((merge) => (
              <li class="flow">
                <p>{t('organisations.merges.line', { name: merge.goneName, date: v.date(merge.at) })}</p>
                <PostButton
                  v={v}
                  action={urls.organisations.parting(v.at, organisation.id, merge.id)}
                  label={t('organisations.merges.undo')}
                  about={merge.goneName}
                />
              </li>
            ))}
          </ul>
        </>
      )}
      {!organisation.mergedInto && (
        <>
          <h2>{t(organisation.closedAt ? 'organisations.reopening' : 'organisations.closing')}</h2>
          <p>{t(organisation.closedAt ? 'organisations.reopening.text' : 'organisations.closing.text')}</p>
          {organisation.closedAt ? (
            <PostButton
              action={urls.organisations.reopening(v.at, organisation.id)}
              label={t('organisations.reopening.button')}
            />
          ) : (
            <PostButton
              action={urls.organisations.closing(v.at, organisation.id)}
              label={t('organisations.closing.button')}
              kind="grave"
            />
          )}
        </>
      )}
    </>
  );
}
