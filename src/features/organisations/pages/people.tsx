import type { View } from '../../../platform/http/index.ts';
import {
  AboutWhat,
  Choice,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  Mistake,
  SearchForm,
  Table,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Organisation } from '../organisation.ts';
import type { AffiliatedWoman } from '../people.ts';

type Found = { id: string; name: string; email: string | null };
type Props = {
  v: View;
  organisation: Organisation;
  women: AffiliatedWoman[];
  words: string;
  found: Found[];
  /** The id of the line that the form would write. */
  id: string;
  state: FormState;
};

/** Who works with an organisation, who did, and one more. */
export function PeoplePage({ v, organisation, women, words, found, id, state }: Props) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={t('organisations.people.heading', { name: organisation.name })}
      back={wayBack(v, organisation)}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labelsOf(v)} />
      <p>{t('organisations.people.lead')}</p>
      {women.length === 0 ? (
        <Empty text={t('organisations.people.none')} />
      ) : (
        <Table
          caption={t('organisations.people.title')}
          head={['name', 'position', 'since', 'action'].map((column) => t(`organisations.people.head.${column}`))}
        >
          {women.map((woman) => (
            <tr>
              <th scope="row">{woman.name}</th>
              <td>
                {woman.position}
                {woman.represents && (
                  <>
                    {woman.position && <br />}
                    <small>{t('organisations.people.represents')}</small>
                  </>
                )}
              </td>
              <td>
                {woman.until
                  ? t('organisations.people.during', {
                      from: v.date(woman.from, 'short'),
                      until: v.date(woman.until, 'short'),
                    })
                  : v.date(woman.from, 'short')}
              </td>
              <td>
                <a class="button plain" href={urls.organisations.affiliation(v.at, organisation.id, woman.id)}>
                  {t('organisations.people.change')}
                  <AboutWhat v={v} text={woman.name} />
                </a>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <h2>{t('organisations.people.add')}</h2>
      <SearchForm
        v={v}
        action={urls.organisations.people(v.at, organisation.id)}
        words={words}
        label={t('organisations.people.search')}
        hint={t('organisations.people.search.hint')}
        button={t('organisations.desk.find')}
      />
      {words && found.length === 0 && <Empty text={t('organisations.people.nobody')} />}
      {found.length > 0 && (
        <form class="form short" method="post" action={urls.organisations.people(v.at, organisation.id)} novalidate>
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="q" value={words} />
          <fieldset id="account">
            <legend>{t('organisations.people.who')}</legend>
            <Mistake v={v} name="account" state={state} />
            {found.map((one) => (
              <Choice
                type="radio"
                name="account"
                value={one.id}
                checked={found.length === 1 || state.values.account === one.id}
              >
                {one.name} {one.email && <small>{one.email}</small>}
              </Choice>
            ))}
          </fieldset>
          <AffiliationFields v={v} state={state} />
          <div>
            <button type="submit" class="button">
              {t('organisations.people.save')}
            </button>
          </div>
        </form>
      )}
    </WorkPage>
  );
}

/** One woman's time with an organisation, to be changed or ended. */
export function AffiliationPage({
  v,
  organisation,
  woman,
  state,
}: {
  v: View;
  organisation: Organisation;
  woman: AffiliatedWoman;
  state: FormState;
}) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={woman.name}
      back={[
        ...wayBack(v, organisation),
        { href: urls.organisations.people(v.at, organisation.id), label: t('organisations.people.title') },
      ]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labelsOf(v)} />
      <form
        class="form short"
        method="post"
        action={urls.organisations.affiliation(v.at, organisation.id, woman.id)}
        novalidate
      >
        <AffiliationFields v={v} state={state} />
        <div>
          <button type="submit" class="button">
            {t('organisations.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

function AffiliationFields({ v, state }: { v: View; state: FormState }) {
  const labels = labelsOf(v);
  return (
    <>
      <Field v={v} name="position" label={labels.position} state={state} maxlength={120} />
      <Choice name="represents" value="yes" checked={state.values.represents === 'yes'}>
        {labels.represents}
      </Choice>
      <Field v={v} name="from" type="date" label={labels.from} state={state} required />
      <Field
        v={v}
        name="until"
        type="date"
        label={labels.until}
        hint={v.t('organisations.people.until.hint')}
        state={state}
      />
    </>
  );
}

const labelsOf = (v: View) => ({
  account: v.t('organisations.people.who'),
  position: v.t('organisations.people.position'),
  represents: v.t('organisations.people.represents.choice'),
  from: v.t('organisations.people.from'),
  until: v.t('organisations.people.until'),
});

const wayBack = (v: View, organisation: Organisation) => [
  { href: urls.organisations.desk(v.at), label: v.t('organisations.title') },
  { href: urls.organisations.edit(v.at, organisation.id), label: organisation.name },
];
