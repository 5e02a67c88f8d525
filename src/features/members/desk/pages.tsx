import type { View } from '../../../platform/http/index.ts';
import {
  Cell,
  Choice,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  Narrow,
  Pager,
  PostButton,
  Select,
  Table,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Consent } from '../agreements/queries.ts';
import { kinds, states } from '../membership.ts';
import type { Inherited, ListFilter, Membership, MembershipEvent } from '../queries.ts';
import { Agreed, deskCrumb, StateOf } from './parts.tsx';

type ListProps = {
  v: View;
  lines: Membership[];
  next: string | undefined;
  counts: Record<string, number>;
  filter: ListFilter;
  waiting: number;
};

/** Every membership of the network, and the ways to the rest of the desk. */
export function ListPage({ v, lines, next, counts, filter, waiting }: ListProps) {
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const links = [
    [urls.members.applications(v.at), v.t('members.desk.applications', { count: waiting })],

    [urls.members.invitations(v.at), v.t('members.desk.invitations')],
    [urls.members.imports(v.at), v.t('members.desk.import')],
    [urls.members.merges(v.at), v.t('members.merge.title')],
    [urls.members.form(v.at, 'individual'), v.t('members.desk.form')],
    [urls.members.agreements(v.at), v.t('members.desk.agreements')],
    [urls.members.settings(v.at), v.t('members.desk.settings')],
  ] as const;
  return (
    <WorkPage v={v} title={v.t('members.desk.title')}>
      <p>
        <a class="button" href={urls.members.add(v.at)}>
          {v.t('members.add.title')}
        </a>
      </p>
      <ul class="tags">
        {links.map(([href, label]) => (
          <li>
            <a href={href}>{label}</a>
          </li>
        ))}
      </ul>
      <form class="flow" method="get" action={urls.members.list(v.at)} role="search">
        <div class="limited">
          <Field
            v={v}
            name="q"
            label={v.t('members.search')}
            state={{ values: { q: filter.words ?? '' }, errors: {} }}
            type="search"
            either
            maxlength={100}
          />
        </div>
        <Narrow v={v} narrowed={Boolean(filter.state || filter.kind)}>
          <div class="filters">
            <Select
              v={v}
              name="state"
              label={v.t('members.col.state')}
              state={{ values: { state: filter.state ?? '' }, errors: {} }}
              options={[
                { value: '', label: v.t('members.search.all', { count: total }) },
                ...states.map((state) => ({
                  value: state,
                  label: v.t('members.search.state', {
                    state: v.t(`members.state.${state}`),
                    count: counts[state] ?? 0,
                  }),
                })),
              ]}
            />
            <Select
              v={v}
              name="kind"
              label={v.t('members.col.kind')}
              state={{ values: { kind: filter.kind ?? '' }, errors: {} }}
              options={[
                { value: '', label: v.t('members.search.both') },
                ...kinds.map((kind) => ({ value: kind, label: v.t(`members.kinds.${kind}`) })),
              ]}
            />
          </div>
        </Narrow>
        <button class="button plain">{v.t('members.search.button')}</button>
      </form>
      {lines.length === 0 ? (
        total === 0 ? (
          <Empty
            text={v.t('members.desk.empty')}
            action={v.t('members.desk.empty.action')}
            href={urls.members.invitations(v.at)}
          />
        ) : (
          <Empty
            text={v.t('members.desk.none')}
            action={v.t('members.desk.everybody')}
            href={urls.members.list(v.at)}
          />
        )
      ) : (
        <Table
          close
          caption={v.t('members.desk.caption')}
          head={['name', 'kind', 'state', 'since', 'renewal'].map((column) => v.t(`members.col.${column}`))}
        >
          {lines.map((line) => (
            <tr>
              <th scope="row">
                <a href={urls.members.show(v.at, line.id)}>
                  <bdi>{line.name}</bdi>
                </a>
              </th>
              <td class={line.organisationId ? undefined : 'zero'}>
                {v.t(`members.kind.${line.organisationId ? 'organisation' : 'individual'}`)}
              </td>
              <td>
                <StateOf v={v} state={line.state} />
              </td>
              <Cell v={v} label={v.t('members.col.since')}>
                {v.date(line.from, 'short')}
              </Cell>
              <Cell v={v} label={v.t('members.col.renewal')} zero={line.state !== 'active' || !line.renewOn}>
                {line.state === 'active' && line.renewOn ? v.date(line.renewOn, 'short') : '–'}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <Pager
        v={v}
        next={
          next && urls.members.list(v.at, { state: filter.state, kind: filter.kind, q: filter.words, before: next })
        }
      />
      {total > 0 && (
        <section class="flow" aria-labelledby="export">
          <h2 id="export">{v.t('members.export.title')}</h2>
          <p>{v.t('members.export.text')}</p>
          <PostButton action={urls.members.exported(v.at)} label={v.t('members.export.button')} />
        </section>
      )}
    </WorkPage>
  );
}

export type ShowProps = {
  v: View;
  membership: Membership;
  events: MembershipEvent[];
  people: { id: string; name: string; position: string; represents: boolean }[];
  inherited: Inherited[];
  consents: Consent[];
  slug: string | undefined;
  state: FormState;
};

/** One membership with its history, and what can be done about it. */
export function ShowPage({ v, membership, events, people, inherited, consents, slug, state }: ShowProps) {
  const { id, organisationId } = membership;
  const standing = membership.state === 'active' || membership.state === 'suspended';
  const labels = {
    suspending: v.t('members.act.reason'),
    lifting: v.t('members.act.reason'),
    ending: v.t('members.act.reason'),
    renew_on: v.t('members.act.term'),
  };
  return (
    <WorkPage v={v} title={membership.name} back={[deskCrumb(v)]} islands={['error-summary']}>
      <ErrorSummary v={v} state={state} labels={labels} />
      <p>
        <StateOf v={v} state={membership.state} />{' '}
        {v.t(`members.kind.${organisationId ? 'organisation' : 'individual'}`)}
      </p>
      <dl class="facts">
        <dt>{v.t('members.col.since')}</dt>
        <dd>{v.date(membership.from)}</dd>
        {membership.renewOn && (
          <>
            <dt>{v.t('members.col.renewal')}</dt>
            <dd>{v.date(membership.renewOn)}</dd>
          </>
        )}
        {membership.endedOn && (
          <>
            <dt>{v.t('members.col.ended')}</dt>
            <dd>{v.date(membership.endedOn)}</dd>
          </>
        )}
        {membership.email && (
          <>
            <dt>{v.t('members.field.email')}</dt>
            <dd>
              <bdi>{membership.email}</bdi>
            </dd>
          </>
        )}
        {membership.username && (
          <>
            <dt>{v.t('accounts.account.username')}</dt>
            <dd>
              <bdi>{membership.username}</bdi>
            </dd>
          </>
        )}
      </dl>
      {slug && (
        <p>
          <a href={urls.organisations.show(v.at, slug)}>{v.t('members.show.organisation')}</a>
        </p>
      )}
      {inherited.length > 0 && (
        <p>{v.t('members.show.inherits', { names: inherited.map(({ organisation }) => organisation).join(', ') })}</p>
      )}
      {organisationId && (
        <section class="flow" aria-labelledby="people">
          <h2 id="people">{v.t('members.show.people')}</h2>
          {people.length === 0 ? (
            <p>{v.t('members.show.people.none')}</p>
          ) : (
            <ul>
              {people.map((person) => (
                <li>
                  <bdi>{person.name}</bdi>
                  {person.position && `, ${person.position}`}
                  {person.represents && ` (${v.t('members.show.represents')})`}
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
      {!organisationId && (
        <section class="flow" aria-labelledby="agreed">
          <h2 id="agreed">{v.t('members.review.agreed')}</h2>
          {consents.length === 0 ? <p>{v.t('members.review.agreed.none')}</p> : <Agreed v={v} consents={consents} />}
        </section>
      )}
      {standing && <Acts v={v} membership={membership} state={state} />}
      <History v={v} events={events} id={id} />
    </WorkPage>
  );
}

/** Suspending, lifting it, ending, and the renewal day. */
function Acts({ v, membership, state }: { v: View; membership: Membership; state: FormState }) {
  const { id } = membership;
  const suspended = membership.state === 'suspended';
  const reason = (name: string) => (
    <Field v={v} name={name} label={v.t('members.act.reason')} state={state} maxlength={1_000} required wording />
  );
  return (
    <section class="flow" aria-labelledby="acts">
      <h2 id="acts">{v.t('members.act.title')}</h2>
      <details open={state.errors.renew_on ? true : undefined}>
        <summary>{v.t('members.act.term')}</summary>
        <form class="form" method="post" action={urls.members.act(v.at, id, 'term')} novalidate>
          <Field
            v={v}
            name="renew_on"
            label={v.t('members.act.term')}
            hint={v.t('members.act.term.hint')}
            state={{ ...state, values: { renew_on: membership.renewOn ?? '', ...state.values } }}
            type="date"
            either
          />
          <div>
            <button class="button plain">{v.t('members.act.term.button')}</button>
          </div>
        </form>
      </details>
      {suspended ? (
        <details open={state.errors.lifting ? true : undefined}>
          <summary>{v.t('members.act.lift')}</summary>
          <form class="form" method="post" action={urls.members.act(v.at, id, 'lifting')} novalidate>
            {reason('lifting')}
            <div>
              <button class="button plain">{v.t('members.act.lift')}</button>
            </div>
          </form>
        </details>
      ) : (
        <details open={state.errors.suspending ? true : undefined}>
          <summary>{v.t('members.act.suspend')}</summary>
          <form class="form" method="post" action={urls.members.act(v.at, id, 'suspension')} novalidate>
            <p>{v.t('members.act.suspend.text')}</p>
            {reason('suspending')}
            <div>
              <button class="button grave">{v.t('members.act.suspend')}</button>
            </div>
          </form>
        </details>
      )}
      <details open={state.errors.ending ? true : undefined}>
        <summary>{v.t('members.act.end')}</summary>
        <form class="form" method="post" action={urls.members.act(v.at, id, 'ending')} novalidate>
          <p>{v.t('members.act.end.text')}</p>
          {reason('ending')}
          <div>
            <button class="button grave">{v.t('members.act.end')}</button>
          </div>
        </form>
      </details>
    </section>
  );
}

function History({ v, events }: { v: View; events: MembershipEvent[]; id: string }) {
  return (
    <section class="flow" aria-labelledby="history">
      <h2 id="history">{v.t('members.show.history')}</h2>
      {events.length === 0 ? (
        <p>{v.t('members.show.history.none')}</p>
      ) : (
        <ol class="flow">
          {events.map((event) => (
            <li>
              <b>{v.t(`members.happened.${event.kind}`)}</b> · {v.date(event.at, 'time')}
              {event.by && (
                <>
                  {' · '}
                  <bdi>{event.by}</bdi>
                </>
              )}
              {event.words && <p class="lines">{event.words}</p>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** Who may apply, how many look, how long a membership lasts. */
export function SettingsPage({ v, state, ticked }: { v: View; state: FormState; ticked: readonly string[] }) {
  const labels = { term: v.t('members.settings.term'), grace: v.t('members.settings.grace') };
  return (
    <WorkPage v={v} title={v.t('members.settings.title')} back={[deskCrumb(v)]} islands={['error-summary']}>
      <form class="form" method="post" action={urls.members.settings(v.at)} novalidate>
        <ErrorSummary v={v} state={state} labels={labels} />
        <fieldset>
          <legend>{v.t('members.settings.who')}</legend>
          {kinds.map((kind) => (
            <Choice name="kinds" value={kind} checked={ticked.includes(kind)}>
              {v.t(`members.kinds.${kind}`)}
            </Choice>
          ))}
          <p class="hint">{v.t('members.settings.who.hint')}</p>
        </fieldset>
        <fieldset>
          <legend>{v.t('members.settings.eyes')}</legend>
          <Choice name="second_eyes" value="yes" checked={ticked.includes('second_eyes')}>
            {v.t('members.settings.eyes.second')}
          </Choice>
        </fieldset>
        <Field
          v={v}
          name="term"
          label={labels.term}
          hint={v.t('members.settings.term.hint')}
          state={state}
          inputmode="numeric"
          maxlength={3}
          either
        />
        <Field
          v={v}
          name="grace"
          label={labels.grace}
          hint={v.t('members.settings.grace.hint')}
          state={state}
          inputmode="numeric"
          maxlength={3}
          required
        />
        <div>
          <button class="button">{v.t('members.settings.save')}</button>
        </div>
      </form>
    </WorkPage>
  );
}
