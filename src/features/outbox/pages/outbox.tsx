import type { View } from '../../../platform/http/index.ts';
import { Document, Empty, Pager, Select, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { countLimit, type ListedMail, type MailState, states } from '../queries.ts';

type Filter = { state?: MailState; kind?: string };
type Props = {
  v: View;
  list: { mails: ListedMail[]; next: string | undefined };
  counts: Map<MailState, number>;
  heldAt: Date | null;
  filter: Filter;
  kinds: string[];
  /** Whether a mail server is configured. */
  sends: boolean;
  named(key: string): boolean;
};

/** The outbox: what left, what waits, what needs a person. */
export function OutboxPage({ v, list, counts, heldAt, filter, kinds, sends, named }: Props) {
  const any = [...counts.values()].some((count) => count > 0);
  const filtered = Boolean(filter.state || filter.kind);
  return (
    <Document v={v} title={v.t('outbox.title')} section="outbox" unlisted>
      <div class="wrap page flow">
        <h1 class="small">{v.t('outbox.title')}</h1>
        {heldAt && (
          <div class="notice flow">
            <h2 class="h3">{v.t('outbox.held')}</h2>
            <p>{v.t('outbox.held.why', { date: v.date(heldAt) })}</p>
            <form method="post" action={urls.outbox.release(v.at)}>
              <button class="button" type="submit">
                {v.t('outbox.release')}
              </button>
            </form>
          </div>
        )}
        {!sends && <p class="notice">{v.t('outbox.kept.notice')}</p>}
        {any ? (
          <>
            <p class="lead">{progress(v, counts)}</p>
            <nav aria-label={v.t('outbox.states')}>
              <ul class="tags">
                <li>
                  <a href={urls.outbox.list(v.at)} aria-current={filter.state ? undefined : 'page'}>
                    {v.t('outbox.all')}
                  </a>
                </li>
                {states
                  .filter((state) => (counts.get(state) ?? 0) > 0)
                  .map((state) => (
                    <li>
                      <a
                        href={address(v, { ...filter, state })}
                        aria-current={filter.state === state ? 'page' : undefined}
                      >
                        {v.t(`outbox.state.${state}`)} ({counted(v, counts.get(state)!)})
                      </a>
                    </li>
                  ))}
              </ul>
            </nav>
            <form
              method="get"
              action={urls.outbox.list(v.at)}
              class="actions"
              role="search"
              aria-label={v.t('outbox.filter')}
            >
              {filter.state && <input type="hidden" name="state" value={filter.state} />}
              <Select
                v={v}
                name="kind"
                label={v.t('outbox.kind')}
                state={{ values: { kind: filter.kind ?? '' }, errors: {} }}
                options={[
                  { value: '', label: v.t('outbox.kind.any') },
                  ...kinds.map((kind) => ({ value: kind, label: kindName(v, named, kind) })),
                ]}
              />
              <button class="button plain" type="submit">
                {v.t('outbox.filter')}
              </button>
            </form>
            {list.mails.length > 0 ? (
              <Table
                close
                caption={v.t('outbox.list')}
                head={['outbox.head.mail', 'outbox.head.to', 'outbox.head.state', 'outbox.head.at'].map((key) =>
                  v.t(key),
                )}
              >
                {[...Map.groupBy(list.mails, (mail) => v.date(mail.createdAt))].map(([day, mails]) => (
                  <>
                    <tr>
                      <th colspan={4} scope="colgroup" class="h3">
                        {day}
                      </th>
                    </tr>
                    {mails.map((mail) => (
                      <MailRow v={v} mail={mail} kind={kindName(v, named, mail.kind)} />
                    ))}
                  </>
                ))}
              </Table>
            ) : (
              <p class="notice">{v.t('outbox.none')}</p>
            )}
            <Pager v={v} next={list.next && address(v, { ...filter, before: list.next })} />
          </>
        ) : (
          !filtered && (
            <Empty text={v.t('outbox.empty')} action={v.t('outbox.empty.action')} href={urls.campaigns.list(v.at)} />
          )
        )}
      </div>
    </Document>
  );
}

/** One mail of the day that stands above it. */
function MailRow({ v, mail, kind }: { v: View; mail: ListedMail; kind: string }) {
  return (
    <tr>
      <th scope="row">
        <a href={urls.outbox.mail(v.at, mail.id)}>{mail.subject || kind}</a> {mail.subject && <small>{kind}</small>}
      </th>
      <td>
        <bdi>{mail.to === null ? v.t('outbox.withheld') : mail.to || v.t('outbox.erased')}</bdi>
      </td>
      <td>
        <MailStateText v={v} mail={mail} />
      </td>
      <td>{v.date(mail.createdAt, 'hour')}</td>
    </tr>
  );
}

/** A mail's state in words; a mail that is tried again says when. */
export function MailStateText({ v, mail }: { v: View; mail: Pick<ListedMail, 'state' | 'attempts' | 'dueAt'> }) {
  const tones: Partial<Record<MailState, 'ok' | 'wait' | 'bad'>> = {
    sent: 'ok',
    kept: 'ok',
    failed: 'bad',
    bounced: 'bad',
    uncertain: 'bad',
    queued: 'wait',
    claimed: 'wait',
    sending: 'wait',
  };
  const again = mail.state === 'queued' && mail.attempts > 0;
  return (
    <>
      <State tone={tones[mail.state] ?? 'plain'}>{v.t(`outbox.state.${mail.state}`)}</State>
      {again && (
        <>
          <br />
          <small>{v.t('outbox.again', { date: v.date(mail.dueAt, 'time') })}</small>
        </>
      )}
    </>
  );
}

/** The name of a kind of mail; a kind that has none is shown as it is called inside. */
export const kindName = (v: View, named: (key: string) => boolean, kind: string): string =>
  named(`outbox.kind.${kind}`) ? v.t(`outbox.kind.${kind}`) : kind;

const counted = (v: View, count: number): string =>
  count > countLimit ? v.t('outbox.more', { count: countLimit }) : v.number(count);

function progress(v: View, counts: Map<MailState, number>): string {
  const of = (...names: MailState[]) => names.reduce((sum, name) => sum + (counts.get(name) ?? 0), 0);
  const sentences = [
    of('queued', 'claimed', 'sending') > 0 &&
      v.t('outbox.progress.waiting', { count: of('queued', 'claimed', 'sending') }),
    of('kept') > 0 && v.t('outbox.progress.kept', { count: of('kept') }),
    of('failed') > 0 && v.t('outbox.progress.failed', { count: of('failed') }),
    of('uncertain') > 0 && v.t('outbox.progress.uncertain', { count: of('uncertain') }),
  ].filter((sentence) => sentence !== false);
  return sentences.length > 0 ? sentences.join(' ') : v.t('outbox.progress.none');
}

const address = (v: View, query: Record<string, string | undefined>): string => {
  const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return urls.outbox.list(v.at, given.length > 0 ? `?${new URLSearchParams(given)}` : '');
};
