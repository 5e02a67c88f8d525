import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import type { Role } from '../../../platform/tenancy/index.ts';
import {
  Document,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  Pager,
  Select,
  State,
  Table,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { allRoles } from './people.ts';
import type { Listed } from './queries.ts';

/** A role's name in the reader's language. */
export const roleName = (v: View, role: string) => v.t(`accounts.role.${role}`);

type ListProps = {
  v: View;
  people: Listed[];
  next: string | undefined;
  role: Role | undefined;
  administers: boolean;
};

/** People with accounts: an administrator sees all of them, a lead or coordinator those that she made. */
export function PeoplePage({ v, people, next, role, administers }: ListProps) {
  const list = urls.accounts.people(v.at);
  const query = (before?: string) => {
    const parts = [role && `role=${role}`, before && `before=${before}`].filter(Boolean);
    return parts.length > 0 ? `${list}?${parts.join('&')}` : list;
  };
  return (
    <Document v={v} title={v.t('accounts.people.title')} unlisted>
      <div class="wrap page flow">
        <h1 class="small">{v.t('accounts.people.title')}</h1>
        <p>{v.t(administers ? 'accounts.people.lead' : 'accounts.people.leadMine')}</p>
        <p class="actions">
          <a class="button" href={urls.accounts.invite(v.at)}>
            {v.t('accounts.people.add')}
          </a>
        </p>
        {administers && (
          <form class="actions" method="get" action={list}>
            <Select
              v={v}
              name="role"
              label={v.t('accounts.people.role')}
              state={{ values: { role: role ?? '' }, errors: {} }}
              options={[
                { value: '', label: v.t('accounts.people.everybody') },
                ...allRoles.map((one) => ({ value: one, label: roleName(v, one) })),
              ]}
            />
            <button class="button plain" type="submit">
              {v.t('accounts.people.show')}
            </button>
          </form>
        )}
        {people.length === 0 ? (
          <Empty text={v.t('accounts.people.empty')} />
        ) : (
          <Table
            caption={v.t('accounts.people.caption')}
            head={['name', 'reached', 'roles', 'state'].map((column) => v.t(`accounts.people.${column}`))}
          >
            {people.map((person) => (
              <tr>
                <th scope="row">
                  <a href={urls.accounts.person(v.at, person.id)}>
                    <bdi>{person.name}</bdi>
                  </a>
                </th>
                <td>
                  <bdi>{person.email ?? person.username}</bdi>
                </td>
                <td>{person.roles.map((one) => roleName(v, one)).join(', ') || v.t('accounts.people.none')}</td>
                <td>
                  <Standing v={v} disabledAt={person.disabledAt} firstSignedInAt={person.firstSignedInAt} />
                </td>
              </tr>
            ))}
          </Table>
        )}
        <Pager v={v} next={next && query(next)} />
      </div>
    </Document>
  );
}

/** Whether she can sign in, and has. */
export function Standing({
  v,
  disabledAt,
  firstSignedInAt,
}: { v: View } & Pick<Listed, 'disabledAt' | 'firstSignedInAt'>) {
  if (disabledAt) return <State tone="bad">{v.t('accounts.people.closed')}</State>;
  if (!firstSignedInAt) return <State tone="wait">{v.t('accounts.people.notYet')}</State>;
  return <State tone="ok">{v.t('accounts.people.open')}</State>;
}

type NewProps = { v: View; roles: readonly Role[]; state: FormState };

/** Somebody new: by an invitation to her address, or by a username and a printed code. */
export function NewPersonPage({ v, roles, state }: NewProps) {
  const labels = Object.fromEntries(
    ['name', 'email', 'username', 'locale', 'role', 'until', 'reason'].map((field) => [
      field,
      v.t(`accounts.people.form.${field}`),
    ]),
  );
  return (
    <Document v={v} title={v.t('accounts.people.add')} islands={['error-summary']} languages={false} unlisted>
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={urls.accounts.people(v.at)}>{v.t('accounts.people.title')}</a>
        </p>
        <h1 class="small">{v.t('accounts.people.add')}</h1>
        <p>{v.t('accounts.people.addLead')}</p>
        <ErrorSummary v={v} state={state} labels={labels} />
        <form class="form" method="post" action={urls.accounts.people(v.at)}>
          <Field v={v} name="name" label={labels.name!} autocomplete="off" state={state} required maxlength={120} />
          <Field
            v={v}
            name="email"
            label={labels.email!}
            hint={v.t('accounts.people.form.emailHint')}
            type="email"
            autocomplete="off"
            state={state}
            either
            maxlength={254}
          />
          <Field
            v={v}
            name="username"
            label={labels.username!}
            hint={v.t('accounts.people.form.usernameHint')}
            autocomplete="off"
            state={state}
            either
            maxlength={40}
          />
          <Select
            v={v}
            name="locale"
            label={labels.locale!}
            state={state}
            options={v.network.locales.map((locale) => ({ value: locale, label: languageName(locale) }))}
          />
          <Select
            v={v}
            name="role"
            label={labels.role!}
            state={state}
            options={roles.map((role) => ({ value: role, label: roleName(v, role) }))}
          />
          <Field v={v} name="until" label={labels.until!} type="date" state={state} />
          <Field
            v={v}
            name="reason"
            label={labels.reason!}
            hint={v.t('accounts.people.reasonHint')}
            state={state}
            required
            maxlength={300}
            wording
          />
          <div class="actions">
            <button class="button" type="submit">
              {v.t('accounts.people.submit')}
            </button>
          </div>
        </form>
      </div>
    </Document>
  );
}
