import type { View } from '../../../platform/http/index.ts';
import { languageIn, languageLabel, languageName } from '../../../platform/i18n/index.ts';
import { Choice, ErrorSummary, Field, type FormState, Mistake, Select, TagField, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type SpineChoice, type SpineLists, SpinePart } from '../../spine/index.ts';
import type { Place } from '../../vocabularies/index.ts';
import { type Item, itemKinds, sides, workLanguages } from '../item.ts';
import { TextsTable, wordsOf } from './parts.tsx';

type Chosen = { languages: string[]; tags: SpineChoice };
type FormProps = {
  v: View;
  lists: SpineLists;
  countries: Place[];
  organisations: { id: string; name: string }[];
  state: FormState;
  chosen: Chosen;
};

const labelsOf = (v: View): Record<string, string> => ({
  side: v.t('exchange.field.side'),
  locale: v.t('exchange.field.locale'),
  title: v.t('exchange.field.title'),
  body: v.t('exchange.field.body'),
  kind: v.t('exchange.field.kind'),
  organisation: v.t('exchange.field.organisation'),
  country: v.t('exchange.where'),
  whereabouts: v.t('exchange.field.whereabouts'),
  languages: v.t('exchange.languages'),
  from: v.t('exchange.field.from'),
  until: v.t('exchange.field.until'),
  seen: v.t('exchange.field.seen'),
});

/** A new offer or request. */
export function NewItemPage({ id, ...props }: FormProps & { id: string }) {
  const { v, state } = props;
  const t = v.t;
  const labels = labelsOf(v);
  return (
    <WorkPage
      v={v}
      title={t(state.values.side === 'request' ? 'exchange.new.request' : 'exchange.new.offer')}
      back={[{ href: urls.exchange.list(v.at), label: t('exchange.title') }]}
      islands={['error-summary', 'tag-search']}
    >
      <ErrorSummary v={v} state={state} labels={labels} />
      <form class="form short" method="post" action={urls.exchange.list(v.at)} novalidate>
        <input type="hidden" name="id" value={id} />
        <Radios v={v} name="side" values={sides} label={(value) => t(`exchange.side.${value}.long`)} state={state} />
        <Select
          v={v}
          name="locale"
          label={labels.locale!}
          hint={t('exchange.field.locale.hint')}
          state={state}
          options={v.network.locales.map((locale) => ({ value: locale, label: languageName(locale) }))}
        />
        <Words v={v} state={state} />
        <Rest {...props} />
        <div>
          <button type="submit" class="button">
            {t('exchange.new.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

/** An item as it stands, for its author. */
export function EditItemPage({ item, ...props }: FormProps & { item: Item }) {
  const { v, state } = props;
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={wordsOf(v, item).title}
      back={[
        { href: urls.exchange.mine(v.at), label: t('exchange.mine.title') },
        { href: urls.exchange.item(v.at, item.id), label: t(`exchange.side.${item.side}`) },
      ]}
      islands={['error-summary', 'tag-search']}
    >
      <ErrorSummary v={v} state={state} labels={labelsOf(v)} />
      <TextsTable
        v={v}
        written={(locale) => (item.texts.some((one) => one.locale === locale) ? 'there' : 'none')}
        href={(locale) => urls.exchange.text(v.at, item.id, locale)}
      />
      <form class="form short" method="post" action={urls.exchange.edit(v.at, item.id)} novalidate>
        <Rest {...props} />
        <div>
          <button type="submit" class="button">
            {t('exchange.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

function Words({ v, state }: { v: View; state: FormState }) {
  return (
    <>
      <Field
        v={v}
        name="title"
        label={v.t('exchange.field.title')}
        hint={v.t('exchange.field.title.hint')}
        state={state}
        required
        maxlength={160}
        wording
      />
      <Field
        v={v}
        name="body"
        label={v.t('exchange.field.body')}
        hint={v.t('exchange.field.body.hint')}
        state={state}
        required
        rows={8}
      />
    </>
  );
}

/** Kind, place, days, languages, what it is about, and who sees it. */
function Rest({ v, organisations, state, chosen, lists, countries }: FormProps) {
  const t = v.t;
  const labels = labelsOf(v);
  const language = (code: string) => ({ id: code, label: languageLabel(v.locale, code) });
  const others = workLanguages.filter((code) => !v.network.locales.includes(code));
  return (
    <>
      <Select
        v={v}
        name="kind"
        label={labels.kind!}
        state={state}
        options={itemKinds.map((kind) => ({ value: kind, label: t(`exchange.kind.${kind}`) }))}
      />
      {organisations.length > 0 && (
        <Select
          v={v}
          name="organisation"
          label={labels.organisation!}
          state={state}
          options={[
            { value: '', label: t('exchange.field.myself') },
            ...organisations.map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
      )}
      <Select
        v={v}
        name="country"
        label={labels.country!}
        state={state}
        options={[
          { value: '', label: t('exchange.anywhere') },
          ...countries.map((one) => ({ value: one.id, label: one.label })),
        ]}
      />
      <Field
        v={v}
        name="whereabouts"
        label={labels.whereabouts!}
        hint={t('exchange.field.whereabouts.hint')}
        state={state}
        maxlength={120}
      />
      <Field v={v} name="from" type="date" label={labels.from!} hint={t('exchange.field.from.hint')} state={state} />
      <Field
        v={v}
        name="until"
        type="date"
        label={labels.until!}
        hint={t('exchange.field.until.hint')}
        state={state}
        required
      />
      <div id="languages">
        <Mistake v={v} name="languages" state={state} />
        <TagField
          v={v}
          name="languages"
          legend={labels.languages!}
          hint={t('exchange.languages.hint')}
          chosen={chosen.languages}
          groups={[
            { title: t('exchange.languages.ours'), items: v.network.locales.map(language) },
            {
              title: t('exchange.languages.others'),
              items: others.map(language).sort((a, b) => a.label.localeCompare(b.label, v.locale)),
            },
          ]}
        />
      </div>
      <SpinePart v={v} lists={lists} chosen={chosen.tags} />
      <Radios
        v={v}
        name="seen"
        values={['members', 'public']}
        label={(value) => t(`exchange.seen.${value}`)}
        state={state}
      />
    </>
  );
}

/** One of a few, each in a sentence. */
function Radios({
  v,
  name,
  values,
  label,
  state,
}: {
  v: View;
  name: 'side' | 'seen';
  values: readonly string[];
  label(value: string): string;
  state: FormState;
}) {
  return (
    <fieldset id={name}>
      <legend>{v.t(`exchange.field.${name}`)}</legend>
      <Mistake v={v} name={name} state={state} />
      {values.map((value) => (
        <Choice type="radio" name={name} value={value} checked={state.values[name] === value}>
          {label(value)}
        </Choice>
      ))}
    </fieldset>
  );
}

/** Its words in one language. */
export function ItemTextPage({ v, item, locale, state }: { v: View; item: Item; locale: string; state: FormState }) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={t('exchange.texts.title', { language: languageIn(v.locale, locale) })}
      back={[
        { href: urls.exchange.item(v.at, item.id), label: wordsOf(v, item).title },
        { href: urls.exchange.edit(v.at, item.id), label: t('exchange.edit.link') },
      ]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labelsOf(v)} />
      <form class="form short" method="post" action={urls.exchange.text(v.at, item.id, locale)} novalidate>
        <Words v={v} state={state} />
        <div>
          <button type="submit" class="button">
            {t('exchange.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}
