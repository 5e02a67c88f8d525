import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { Choice, ErrorSummary, Field, type FormState, Mistake, Select, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { deskCrumb } from '../desk/parts.tsx';
import type { Side } from '../merge/queries.ts';

type Props = {
  v: View;
  id: string;
  state: FormState;
  /** Who may be here already. */
  alike: (Side & { exact: boolean })[];
  countries: { id: string; label: string }[];
  organisations: { id: string; name: string }[];
  secondEyes: boolean;
};

/** The form for one member, with whoever may be she already above it. */
export function AddPage({ v, id, state, alike, countries, organisations, secondEyes }: Props) {
  const t = v.t;
  const none = { value: '', label: t('members.add.none') };
  const labels = {
    name: t('members.add.name'),
    email: t('members.field.email'),
    username: t('accounts.account.username'),
    locale: t('members.field.locale'),
    languages: t('members.add.languages'),
    country: t('members.field.country'),
    organisation: t('members.add.organisation'),
    note: t('members.add.note'),
    who: t('members.add.who'),
  };
  return (
    <WorkPage v={v} title={t('members.add.title')} back={[deskCrumb(v)]} islands={['error-summary']}>
      <p class="lead">{t('members.add.lead')}</p>
      {secondEyes && (
        <p class="notice">
          {t('members.add.secondEyes')} <a href={urls.members.enter(v.at)}>{t('members.applications.enter')}</a>
        </p>
      )}
      <form class="form" method="post" action={urls.members.add(v.at)} novalidate>
        <ErrorSummary v={v} state={state} labels={labels} />
        <input type="hidden" name="id" value={id} />
        {alike.length > 0 && <Who v={v} state={state} alike={alike} label={labels.who} />}
        <Field v={v} name="name" label={labels.name} state={state} required maxlength={120} autocomplete="off" />
        <Field
          v={v}
          name="email"
          type="email"
          label={labels.email}
          hint={t('members.add.either')}
          state={state}
          either
          maxlength={254}
          autocomplete="off"
        />
        <Field v={v} name="username" label={labels.username} state={state} either maxlength={40} autocomplete="off" />
        <Select
          v={v}
          name="locale"
          label={labels.locale}
          state={state}
          options={v.network.locales.map((locale) => ({ value: locale, label: languageName(locale) }))}
        />
        <Field
          v={v}
          name="languages"
          label={labels.languages}
          hint={t('members.add.languages.hint')}
          state={state}
          maxlength={300}
        />
        <Select
          v={v}
          name="country"
          label={labels.country}
          state={state}
          options={[none, ...countries.map((one) => ({ value: one.id, label: one.label }))]}
        />
        <Select
          v={v}
          name="organisation"
          label={labels.organisation}
          state={state}
          options={[none, ...organisations.map((one) => ({ value: one.id, label: one.name }))]}
        />
        <Field
          v={v}
          name="note"
          label={labels.note}
          hint={t('members.add.note.hint')}
          state={state}
          rows={3}
          maxlength={1_000}
        />
        <Choice name="invite" value="yes" checked={state.values.invite === 'yes'}>
          {t('members.add.invite')}
        </Choice>
        <div>
          <button class="button">{t('members.add.button')}</button>
        </div>
      </form>
    </WorkPage>
  );
}

/** Accounts that may be hers; one with her very address or username can be no second one. */
function Who({ v, state, alike, label }: { v: View; state: FormState; alike: Props['alike']; label: string }) {
  return (
    <fieldset id="who">
      <legend>{label}</legend>
      <Mistake v={v} name="who" state={state} />
      {alike.map((side) => {
        const who = [side.name, side.email ?? side.username, side.country?.toUpperCase(), ...side.organisations];
        const words = who.filter(Boolean).join(' · ');
        if (side.closed) return <p>{v.t('members.add.closed', { who: words })}</p>;
        return (
          <Choice type="radio" name="who" value={side.id} checked={state.values.who === side.id}>
            {v.t(side.membership ? 'members.add.member' : 'members.add.same', { who: words })}
          </Choice>
        );
      })}
      {!alike.some(({ exact }) => exact) && (
        <Choice type="radio" name="who" value="new" checked={state.values.who === 'new'}>
          {v.t('members.add.new')}
        </Choice>
      )}
    </fieldset>
  );
}
