import type { View } from '../../../platform/http/index.ts';
import { AboutWhat, Empty, ErrorSummary, type FormState, Pager, State, Table, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { EventType } from '../events.ts';
import type { DeliveryLine, Endpoint } from '../queries.ts';
import { EndpointFields } from './fields.tsx';
import { EndpointState } from './list.tsx';

const back = (v: View) => [{ href: urls.webhooks.list(v.at), label: v.t('webhooks.title') }];
const hostOf = (endpoint: Endpoint) => new URL(endpoint.url).host;

type Props = {
  v: View;
  endpoint: Endpoint;
  lines: DeliveryLine[];
  next: string | undefined;
  state: FormState;
  events: EventType[];
};

/** One endpoint: what it is told, how that went, and everything that can be done with it. */
export function EndpointPage({ v, endpoint, lines, next, state, events }: Props) {
  const t = v.t;
  return (
    <WorkPage v={v} title={hostOf(endpoint)} back={back(v)} islands={['error-summary']}>
      <p>
        <EndpointState v={v} endpoint={endpoint} />
      </p>
      {endpoint.state === 'stopped' && <p class="notice">{t('webhooks.stopped.next')}</p>}
      <div class="actions">
        {endpoint.state === 'active' ? (
          <>
            <Button v={v} action={urls.webhooks.trial(v.at, endpoint.id)} label="webhooks.trial" />
            <Button v={v} action={urls.webhooks.pause(v.at, endpoint.id)} label="webhooks.pause" />
          </>
        ) : (
          <Button v={v} action={urls.webhooks.resumption(v.at, endpoint.id)} label="webhooks.resume" />
        )}
        <a class="button grave" href={urls.webhooks.removal(v.at, endpoint.id)}>
          {t('webhooks.remove')}
        </a>
      </div>
      <h2>{t('webhooks.deliveries')}</h2>
      {lines.length === 0 ? (
        <Empty text={t('webhooks.deliveries.empty')} />
      ) : (
        <Table
          caption={t('webhooks.deliveries.caption')}
          head={['event', 'when', 'state', 'answer', 'again'].map((column) => t(`webhooks.delivery.${column}`))}
        >
          {lines.map((line) => (
            <Delivery v={v} endpoint={endpoint} line={line} />
          ))}
        </Table>
      )}
      <Pager v={v} next={next && urls.webhooks.from(v.at, endpoint.id, next)} />
      <h2>{t('webhooks.change')}</h2>
      <ErrorSummary v={v} state={state} labels={{ url: t('webhooks.url'), events: t('webhooks.events') }} />
      <form class="form short" method="post" action={urls.webhooks.one(v.at, endpoint.id)}>
        <EndpointFields v={v} state={state} events={events} />
        <div class="actions">
          <button class="button" type="submit">
            {t('webhooks.change.action')}
          </button>
        </div>
      </form>
      <h2>{t('webhooks.secret')}</h2>
      <p>{t('webhooks.secret.renew.text')}</p>
      <Button v={v} action={urls.webhooks.secret(v.at, endpoint.id)} label="webhooks.secret.renew" />
    </WorkPage>
  );
}

const tones = { waiting: 'wait', arrived: 'ok', failed: 'bad', cancelled: 'plain' } as const;

function Delivery({ v, endpoint, line }: { v: View; endpoint: Endpoint; line: DeliveryLine }) {
  const t = v.t;
  const answer = line.status
    ? t('webhooks.delivery.status', { status: line.status })
    : line.trouble
      ? t(`webhooks.trouble.${line.trouble}`)
      : '–';
  return (
    <tr>
      <th scope="row">
        <code>{line.type}</code>
        <br />
        <small>{`msg_${line.messageId}`}</small>
      </th>
      <td>{v.date(line.createdAt, 'time')}</td>
      <td>
        <State tone={tones[line.state]}>{t(`webhooks.delivery.state.${line.state}`)}</State>
        <br />
        <small>
          {t('webhooks.delivery.attempts', { count: line.attempts })}
          {line.state === 'waiting' &&
            line.attempts > 0 &&
            ` ${t('webhooks.delivery.next', { date: v.date(line.dueAt, 'time') })}`}
        </small>
      </td>
      <td class={answer === '–' ? 'zero' : undefined}>{answer}</td>
      <td class={line.state === 'waiting' || line.state === 'failed' ? undefined : 'zero'}>
        {(line.state === 'waiting' || line.state === 'failed') && endpoint.state === 'active' ? (
          <Button
            v={v}
            action={urls.webhooks.attempt(v.at, endpoint.id, line.id)}
            label="webhooks.delivery.try"
            about={line.type}
          />
        ) : (
          '–'
        )}
      </td>
    </tr>
  );
}

function Button({ v, action, label, about }: { v: View; action: string; label: string; about?: string }) {
  return (
    <form method="post" action={action}>
      <button class="button plain" type="submit">
        {v.t(label)}
        {about && <AboutWhat v={v} text={about} />}
      </button>
    </form>
  );
}

/** The secret, on this page and never again. */
export function SecretPage({ v, endpoint, secret }: { v: View; endpoint: Endpoint; secret: string }) {
  return (
    <WorkPage v={v} title={v.t('webhooks.secret')} back={back(v)} islands={['copy-link']} languages={false}>
      <p class="lead">{v.t('webhooks.secret.once', { host: hostOf(endpoint) })}</p>
      <div class="field" data-island="copy-link">
        <label for="secret">{v.t('webhooks.secret.label')}</label>
        <input id="secret" type="text" readonly value={secret} autocomplete="off" spellcheck={false} />
        <button class="button plain" type="button" hidden data-done={v.t('webhooks.secret.copied')}>
          {v.t('webhooks.secret.copy')}
        </button>
      </div>
      <p>{v.t('webhooks.secret.how')}</p>
      <p>
        <a class="button" href={urls.webhooks.one(v.at, endpoint.id)}>
          {v.t('webhooks.secret.done')}
        </a>
      </p>
    </WorkPage>
  );
}

/** Asked once more: what is deleted cannot be brought back. */
export function RemovalPage({ v, endpoint }: { v: View; endpoint: Endpoint }) {
  return (
    <WorkPage v={v} title={v.t('webhooks.removal.title', { host: hostOf(endpoint) })} back={back(v)}>
      <p>{v.t('webhooks.removal.text')}</p>
      <div class="actions">
        <form method="post" action={urls.webhooks.removal(v.at, endpoint.id)}>
          <button class="button grave" type="submit">
            {v.t('webhooks.removal.action')}
          </button>
        </form>
        <a class="button plain" href={urls.webhooks.one(v.at, endpoint.id)}>
          {v.t('webhooks.removal.keep')}
        </a>
      </div>
    </WorkPage>
  );
}
