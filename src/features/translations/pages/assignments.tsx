import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import {
  Choice,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  PostButton,
  Select,
  State,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Candidate } from '../assignments.ts';
import type { Assignment } from '../translation.ts';

type Line = Assignment & { title?: string };

/** What an assignment is about, in words: one thing by its title, a kind, or everything. */
export const aboutOf = (v: View, one: Line): string =>
  one.thingId
    ? (one.title ?? v.t('translations.thing.gone'))
    : one.kind
      ? v.t(`translations.kind.${one.kind}`)
      : v.t('translations.everything');

/** Standing assignments, each with the way to its work and its end. */
export function AssignmentLines({ v, assignments, named }: { v: View; assignments: Line[]; named: boolean }) {
  const t = v.t;
  const today = v.now.toISOString().slice(0, 10);
  return (
    <ul class="plain flow">
      {assignments.map((one) => {
        const about = aboutOf(v, one);
        const href = one.thingId
          ? urls.translations.text(v.at, one.kind!, one.thingId, one.locale)
          : urls.translations.list(v.at, { language: one.locale, kind: one.kind ?? '', state: 'open' });
        return (
          <li class="flow">
            <p>
              {named && <b>{`${one.name}${v.t('ui.colon')} `}</b>}
              {one.thingId && one.title === undefined ? about : <a href={href}>{about}</a>} · {languageName(one.locale)}{' '}
              · {t(one.reviews ? 'translations.task.review' : 'translations.task.translate')}
              {one.dueOn && (
                <>
                  {' · '}
                  {one.dueOn < today ? (
                    <State tone="bad">{t('translations.due.over', { date: v.date(one.dueOn) })}</State>
                  ) : (
                    t('translations.due', { date: v.date(one.dueOn) })
                  )}
                </>
              )}
            </p>
            {one.note && <p class="said">{one.note}</p>}
            <PostButton
              v={v}
              action={urls.translations.assignmentEnd(v.at, one.id)}
              label={t(named ? 'translations.assignment.end' : 'translations.assignment.done')}
              about={about}
            />
          </li>
        );
      })}
    </ul>
  );
}

type Props = {
  v: View;
  state: FormState;
  id: string;
  assignments: Line[];
  candidates: Candidate[];
  kinds: string[];
  /** The one thing that is to be given, when the form was opened from it. */
  thing?: { kind: string; id: string; title: string };
};

/** Who has what, and the form that gives work to somebody. */
export function AssignmentsPage({ v, state, id, assignments, candidates, kinds, thing }: Props) {
  const t = v.t;
  const labels = {
    account: t('translations.assign.who'),
    locale: t('translations.language'),
    kind: t('translations.assign.what'),
    due_on: t('translations.assign.due'),
    note: t('translations.assign.note'),
  };
  const knows = (one: Candidate) =>
    one.languages.length > 0
      ? `${one.name} (${one.languages.map((language) => languageName(language)).join(', ')})`
      : one.name;
  return (
    <WorkPage
      v={v}
      title={t('translations.assign')}
      back={[{ href: urls.translations.list(v.at), label: t('translations.title') }]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labels} />
      {candidates.length === 0 ? (
        <Empty text={t('translations.assign.nobody')} />
      ) : (
        <form class="form short" method="post" action={urls.translations.assignments(v.at)} novalidate>
          <input type="hidden" name="id" value={id} />
          {thing && (
            <>
              <input type="hidden" name="thing" value={thing.id} />
              <input type="hidden" name="kind" value={thing.kind} />
              <p>
                {t('translations.assign.thing')} <b>{thing.title}</b> ({t(`translations.kind.${thing.kind}`)})
              </p>
              <p class="hint">{t('translations.assign.thing.hint')}</p>
            </>
          )}
          <Select
            v={v}
            name="account"
            label={labels.account}
            hint={t('translations.assign.who.hint')}
            state={state}
            options={[{ value: '', label: '—' }, ...candidates.map((one) => ({ value: one.id, label: knows(one) }))]}
            required
          />
          <Select
            v={v}
            name="locale"
            label={labels.locale}
            state={state}
            options={v.network.locales.map((value) => ({ value, label: languageName(value) }))}
            required
          />
          {!thing && (
            <Select
              v={v}
              name="kind"
              label={labels.kind}
              hint={t('translations.assign.what.hint')}
              state={state}
              options={[
                { value: '', label: t('translations.everything') },
                ...kinds.map((value) => ({ value, label: t(`translations.kind.${value}`) })),
              ]}
            />
          )}
          <fieldset class="flow">
            <legend>{t('translations.assign.task')}</legend>
            <Choice type="radio" name="task" value="translate" checked={state.values.task !== 'review'}>
              {t('translations.assign.translate')}
            </Choice>
            <Choice type="radio" name="task" value="review" checked={state.values.task === 'review'}>
              {t('translations.assign.review')}
            </Choice>
          </fieldset>
          <Field v={v} name="due_on" type="date" label={labels.due_on} state={state} />
          <Field
            v={v}
            name="note"
            label={labels.note}
            hint={t('translations.assign.note.hint')}
            state={state}
            rows={3}
            maxlength={500}
          />
          <div>
            <button type="submit" class="button">
              {t('translations.assign.button')}
            </button>
          </div>
        </form>
      )}
      <section class="flow" aria-labelledby="standing">
        <h2 id="standing">{t('translations.assignments')}</h2>
        {assignments.length === 0 ? (
          <p>{t('translations.assignments.none')}</p>
        ) : (
          <AssignmentLines v={v} assignments={assignments} named />
        )}
      </section>
    </WorkPage>
  );
}
