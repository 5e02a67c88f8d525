import type { View } from '../../../platform/http/index.ts';
import { Cell, Empty, ErrorSummary, type FormState, State, Table, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { EventType } from '../events.ts';
import type { Endpoint, EndpointLine } from '../queries.ts';
import { EndpointFields } from './fields.tsx';

type Props = { v: View; endpoints: EndpointLine[]; id: string; state: FormState; events: EventType[] };

/** Where the network tells others what happened, and the form for one more place. */
export function WebhooksPage({ v, endpoints, id, state, events }: Props) {
  const t = v.t;
  return (
    <WorkPage v={v} title={t('webhooks.title')} islands={['error-summary']}>
      <p>{t('webhooks.lead')}</p>
      {endpoints.length === 0 ? (
        <Empty text={t('webhooks.empty')} />
      ) : (
        <Table
          caption={t('webhooks.caption')}
          head={['address', 'state', 'arrived', 'waiting', 'failed'].map((column) => t(`webhooks.head.${column}`))}
        >
          {endpoints.map((endpoint) => (
            <tr>
              <th scope="row">
                <a href={urls.webhooks.one(v.at, endpoint.id)}>{endpoint.url}</a>
              </th>
              <td>
                <EndpointState v={v} endpoint={endpoint} />
              </td>
              {(['arrived', 'waiting', 'failed'] as const).map((count) => (
                <Cell v={v} label={t(`webhooks.head.${count}`)} zero={endpoint[count] === 0}>
                  {v.number(endpoint[count])}
                </Cell>
              ))}
            </tr>
          ))}
        </Table>
      )}
      <h2>{t('webhooks.add')}</h2>
      <ErrorSummary v={v} state={state} labels={{ url: t('webhooks.url'), events: t('webhooks.events') }} />
      <form class="form short" method="post" action={urls.webhooks.list(v.at)}>
        <input type="hidden" name="id" value={id} />
        <EndpointFields v={v} state={state} events={events} />
        <div class="actions">
          <button class="button" type="submit">
            {t('webhooks.add.action')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

/** Whether it is told anything, in words. */
export function EndpointState({ v, endpoint }: { v: View; endpoint: Endpoint }) {
  if (endpoint.state === 'paused') return <State tone="plain">{v.t('webhooks.state.paused')}</State>;
  if (endpoint.state === 'stopped') return <State tone="bad">{v.t('webhooks.state.stopped')}</State>;
  if (endpoint.failingSince) {
    return <State tone="wait">{v.t('webhooks.state.failing', { date: v.date(endpoint.failingSince, 'time') })}</State>;
  }
  return <State tone="ok">{v.t('webhooks.state.active')}</State>;
}
