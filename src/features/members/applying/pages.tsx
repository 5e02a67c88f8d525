import type { View } from '../../../platform/http/index.ts';
import { Choice, Document, ErrorSummary, Field, type FormState, Markdown, Mistake, Select } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { AgreementVersion } from '../agreements/queries.ts';
import type { MemberKind } from '../membership.ts';
import { answerWords, fieldOf, type Question, wordsIn } from '../questions/question.ts';
import { type Application, type ApplicationEvent, openKinds } from './queries.ts';

export type JoinProps = {
  v: View;
  kind: MemberKind;
  /** The kinds that may apply; with two there is a choice. */
  kinds: MemberKind[];
  id: string;
  formId: string | null;
  began: string;
  questions: Question[];
  agreements: AgreementVersion[];
  agreed: readonly string[];
  countries: { id: string; label: string }[];
  state: FormState;
};

/** The public form: what membership is, who may apply, and the questions. */
export function JoinPage(props: JoinProps) {
  const { v, kinds, kind } = props;
  const title = v.t('members.join.title', { network: v.text(v.network.name) });
  return (
    <Document v={v} title={title} islands={['error-summary']}>
      <div class="wrap page flow">
        <h1>{title}</h1>
        {kinds.length === 0 ? (
          <p class="notice">{v.t('members.join.closed')}</p>
        ) : (
          <>
            <p class="lead">{v.t('members.join.lead')}</p>
            {kinds.length > 1 && (
              <p>
                {v.t(kind === 'individual' ? 'members.join.forOrganisation' : 'members.join.forIndividual')}{' '}
                <a href={urls.members.join(v.at, kind === 'individual' ? 'organisation' : undefined)}>
                  {v.t(kind === 'individual' ? 'members.join.toOrganisation' : 'members.join.toIndividual')}
                </a>
              </p>
            )}
            {props.state.values.invitation && <p class="notice">{v.t('members.join.invited')}</p>}
            <form class="form" method="post" action={urls.members.join(v.at, kind)} novalidate>
              <ApplicationFields {...props} />
              <div class="pot" aria-hidden="true">
                <label for="website">{v.t('members.join.trap')}</label>
                <input id="website" name="website" type="text" tabindex={-1} autocomplete="off" value="" />
              </div>
              <p class="hint">{v.t('members.join.purpose')}</p>
              <div>
                <button class="button">{v.t('members.join.send')}</button>
              </div>
            </form>
          </>
        )}
      </div>
    </Document>
  );
}

/** The fields of an application; `paper`: a coordinator types in what came on paper. */
export function ApplicationFields({
  v,
  kind,
  id,
  formId,
  began,
  questions,
  agreements,
  agreed,
  countries,
  state,
  paper,
}: Omit<JoinProps, 'kinds'> & { paper?: boolean }) {
  const labels: Record<string, string> = {
    organisation: v.t('members.field.organisation'),
    site: v.t('members.field.site'),
    name: v.t(kind === 'organisation' ? 'members.field.contact' : 'members.field.name'),
    email: v.t('members.field.email'),
    country: v.t('members.field.country'),
    why: v.t(kind === 'organisation' ? 'members.field.why.organisation' : 'members.field.why'),
    agreements: v.t('members.field.agreements'),
    ...Object.fromEntries(questions.map((question) => [fieldOf(question), wordsIn(question.label, v.locale)])),
  };
  return (
    <>
      <ErrorSummary v={v} state={state} labels={labels} />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="form" value={formId ?? ''} />
      <input type="hidden" name="began" value={began} />
      {state.values.invitation && <input type="hidden" name="invitation" value={state.values.invitation} />}
      {kind === 'organisation' && (
        <>
          <Field v={v} name="organisation" label={labels.organisation!} state={state} maxlength={200} required />
          <Field
            v={v}
            name="site"
            label={labels.site!}
            state={{
              values: { site: state.values.website ?? '' },
              errors: state.errors.website ? { site: state.errors.website } : {},
            }}
            type="url"
            maxlength={500}
          />
        </>
      )}
      <Field
        v={v}
        name="name"
        label={labels.name!}
        hint={v.t('members.field.name.hint')}
        state={state}
        autocomplete={paper ? 'off' : 'name'}
        maxlength={120}
        required
      />
      <Field
        v={v}
        name="email"
        label={labels.email!}
        hint={v.t(paper ? 'members.field.email.paper' : 'members.field.email.hint')}
        state={state}
        type="email"
        autocomplete={paper ? 'off' : 'email'}
        maxlength={254}
        required={!paper}
      />
      <Select
        v={v}
        name="country"
        label={labels.country!}
        state={state}
        required
        options={[
          { value: '', label: v.t('members.field.country.none') },
          ...countries.map(({ id, label }) => ({ value: id, label })),
        ]}
      />
      <Field v={v} name="why" label={labels.why!} state={state} rows={6} required={!paper} />
      <QuestionFields v={v} questions={questions} state={state} />
      {agreements.length > 0 && (
        <fieldset id="agreements">
          <legend>{labels.agreements}</legend>
          <Mistake v={v} name="agreements" state={state} />
          {agreements.map((agreement) => (
            <div class="flow">
              <details>
                <summary>{v.t('members.agreement.read', { name: wordsIn(agreement.name, v.locale) })}</summary>
                <Markdown text={wordsIn(agreement.body, v.locale)} />
              </details>
              <Choice name="agreement" value={agreement.id} checked={agreed.includes(agreement.id)}>
                {v.t(paper ? 'members.agreement.onPaper' : 'members.agreement.agree', {
                  name: wordsIn(agreement.name, v.locale),
                  version: agreement.version,
                  date: v.date(agreement.publishedOn),
                })}
              </Choice>
            </div>
          ))}
        </fieldset>
      )}
    </>
  );
}

/** The network's own questions. */
function QuestionFields({ v, questions, state }: { v: View; questions: Question[]; state: FormState }) {
  return (
    <>
      {questions.map((question) => {
        const name = fieldOf(question);
        const label = wordsIn(question.label, v.locale);
        if (question.type === 'short' || question.type === 'long')
          return (
            <Field
              v={v}
              name={name}
              label={label}
              state={state}
              required={question.required}
              rows={question.type === 'long' ? 6 : undefined}
              wording
              maxlength={question.type === 'short' ? 200 : undefined}
            />
          );
        const options =
          question.type === 'yesno'
            ? [
                { value: 'yes', label: v.t('members.yes') },
                { value: 'no', label: v.t('members.no') },
              ]
            : question.options.map((option) => ({ value: option.id, label: wordsIn(option.label, v.locale) }));
        return (
          <fieldset id={name}>
            <legend>
              {label}
              {!question.required && <small> {v.t('ui.form.optional')}</small>}
            </legend>
            <Mistake v={v} name={name} state={state} />
            {options.map((option) => (
              <Choice type="radio" name={name} value={option.value} checked={state.values[name] === option.value}>
                {option.label}
              </Choice>
            ))}
          </fieldset>
        );
      })}
    </>
  );
}

/** The same for everybody who applied. */
export function ReceivedPage({ v }: { v: View }) {
  return (
    <Document v={v} title={v.t('members.received.title')} unlisted>
      <div class="wrap page flow">
        <h1>{v.t('members.received.title')}</h1>
        <p class="lead">{v.t('members.received.text')}</p>
        <p>{v.t('members.received.junk')}</p>
      </div>
    </Document>
  );
}

/** Whether the address is hers, behind a button: mail scanners follow links. */
export function ConfirmationPage({
  v,
  application,
  reference,
}: {
  v: View;
  application: Application;
  reference: string;
}) {
  return (
    <Document v={v} title={v.t('members.confirm.title')} unlisted>
      <div class="wrap page flow">
        <h1>{v.t('members.confirm.title')}</h1>
        <p class="lead">{v.t('members.confirm.text', { name: application.name, email: application.email ?? '' })}</p>
        <form method="post" action={urls.members.confirmation(v.at, reference)}>
          <button class="button">{v.t('members.confirm.button')}</button>
        </form>
        <p>
          <a href={urls.members.withdrawal(v.at, reference)}>{v.t('members.confirm.notMe')}</a>
        </p>
      </div>
    </Document>
  );
}

export type OwnProps = {
  v: View;
  application: Application;
  reference: string;
  events: ApplicationEvent[];
  questions: Question[];
  state: FormState;
};

/** The applicant's own page: how it stands, what was asked, what she wrote. */
export function ApplicationPage({ v, application, reference, events, questions, state }: OwnProps) {
  const open = !['admitted', 'declined', 'withdrawn'].includes(application.state);
  const shown = events.filter(({ kind }) => openKinds.includes(kind));
  const asked = [...events].reverse().find(({ kind }) => kind === 'question');
  return (
    <Document v={v} title={v.t('members.application.title')} unlisted islands={['error-summary']}>
      <div class="wrap page flow">
        <h1>{v.t('members.application.title')}</h1>
        <p class="lead">{v.t(`members.application.state.${application.state}`)}</p>
        {application.state === 'admitted' && (
          <p>
            <a class="button" href={urls.accounts.signIn(v.at)}>
              {v.t('members.application.signIn')}
            </a>
          </p>
        )}
        {application.state === 'asked' && asked && (
          <form class="form" method="post" action={urls.members.answers(v.at, reference)} novalidate>
            <ErrorSummary v={v} state={state} labels={{ words: v.t('members.application.answer') }} />
            <blockquote class="flow">
              {asked.words.split('\n').map((text) => (
                <p>{text}</p>
              ))}
            </blockquote>
            <Field v={v} name="words" label={v.t('members.application.answer')} state={state} rows={6} required />
            <div>
              <button class="button">{v.t('members.application.answer.send')}</button>
            </div>
          </form>
        )}
        {shown.length > 0 && (
          <section class="flow" aria-labelledby="so-far">
            <h2 id="so-far">{v.t('members.application.soFar')}</h2>
            <ol class="flow">
              {shown.map((event) => (
                <li>
                  <b>{v.t(`members.event.${event.kind}`)}</b> · {v.date(event.at, 'time')}
                  {event.words && <p>{event.words}</p>}
                </li>
              ))}
            </ol>
          </section>
        )}
        <Written v={v} application={application} questions={questions} />
        <p>
          <small>{v.t('members.application.kept')}</small>
        </p>
        {open && (
          <p>
            <a href={urls.members.withdrawal(v.at, reference)}>{v.t('members.application.withdraw')}</a>
          </p>
        )}
      </div>
    </Document>
  );
}

/** What an application says, as it was written. */
export function Written({ v, application, questions }: { v: View; application: Application; questions: Question[] }) {
  const lines: [string, string][] = [
    ...(application.organisation
      ? ([[v.t('members.field.organisation'), application.organisation]] as [string, string][])
      : []),
    ...(application.website ? ([[v.t('members.field.site'), application.website]] as [string, string][]) : []),
    [v.t(application.kind === 'organisation' ? 'members.field.contact' : 'members.field.name'), application.name],
    ...(application.email ? ([[v.t('members.field.email'), application.email]] as [string, string][]) : []),
    ...(application.why
      ? ([
          [
            v.t(application.kind === 'organisation' ? 'members.field.why.organisation' : 'members.field.why'),
            application.why,
          ],
        ] as [string, string][])
      : []),
    ...questions
      .filter(({ id }) => application.answers[id])
      .map((question): [string, string] => [
        wordsIn(question.label, v.locale),
        answerWords(question, application.answers[question.id]!, v.locale, v.t),
      ]),
  ];
  return (
    <section class="flow" aria-labelledby="written">
      <h2 id="written">{v.t('members.application.written')}</h2>
      <dl class="facts">
        {lines.map(([label, value]) => (
          <>
            <dt>{label}</dt>
            <dd class="lines">{value}</dd>
          </>
        ))}
      </dl>
    </section>
  );
}

/** Asks once more before an application is taken back. */
export function WithdrawalPage({ v, reference }: { v: View; reference: string }) {
  return (
    <Document v={v} title={v.t('members.withdraw.title')} unlisted>
      <div class="wrap page flow">
        <h1>{v.t('members.withdraw.title')}</h1>
        <p class="lead">{v.t('members.withdraw.text')}</p>
        <form method="post" action={urls.members.withdrawal(v.at, reference)}>
          <button class="button grave">{v.t('members.withdraw.button')}</button>
        </form>
        <p>
          <a href={urls.members.application(v.at, reference)}>{v.t('members.withdraw.keep')}</a>
        </p>
      </div>
    </Document>
  );
}
