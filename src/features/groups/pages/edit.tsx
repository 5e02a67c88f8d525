import type { View } from '../../../platform/http/index.ts';
import { languageIn, languageName } from '../../../platform/i18n/index.ts';
import type { Door } from '../../../platform/registry/index.ts';
import {
  Choice,
  ErrorSummary,
  Field,
  type FormState,
  Mistake,
  OnceMore,
  PostButton,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { entries, type Group } from '../group.ts';
import { GroupPage } from './frame.tsx';

/** A new group. The id comes with the form, so that sent twice it makes one. */
export function NewGroupPage({ v, id, state }: { v: View; id: string; state: FormState }) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={t('groups.create.title')}
      back={[{ href: urls.groups.list(v.at), label: t('groups.title') }]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labelsOf(v)} />
      <form class="form" method="post" action={urls.groups.create(v.at)} novalidate>
        <input type="hidden" name="id" value={id} />
        <GroupFields v={v} state={state} mayHide />
        <Field v={v} name="first" label={t('groups.first')} hint={t('groups.first.hint')} state={state} />
        <div>
          <button type="submit" class="button">
            {t('groups.create.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

/** What a group is, for who runs it; and its end. */
export function GroupSettingsPage({
  v,
  group,
  tabs,
  state,
  mayHide,
}: {
  v: View;
  group: Group;
  tabs: Door[];
  state: FormState;
  mayHide: boolean;
}) {
  const t = v.t;
  return (
    <GroupPage
      v={v}
      group={group}
      tabs={tabs}
      current={urls.groups.show(v.at, group.slug)}
      title={t('groups.settings.title')}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labelsOf(v)} />
      <form class="form" method="post" action={urls.groups.settings(v.at, group.slug)} novalidate>
        <GroupFields v={v} state={state} mayHide={mayHide} />
        <div>
          <button type="submit" class="button">
            {t('groups.save')}
          </button>
        </div>
      </form>
      {group.closedAt ? (
        <PostButton action={urls.groups.reopening(v.at, group.slug)} label={t('groups.reopening.button')} />
      ) : (
        <p>
          <a href={urls.groups.closure(v.at, group.slug)}>{t('groups.closure.link')}</a>
        </p>
      )}
    </GroupPage>
  );
}

function labelsOf(v: View): Record<string, string> {
  const many = v.network.locales.length > 1;
  const byLocale = v.network.locales.flatMap((locale) => [
    [`name_${locale}`, nameLabel(v, many ? locale : undefined)],
    [`charter_${locale}`, v.t('groups.charter')],
  ]);
  return { ...Object.fromEntries(byLocale), entry: v.t('groups.entry'), first: v.t('groups.first') };
}

const nameLabel = (v: View, locale: string | undefined): string =>
  locale ? v.t('groups.name.in', { language: languageIn(v.locale, locale) }) : v.t('groups.name');

function GroupFields({ v, state, mayHide }: { v: View; state: FormState; mayHide: boolean }) {
  const t = v.t;
  const many = v.network.locales.length > 1;
  return (
    <>
      {v.network.locales.map((locale, index) => {
        const fields = (
          <>
            <Field
              v={v}
              name={`name_${locale}`}
              label={nameLabel(v, many ? locale : undefined)}
              state={state}
              lang={locale}
              maxlength={120}
              required={index === 0}
              wording
            />
            <Field
              v={v}
              name={`charter_${locale}`}
              label={t('groups.charter')}
              hint={t('groups.charter.hint')}
              state={state}
              lang={locale}
              rows={8}
            />
          </>
        );
        if (index === 0) return fields;
        return (
          <details class="fold" open={Boolean(state.values[`name_${locale}`]) || undefined}>
            <summary>{languageName(locale)}</summary>
            {fields}
          </details>
        );
      })}
      <fieldset id="entry">
        <legend>{t('groups.entry')}</legend>
        <Mistake v={v} name="entry" state={state} />
        {entries
          .filter((entry) => mayHide || entry !== 'hidden')
          .map((entry) => (
            <Choice type="radio" name="entry" value={entry} checked={state.values.entry === entry}>
              <b>{t(`groups.entry.${entry}`)}</b>
              <br />
              <small>{t(`groups.entry.${entry}.text`)}</small>
            </Choice>
          ))}
      </fieldset>
      <Choice name="digest_text" value="yes" checked={state.values.digest_text === 'yes'}>
        {t('groups.digestText')}
        <br />
        <small>{t('groups.digestText.hint')}</small>
      </Choice>
    </>
  );
}

/** Asked once more before a group is closed. */
export function ClosurePage({ v, group, tabs }: { v: View; group: Group; tabs: Door[] }) {
  const t = v.t;
  return (
    <GroupPage
      v={v}
      group={group}
      tabs={tabs}
      current={urls.groups.show(v.at, group.slug)}
      title={t('groups.closure.title')}
    >
      <p>{t('groups.closure.text')}</p>
      <OnceMore
        action={urls.groups.closure(v.at, group.slug)}
        label={t('groups.closure.button')}
        back={{ href: urls.groups.settings(v.at, group.slug), label: t('groups.back') }}
      />
    </GroupPage>
  );
}
