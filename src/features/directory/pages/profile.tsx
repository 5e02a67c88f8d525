import type { View } from '../../../platform/http/index.ts';
import { languageCodes, languageLabel } from '../../../platform/i18n/index.ts';
import { ErrorSummary, Field, type FormState, Select, TagField, type TagGroup, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { LevelChoice } from '../fields.tsx';
import { offerKinds, type ProfileField } from '../profile.ts';
import { levels as allLevels, type Level } from '../visibility.ts';

export type Choices = {
  countries: { id: string; label: string }[];
  /** Finer places of the country that is stored. */
  places: { id: string; label: string }[];
  issues: TagGroup[];
};
export type Chosen = { languages: string[]; offers: string[]; seeks: string[]; issues: string[] };
type Props = {
  v: View;
  state: FormState;
  levels: Record<ProfileField, Level>;
  choices: Choices;
  chosen: Chosen;
  name: string;
  email: string | null;
  /** Set where somebody fills in for her: her id, and the fields that are hers alone and do not stand here. */
  fillIn?: { id: string; hidden: ReadonlySet<ProfileField> };
};

/** What she tells of herself, and at each field who sees it. */
export function ProfilePage({ v, state, levels, choices, chosen, name, email, fillIn }: Props) {
  const t = v.t;
  // To herself it is said as to her.
  const label = (field: ProfileField) =>
    t(field === 'about' && !fillIn ? 'directory.field.about.yours' : `directory.field.${field}`);
  const labels = Object.fromEntries(
    (['pronounced', 'pronouns', 'about', 'country', 'place', 'phone', 'website', 'safe_contact'] as const).map(
      (field) => [field, label(field)],
    ),
  );
  const has = (field: ProfileField) => !fillIn?.hidden.has(field);
  // Whoever fills in for her is offered no wider choice than hers.
  const offered = (field: ProfileField) => (fillIn ? allLevels.slice(allLevels.indexOf(levels[field])) : allLevels);
  const level = (field: ProfileField) => (
    <LevelChoice
      v={v}
      field={field}
      about={label(field)}
      level={levels[field]}
      offered={offered(field)}
      others={!!fillIn}
    />
  );
  const line = (field: 'pronounced' | 'pronouns' | 'phone' | 'website' | 'safe_contact', more: object = {}) =>
    has(field) && (
      <div class="told">
        <Field
          v={v}
          name={field}
          label={label(field)}
          hint={t(`directory.field.${field}.hint`)}
          state={state}
          autocomplete={fillIn ? 'off' : undefined}
          {...more}
        />
        {level(field)}
      </div>
    );
  const list = (
    field: 'languages' | 'offers' | 'seeks' | 'expertise',
    name: string,
    groups: TagGroup[],
    ids: string[],
  ) =>
    has(field) && (
      <div class="told wide">
        <TagField
          v={v}
          name={name}
          legend={label(field)}
          hint={t(`directory.field.${field}.hint`)}
          groups={groups}
          chosen={ids}
        />
        {level(field)}
      </div>
    );
  const offers = [
    { title: t('directory.offers.all'), items: offerKinds.map((id) => ({ id, label: t(`directory.offer.${id}`) })) },
  ];
  return (
    <WorkPage
      v={v}
      title={fillIn ? t('directory.fillIn.title', { name }) : t('directory.profile')}
      back={fillIn ? [{ href: urls.directory.person(v.at, fillIn.id), label: name }] : []}
      islands={['error-summary', 'tag-search']}
    >
      <p class="lead">{t(fillIn ? 'directory.fillIn.lead' : 'directory.profile.lead')}</p>
      {!fillIn && (
        <nav class="actions" aria-label={t('directory.preview')}>
          <span>{t('directory.preview')}</span>
          {(['public', 'member', 'coordinator'] as const).map((as) => (
            <a class="button plain" href={urls.directory.preview(v.at, as)}>
              {t(`directory.preview.${as}`)}
            </a>
          ))}
        </nav>
      )}
      <ErrorSummary v={v} state={state} labels={labels} />
      <form
        class="form"
        method="post"
        action={fillIn ? urls.directory.fillIn(v.at, fillIn.id) : urls.directory.profile(v.at)}
        novalidate
      >
        <div class="told">
          <div class="field">
            <b>{label('name')}</b>
            <span>{name}</span>
            <span class="hint">{t('directory.field.name.hint')}</span>
          </div>
          {level('name')}
        </div>
        {line('pronounced', { maxlength: 120 })}
        {line('pronouns', { maxlength: 60 })}
        {has('about') && (
          <div class="told">
            <Field v={v} name="about" label={label('about')} state={state} rows={5} maxlength={2000} />
            {level('about')}
          </div>
        )}
        {line('safe_contact', { maxlength: 300 })}
        {has('country') && (
          <div class="told">
            <Select
              v={v}
              name="country"
              label={label('country')}
              state={state}
              options={[{ value: '', label: t('directory.unsaid') }, ...choices.countries.map(optionOf)]}
            />
            {level('country')}
          </div>
        )}
        {has('place') && choices.places.length > 0 && (
          <div class="told">
            <Select
              v={v}
              name="place"
              label={label('place')}
              hint={t('directory.field.place.hint')}
              state={state}
              options={[{ value: '', label: t('directory.unsaid') }, ...choices.places.map(optionOf)]}
            />
            {level('place')}
          </div>
        )}
        {list('languages', 'languages', languageGroups(v, chosen.languages), chosen.languages)}
        {list('expertise', 'issues', choices.issues, chosen.issues)}
        {list('offers', 'offers', offers, chosen.offers)}
        {list('seeks', 'seeks', offers, chosen.seeks)}
        {has('organisations') && (
          <div class="told">
            <div class="field">
              <b>{label('organisations')}</b>
              <span class="hint">{t('directory.field.organisations.hint')}</span>
            </div>
            {level('organisations')}
          </div>
        )}
        {email && has('email') && (
          <div class="told">
            <div class="field">
              <b>{label('email')}</b>
              <span>{email}</span>
            </div>
            {level('email')}
          </div>
        )}
        {line('phone', { type: 'tel', maxlength: 40 })}
        {line('website', { type: 'url', maxlength: 300 })}
        <div>
          <button type="submit" class="button">
            {t('directory.profile.save')}
          </button>
        </div>
      </form>
      {!fillIn && (
        <section class="flow">
          <h2>{t('directory.lived')}</h2>
          <p>{t('directory.lived.door')}</p>
          <p>
            <a class="button plain" href={urls.directory.lived(v.at)}>
              {t('directory.lived.open')}
            </a>
          </p>
        </section>
      )}
    </WorkPage>
  );
}

const optionOf = ({ id, label }: { id: string; label: string }) => ({ value: id, label });

/** The network's own languages first, then every other, as the reader's language sorts them. */
function languageGroups(v: View, chosen: string[]): TagGroup[] {
  const item = (code: string) => ({ id: code, label: languageLabel(v.locale, code) });
  const near = languageCodes.filter((code) => v.network.locales.includes(code) || chosen.includes(code));
  const others = languageCodes.filter((code) => !near.includes(code)).map(item);
  return [
    { title: v.t('directory.languages.near'), items: near.map(item) },
    {
      title: v.t('directory.languages.others'),
      items: others.sort((a, b) => a.label.localeCompare(b.label, v.locale)),
    },
  ];
}
