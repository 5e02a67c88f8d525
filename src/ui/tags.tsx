import type { View } from '../platform/http/index.ts';
import { Choice } from './form.tsx';

/** Terms that belong together, under one heading. */
export type TagGroup = { title: string; items: { id: string; label: string }[] };

/**
 * The one way to tag a thing with terms of a list: groups that are folded until they are wanted. With script a search
 * field narrows them as she types.
 */
export function TagField({
  v,
  name,
  legend,
  hint,
  groups,
  chosen,
}: {
  v: View;
  name: string;
  legend: string;
  hint: string;
  groups: TagGroup[];
  chosen: readonly string[];
}) {
  return (
    <fieldset data-island="tag-search">
      <legend>{legend}</legend>
      <span class="hint">{hint}</span>
      <div class="field" hidden>
        <label for={`${name}-search`}>{v.t('ui.tags.search')}</label>
        <input id={`${name}-search`} type="search" autocomplete="off" />
        <span class="hint" role="status" data-none={v.t('ui.tags.nothing')} />
      </div>
      {groups
        .filter((group) => group.items.length > 0)
        .map((group) => {
          const ticked = group.items.filter((item) => chosen.includes(item.id));
          return (
            <details class="fold">
              <summary>
                <b>{group.title}</b>{' '}
                <small>{ticked.length > 0 ? ticked.map((item) => item.label).join(', ') : v.t('ui.tags.none')}</small>
              </summary>
              <div class="choices">
                {group.items.map((item) => (
                  <Choice name={name} value={item.id} checked={chosen.includes(item.id)}>
                    {item.label}
                  </Choice>
                ))}
              </div>
            </details>
          );
        })}
    </fieldset>
  );
}
