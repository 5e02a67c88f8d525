import type { View } from '../../../platform/http/index.ts';
import type { Door } from '../../../platform/registry/index.ts';
import {
  AboutWhat,
  Choice,
  ErrorSummary,
  Field,
  type FormState,
  OnceMore,
  PostButton,
  State,
  Table,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Group, type GroupMember, isIn, watches } from '../group.ts';
import { GroupPage } from '../pages/frame.tsx';
import type { AtTheDoor } from '../queries.ts';

type Frame = { v: View; group: Group; tabs: Door[] };

/** Her own place: coming in, or what she changes about it once she is in. */
export function MembershipPage({ v, group, tabs, state }: Frame & { state: FormState }) {
  const t = v.t;
  const asks = !isIn(group) && group.mine?.state !== 'invited' && group.entry === 'request';
  const way = isIn(group) ? 'mine' : asks ? 'ask' : 'join';
  return (
    <GroupPage
      v={v}
      group={group}
      tabs={tabs}
      current={urls.groups.show(v.at, group.slug)}
      title={t(`groups.membership.${way}`)}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={{ alias: t('groups.alias'), words: t('groups.words') }} />
      <form class="form" method="post" action={urls.groups.membership(v.at, group.slug)} novalidate>
        <Field
          v={v}
          name="alias"
          label={t('groups.alias')}
          hint={t('groups.alias.hint')}
          state={state}
          maxlength={60}
        />
        {isIn(group) && <p class="hint">{t('groups.alias.change')}</p>}
        {asks && (
          <Field v={v} name="words" label={t('groups.words')} hint={t('groups.words.hint')} state={state} rows={4} />
        )}
        <fieldset>
          <legend>{t('groups.watch')}</legend>
          {watches.map((watch) => (
            <Choice type="radio" name="watch" value={watch} checked={state.values.watch === watch}>
              {t(`groups.watch.${watch}`)}
            </Choice>
          ))}
        </fieldset>
        <div>
          <button type="submit" class="button">
            {t(`groups.membership.${way}.button`)}
          </button>
        </div>
      </form>
    </GroupPage>
  );
}

/** Asked once more before she leaves. */
export function LeavingPage({ v, group, tabs, state }: Frame & { state: FormState }) {
  const t = v.t;
  return (
    <GroupPage
      v={v}
      group={group}
      tabs={tabs}
      current={urls.groups.show(v.at, group.slug)}
      title={t('groups.leaving.title')}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={{}} />
      <p>{t(group.entry === 'open' ? 'groups.leaving.text.open' : 'groups.leaving.text')}</p>
      <form class="form" method="post" action={urls.groups.leaving(v.at, group.slug)}>
        <fieldset>
          <legend>{t('groups.leaving.name')}</legend>
          <Choice type="radio" name="name" value="keep" checked>
            {t('groups.leaving.name.keep')}
          </Choice>
          <Choice type="radio" name="name" value="former">
            {t('groups.leaving.name.former')}
          </Choice>
        </fieldset>
        <div class="actions">
          <button type="submit" class="button grave">
            {t('groups.leaving.button')}
          </button>
          <a class="button plain" href={urls.groups.show(v.at, group.slug)}>
            {t('groups.back')}
          </a>
        </div>
      </form>
    </GroupPage>
  );
}

/** Who is in the group, under the names they bear there; for its leads also who waits at the door. */
export function MembersPage({
  v,
  group,
  tabs,
  members,
  next,
  door,
  mayRun,
  state,
}: Frame & {
  members: GroupMember[];
  next: string | undefined;
  door: AtTheDoor[];
  mayRun: boolean;
  state: FormState;
}) {
  const t = v.t;
  return (
    <GroupPage
      v={v}
      group={group}
      tabs={tabs}
      current={urls.groups.members(v.at, group.slug)}
      title={t('groups.tab.members')}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={{ key: t('groups.invite.key') }} />
      {door.length > 0 && <AtDoor v={v} group={group} door={door} />}
      <Table
        caption={t('groups.tab.members')}
        head={[t('groups.members.name'), t('groups.members.place'), ...(mayRun ? [t('groups.members.action')] : [])]}
      >
        {members.map((member) => (
          <tr>
            <th scope="row">{member.name}</th>
            <td>
              {member.lead ? <State tone="ok">{t('groups.lead.word')}</State> : t('groups.member.word')}
              {member.id === group.mine?.id && ` · ${t('groups.members.you')}`}
              {mayRun && member.cooledUntil && member.cooledUntil > v.now && (
                <>
                  <br />
                  <small>{t('groups.members.cooled', { until: v.date(member.cooledUntil, 'time') })}</small>
                </>
              )}
            </td>
            {mayRun && (
              <td>
                <MemberActions v={v} group={group} member={member} />
              </td>
            )}
          </tr>
        ))}
      </Table>
      {next && (
        <p>
          <a class="button plain" href={next} rel="next">
            {t('ui.pager.more')}
          </a>
        </p>
      )}
      {mayRun && !group.closedAt && (
        <form class="form short" method="post" action={urls.groups.invitations(v.at, group.slug)} novalidate>
          <h2>{t('groups.invite.title')}</h2>
          <Field
            v={v}
            name="key"
            label={t('groups.invite.key')}
            hint={t('groups.invite.hint')}
            state={state}
            required
          />
          <div>
            <button type="submit" class="button">
              {t('groups.invite.button')}
            </button>
          </div>
        </form>
      )}
    </GroupPage>
  );
}

function MemberActions({ v, group, member }: { v: View; group: Group; member: GroupMember }) {
  const t = v.t;
  return (
    <div class="actions">
      {member.lead ? (
        <PostButton
          v={v}
          action={urls.groups.leadEnd(v.at, group.slug, member.id)}
          label={t('groups.lead.end')}
          about={member.name}
        />
      ) : (
        <PostButton
          v={v}
          action={urls.groups.lead(v.at, group.slug, member.id)}
          label={t('groups.lead.make')}
          about={member.name}
        />
      )}
      {member.cooledUntil && member.cooledUntil > v.now && (
        <PostButton
          v={v}
          action={urls.groups.coolingEnd(v.at, group.slug, member.id)}
          label={t('groups.cooling.end')}
          about={member.name}
        />
      )}
      {member.id !== group.mine?.id && (
        <a class="button plain" href={urls.groups.removal(v.at, group.slug, member.id)}>
          {t('groups.removal.link')}
          <AboutWhat v={v} text={member.name} />
        </a>
      )}
    </div>
  );
}

function AtDoor({ v, group, door }: { v: View; group: Group; door: AtTheDoor[] }) {
  const t = v.t;
  return (
    <Table
      caption={t('groups.door.title')}
      head={['name', 'words', 'since', 'action'].map((column) => t(`groups.door.${column}`))}
    >
      {door.map((one) => (
        <tr>
          <th scope="row">{one.name}</th>
          <td class="lines">
            {one.state === 'invited' ? t('groups.door.invited') : one.words || t('groups.door.silent')}
          </td>
          <td>{v.date(one.since, 'short')}</td>
          <td>
            <div class="actions">
              {one.state === 'asked' && (
                <PostButton
                  v={v}
                  action={urls.groups.admission(v.at, group.slug, one.id)}
                  label={t('groups.door.admit')}
                  about={one.name}
                  kind="main"
                />
              )}
              <PostButton
                v={v}
                action={urls.groups.refusal(v.at, group.slug, one.id)}
                label={t(one.state === 'asked' ? 'groups.door.refuse' : 'groups.door.takeBack')}
                about={one.name}
              />
            </div>
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** Asked once more before somebody is taken out. */
export function TakeOutPage({ v, group, tabs, member }: Frame & { member: { id: string; name: string } }) {
  const t = v.t;
  return (
    <GroupPage
      v={v}
      group={group}
      tabs={tabs}
      current={urls.groups.members(v.at, group.slug)}
      title={t('groups.removal.title', { name: member.name })}
    >
      <p>{t('groups.removal.text')}</p>
      <OnceMore
        action={urls.groups.removal(v.at, group.slug, member.id)}
        label={t('groups.removal.button')}
        back={{ href: urls.groups.members(v.at, group.slug), label: t('groups.back') }}
      />
    </GroupPage>
  );
}
