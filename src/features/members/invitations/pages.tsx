import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import {
  Cell,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  Pager,
  PostButton,
  Select,
  State,
  Table,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { deskCrumb } from '../desk/parts.tsx';
import { mailAgainMs } from './invitation.ts';
import type { Invitation } from './queries.ts';

const tones = { sent: 'wait', joined: 'ok', withdrawn: 'plain' } as const;

type Props = { v: View; lines: Invitation[]; next: string | undefined; state: FormState };

/** Asking people to join, and what became of it. */
export function InvitationsPage({ v, lines, next, state }: Props) {
  const labels = { addresses: v.t('members.invite.addresses'), words: v.t('members.invite.words') };
  return (
    <WorkPage v={v} title={v.t('members.invitations.title')} back={[deskCrumb(v)]} islands={['error-summary']}>
      <form class="form" method="post" action={urls.members.invitations(v.at)} novalidate>
        <ErrorSummary v={v} state={state} labels={labels} />
        <Field
          v={v}
          name="addresses"
          label={labels.addresses}
          hint={v.t('members.invite.addresses.hint')}
          state={state}
          rows={5}
          required
          wording={false}
        />
        <Field v={v} name="words" label={labels.words} hint={v.t('members.invite.words.hint')} state={state} rows={3} />
        <Select
          v={v}
          name="locale"
          label={v.t('members.invite.locale')}
          state={state}
          options={v.network.locales.map((locale) => ({ value: locale, label: languageName(locale) }))}
        />
        <div>
          <button class="button">{v.t('members.invite.button')}</button>
        </div>
      </form>
      {lines.length === 0 ? (
        <Empty text={v.t('members.invitations.empty')} />
      ) : (
        <Table
          caption={v.t('members.invitations.title')}
          head={['who', 'state', 'mailed', 'by', 'act'].map((column) => v.t(`members.invitations.${column}`))}
        >
          {lines.map((line) => (
            <tr>
              <th scope="row">
                <bdi>{line.name || line.email}</bdi>
                {line.name && (
                  <>
                    <br />
                    <small>
                      <bdi>{line.email}</bdi>
                    </small>
                  </>
                )}
              </th>
              <td>
                <State tone={tones[line.state]}>{v.t(`members.invitationState.${line.state}`)}</State>
              </td>
              <Cell v={v} label={v.t('members.invitations.mailed')}>
                {v.date(line.mailedAt, 'short')}
              </Cell>
              <Cell v={v} label={v.t('members.invitations.by')}>
                {line.by ? <bdi>{line.by}</bdi> : '–'}
              </Cell>
              <td>
                {line.state === 'sent' && (
                  <div class="actions">
                    {v.now.getTime() - line.mailedAt.getTime() >= mailAgainMs && (
                      <PostButton
                        v={v}
                        action={urls.members.invitationMail(v.at, line.id)}
                        label={v.t('members.invitations.again')}
                        about={line.email}
                      />
                    )}
                    <PostButton
                      v={v}
                      action={urls.members.invitationWithdrawal(v.at, line.id)}
                      label={v.t('members.invitations.withdraw')}
                      about={line.email}
                      kind="grave"
                    />
                  </div>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Pager v={v} next={next && `${urls.members.invitations(v.at)}?before=${next}`} />
    </WorkPage>
  );
}
