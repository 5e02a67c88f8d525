import type { Child } from 'hono/jsx';
import { languageCodes, languageLabel, languageName } from '../../../platform/i18n/index.ts';
import { Field, isWrong, Part, Select, TagField } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { LevelChoice, levelOf } from '../../directory/index.ts';
import { strands } from '../../vocabularies/index.ts';
import { organisationKinds, organisationOffers } from '../organisation.ts';
import { type OrganisationField, organisationDefaults } from '../shown.ts';
import type { EditProps } from './edit.tsx';

/** What stands on its page, and to whom: the essentials in sight, the rest in parts that say what is set in them. One form, saved at once. */
export function OrganisationForm(props: EditProps & { labels: Record<string, string> }) {
  const { v, organisation, state, labels, visibility } = props;
  const { values } = state;
  const t = v.t;
  const level = levelsOf(props);
  const about = (locale: string) => (
    <Field v={v} name={`about.${locale}`} label={labels[`about.${locale}`]!} state={state} lang={locale} rows={4} />
  );
  const [own, ...others] = v.network.locales.toSorted((a, b) => Number(b === v.locale) - Number(a === v.locale));
  const shownTo = (field: OrganisationField) =>
    `${t(`organisations.field.${field}`)}${t('ui.colon')} ${t(`directory.level.${levelOf(visibility, field, organisationDefaults)}`)}`;
  return (
    <form
      class="form short"
      method="post"
      action={urls.organisations.edit(v.at, organisation.id)}
      novalidate
      data-unsaved={t('ui.form.unsaved')}
    >
      <h2>{t('organisations.edit.title')}</h2>
      <p>{t('organisations.edit.levels')}</p>
      <Told level={level('name')}>
        <Field v={v} name="name" label={labels.name!} state={state} required maxlength={160} />
      </Told>
      <Select
        v={v}
        name="kind"
        label={labels.kind!}
        state={state}
        options={organisationKinds.map((kind) => ({ value: kind, label: t(`organisations.kind.${kind}`) }))}
      />
      <Told level={level('about')}>{about(own!)}</Told>
      <div>
        {others.length > 0 && (
          <Part
            title={t('organisations.part.languages')}
            said={[
              others
                .filter((locale) => values[`about.${locale}`])
                .map(languageName)
                .join(', ') || t('organisations.part.none'),
            ]}
            open={isWrong(
              state,
              others.map((locale) => `about.${locale}`),
            )}
          >
            {others.map(about)}
          </Part>
        )}
        <Where {...props} level={level} />
        <Knowledge {...props} level={level} />
        <Part
          title={t('organisations.part.reached')}
          said={[values.website, values.email, values.phone, values.postal_address]}
          open={isWrong(state, ['website', 'email', 'phone', 'postal_address'])}
        >
          <Told level={level('website')}>
            <Field v={v} name="website" type="url" label={labels.website!} state={state} />
          </Told>
          <Told level={level('email')}>
            <Field v={v} name="email" type="email" label={labels.email!} state={state} />
          </Told>
          <Told level={level('phone')}>
            <Field v={v} name="phone" type="tel" label={labels.phone!} state={state} />
          </Told>
          <Told level={level('postal_address')}>
            <Field v={v} name="postal_address" label={labels.postal_address!} state={state} rows={3} wording={false} />
          </Told>
        </Part>
        <Part
          title={t('organisations.part.seen')}
          said={[shownTo('services'), shownTo('people'), shownTo('contacts')]}
          open={false}
        >
          {(['services', 'people', 'contacts'] as const).map((field) => (
            <Told level={level(field)}>
              <b>{t(`organisations.field.${field}`)}</b>
            </Told>
          ))}
        </Part>
      </div>
      <div>
        <button type="submit" class="button">
          {t('organisations.save')}
        </button>
      </div>
    </form>
  );
}

type Level = (field: OrganisationField) => Child;

/** The choice beside each field: to whom it is shown. */
const levelsOf =
  ({ v, visibility }: EditProps): Level =>
  (field) => (
    <LevelChoice
      v={v}
      field={field}
      about={v.t(`organisations.field.${field}`)}
      level={levelOf(visibility, field, organisationDefaults)}
    />
  );

/** A field, and beside it to whom it is shown. */
const Told = ({ level, children }: { level: Child; children?: Child }) => (
  <div class="told">
    {children}
    {level}
  </div>
);

type PartProps = EditProps & { labels: Record<string, string>; level: Level };

/** Its country, and a finer place if it wants to name one. */
function Where({ v, places, state, labels, level }: PartProps) {
  const t = v.t;
  const none = { value: '', label: t('organisations.place.none') };
  const finer = places.filter((place) => place.kind !== 'country' && place.kind !== 'facility');
  const named = (id: string | undefined) => places.find((place) => place.id === id)?.label;
  const options = (list: EditProps['places']) => [none, ...list.map(({ id, label }) => ({ value: id, label }))];
  return (
    <Part
      title={t('organisations.part.where')}
      said={[named(state.values.country) ?? none.label, named(state.values.place)]}
      open={isWrong(state, ['country', 'place'])}
    >
      <Told level={level('country')}>
        <Select
          v={v}
          name="country"
          label={labels.country!}
          state={state}
          options={options(places.filter((place) => place.kind === 'country'))}
        />
      </Told>
      {finer.length > 0 && (
        <Told level={level('place')}>
          <Select
            v={v}
            name="place"
            label={labels.place!}
            hint={t('organisations.place.hint')}
            state={state}
            options={options(finer)}
          />
        </Told>
      )}
    </Part>
  );
}

/** What it knows about, what it offers and in which languages: by these the directory finds it. */
function Knowledge({ v, issues, chosen, level }: PartProps) {
  const t = v.t;
  const offers = organisationOffers.map((offer) => ({ id: offer, label: t(`organisations.offer.${offer}`) }));
  const languages = languageCodes
    .map((code) => ({ id: code, label: languageLabel(v.locale, code) }))
    .sort((a, b) => a.label.localeCompare(b.label, v.locale));
  const words = (list: { id: string; label: string }[], ids: string[]) =>
    list
      .filter(({ id }) => ids.includes(id))
      .map(({ label }) => label)
      .join(', ');
  const said = [words(issues, chosen.issues), words(offers, chosen.offers), words(languages, chosen.languages)];
  return (
    <Part title={t('organisations.part.knows')} said={said.some(Boolean) ? said : [t('ui.tags.none')]} open={false}>
      <Told level={level('issues')}>
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
      </Told>
      <Told level={level('offers')}>
        <TagField
          v={v}
          name="offers"
          legend={t('organisations.field.offers')}
          hint={t('organisations.offers.hint')}
          chosen={chosen.offers}
          groups={[{ title: t('organisations.field.offers'), items: offers }]}
        />
      </Told>
      <Told level={level('languages')}>
        <TagField
          v={v}
          name="languages"
          legend={t('organisations.field.languages')}
          hint={t('organisations.languages.hint')}
          chosen={chosen.languages}
          groups={[{ title: t('organisations.field.languages'), items: languages }]}
        />
      </Told>
    </Part>
  );
}
