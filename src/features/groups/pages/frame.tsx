import type { Child } from 'hono/jsx';
import type { Deps, View } from '../../../platform/http/index.ts';
import type { Door } from '../../../platform/registry/index.ts';
import { Document, ErrorSummary, type FormState, State } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Group, isIn } from '../group.ts';

/** The tabs of a group: its own, and those that other rooms bring for who is in it. */
export function groupTabs(deps: Pick<Deps, 'features'>, v: View, group: Group): Door[] {
  const about = { href: urls.groups.show(v.at, group.slug), label: v.t('groups.tab.about') };
  if (!isIn(group)) return [about];
  return [
    about,
    { href: urls.groups.threads(v.at, group.slug), label: v.t('groups.threads') },
    { href: urls.groups.members(v.at, group.slug), label: v.t('groups.tab.members') },
    ...deps.features.flatMap((feature) => feature.groupDoors?.(v.at, group, v.t) ?? []),
  ];
}

/** A page of a working group: the way back, the group's name, its tabs, and what stands under the one that is `current`. */
export function GroupPage({
  v,
  group,
  tabs,
  current,
  title,
  islands,
  children,
}: {
  v: View;
  group: Group;
  tabs: Door[];
  /** The address of the tab under which this page stands. */
  current: string;
  /** Of the page, below the group's name; left out on the group's own. */
  title?: string;
  islands?: string[];
  children?: Child;
}) {
  const name = v.text(group.name);
  return (
    <Document v={v} title={title ? `${title} · ${name}` : name} section="today" unlisted islands={islands}>
      <div class="wrap page flow">
        <nav class="crumbs" aria-label={v.t('ui.crumbs')}>
          <a href={urls.accounts.today(v.at)}>{v.t('ui.nav.today')}</a>
          {' › '}
          <a href={urls.groups.list(v.at)}>{v.t('groups.title')}</a>
          {title && (
            <>
              {' › '}
              <a href={urls.groups.show(v.at, group.slug)} {...v.tongue(group.name)}>
                {name}
              </a>
            </>
          )}
        </nav>
        <h1 class="small" {...(title ? {} : v.tongue(group.name))}>
          {title ?? name}
        </h1>
        {group.closedAt && (
          <p class="notice">
            <State tone="plain">{v.t('groups.state.closed')}</State>{' '}
            {v.t('groups.closed.text', { day: v.date(group.closedAt) })}
          </p>
        )}
        {tabs.length > 1 && (
          <nav class="tabs" aria-label={v.t('groups.tabs', { group: name })}>
            <ul>
              {tabs.map((tab) => (
                <li>
                  <a href={tab.href} aria-current={tab.href === current ? 'page' : undefined}>
                    {tab.label}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        {children}
      </div>
    </Document>
  );
}

/** A page below the tab of threads; with a form, its mistakes stand first. */
export const UnderThreads = ({
  v,
  group,
  tabs,
  title,
  form,
  children,
}: {
  v: View;
  group: Group;
  tabs: Door[];
  title?: string;
  form?: { state: FormState; labels: Record<string, string> };
  children?: Child;
}) => (
  <GroupPage
    v={v}
    group={group}
    tabs={tabs}
    current={urls.groups.threads(v.at, group.slug)}
    title={title}
    islands={form && ['error-summary']}
  >
    {form && <ErrorSummary v={v} {...form} />}
    {children}
  </GroupPage>
);
