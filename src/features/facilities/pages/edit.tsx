import type { View } from '../../../platform/http/index.ts';
import { languageIn } from '../../../platform/i18n/index.ts';
import { ErrorSummary, Field, type FormState, PostButton, Select, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Place } from '../../vocabularies/index.ts';
import { type Facility, facilityKinds, positions, unitStates, womenHeld } from '../facility.ts';
import { facilityFields } from '../forms.ts';

type Props = {
  v: View;
  /** Left out: a new one. */
  facility?: Facility;
  id: string;
  places: Place[];
  /** For whom a new one may be written down; '' is the coordination. */
  owners: { value: string; label: string }[];
  state: FormState;
};

/** What public sources say of a facility, for whoever keeps it. */
export function EditFacilityPage({ v, facility, id, places, owners, state }: Props) {
  const t = v.t;
  const labels: Record<string, string> = {
    organisation: t('facilities.field.organisation'),
    ...Object.fromEntries(facilityFields.map((field) => [field, t(`facilities.field.${field}`)])),
    ...Object.fromEntries(
      v.network.locales.map((locale) => [
        `name.${locale}`,
        t('facilities.field.name', { language: languageIn(v.locale, locale) }),
      ]),
    ),
  };
  const field = (name: string, more: Partial<Parameters<typeof Field>[0]> = {}) => (
    <Field v={v} name={name} label={labels[name]!} state={state} {...more} />
  );
  const choice = (name: string, of: readonly string[], key: string, hint?: string) => (
    <Select
      v={v}
      name={name}
      label={labels[name]!}
      hint={hint}
      state={state}
      options={of.map((value) => ({ value, label: t(`facilities.${key}.${value}`) }))}
    />
  );
  return (
    <WorkPage
      v={v}
      title={facility ? t('facilities.edit.title', { name: v.text(facility.names) }) : t('facilities.create')}
      back={[{ href: urls.facilities.mine(v.at), label: t('facilities.mine') }]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labels} />
      <p>{t('facilities.edit.lead')}</p>
      {facility && (
        <p>
          <a href={urls.facilities.show(v.at, facility.id)}>{t('facilities.see')}</a>
          {' · '}
          <a href={urls.facilities.release(v.at, facility.id)}>{t('facilities.release.title')}</a>
        </p>
      )}
      <form
        class="form short"
        method="post"
        action={facility ? urls.facilities.edit(v.at, facility.id) : urls.facilities.create(v.at)}
        novalidate
      >
        {!facility && <input type="hidden" name="id" value={id} />}
        {!facility && (
          <Select
            v={v}
            name="organisation"
            label={labels.organisation!}
            hint={t('facilities.organisation.hint')}
            state={state}
            options={owners}
          />
        )}
        {v.network.locales.map((locale) => field(`name.${locale}`, { lang: locale, maxlength: 200 }))}
        {field('former', { rows: 2, wording: false, hint: t('facilities.former.hint') })}
        {choice('kind', facilityKinds, 'kind')}
        <Select
          v={v}
          name="place"
          label={labels.place!}
          hint={t('facilities.place.hint')}
          state={state}
          options={[{ value: '', label: t('facilities.choose') }, ...placeOptions(places)]}
        />
        {field('locality', { maxlength: 200 })}
        {choice('women', womenHeld, 'women')}
        {field('women_held', { inputmode: 'numeric' })}
        {field('women_held_on', { type: 'date' })}
        {field('women_held_source', { maxlength: 500, hint: t('facilities.source.hint') })}
        {choice('unit', unitStates, 'unit')}
        {field('unit_places', { inputmode: 'numeric' })}
        {field('unit_source', { maxlength: 500 })}
        {field('latitude', { inputmode: 'decimal', hint: t('facilities.position.hint') })}
        {field('longitude', { inputmode: 'decimal' })}
        {choice('position_shown', positions, 'shown')}
        {field('source_url', { type: 'url', hint: t('facilities.address.hint') })}
        {field('checked_on', { type: 'date' })}
        <div>
          <button type="submit" class="button">
            {t('facilities.save')}
          </button>
        </div>
      </form>
      {facility && (
        <>
          <h2>{t('facilities.removal.title')}</h2>
          <p>{t('facilities.removal.lead')}</p>
          <PostButton
            action={urls.facilities.removal(v.at, facility.id)}
            label={t('facilities.removal.do')}
            kind="grave"
          />
        </>
      )}
    </WorkPage>
  );
}

/** Wider places with what they lie in: countries, regions, districts. */
function placeOptions(places: Place[]): { value: string; label: string }[] {
  const byId = new Map(places.map((place) => [place.id, place]));
  const name = (place: Place): string => {
    const above = place.parentId ? byId.get(place.parentId) : undefined;
    return above ? `${name(above)} › ${place.label}` : place.label;
  };
  return places
    .filter((place) => place.kind !== 'facility')
    .map((place) => ({ value: place.id, label: name(place) }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}
