import type { View } from '../../../platform/http/index.ts';
import { Empty, Pager, Pane, State, Window, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { Notices } from '../moderation/pages.tsx';
import type { Notice } from '../moderation/queries.ts';
import type { ListedGroup } from '../queries.ts';

type Props = {
  v: View;
  mine: ListedGroup[];
  others: ListedGroup[];
  next: string | undefined;
  notices: Notice[];
  mayFound: boolean;
  /** Not the first page: only the others stand here. */
  further: boolean;
};

/** Her groups, and those that she may know of. */
export function GroupsPage({ v, mine, others, next, notices, mayFound, further }: Props) {
  const t = v.t;
  return (
    <WorkPage v={v} title={t('groups.title')}>
      <p class="lead">{t('groups.lead')}</p>
      <Notices v={v} notices={notices} />
      {mayFound && !further && (
        <p class="actions">
          <a class="button" href={urls.groups.create(v.at)}>
            {t('groups.create.title')}
          </a>
        </p>
      )}
      {!further && (
        <>
          <h2>{t('groups.mine')}</h2>
          {mine.length > 0 ? (
            <Panes v={v} groups={mine} />
          ) : (
            <Empty text={t(others.length > 0 ? 'groups.mine.none' : 'groups.none')} />
          )}
        </>
      )}
      {others.length > 0 && (
        <>
          <h2>{t('groups.others')}</h2>
          <Panes v={v} groups={others} />
        </>
      )}
      {mine.length > 0 && (
        <p>
          <a href={urls.groups.digest(v.at)}>{t('groups.digest.title')}</a>
        </p>
      )}
      <Pager v={v} next={next === undefined ? undefined : urls.groups.listFrom(v.at, next)} />
    </WorkPage>
  );
}

function Panes({ v, groups }: { v: View; groups: ListedGroup[] }) {
  return (
    <Window>
      {groups.map((group) => (
        <Pane open={group.mine?.state === 'invited'}>
          <h3>
            <a href={urls.groups.show(v.at, group.slug)} {...v.tongue(group.name)}>
              {v.text(group.name)}
            </a>
          </h3>
          <p {...v.tongue(group.charter)}>{opening(v.text(group.charter))}</p>
          <p class="quiet">
            <Place v={v} group={group} />
            {v.t('groups.members.count', { count: group.members })}
          </p>
        </Pane>
      ))}
    </Window>
  );
}

/** Where she stands with a group, in a word; how one comes in, where she stands nowhere. */
function Place({ v, group }: { v: View; group: ListedGroup }) {
  const { mine } = group;
  const word = group.closedAt
    ? 'groups.state.closed'
    : mine?.state === 'in'
      ? mine.lead
        ? 'groups.state.lead'
        : group.entry === 'hidden'
          ? 'groups.entry.hidden'
          : undefined
      : mine
        ? `groups.state.${mine.state}`
        : `groups.entry.${group.entry}`;
  if (!word) return null;
  return (
    <>
      <State tone={mine?.state === 'invited' ? 'wait' : 'plain'}>{v.t(word)}</State>
      {' · '}
    </>
  );
}

/** The first paragraph of a charter, without its Markdown signs. */
function opening(text: string): string {
  const plain = text
    .replace(/^#+\s.*$/gm, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`>]/g, '')
    .trim()
    .split(/\n\s*\n/)[0]!
    .replace(/\s+/g, ' ');
  return plain.length > 160 ? `${plain.slice(0, 160).replace(/\s\S*$/, '')} …` : plain;
}
