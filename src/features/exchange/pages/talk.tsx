import type { View } from '../../../platform/http/index.ts';
import { ErrorSummary, Field, type FormState, PostButton, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Item } from '../item.ts';
import type { Talk, TalkMessage } from '../talks.ts';
import { wordsOf } from './parts.tsx';

type Props = {
  v: View;
  talk: Talk;
  /** Undefined where it was taken back meanwhile. */
  item: Item | undefined;
  messages: TalkMessage[];
  state: FormState;
  messageId: string;
};

/** A conversation between two. */
export function TalkPage({ v, talk, item, messages, state, messageId }: Props) {
  const t = v.t;
  const me = v.actor.kind === 'account' ? v.actor.id : '';
  const owner = talk.ownerId === me;
  const other = owner ? talk.otherName : talk.ownerName;
  const open = talk.itemState === 'open' || talk.itemState === 'expired';
  return (
    <WorkPage
      v={v}
      title={t('exchange.talk.title', { name: other })}
      back={[{ href: urls.exchange.mine(v.at), label: t('exchange.mine.title') }]}
      islands={['error-summary']}
      languages={false}
    >
      <ErrorSummary v={v} state={state} labels={{ body: t('exchange.talk.body') }} />
      {item && (
        <p>
          {t(`exchange.side.${item.side}`)}
          {t('ui.colon')} <a href={urls.exchange.item(v.at, item.id)}>{wordsOf(v, item).title}</a>
        </p>
      )}
      <p class="quiet">{t('exchange.talk.private')}</p>
      <ol class="talk">
        {messages.map((message) => (
          <li class={message.accountId === me ? 'own' : undefined}>
            <small>
              <b>{message.accountId === me ? t('exchange.talk.you') : other}</b>{' '}
              <time datetime={message.at.toISOString()}>{v.date(message.at, 'time')}</time>
            </small>
            <p class="said" dir="auto">
              {message.body}
            </p>
          </li>
        ))}
      </ol>
      {talk.endedAt && <p class="notice">{t('exchange.talk.ended')}</p>}
      <form class="form short" method="post" action={urls.exchange.messages(v.at, talk.id)} novalidate>
        <input type="hidden" name="id" value={messageId} />
        <Field
          v={v}
          name="body"
          label={t('exchange.talk.body')}
          hint={t('exchange.talk.hint')}
          state={state}
          rows={5}
          required
        />
        <div>
          <button type="submit" class="button">
            {t('exchange.answer.send')}
          </button>
        </div>
      </form>
      <div class="actions">
        {talk.unread && <PostButton action={urls.exchange.reading(v.at, talk.id)} label={t('exchange.talk.read')} />}
        {owner && open && <PostButton action={urls.exchange.match(v.at, talk.id)} label={t('exchange.talk.match')} />}
        {!talk.endedAt && <PostButton action={urls.exchange.closure(v.at, talk.id)} label={t('exchange.talk.end')} />}
      </div>
    </WorkPage>
  );
}
