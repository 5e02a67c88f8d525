import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import {
  Cell,
  Choice,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  Mistake,
  Pager,
  Select,
  State,
  Table,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Consent } from '../agreements/queries.ts';
import { ApplicationFields, type JoinProps, Written } from '../applying/pages.tsx';
import type { Application, ApplicationEvent } from '../applying/queries.ts';
import { Agreed, deskCrumb } from '../desk/parts.tsx';
import type { Membership } from '../queries.ts';
import type { Question } from '../questions/question.ts';
import type { Settings } from '../settings.ts';

const tones = {
  unconfirmed: 'plain',
  waiting: 'wait',
  asked: 'plain',
  seconded: 'wait',
  admitted: 'ok',
  declined: 'bad',
  withdrawn: 'plain',
} as const;

type ListProps = {
  v: View;
  shelf: string;
  lines: Application[];
  next: string | undefined;
  counts: Record<string, number>;
};

/** Applications: what waits for us, for them, and what is done. */
export function ApplicationsPage({ v, shelf, lines, next, counts }: ListProps) {
  const count = (...states: string[]) => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  const tabs = [
    ['open', count('waiting', 'seconded')],
    ['asked', count('asked')],
    ['unconfirmed', count('unconfirmed')],
    ['done', count('admitted', 'declined', 'withdrawn')],
  ] as const;
  return (
    <WorkPage v={v} title={v.t('members.applications.title')} back={[deskCrumb(v)]}>
      <p class="actions">
        <a class="button plain" href={urls.members.enter(v.at)}>
          {v.t('members.applications.enter')}
        </a>
      </p>
      <ul class="tags">
        {tabs.map(([name, n]) => (
          <li>
            <a
              href={urls.members.applications(v.at, { state: name === 'open' ? undefined : name })}
              aria-current={name === shelf ? 'page' : undefined}
            >
              {v.t(`members.applications.${name}`, { count: n })}
            </a>
          </li>
        ))}
      </ul>
      {lines.length === 0 ? (
        <Empty text={v.t(`members.applications.none.${shelf}`)} />
      ) : (
        <Table
          caption={v.t('members.applications.title')}
          head={[v.t('members.col.name'), v.t('members.col.kind'), v.t('members.col.since'), v.t('members.col.state')]}
        >
          {lines.map((line) => (
            <tr>
              <th scope="row">
                <a href={urls.members.review(v.at, line.id)}>
                  <bdi>{line.organisation ?? line.name}</bdi>
                </a>
              </th>
              <Cell v={v} label={v.t('members.col.kind')}>
                {v.t(`members.kind.${line.kind}`)}
              </Cell>
              <Cell v={v} label={v.t('members.col.since')}>
                {v.date(line.confirmedAt ?? line.createdAt, 'short')}
              </Cell>
              <Cell v={v} label={v.t('members.col.state')}>
                <State tone={tones[line.state]}>{v.t(`members.applicationState.${line.state}`)}</State>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <Pager v={v} next={next && urls.members.applications(v.at, { state: shelf, before: next })} />
    </WorkPage>
  );
}

type ReviewProps = {
  v: View;
  application: Application;
  events: ApplicationEvent[];
  questions: Question[];
  consents: Consent[];
  settings: Settings;
  member: Membership | undefined;
  organisations: { id: string; name: string }[];
  state: FormState;
};

/** One application: what she wrote, what was said about it, and what can be done now. */
export function ReviewPage(props: ReviewProps) {
  const { v, application, events, questions, consents, settings, member, state } = props;
  const decidable = ['waiting', 'asked', 'seconded'].includes(application.state);
  const me = v.actor.kind === 'account' ? v.actor.id : '';
  const first = application.state === 'seconded' && application.firstBy === me;
  return (
    <WorkPage
      v={v}
      title={application.organisation ?? application.name}
      back={[deskCrumb(v), { href: urls.members.applications(v.at), label: v.t('members.applications.title') }]}
      islands={['error-summary']}
    >
      <p>
        <State tone={tones[application.state]}>{v.t(`members.applicationState.${application.state}`)}</State>{' '}
        {v.t(`members.kind.${application.kind}`)} · {languageName(application.locale)} ·{' '}
        {v.date(application.createdAt, 'time')}
      </p>
      <ErrorSummary v={v} state={state} labels={decisionLabels(v)} />
      {application.enteredBy && <p class="notice">{v.t('members.review.onPaper')}</p>}
      {member && (
        <p class="notice">
          {v.t('members.review.memberAlready', { state: v.t(`members.state.${member.state}`) })}{' '}
          <a href={urls.members.show(v.at, member.id)}>{v.t('members.review.seeMember')}</a>
        </p>
      )}
      <Written v={v} application={application} questions={questions} />
      <section class="flow" aria-labelledby="agreed">
        <h2 id="agreed">{v.t('members.review.agreed')}</h2>
        {consents.length === 0 ? <p>{v.t('members.review.agreed.none')}</p> : <Agreed v={v} consents={consents} />}
      </section>
      {events.length > 0 && (
        <section class="flow" aria-labelledby="history">
          <h2 id="history">{v.t('members.application.soFar')}</h2>
          <ol class="flow">
            {events.map((event) => (
              <li>
                <b>{v.t(`members.event.${event.kind}`)}</b> · {event.by ?? v.t('members.review.applicant')} ·{' '}
                {v.date(event.at, 'time')}
                {event.words && <p class="lines">{event.words}</p>}
              </li>
            ))}
          </ol>
        </section>
      )}
      {decidable && first && <p class="notice">{v.t('members.review.secondNeeded')}</p>}
      {decidable && !first && <DecisionForm {...props} />}
      {decidable && application.email && (
        <details open={state.errors.words ? true : undefined}>
          <summary>{v.t('members.review.ask')}</summary>
          <form class="form" method="post" action={urls.members.question(v.at, application.id)} novalidate>
            <Field
              v={v}
              name="words"
              label={v.t('members.review.question')}
              hint={v.t('members.review.question.hint')}
              state={state}
              rows={5}
              required
            />
            <div>
              <button class="button plain">{v.t('members.review.question.send')}</button>
            </div>
          </form>
        </details>
      )}
      {settings.secondEyes && decidable && <p class="hint">{v.t('members.review.secondEyes')}</p>}
      {application.membershipId && (
        <p>
          <a href={urls.members.show(v.at, application.membershipId)}>{v.t('members.review.seeMember')}</a>
        </p>
      )}
    </WorkPage>
  );
}

const decisionLabels = (v: View) => ({
  finding: v.t('members.decision.finding'),
  reason: v.t('members.decision.reason'),
  organisation: v.t('members.decision.organisation'),
  username: v.t('accounts.account.username'),
  words: v.t('members.review.question'),
});

function DecisionForm({ v, application, events, organisations, state }: ReviewProps) {
  const labels = decisionLabels(v);
  const same = organisations.find(({ name }) => name.toLowerCase() === application.organisation?.toLowerCase());
  const values: Record<string, string> = { organisation: same?.id ?? '', ...state.values };
  return (
    <section class="flow" aria-labelledby="decide">
      <h2 id="decide">
        {v.t(application.state === 'seconded' ? 'members.decision.second' : 'members.decision.title')}
      </h2>
      {application.state === 'seconded' && application.firstFinding && (
        <p class="notice">
          {v.t(`members.decision.first.${application.firstFinding}`, {
            name: [...events].reverse().find(({ kind }) => kind === 'finding')?.by ?? '',
          })}
        </p>
      )}
      <form class="form" method="post" action={urls.members.decision(v.at, application.id)} novalidate>
        <fieldset id="finding">
          <legend>{labels.finding}</legend>
          <Mistake v={v} name="finding" state={state} />
          {['admit', 'decline'].map((finding) => (
            <Choice type="radio" name="finding" value={finding} checked={values.finding === finding}>
              {v.t(`members.decision.${finding}`)}
            </Choice>
          ))}
        </fieldset>
        <Field
          v={v}
          name="reason"
          label={labels.reason}
          hint={v.t('members.decision.reason.hint')}
          state={{ ...state, values }}
          rows={4}
          either
        />
        {application.kind === 'organisation' && (
          <Select
            v={v}
            name="organisation"
            label={labels.organisation}
            hint={v.t('members.decision.organisation.hint')}
            state={{ ...state, values }}
            options={[
              { value: '', label: v.t('members.decision.organisation.new') },
              ...organisations.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
        {!application.email && (
          <Field
            v={v}
            name="username"
            label={labels.username}
            hint={v.t('members.decision.username.hint')}
            state={{ ...state, values }}
            autocomplete="off"
            maxlength={40}
            either
          />
        )}
        <div>
          <button class="button">{v.t('members.decision.button')}</button>
        </div>
      </form>
    </section>
  );
}

/** An application that came on paper or by telephone. */
export function EnterPage(props: Omit<JoinProps, 'kinds'>) {
  const { v, kind, state } = props;
  return (
    <WorkPage
      v={v}
      title={v.t('members.enter.title')}
      back={[deskCrumb(v), { href: urls.members.applications(v.at), label: v.t('members.applications.title') }]}
      islands={['error-summary']}
    >
      <p class="lead">{v.t('members.enter.lead')}</p>
      <p>
        <a href={`${urls.members.enter(v.at)}${kind === 'individual' ? '?kind=organisation' : ''}`}>
          {v.t(kind === 'individual' ? 'members.enter.organisation' : 'members.enter.individual')}
        </a>
      </p>
      <form class="form" method="post" action={`${urls.members.enter(v.at)}?kind=${kind}`} novalidate>
        <ApplicationFields {...props} paper />
        <Select
          v={v}
          name="locale"
          label={v.t('members.field.locale')}
          state={state}
          options={v.network.locales.map((locale) => ({ value: locale, label: languageName(locale) }))}
        />
        <div>
          <button class="button">{v.t('members.enter.button')}</button>
        </div>
      </form>
    </WorkPage>
  );
}
