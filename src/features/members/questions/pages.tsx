import type { View } from '../../../platform/http/index.ts';
import { languageIn } from '../../../platform/i18n/index.ts';
import {
  Choice,
  Empty,
  ErrorSummary,
  emptyForm,
  Field,
  type FormState,
  PostButton,
  Select,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { ApplicationFields, type JoinProps } from '../applying/pages.tsx';
import { deskCrumb } from '../desk/parts.tsx';
import type { MemberKind } from '../membership.ts';
import { most, type Question, questionTypes, wordsIn } from './question.ts';

type FormProps = { v: View; kind: MemberKind; questions: Question[]; begun: boolean; version: number };

const formCrumb = (v: View, kind: MemberKind) => ({
  href: urls.members.form(v.at, kind),
  label: v.t('members.form.title'),
});

/** The questions of one form: its draft, and how to make it what applicants see. */
export function FormPage({ v, kind, questions, begun, version }: FormProps) {
  return (
    <WorkPage v={v} title={v.t('members.form.title')} back={[deskCrumb(v)]}>
      <p class="lead">{v.t('members.form.lead')}</p>
      <ul class="tags">
        {(['individual', 'organisation'] as const).map((one) => (
          <li>
            <a href={urls.members.form(v.at, one)} aria-current={one === kind ? 'page' : undefined}>
              {v.t(`members.kinds.${one}`)}
            </a>
          </li>
        ))}
      </ul>
      <p>{v.t(version === 0 ? 'members.form.never' : 'members.form.version', { version })}</p>
      {begun && <p class="notice">{v.t('members.form.draft')}</p>}
      {questions.length === 0 ? (
        <Empty text={v.t('members.form.empty')} />
      ) : (
        <ol class="flow">
          {questions.map((question, i) => (
            <li>
              <a href={urls.members.editQuestion(v.at, kind, question.id)}>{wordsIn(question.label, v.locale)}</a>{' '}
              <small>
                {v.t(`members.question.type.${question.type}`)}
                {question.required && `, ${v.t('members.question.required')}`}
              </small>
              <div class="actions">
                {i > 0 && (
                  <PostButton
                    v={v}
                    action={urls.members.questionMove(v.at, kind, question.id)}
                    label={v.t('members.question.up')}
                    about={wordsIn(question.label, v.locale)}
                  />
                )}
                <PostButton
                  v={v}
                  action={urls.members.questionRemoval(v.at, kind, question.id)}
                  label={v.t('members.question.remove')}
                  about={wordsIn(question.label, v.locale)}
                  kind="grave"
                />
              </div>
            </li>
          ))}
        </ol>
      )}
      <p class="actions">
        {questions.length < most.questions && (
          <a class="button plain" href={urls.members.newQuestion(v.at, kind)}>
            {v.t('members.question.add')}
          </a>
        )}
        <a class="button plain" href={urls.members.preview(v.at, kind)}>
          {v.t('members.form.preview')}
        </a>
      </p>
      {begun && (
        <>
          <p>{v.t('members.form.publish.text')}</p>
          <PostButton action={urls.members.publication(v.at, kind)} label={v.t('members.form.publish')} kind="main" />
        </>
      )}
    </WorkPage>
  );
}

type QuestionProps = { v: View; kind: MemberKind; question: Question | undefined; id: string; state: FormState };

/** One question, in all languages of the network. */
export function QuestionPage({ v, kind, question, id, state }: QuestionProps) {
  const { locales } = v.network;
  const action = question ? urls.members.editQuestion(v.at, kind, question.id) : urls.members.newQuestion(v.at, kind);
  const labels: Record<string, string> = { type: v.t('members.question.type') };
  for (const locale of locales) {
    labels[`label-${locale}`] = v.t('members.question.label', { language: languageIn(v.locale, locale) });
    labels[`options-${locale}`] = v.t('members.question.options', { language: languageIn(v.locale, locale) });
  }
  return (
    <WorkPage
      v={v}
      title={v.t(question ? 'members.question.edit' : 'members.question.add')}
      back={[deskCrumb(v), formCrumb(v, kind)]}
      islands={['error-summary']}
    >
      <form class="form" method="post" action={action} novalidate>
        <ErrorSummary v={v} state={state} labels={labels} />
        <input type="hidden" name="id" value={id} />
        {locales.map((locale) => (
          <Field
            v={v}
            name={`label-${locale}`}
            label={labels[`label-${locale}`]!}
            state={state}
            lang={locale}
            maxlength={300}
            required
            wording
          />
        ))}
        <Select
          v={v}
          name="type"
          label={labels.type!}
          state={state}
          options={questionTypes.map((type) => ({ value: type, label: v.t(`members.question.type.${type}`) }))}
        />
        <Choice name="required" value="yes" checked={state.values.required === 'yes'}>
          {v.t('members.question.required')}
        </Choice>
        <fieldset>
          <legend>{v.t('members.question.options.legend')}</legend>
          <p class="hint">{v.t('members.question.options.hint', { limit: most.options })}</p>
          {locales.map((locale) => (
            <Field
              v={v}
              name={`options-${locale}`}
              label={labels[`options-${locale}`]!}
              state={state}
              lang={locale}
              rows={5}
              either
            />
          ))}
        </fieldset>
        <div>
          <button class="button">{v.t('members.question.save')}</button>
        </div>
      </form>
    </WorkPage>
  );
}

/** The form as an applicant sees it; it can be filled in and goes nowhere. */
export function PreviewPage(props: Omit<JoinProps, 'kinds' | 'state' | 'agreed' | 'id' | 'began'>) {
  const { v, kind } = props;
  return (
    <WorkPage v={v} title={v.t('members.form.preview.title')} back={[deskCrumb(v), formCrumb(v, kind)]}>
      <p class="notice">{v.t('members.form.preview.text')}</p>
      <div class="form">
        <ApplicationFields {...props} id="" began="" agreed={[]} state={emptyForm()} />
      </div>
    </WorkPage>
  );
}
