import type { View } from '../../../platform/http/index.ts';
import {
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  Pager,
  SearchForm,
  Select,
  State,
  Table,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Organisation, organisationKinds } from '../organisation.ts';

type Props = {
  v: View;
  organisations: Organisation[];
  next: string | undefined;
  /** What the list is narrowed by. */
  words: string;
  id: string;
  state: FormState;
};

/** All organisations for those who keep them, closed ones too; a new one below. */
export function OrganisationsDeskPage({ v, organisations, next, words, id, state }: Props) {
  const t = v.t;
  const labels = { name: t('organisations.field.name'), kind: t('organisations.field.kind') };
  return (
    <WorkPage v={v} title={t('organisations.title')} islands={['error-summary']}>
      <ErrorSummary v={v} state={state} labels={labels} />
      <SearchForm
        v={v}
        action={urls.organisations.desk(v.at)}
        words={words}
        label={t('organisations.desk.search')}
        button={t('organisations.desk.find')}
      />
      {organisations.length === 0 ? (
        <Empty text={t(words ? 'organisations.desk.nothing' : 'organisations.desk.none')} />
      ) : (
        <Table
          close
          caption={t('organisations.desk.caption')}
          head={['name', 'kind', 'state'].map((column) => t(`organisations.desk.head.${column}`))}
        >
          {organisations.map((organisation) => (
            <tr>
              <th scope="row">
                <a href={urls.organisations.edit(v.at, organisation.id)}>{organisation.name}</a>
              </th>
              <td>{t(`organisations.kind.${organisation.kind}`)}</td>
              <td class={stateOf(organisation) === 'listed' ? 'zero' : undefined}>
                <OrganisationState v={v} organisation={organisation} />
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Pager v={v} next={next && urls.organisations.deskFrom(v.at, next, words)} />
      <p>
        <a href={urls.organisations.imports(v.at)}>{t('organisations.import.title')}</a>
      </p>
      <h2>{t('organisations.create.title')}</h2>
      <form class="form short" method="post" action={urls.organisations.desk(v.at)} novalidate>
        <input type="hidden" name="id" value={id} />
        <Field v={v} name="name" label={labels.name} state={state} required maxlength={160} />
        <Select
          v={v}
          name="kind"
          label={labels.kind}
          state={state}
          options={organisationKinds.map((kind) => ({ value: kind, label: t(`organisations.kind.${kind}`) }))}
        />
        <div>
          <button type="submit" class="button">
            {t('organisations.create.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

/** Listed, kept to some, closed, or merged. */
const stateOf = ({ mergedInto, closedAt, visibility }: Organisation) =>
  mergedInto ? 'merged' : closedAt ? 'closed' : (visibility.name ?? 'public') === 'public' ? 'listed' : 'kept';

/** That in words. */
export function OrganisationState({ v, organisation }: { v: View; organisation: Organisation }) {
  const state = stateOf(organisation);
  return <State tone={state === 'listed' ? 'ok' : 'plain'}>{v.t(`organisations.state.${state}`)}</State>;
}
