import type { Child } from 'hono/jsx';
import type { Deps, View } from '../../../platform/http/index.ts';
import type { Door } from '../../../platform/registry/index.ts';
import { WorkPage } from '../../../ui/index.ts';
import { GroupPage, groupTabs } from '../../groups/index.ts';
import type { Scope } from '../scope.ts';

/** A scope with the tabs of its group's pages. */
export type Place = Scope & { tabs: Door[] };

/** A scope as its pages show it. */
export const placed = (deps: Pick<Deps, 'features'>, v: View, scope: Scope): Place => ({
  ...scope,
  tabs: scope.group ? groupTabs(deps, v, scope.group) : [],
});

/** A page of members about something of a group (below its tabs) or of the whole network. */
export function ScopePage({
  v,
  place,
  title,
  list,
  back = [],
  islands,
  children,
}: {
  v: View;
  /** Undefined: a list over all that she reads. */
  place?: Place;
  title: string;
  /** The address of the list under which it stands, by its group's address, and its name. */
  list: { href: (group?: string) => string; label: string };
  /** The pages between that list and this one. */
  back?: Door[];
  islands?: string[];
  children?: Child;
}) {
  if (!place?.group) {
    const home = place ? [{ href: list.href(), label: list.label }] : [];
    return (
      <WorkPage v={v} title={title} back={[...home, ...back]} islands={islands}>
        {children}
      </WorkPage>
    );
  }
  return (
    <GroupPage
      v={v}
      group={place.group}
      tabs={place.tabs}
      current={list.href(place.group.slug)}
      title={title}
      islands={islands}
    >
      {back.length > 0 && (
        <nav class="crumbs" aria-label={v.t('documents.crumbs')}>
          {back.map(({ href, label }, at) => (
            <>
              {at > 0 && ' › '}
              <a href={href}>{label}</a>
            </>
          ))}
        </nav>
      )}
      {children}
    </GroupPage>
  );
}

/** Of which group something is, in a list over all. */
export const scopeName = (v: View, group: Record<string, string> | null): string =>
  group ? v.text(group) : v.t('documents.network');
