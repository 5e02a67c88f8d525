import type { View } from '../../platform/http/index.ts';
import { Part, TagField, type TagGroup } from '../../ui/index.ts';
import type { FacilityChoice } from '../facilities/index.ts';
import type { Instrument, Provision } from '../standards/index.ts';
import type { Issue, Place } from '../vocabularies/index.ts';

/** The lists to choose from, in the reader's language. */
export type SpineLists = {
  issues: Issue[];
  places: Place[];
  /** Those that she may know. */
  facilities: FacilityChoice[];
  instruments: Instrument[];
  provisions: Provision[];
};

export type SpineChoice = {
  issues: string[];
  places: string[];
  provisions: string[];
  /** Left out: what is about facilities stays as it is. */
  facilities?: string[];
  /** The facilities among which there was a choice. */
  offered?: string[];
};

/** What is ticked, by name, as far as it fits on a line or two. */
function spineWords(lists: SpineLists, chosen: SpineChoice): string {
  const labels = [
    ...lists.issues.filter(({ id }) => chosen.issues.includes(id)).map(({ label }) => label),
    ...lists.places.filter(({ id }) => chosen.places.includes(id)).map(({ label }) => label),
    ...lists.provisions.filter(({ id }) => chosen.provisions.includes(id)).map(({ number }) => number),
  ];
  const most = 6;
  return labels.slice(0, most).join(', ') + (labels.length > most ? ' …' : '');
}

/** What a thing is about as a part of a longer form, folded under what is ticked. */
export const SpinePart = ({ v, lists, chosen }: { v: View; lists: SpineLists; chosen: SpineChoice }) => (
  <Part title={v.t('spine.about')} said={[spineWords(lists, chosen) || v.t('ui.tags.none')]} open={false}>
    <SpineChoices v={v} lists={lists} chosen={chosen} />
  </Part>
);

/** What a thing is about: issues by strand, places by what they lie in, provisions by instrument. */
function SpineChoices({ v, lists, chosen }: { v: View; lists: SpineLists; chosen: SpineChoice }) {
  const { issues, instruments, provisions } = lists;
  return (
    <>
      <TagField
        v={v}
        name="issues"
        legend={v.t('spine.issues')}
        hint={v.t('spine.issues.hint')}
        chosen={chosen.issues}
        groups={(['cause', 'condition', 'consequence'] as const).map((strand) => ({
          title: v.t(`vocabularies.strand.${strand}`),
          items: issues.filter((issue) => issue.strand === strand),
        }))}
      />
      <TagField
        v={v}
        name="places"
        legend={v.t('spine.places')}
        hint={v.t('spine.places.hint')}
        chosen={chosen.places}
        groups={placeGroups(v, lists.places)}
      />
      {lists.facilities.length > 0 && (
        <TagField
          v={v}
          name="facilities"
          legend={v.t('spine.facilities')}
          hint={v.t('spine.facilities.hint')}
          chosen={chosen.facilities ?? []}
          groups={facilityGroups(v, lists)}
        />
      )}
      <TagField
        v={v}
        name="provisions"
        legend={v.t('spine.provisions')}
        hint={v.t('spine.provisions.hint')}
        chosen={chosen.provisions}
        groups={instruments.map((instrument) => ({
          title: v.text(instrument.shortNames),
          items: provisions
            .filter((one) => one.instrumentId === instrument.id)
            .map((one) => ({
              id: one.id,
              label: `${one.number} ${v.text(one.titles)}${one.confidence === 'doubtful' ? ` ${v.t('standards.mark')}` : ''}`,
            })),
        }))}
      />
    </>
  );
}

/** Countries first, then what lies within each place that has something within it. */
function placeGroups(v: View, places: Place[]): TagGroup[] {
  const byId = new Map(places.map((place) => [place.id, place]));
  const parents = [...new Set(places.map((place) => place.parentId))].filter(
    (id): id is string => id !== null && byId.has(id),
  );
  const label = (place: Place) => (place.sample ? `${place.label} ${v.t('vocabularies.sample.mark')}` : place.label);
  const items = (list: Place[]) => list.map((place) => ({ id: place.id, label: label(place) }));
  return [
    {
      title: v.t('spine.countries'),
      items: items(places.filter((place) => place.parentId === null || !byId.has(place.parentId))),
    },
    ...parents
      .map((id) => byId.get(id)!)
      .sort((a, b) => a.label.localeCompare(b.label, v.locale))
      .map((parent) => ({
        title: v.t('spine.within', { place: label(parent) }),
        items: items(places.filter((place) => place.parentId === parent.id)),
      })),
  ];
}

/** Facilities by their country. */
function facilityGroups(v: View, { facilities, places }: SpineLists): TagGroup[] {
  return [...Map.groupBy(facilities, (one) => one.countryId)]
    .map(([country, items]) => ({
      title: places.find((place) => place.id === country)?.label ?? country,
      items: items.map((one) => ({ id: one.id, label: v.text(one.names) })),
    }))
    .sort((a, b) => a.title.localeCompare(b.title, v.locale));
}
