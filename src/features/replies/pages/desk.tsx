import type { View } from '../../../platform/http/index.ts';
import { AboutWhat, Empty, ErrorSummary, type FormState, Mistake, Pager, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { DeskPage } from '../../desk/index.ts';
import { labelsOf, PromiseFields, StandFields } from '../../stands/index.ts';
import type { Reply } from '../queries.ts';
import { type ReplyState, resembles } from '../reply.ts';

export const shownStates = ['open', 'stand', 'promise', 'nothing', 'spam'] as const;
const tones: Record<ReplyState, 'ok' | 'wait' | 'bad' | 'plain'> = {
  open: 'wait',
  stand: 'ok',
  promise: 'ok',
  nothing: 'plain',
  spam: 'bad',
  passed: 'plain',
  withdrawn: 'plain',
};

type ListProps = {
  v: View;
  replies: Reply[];
  next: string | undefined;
  state: ReplyState;
  campaign: string | undefined;
};

/** The replies that supporters passed on: those that wait first. */
export function RepliesPage({ v, replies, next, state, campaign }: ListProps) {
  const t = v.t;
  return (
    <DeskPage v={v} title={t('replies.desk.title')}>
      <p>{t('replies.desk.lead')}</p>
      <ul class="tags">
        {shownStates.map((one) => (
          <li>
            <a
              href={urls.replies.deskOf(v.at, { state: one, campaign })}
              aria-current={one === state ? 'page' : undefined}
            >
              {t(`replies.state.${one}`)}
            </a>
          </li>
        ))}
      </ul>
      {replies.length === 0 ? (
        <Empty text={t(state === 'open' ? 'replies.desk.empty' : 'replies.desk.none')} />
      ) : (
        <Table
          caption={t(`replies.state.${state}`)}
          head={['who', 'when', 'words', 'action'].map((column) => t(`replies.head.${column}`))}
        >
          {replies.map((reply) => (
            <tr>
              <th scope="row">
                {reply.officialName ?? v.text(reply.label)}
                {reply.officialName && (
                  <>
                    <br />
                    <small>{v.text(reply.label)}</small>
                  </>
                )}
              </th>
              <td>
                {v.date(reply.receivedOn)}
                <br />
                <small>{t(`replies.channel.${reply.channel}`)}</small>
              </td>
              <td dir="auto">{reply.body.length > 140 ? `${reply.body.slice(0, 140)}…` : reply.body}</td>
              <td>
                <a class="button plain" href={urls.replies.show(v.at, reply.id)}>
                  {t('replies.desk.read')}
                  <AboutWhat v={v} text={reply.officialName ?? v.text(reply.label)} />
                </a>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Pager v={v} next={next && urls.replies.deskOf(v.at, { state, campaign, before: next })} />
    </DeskPage>
  );
}

type ShowProps = {
  v: View;
  reply: Reply;
  campaign: { id: string; title: string };
  /** Whom a stand or promise would be recorded of; undefined where nobody can be named, or it is a court. */
  speaker: string | undefined;
  court: boolean;
  ids: { stand: string; promise: string };
  today: string;
  /** Which form was sent with mistakes. */
  form: 'stand' | 'promise' | 'settlement' | undefined;
  state: FormState;
};

/** One reply with what can come of it: a stand, a promise, nothing, or that it was none. */
export function ReplyPage(props: ShowProps) {
  const { v, reply, campaign, speaker, court, form, state } = props;
  const t = v.t;
  const open = form ?? 'stand';
  return (
    <DeskPage
      v={v}
      title={t('replies.show.title', { name: reply.officialName ?? v.text(reply.label) })}
      islands={['error-summary']}
    >
      <p>
        <a href={urls.replies.desk(v.at)}>{t('replies.show.back')}</a>
      </p>
      <dl class="facts">
        <dt>{t('replies.show.campaign')}</dt>
        <dd>
          <a href={urls.campaigns.edit(v.at, campaign.id)}>{campaign.title}</a>
        </dd>
        <dt>{t('replies.head.who')}</dt>
        <dd>{[reply.officialName, v.text(reply.label)].filter(Boolean).join(', ')}</dd>
        <dt>{t('replies.head.when')}</dt>
        <dd>
          {v.date(reply.receivedOn)}, {t(`replies.channel.${reply.channel}`)}
        </dd>
        <dt>{t('replies.show.way')}</dt>
        <dd>{t(`replies.way.${reply.way}`)}</dd>
        {reply.way !== 'form' && (
          <>
            <dt>{t('replies.show.sender')}</dt>
            <dd dir="auto">
              {reply.senderName} {reply.senderAddress && `<${reply.senderAddress}>`}
              <br />
              <small>
                {reply.way === 'mail'
                  ? t(`replies.resembles.${resembles(reply.senderAddress, reply.writtenTo)}`)
                  : t('replies.resembles.hers')}
              </small>
            </dd>
          </>
        )}
        <dt>{t('replies.show.quote')}</dt>
        <dd>
          <State tone={reply.quotable ? 'ok' : 'bad'}>
            {t(reply.quotable ? 'replies.show.quote.yes' : 'replies.show.quote.no')}
          </State>
        </dd>
        <dt>{t('replies.show.state')}</dt>
        <dd>
          <State tone={tones[reply.state]}>{t(`replies.state.${reply.state}`)}</State>
        </dd>
      </dl>
      {reply.dropped > 0 && <p class="notice">{t('replies.show.dropped', { count: reply.dropped })}</p>}
      {reply.subject && (
        <p dir="auto">
          <b>{reply.subject}</b>
        </p>
      )}
      {reply.body ? (
        <div class="letter" dir="auto">
          {reply.body}
        </div>
      ) : (
        <p>{t('replies.show.gone')}</p>
      )}
      <p class="hint">{t('replies.show.staff')}</p>
      {reply.state === 'nothing' || reply.state === 'spam' ? (
        <form method="post" action={urls.replies.reopening(v.at, reply.id)}>
          <button class="button plain">{t('replies.show.reopen')}</button>
        </form>
      ) : reply.state === 'withdrawn' ? null : (
        <>
          <ErrorSummary v={v} state={state} labels={{ ...labelsOf(v), choice: t('replies.settle.title') }} />
          {court && <p class="notice">{t('replies.show.court')}</p>}
          {!court && !speaker && <p class="notice">{t('replies.show.nobody')}</p>}
          {speaker && (
            <>
              <RecordForm {...props} what="stand" open={open === 'stand'} speaker={speaker} />
              <RecordForm {...props} what="promise" open={open === 'promise'} speaker={speaker} />
            </>
          )}
          {reply.state === 'open' && (
            <section class="flow" id="choice">
              <h2>{t('replies.settle.title')}</h2>
              <Mistake v={v} name="choice" state={state} />
              <div class="actions">
                {(['nothing', 'spam'] as const).map((choice) => (
                  <form method="post" action={urls.replies.settlement(v.at, reply.id)}>
                    <input type="hidden" name="choice" value={choice} />
                    <button class={choice === 'spam' ? 'button grave' : 'button plain'}>
                      {t(`replies.settle.${choice}`)}
                    </button>
                  </form>
                ))}
              </div>
            </section>
          )}
        </>
      )}
    </DeskPage>
  );
}

/** One of the two forms. Only one stands open: their fields have the same names. */
function RecordForm({
  v,
  reply,
  what,
  open,
  speaker,
  ids,
  today,
  state,
}: ShowProps & { what: 'stand' | 'promise'; open: boolean; speaker: string }) {
  const t = v.t;
  const title = t(what === 'stand' ? 'replies.record.stand' : 'replies.record.promise', { name: speaker });
  if (!open)
    return (
      <p>
        <a class="button plain" href={`${urls.replies.show(v.at, reply.id)}?record=${what}`}>
          {title}
        </a>
      </p>
    );
  const Fields = what === 'stand' ? StandFields : PromiseFields;
  return (
    <section class="flow">
      <h2>{title}</h2>
      <form class="form short" method="post" action={urls.replies[what](v.at, reply.id)} novalidate>
        <input type="hidden" name="id" value={ids[what]} />
        <Fields v={v} state={state} today={today} />
        <div>
          <button class="button">
            {t(what === 'stand' ? 'replies.record.stand.save' : 'replies.record.promise.save')}
          </button>
        </div>
      </form>
    </section>
  );
}
