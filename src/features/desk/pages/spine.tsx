import type { View } from '../../../platform/http/index.ts';
import { Choice } from '../../../ui/index.ts';
import type { Issue, Place } from '../../vocabularies/index.ts';

/** The two lists to choose from, in the reader's language, and what is ticked. */
export type Spine = {
  issues: Issue[];
  places: Place[];
  chosenIssues: readonly string[];
  chosenPlaces: readonly string[];
};

/** Issues by strand and places by what they lie in, each group folded until it is wanted. */
export function SpineChoices({ v, spine }: { v: View; spine: Spine }) {
  const { issues, places, chosenIssues, chosenPlaces } = spine;
  const byId = new Map(places.map((place) => [place.id, place]));
  const parents = [...new Set(places.map((place) => place.parentId))].filter(
    (id): id is string => id !== null && byId.has(id),
  );
  const label = (place: Place) => (place.sample ? `${place.label} (${v.t('desk.sample.mark')})` : place.label);
  const above = places.filter((place) => place.parentId === null || !byId.has(place.parentId));
  return (
    <>
      <fieldset>
        <legend>{v.t('desk.basics.issues')}</legend>
        <span class="hint">{v.t('desk.basics.issues.hint')}</span>
        {(['cause', 'condition', 'consequence'] as const).map((strand) => (
          <Group
            v={v}
            name="issues"
            title={v.t(`vocabularies.strand.${strand}`)}
            chosen={chosenIssues}
            items={issues.filter((issue) => issue.strand === strand).map(({ id, label }) => ({ id, label }))}
          />
        ))}
      </fieldset>
      <fieldset>
        <legend>{v.t('desk.basics.places')}</legend>
        <span class="hint">{v.t('desk.basics.places.hint')}</span>
        <Group
          v={v}
          name="places"
          title={v.t('desk.basics.countries')}
          chosen={chosenPlaces}
          items={above.map((place) => ({ id: place.id, label: label(place) }))}
        />
        {parents
          .map((id) => byId.get(id)!)
          .sort((a, b) => a.label.localeCompare(b.label, v.locale))
          .map((parent) => (
            <Group
              v={v}
              name="places"
              title={v.t('desk.basics.within', { place: label(parent) })}
              chosen={chosenPlaces}
              items={places
                .filter((place) => place.parentId === parent.id)
                .map((place) => ({ id: place.id, label: label(place) }))}
            />
          ))}
      </fieldset>
    </>
  );
}

function Group({
  v,
  name,
  title,
  items,
  chosen,
}: {
  v: View;
  name: string;
  title: string;
  items: { id: string; label: string }[];
  chosen: readonly string[];
}) {
  const ticked = items.filter((item) => chosen.includes(item.id));
  if (items.length === 0) return null;
  return (
    <details class="fold">
      <summary>
        <b>{title}</b>{' '}
        <small>{ticked.length > 0 ? ticked.map((item) => item.label).join(', ') : v.t('desk.basics.none')}</small>
      </summary>
      <div class="choices">
        {items.map((item) => (
          <Choice name={name} value={item.id} checked={chosen.includes(item.id)}>
            {item.label}
          </Choice>
        ))}
      </div>
    </details>
  );
}
