import type { View } from '../../../../platform/http/index.ts';
import { languageIn, languageName } from '../../../../platform/i18n/index.ts';
import {
  Choice,
  ErrorSummary,
  Field,
  type FormState,
  Mistake,
  OnceMore,
  PostButton,
  Select,
  WorkPage,
} from '../../../../ui/index.ts';
import { urls } from '../../../../urls.ts';
import { type SpineChoice, type SpineLists, SpinePart } from '../../../spine/index.ts';
import type { Place } from '../../../vocabularies/index.ts';
import { TextsTable } from '../../pages/parts.tsx';
import { isWhole, type Practice } from '../practice.ts';
import { PracticeState, wordsOf } from './list.tsx';

const back = (v: View) => ({ href: urls.practices.mine(v.at), label: v.t('exchange.practices.mine') });

const labelsOf = (v: View): Record<string, string> => ({
  title: v.t('exchange.practices.head.title'),
  texts: v.t('exchange.texts.caption'),
  problem: v.t('exchange.practices.part.problem'),
  done: v.t('exchange.practices.part.done'),
  result: v.t('exchange.practices.part.result'),
  notFor: v.t('exchange.practices.part.notFor'),
  country: v.t('exchange.where'),
  began: v.t('exchange.practices.began'),
  links: v.t('exchange.practices.links'),
  note: v.t('exchange.practices.note'),
  seen: v.t('exchange.field.seen'),
});

/** The first line of a new practice. */
export function NewPracticePage({ v, state, id }: { v: View; state: FormState; id: string }) {
  const t = v.t;
  return (
    <WorkPage v={v} title={t('exchange.practices.new')} back={[back(v)]} islands={['error-summary']}>
      <ErrorSummary v={v} state={state} labels={labelsOf(v)} />
      <p>{t('exchange.practices.new.text')}</p>
      <form class="form short" method="post" action={urls.practices.list(v.at)} novalidate>
        <input type="hidden" name="id" value={id} />
        <Field
          v={v}
          name="title"
          label={t('exchange.practices.head.title')}
          hint={t('exchange.practices.title.hint')}
          state={state}
          required
          maxlength={160}
          wording
        />
        <Select
          v={v}
          name="locale"
          label={t('exchange.field.locale')}
          state={state}
          options={v.network.locales.map((locale) => ({ value: locale, label: languageName(locale) }))}
        />
        <div>
          <button type="submit" class="button">
            {t('exchange.practices.begin')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

type EditProps = {
  v: View;
  lists: SpineLists;
  countries: Place[];
  practice: Practice;
  organisations: { id: string; name: string }[];
  chosen: SpineChoice;
  state: FormState;
};

/** One practice for whoever works on it: what it needs next, its texts, then where, when, and for whom it is. */
export function EditPracticePage({ v, practice, organisations, chosen, state, lists, countries }: EditProps) {
  const t = v.t;
  const labels = labelsOf(v);
  return (
    <WorkPage v={v} title={wordsOf(v, practice).title} back={[back(v)]} islands={['error-summary', 'tag-search']}>
      <ErrorSummary v={v} state={state} labels={labels} />
      <Next v={v} practice={practice} state={state} />
      <TextsTable
        v={v}
        written={(locale) => {
          const text = practice.texts.find((one) => one.locale === locale);
          return isWhole(text) ? 'there' : text ? 'begun' : 'none';
        }}
        href={(locale) => urls.practices.text(v.at, practice.slug, locale)}
      />
      <form class="form short" method="post" action={urls.practices.edit(v.at, practice.slug)} novalidate>
        <Select
          v={v}
          name="country"
          label={labels.country!}
          state={state}
          options={[
            { value: '', label: t('exchange.practices.noCountry') },
            ...countries.map((one) => ({ value: one.id, label: one.label })),
          ]}
        />
        {organisations.length > 0 && (
          <Select
            v={v}
            name="organisation"
            label={t('exchange.field.organisation')}
            state={state}
            options={[
              { value: '', label: t('exchange.byMember') },
              ...organisations.map((one) => ({ value: one.id, label: one.name })),
            ]}
          />
        )}
        <Field v={v} name="began" label={labels.began!} state={state} inputmode="numeric" maxlength={4} />
        <Field
          v={v}
          name="links"
          label={labels.links!}
          hint={t('exchange.practices.links.hint')}
          state={state}
          rows={4}
          wording={false}
        />
        <SpinePart v={v} lists={lists} chosen={chosen} />
        <fieldset id="seen">
          <legend>{labels.seen}</legend>
          <Mistake v={v} name="seen" state={state} />
          {(['public', 'members'] as const).map((one) => (
            <Choice type="radio" name="seen" value={one} checked={state.values.seen === one}>
              {t(`exchange.practices.seen.${one}`)}
            </Choice>
          ))}
        </fieldset>
        <div>
          <button type="submit" class="button">
            {t('exchange.save')}
          </button>
        </div>
      </form>
      {practice.state !== 'published' && (
        <p>
          <a href={urls.practices.removal(v.at, practice.slug)}>{t('exchange.practices.removal.link')}</a>
        </p>
      )}
    </WorkPage>
  );
}

/** Where it stands, and the step that comes next. */
function Next({ v, practice, state }: { v: View; practice: Practice; state: FormState }) {
  const t = v.t;
  const review = v.can('coordinator');
  return (
    <div class="notice flow">
      <p>
        <PracticeState v={v} practice={practice} /> {t(`exchange.practices.state.${practice.state}.text`)}
      </p>
      {practice.note && (
        <p>
          <b>{t('exchange.practices.noteWas')}</b> <span dir="auto">{practice.note}</span>
        </p>
      )}
      <div class="actions">
        {practice.state === 'draft' && !review && (
          <PostButton
            action={urls.practices.submission(v.at, practice.slug)}
            label={t('exchange.practices.submit')}
            kind="main"
          />
        )}
        {practice.state !== 'published' && review && (
          <PostButton
            action={urls.practices.publication(v.at, practice.slug)}
            label={t('exchange.practices.publish')}
            kind="main"
          />
        )}
        <a class="button plain" href={urls.practices.show(v.at, practice.slug)}>
          {t('exchange.practices.see')}
        </a>
      </div>
      {practice.state !== 'draft' && review && (
        <details open={Boolean(state.errors.note) || undefined}>
          <summary>{t('exchange.practices.return')}</summary>
          <form class="form short" method="post" action={urls.practices.return(v.at, practice.slug)} novalidate>
            <Field
              v={v}
              name="note"
              label={t('exchange.practices.note')}
              hint={t('exchange.practices.note.hint')}
              state={state}
              rows={3}
              required
              maxlength={1000}
            />
            <div>
              <button type="submit" class="button plain">
                {t('exchange.practices.return.save')}
              </button>
            </div>
          </form>
        </details>
      )}
    </div>
  );
}

/** The words of one language. */
export function PracticeTextPage({
  v,
  practice,
  locale,
  state,
}: {
  v: View;
  practice: Practice;
  locale: string;
  state: FormState;
}) {
  const t = v.t;
  const labels = labelsOf(v);
  return (
    <WorkPage
      v={v}
      title={t('exchange.texts.title', { language: languageIn(v.locale, locale) })}
      back={[back(v), { href: urls.practices.edit(v.at, practice.slug), label: wordsOf(v, practice).title }]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labels} />
      <form class="form short" method="post" action={urls.practices.text(v.at, practice.slug, locale)} novalidate>
        <Field v={v} name="title" label={labels.title!} state={state} lang={locale} required maxlength={160} wording />
        {(['problem', 'done', 'result', 'notFor'] as const).map((part) => (
          <Field
            v={v}
            name={part}
            label={labels[part]!}
            hint={t(`exchange.practices.part.${part}.hint`)}
            state={state}
            lang={locale}
            rows={6}
            required={part !== 'notFor'}
          />
        ))}
        <div>
          <button type="submit" class="button">
            {t('exchange.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

/** Asked once more before it is gone for good. */
export function RemovalPage({ v, practice }: { v: View; practice: Practice }) {
  const t = v.t;
  const { title } = wordsOf(v, practice);
  return (
    <WorkPage
      v={v}
      title={t('exchange.practices.removal.title', { title })}
      back={[back(v), { href: urls.practices.edit(v.at, practice.slug), label: title }]}
    >
      <p>{t('exchange.practices.removal.text')}</p>
      <OnceMore
        action={urls.practices.removal(v.at, practice.slug)}
        label={t('exchange.practices.removal.button')}
        back={{ href: urls.practices.edit(v.at, practice.slug), label: t('exchange.practices.removal.back') }}
      />
    </WorkPage>
  );
}
