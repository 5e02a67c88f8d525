import type { View } from '../../../platform/http/index.ts';
import {
  Cell,
  Empty,
  ErrorSummary,
  type FormState,
  PostButton,
  Select,
  State,
  Table,
  UploadField,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { FacilityList } from './commands.ts';
import { columnsFor, type Fate, mostRows } from './list.ts';

const back = (v: View) => [{ href: urls.facilities.mine(v.at), label: v.t('facilities.mine') }];

/** Her lists, and the place for another. */
export function ListsPage({
  v,
  lists,
  id,
  owners,
  state,
}: {
  v: View;
  lists: FacilityList[];
  id: string;
  owners: { value: string; label: string }[];
  state: FormState;
}) {
  const t = v.t;
  return (
    <WorkPage v={v} title={t('facilities.imports')} back={back(v)} islands={['error-summary']}>
      <ErrorSummary v={v} state={state} labels={{ list: t('facilities.import.file') }} />
      <p>{t('facilities.import.lead', { rows: mostRows })}</p>
      <p>
        <small>
          {t('facilities.import.columnNames')} <code>{columnsFor(v.network.locales).join(', ')}</code>
        </small>
      </p>
      <form class="form short" method="post" action={urls.facilities.imports(v.at)} enctype="multipart/form-data">
        <input type="hidden" name="id" value={id} />
        <Select
          v={v}
          name="organisation"
          label={t('facilities.field.organisation')}
          hint={t('facilities.organisation.hint')}
          state={state}
          options={owners}
        />
        <UploadField v={v} name="list" label={t('facilities.import.file')} accept=".csv,.tsv,.txt" state={state} />
        <div>
          <button type="submit" class="button">
            {t('facilities.import.send')}
          </button>
        </div>
      </form>
      {lists.length === 0 ? (
        <Empty text={t('facilities.import.none')} />
      ) : (
        <ul>
          {lists.map((list) => (
            <li>
              <a href={urls.facilities.importOf(v.at, list.id)}>{list.fileName}</a>{' '}
              <small>
                {v.date(list.createdAt, 'time')}, {t(`facilities.import.state.${list.state}`)}
              </small>
            </li>
          ))}
        </ul>
      )}
    </WorkPage>
  );
}

/** One list: what would become of each row, or what was made of it. */
export function ListPage({ v, list, fates }: { v: View; list: FacilityList; fates: Fate[] }) {
  const t = v.t;
  const count = (outcome: Fate['outcome']) => fates.filter((fate) => fate.outcome === outcome).length;
  const waits = list.state === 'read';
  const at = (which: 'importRun' | 'importUndoing' | 'importRemoval') => urls.facilities[which](v.at, list.id);
  return (
    <WorkPage
      v={v}
      title={list.fileName}
      back={[...back(v), { href: urls.facilities.imports(v.at), label: t('facilities.imports') }]}
    >
      <p>{t(`facilities.import.now.${list.state}`, { count: list.rows.length })}</p>
      {waits && (
        <>
          <p>{t('facilities.import.counts', { made: count('made'), same: count('same'), wrong: count('wrong') })}</p>
          {count('made') > 0 && (
            <PostButton
              action={at('importRun')}
              label={t('facilities.import.run', { count: count('made') })}
              kind="main"
            />
          )}
          <PostButton action={at('importRemoval')} label={t('facilities.import.drop')} />
        </>
      )}
      {list.state === 'done' && (
        <>
          <p>{t('facilities.import.undo.lead')}</p>
          <PostButton action={at('importUndoing')} label={t('facilities.import.undo')} kind="grave" />
        </>
      )}
      {waits && (
        <Table
          caption={t('facilities.import.rows')}
          head={['line', 'name', 'fate'].map((column) => t(`facilities.import.head.${column}`))}
        >
          {list.rows.slice(0, 200).map((row, index) => {
            const fate = fates[index]!;
            return (
              <tr>
                <th scope="row">{v.number(row.line)}</th>
                <Cell v={v} label={t('facilities.import.head.name')}>
                  {fate.outcome === 'wrong'
                    ? (row.cells[`name.${v.network.locales[0]}`] ?? '')
                    : v.text(fate.form.names)}
                </Cell>
                <td>
                  <State tone={fate.outcome === 'made' ? 'ok' : fate.outcome === 'same' ? 'plain' : 'bad'}>
                    {t(`facilities.import.fate.${fate.outcome}`)}
                  </State>
                  {fate.outcome === 'wrong' &&
                    Object.entries(fate.errors).map(([field, key]) => (
                      <>
                        <br />
                        <small>
                          <code>{field}</code> {t(key, { limit: 500 })}
                        </small>
                      </>
                    ))}
                </td>
              </tr>
            );
          })}
        </Table>
      )}
    </WorkPage>
  );
}
