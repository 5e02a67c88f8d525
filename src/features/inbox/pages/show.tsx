import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { ErrorSummary, Field, OnceMore, PostButton, State, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { FileCard, type StoredFile } from '../../files/index.ts';
import { type Inquiry, type Part, referenceOf, states } from '../inquiry.ts';
import type { Known, Topic } from '../queries.ts';
import { Answer, type AnswerProps, Arrival } from './answer.tsx';
import { labelsOf, OwnerSelect, TopicSelect } from './edit.tsx';
import { InquiryStateMark } from './list.tsx';
import { Cautions, May } from './safety.tsx';

type Props = AnswerProps & {
  parts: Part[];
  files: Map<string, StoredFile>;
  topics: Topic[];
  owners: { id: string; name: string }[];
  known: Known[];
  others: Inquiry[];
};

/** One inquiry: how she is answered safely, what was said, and what can be done next. */
export function InquiryPage(props: Props) {
  const { v, inquiry, parts, files, topics, owners, state } = props;
  const t = v.t;
  const assigned = { values: { owner: inquiry.ownerId ?? '', topic: inquiry.topicId ?? '' }, errors: {} };
  return (
    <WorkPage
      v={v}
      title={inquiry.subject}
      back={[{ href: urls.inbox.list(v.at), label: t('inbox.title') }]}
      islands={['error-summary']}
      languages={false}
    >
      <ErrorSummary
        v={v}
        state={state}
        labels={{ ...labelsOf(v), note: t('inbox.note'), words: t('inbox.arrival.words'), by: t('inbox.answer.by') }}
      />
      <p>
        <InquiryStateMark v={v} state={inquiry.state} /> · {t(`inbox.way.${inquiry.way}`)} ·{' '}
        {v.date(inquiry.receivedOn)} · {t('inbox.reference', { reference: referenceOf(inquiry.id) })}
      </p>
      <Safety v={v} inquiry={inquiry} />
      <Facts {...props} />
      <ol class="talk">
        {parts.map((part) => (
          <PartItem v={v} inquiry={inquiry} part={part} file={part.fileId ? files.get(part.fileId) : undefined} />
        ))}
      </ol>
      <Answer {...props} />
      <details class="fold" open={Boolean(state.errors.note) || undefined}>
        <summary>
          <b>{t('inbox.note.title')}</b>
        </summary>
        <form class="form short" method="post" action={urls.inbox.notes(v.at, inquiry.id)} novalidate>
          <input type="hidden" name="id" value={props.ids[1]} />
          <Field
            v={v}
            name="note"
            label={t('inbox.note')}
            hint={t('inbox.note.hint')}
            state={state}
            rows={3}
            required
          />
          <div>
            <button type="submit" class="button plain">
              {t('inbox.note.save')}
            </button>
          </div>
        </form>
      </details>
      <Arrival {...props} />
      <h2>{t('inbox.next')}</h2>
      <form class="form short" method="post" action={urls.inbox.assignment(v.at, inquiry.id)} novalidate>
        <div class="filters">
          <OwnerSelect v={v} state={assigned} owners={owners} />
          <TopicSelect
            v={v}
            state={assigned}
            topics={topics.filter((topic) => !topic.closed || topic.id === inquiry.topicId)}
          />
        </div>
        <div>
          <button type="submit" class="button plain">
            {t('inbox.assign')}
          </button>
        </div>
      </form>
      <div class="actions">
        {states
          .filter((one) => one !== inquiry.state && one !== 'new')
          .map((one) => (
            <PostButton
              action={urls.inbox.state(v.at, inquiry.id)}
              label={t(`inbox.set.${one}`)}
              fields={{ state: one }}
            />
          ))}
      </div>
      <p>
        <a href={urls.inbox.removal(v.at, inquiry.id)}>{t('inbox.removal.link')}</a>
      </p>
    </WorkPage>
  );
}

/** Before anything else: what may be done, and what must not be sent. */
function Safety({ v, inquiry }: { v: View; inquiry: Inquiry }) {
  const t = v.t;
  return (
    <div class="notice flow">
      <May v={v} inquiry={inquiry} />
      <Cautions v={v} inquiry={inquiry} />
      <p>
        <a href={urls.inbox.edit(v.at, inquiry.id)}>{t('inbox.edit.link')}</a>
      </p>
    </div>
  );
}

/** Who she is, whom we know her to be, and what else she wrote. */
function Facts({ v, inquiry, known, others }: Props) {
  const t = v.t;
  const linked = inquiry.personId ?? inquiry.accountId;
  const who = known.find((one) => one.id === linked);
  return (
    <>
      <dl class="facts">
        <dt>{t('inbox.head.from')}</dt>
        <dd dir="auto">
          {inquiry.name || t('inbox.nameless')} <small>{t(`inbox.sender.${inquiry.sender}`)}</small>
        </dd>
        {inquiry.email && (
          <>
            <dt>{t('inbox.field.email')}</dt>
            <dd dir="ltr">{inquiry.email}</dd>
          </>
        )}
        {inquiry.phone && (
          <>
            <dt>{t('inbox.field.phone')}</dt>
            <dd dir="ltr">{inquiry.phone}</dd>
          </>
        )}
        {inquiry.address && (
          <>
            <dt>{t('inbox.field.address')}</dt>
            <dd class="said" dir="auto">
              {inquiry.address}
            </dd>
          </>
        )}
        <dt>{t('inbox.field.locale')}</dt>
        <dd>{languageName(inquiry.locale)}</dd>
        {who && (
          <>
            <dt>{t('inbox.known')}</dt>
            <dd>
              {who.name} <small>{t(`inbox.known.${who.kind}`)}</small>
              <PostButton
                action={urls.inbox.link(v.at, inquiry.id)}
                label={t('inbox.known.unlink')}
                fields={{ known: '' }}
              />
            </dd>
          </>
        )}
        {others.length > 0 && (
          <>
            <dt>{t('inbox.others')}</dt>
            <dd>
              <ul>
                {others.map((one) => (
                  <li>
                    <a href={urls.inbox.one(v.at, one.id)}>{one.subject}</a> <small>{v.date(one.receivedOn)}</small>
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
      {!linked && known.length > 0 && (
        <div class="flow">
          <p>{t('inbox.known.ask')}</p>
          <div class="actions">
            {known.map((one) => (
              <PostButton
                action={urls.inbox.link(v.at, inquiry.id)}
                label={t('inbox.known.link', { name: one.name, kind: t(`inbox.known.${one.kind}`) })}
                fields={{ known: one.id }}
              />
            ))}
          </div>
        </div>
      )}
    </>
  );
}

const outcomes = {
  queued: 'wait',
  sent: 'ok',
  kept: 'wait',
  failed: 'bad',
  uncertain: 'wait',
  cancelled: 'plain',
  open: 'wait',
  posted: 'ok',
} as const;

function PartItem({ v, inquiry, part, file }: { v: View; inquiry: Inquiry; part: Part; file: StoredFile | undefined }) {
  const t = v.t;
  return (
    <li class={part.kind === 'came' ? undefined : 'own'}>
      <small>
        <b>{t(`inbox.part.${part.kind}`)}</b>
        {part.author && ` · ${part.author}`} · <time datetime={part.at.toISOString()}>{v.date(part.at, 'time')}</time>
        {part.outcome && (
          <>
            {' · '}
            <State tone={outcomes[part.outcome as keyof typeof outcomes] ?? 'plain'}>
              {t(`inbox.outcome.${part.outcome}`)}
            </State>
          </>
        )}
        {part.automatic && ` · ${t('inbox.automatic')}`}
        {part.dropped > 0 && ` · ${t('inbox.dropped', { count: part.dropped })}`}
      </small>
      {part.subject && (
        <p dir="auto">
          <b>{part.subject}</b>
        </p>
      )}
      <p class="said" dir="auto">
        {part.body}
      </p>
      {file && <FileCard v={v} file={file} />}
      {part.kind === 'paper' && (
        <div class="actions">
          <a class="button plain" href={urls.inbox.paper(v.at, inquiry.id, part.id)}>
            {t('inbox.paper.get')}
          </a>
          {part.outcome === 'open' && (
            <PostButton action={urls.inbox.posting(v.at, inquiry.id, part.id)} label={t('inbox.paper.posted')} />
          )}
        </div>
      )}
    </li>
  );
}

/** Asked once more before it is gone for good. */
export function RemovalPage({ v, inquiry }: { v: View; inquiry: Inquiry }) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={t('inbox.removal.title')}
      back={[
        { href: urls.inbox.list(v.at), label: t('inbox.title') },
        { href: urls.inbox.one(v.at, inquiry.id), label: inquiry.subject },
      ]}
      languages={false}
    >
      <p>{t('inbox.removal.text')}</p>
      <OnceMore
        action={urls.inbox.removal(v.at, inquiry.id)}
        label={t('inbox.removal.button')}
        back={{ href: urls.inbox.one(v.at, inquiry.id), label: t('inbox.removal.back') }}
      />
    </WorkPage>
  );
}
