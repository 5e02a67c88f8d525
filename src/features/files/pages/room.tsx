import type { View } from '../../../platform/http/index.ts';
import { ErrorSummary, Field, type FormState, Table, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { ReadingState } from '../queries.ts';
import { megabytes, type Quota, type Used } from '../quota.ts';

type Props = {
  v: View;
  used: Used;
  quota: Quota;
  states: { state: ReadingState; count: number }[];
  state: FormState;
  measure: { least: number; most: number };
};

/** How much the network's files take, how far they were read, and how much they may take. */
export function RoomPage({ v, used, quota, states, state, measure }: Props) {
  const labels = { network: v.t('files.desk.network'), person: v.t('files.desk.person') };
  const count = states.reduce((sum, one) => sum + one.count, 0);
  const share = Math.min(100, (used.network / (quota.network * 1e6)) * 100);
  return (
    <WorkPage v={v} title={v.t('files.desk.title')} islands={['error-summary']}>
      <p>
        {v.t('files.desk.used', { used: megabytes(used.network), limit: quota.network })}{' '}
        <meter min={0} max={100} value={String(Math.round(share))} aria-label={v.t('files.desk.title')} />
      </p>
      <p>{v.t('files.desk.count', { count })}</p>
      {count > 0 && (
        <Table caption={v.t('files.desk.byState')} head={[v.t('files.desk.state'), v.t('files.desk.files')]}>
          {states.map((one) => (
            <tr>
              <th scope="row">{v.t(`files.state.${one.state}`)}</th>
              <td data-label={v.t('files.desk.files')}>{v.number(one.count)}</td>
            </tr>
          ))}
        </Table>
      )}
      <p>{v.t('files.desk.disk')}</p>
      <ErrorSummary v={v} state={state} labels={labels} />
      <form class="form" method="post" action={urls.files.quota(v.at)}>
        <Field
          v={v}
          name="network"
          label={labels.network}
          hint={v.t('files.desk.number', measure)}
          state={state}
          inputmode="numeric"
          required
          maxlength={8}
        />
        <Field
          v={v}
          name="person"
          label={labels.person}
          hint={v.t('files.desk.personHint')}
          state={state}
          inputmode="numeric"
          required
          maxlength={8}
        />
        <div class="actions">
          <button class="button" type="submit">
            {v.t('files.desk.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}
