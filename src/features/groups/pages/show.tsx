import type { View } from '../../../platform/http/index.ts';
import type { Door } from '../../../platform/registry/index.ts';
import { Markdown, PostButton } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Group, type GroupMember, isIn } from '../group.ts';
import { ThreadTable } from '../threads/pages.tsx';
import type { Thread } from '../threads/thread.ts';
import { GroupPage } from './frame.tsx';

type Props = {
  v: View;
  group: Group;
  tabs: Door[];
  leads: GroupMember[];
  members: number;
  latest: Thread[];
  mayRun: boolean;
};

/** The group: what it is for, who leads it, and the next step of whoever reads. */
export function ShowGroupPage({ v, group, tabs, leads, members, latest, mayRun }: Props) {
  const t = v.t;
  const charter = v.text(group.charter);
  return (
    <GroupPage v={v} group={group} tabs={tabs} current={urls.groups.show(v.at, group.slug)}>
      <Standing v={v} group={group} />
      {charter ? (
        <div class="flow" {...v.tongue(group.charter)}>
          <Markdown text={charter} />
        </div>
      ) : (
        <p class="quiet">{t('groups.charter.none')}</p>
      )}
      <dl class="facts">
        <dt>{t('groups.leads')}</dt>
        <dd>{leads.length > 0 ? leads.map((lead) => lead.name).join(', ') : t('groups.leads.none')}</dd>
        <dt>{t('groups.tab.members')}</dt>
        <dd>{t('groups.members.count', { count: members })}</dd>
        <dt>{t('groups.entry')}</dt>
        <dd>{t(`groups.entry.${group.entry}.text`)}</dd>
      </dl>
      {latest.length > 0 && (
        <>
          <ThreadTable v={v} group={group} threads={latest} />
          <p>
            <a href={urls.groups.threads(v.at, group.slug)}>{t('groups.threads.allOfThem')}</a>
          </p>
        </>
      )}
      <div class="actions">
        {isIn(group) && (
          <a class="button plain" href={urls.groups.membership(v.at, group.slug)}>
            {t('groups.membership.mine')}
          </a>
        )}
        {mayRun && (
          <a class="button plain" href={urls.groups.settings(v.at, group.slug)}>
            {t('groups.settings.title')}
          </a>
        )}
        {mayRun && !isIn(group) && (
          <a class="button plain" href={urls.groups.members(v.at, group.slug)}>
            {t('groups.tab.members')}
          </a>
        )}
        {isIn(group) && (
          <a class="button plain" href={urls.groups.leaving(v.at, group.slug)}>
            {t('groups.leaving.link')}
          </a>
        )}
      </div>
    </GroupPage>
  );
}

/** Where she stands with the group while she is not in it, and what she can do about it. */
function Standing({ v, group }: { v: View; group: Group }) {
  const t = v.t;
  const state = group.mine?.state;
  if (state === 'in' || (group.closedAt && !state)) return null;
  const key = state ?? group.entry;
  return (
    <div class="notice flow">
      <p>{t(`groups.standing.${key}`)}</p>
      <div class="actions">
        <a class={state === 'asked' ? 'button plain' : 'button'} href={urls.groups.membership(v.at, group.slug)}>
          {t(`groups.standing.${key}.action`)}
        </a>
        {state && (
          <PostButton action={urls.groups.leaving(v.at, group.slug)} label={t(`groups.standing.${state}.undo`)} />
        )}
      </div>
    </div>
  );
}
