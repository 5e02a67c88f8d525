import type { View } from '../../../platform/http/index.ts';
import { Document, ErrorSummary, Field, FieldWording, type FormState, Select, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Account } from '../queries.ts';
import { roleName, Standing } from './pages.tsx';
import { allRoles } from './people.ts';
import type { Grant } from './queries.ts';

type PersonProps = {
  v: View;
  account: Account;
  grants: Grant[];
  administers: boolean;
  herself: boolean;
  state: FormState;
};

/** One person's account as an administrator sees it: what was granted and why, and what can be done. No content of hers. */
export function PersonPage({ v, account, grants, administers, herself, state }: PersonProps) {
  return (
    <Document v={v} title={account.name} islands={['error-summary']} languages={false} unlisted>
      <div class="wrap page flow">
        <p class="crumbs">
          <a href={urls.accounts.people(v.at)}>{v.t('accounts.people.title')}</a>
        </p>
        <h1 class="small">
          <bdi>{account.name}</bdi>
        </h1>
        <ErrorSummary v={v} state={state} labels={{}} />
        <dl class="facts">
          {account.email && (
            <>
              <dt>{v.t('accounts.account.email')}</dt>
              <dd>
                <bdi>{account.email}</bdi>
              </dd>
            </>
          )}
          {account.username && (
            <>
              <dt>{v.t('accounts.account.username')}</dt>
              <dd>{account.username}</dd>
            </>
          )}
          <dt>{v.t('accounts.people.state')}</dt>
          <dd>
            <Standing v={v} disabledAt={account.disabledAt} firstSignedInAt={account.firstSignedInAt} />
          </dd>
        </dl>

        <section class="flow">
          <h2>{v.t('accounts.people.grants')}</h2>
          {grants.length === 0 ? (
            <p>{v.t('accounts.people.none')}</p>
          ) : (
            <Table
              caption={v.t('accounts.people.grantsCaption')}
              head={['role', 'time', 'why', 'action'].map((column) => v.t(`accounts.people.${column}`))}
            >
              {grants.map((grant) => (
                <GrantRow v={v} account={account} grant={grant} administers={administers} state={state} />
              ))}
            </Table>
          )}
          {administers && !herself && <GrantForm v={v} account={account} state={state} />}
          {herself && <p>{v.t('accounts.people.notYourself')}</p>}
        </section>

        {!account.firstSignedInAt && !account.disabledAt && account.username && (
          <section class="flow">
            <h2>{v.t('accounts.people.codeTitle')}</h2>
            <p>{v.t('accounts.people.codeText')}</p>
            <form method="post" action={urls.accounts.newCode(v.at, account.id)}>
              <button class="button plain" type="submit">
                {v.t('accounts.people.codeSubmit')}
              </button>
            </form>
          </section>
        )}
        {administers && !herself && (
          <>
            {!account.disabledAt && (
              <Act
                v={v}
                title="accounts.people.restore"
                text="accounts.people.restoreText"
                field="restoring"
                action={urls.accounts.restoration(v.at, account.id)}
                submit="accounts.people.restoreSubmit"
                state={state}
              />
            )}
            <Act
              v={v}
              title={account.disabledAt ? 'accounts.people.reopen' : 'accounts.people.close'}
              text={account.disabledAt ? 'accounts.people.reopenText' : 'accounts.people.closeText'}
              field="closing"
              action={
                account.disabledAt ? urls.accounts.reopening(v.at, account.id) : urls.accounts.closure(v.at, account.id)
              }
              submit={account.disabledAt ? 'accounts.people.reopen' : 'accounts.people.close'}
              state={state}
            />
          </>
        )}
      </div>
    </Document>
  );
}

function GrantRow({
  v,
  account,
  grant,
  administers,
  state,
}: {
  v: View;
  account: Account;
  grant: Grant;
  administers: boolean;
  state: FormState;
}) {
  const over = grant.until !== null && grant.until <= v.now;
  const field = `end-${grant.id}`;
  return (
    <tr>
      <th scope="row">{roleName(v, grant.role)}</th>
      <td>
        {grant.until
          ? v.t('accounts.people.fromUntil', { from: v.date(grant.from), until: v.date(grant.until) })
          : v.t('accounts.people.from', { from: v.date(grant.from) })}
      </td>
      <td>
        <p>
          <bdi>{grant.reason}</bdi> {grant.by && <small>{v.t('accounts.people.by', { name: grant.by })}</small>}
        </p>
        {grant.endReason && (
          <p>{v.t('accounts.people.endedWhy', { reason: grant.endReason, name: grant.endedBy ?? '' })}</p>
        )}
      </td>
      <td>
        {!over && administers && (
          <details class="fold" open={state.errors[field] !== undefined}>
            <summary>{v.t('accounts.people.end')}</summary>
            <form class="form" method="post" action={urls.accounts.grantEnd(v.at, account.id, grant.id)}>
              <ReasonField v={v} id={field} state={state} />
              <button class="button grave" type="submit">
                {v.t('accounts.people.end')}
              </button>
            </form>
          </details>
        )}
      </td>
    </tr>
  );
}

/** A reason, in one of several forms of a page: every field has an id of its own. */
function ReasonField({ v, id, state }: { v: View; id: string; state: FormState }) {
  const error = state.errors[id];
  return (
    <div class="field">
      <label for={id}>{v.t('accounts.people.form.reason')}</label>
      {error && (
        <span class="wrong" id={`${id}-error`}>
          {v.t(error.key, error.values)}
        </span>
      )}
      <input
        id={id}
        name="reason"
        type="text"
        maxlength={300}
        required
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={[error && `${id}-error`, `${id}-wording`].filter(Boolean).join(' ')}
        value={error ? (state.values.reason ?? '') : ''}
      />
      <FieldWording v={v} name={id} language={v.locale} text={error ? (state.values.reason ?? '') : ''} />
    </div>
  );
}

function GrantForm({ v, account, state }: { v: View; account: Account; state: FormState }) {
  return (
    <form class="form" method="post" action={urls.accounts.grants(v.at, account.id)}>
      <h3>{v.t('accounts.people.grant')}</h3>
      <p>{v.t('accounts.people.grantText')}</p>
      <Select
        v={v}
        name="role"
        label={v.t('accounts.people.form.role')}
        state={state}
        options={allRoles.map((role) => ({ value: role, label: roleName(v, role) }))}
      />
      <Field v={v} name="from" label={v.t('accounts.people.form.from')} type="date" state={state} />
      <Field v={v} name="until" label={v.t('accounts.people.form.until')} type="date" state={state} />
      <Field
        v={v}
        name="reason"
        label={v.t('accounts.people.form.reason')}
        hint={v.t('accounts.people.reasonHint')}
        state={state}
        required
        maxlength={300}
        wording
      />
      <div class="actions">
        <button class="button" type="submit">
          {v.t('accounts.people.grantSubmit')}
        </button>
      </div>
    </form>
  );
}

type ActProps = {
  v: View;
  title: string;
  text: string;
  field: string;
  action: string;
  submit: string;
  state: FormState;
};

function Act({ v, title, text, field, action, submit, state }: ActProps) {
  return (
    <section class="flow">
      <h2>{v.t(title)}</h2>
      <p>{v.t(text)}</p>
      <details class="fold" open={state.errors[field] !== undefined}>
        <summary>{v.t(title)}</summary>
        <form class="form" method="post" action={action}>
          <ReasonField v={v} id={field} state={state} />
          <div class="actions">
            <button class="button grave" type="submit">
              {v.t(submit)}
            </button>
          </div>
        </form>
      </details>
    </section>
  );
}

type PrintedProps = { v: View; account: Account; code: string; until: Date };

/** A sheet to print and hand over: where, as whom, with which code, until when. Shown once. */
export function PrintedCodePage({ v, account, code, until }: PrintedProps) {
  return (
    <Document v={v} title={v.t('accounts.sheet.title')} languages={false} unlisted>
      <div class="wrap page narrow flow">
        <section class="sheet flow">
          <h1 class="small">{v.t('accounts.sheet.title')}</h1>
          <p>
            <bdi>{account.name}</bdi>, {v.text(v.network.name)}
          </p>
          <dl class="facts">
            <dt>{v.t('accounts.sheet.where')}</dt>
            <dd dir="ltr">{v.origin + urls.accounts.signIn(v.at)}</dd>
            <dt>{v.t(account.username ? 'accounts.account.username' : 'accounts.account.email')}</dt>
            <dd>
              <bdi>{account.username ?? account.email}</bdi>
            </dd>
            <dt>{v.t('accounts.sheet.code')}</dt>
            <dd class="letters" dir="ltr">
              <code>{code}</code>
            </dd>
            <dt>{v.t('accounts.sheet.until')}</dt>
            <dd>{v.date(until)}</dd>
          </dl>
          <p>{v.t('accounts.sheet.text')}</p>
        </section>
        <p class="notice">{v.t('accounts.sheet.once')}</p>
        <p>
          <a class="button plain" href={urls.accounts.person(v.at, account.id)}>
            {v.t('accounts.sheet.done')}
          </a>
        </p>
      </div>
    </Document>
  );
}
