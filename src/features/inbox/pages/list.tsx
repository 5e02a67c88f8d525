import type { View } from '../../../platform/http/index.ts';
import { Empty, emptyForm, Field, Narrow, Pager, Select, State, Table, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Inquiry, type InquiryState, referenceOf, states, ways } from '../inquiry.ts';
import type { Topic } from '../queries.ts';

type Props = {
  v: View;
  inquiries: Inquiry[];
  next: string | undefined;
  counts: Map<string, number>;
  topics: Topic[];
  owners: { id: string; name: string }[];
  filters: Record<string, string>;
};

/** What came, the newest first, with the ways to narrow it. */
export function InboxPage({ v, inquiries, next, counts, topics, owners, filters }: Props) {
  const t = v.t;
  const narrowed = Object.values(filters).some(Boolean);
  const { q: _, ...choices } = filters;
  const any = { value: '', label: t('inbox.filter.any') };
  const open = (counts.get('new') ?? 0) + (counts.get('taken') ?? 0);
  const state = emptyForm(filters);
  const topicOf = new Map(topics.map((topic) => [topic.id, v.text(topic.labels)]));
  return (
    <WorkPage v={v} title={t('inbox.title')}>
      <p class="actions">
        <a class="button" href={urls.inbox.create(v.at, 'letter')}>
          {t('inbox.enter.letter')}
        </a>
        <a class="button" href={urls.inbox.create(v.at, 'call')}>
          {t('inbox.enter.call')}
        </a>
        <a class="button plain" href={urls.inbox.settings(v.at)}>
          {t('inbox.settings.title')}
        </a>
        <a class="button plain" href={urls.inbox.topics(v.at)}>
          {t('inbox.topics.title')}
        </a>
        <a class="button plain" href={urls.inbox.templates(v.at)}>
          {t('inbox.templates.title')}
        </a>
      </p>
      <form class="form screen" method="get" action={urls.inbox.list(v.at)}>
        <Field
          v={v}
          name="q"
          type="search"
          label={t('inbox.search')}
          hint={t('inbox.search.hint')}
          state={state}
          either
        />
        <Narrow v={v} narrowed={Object.values(choices).some(Boolean)}>
          <div class="filters">
            <Select
              v={v}
              name="state"
              label={t('inbox.state')}
              state={state}
              options={[
                { value: '', label: t('inbox.filter.all') },
                { value: 'open', label: `${t('inbox.filter.open')} (${v.number(open)})` },
                ...states.map((one) => ({
                  value: one,
                  label: `${t(`inbox.state.${one}`)} (${v.number(counts.get(one) ?? 0)})`,
                })),
              ]}
            />
            <Select
              v={v}
              name="owner"
              label={t('inbox.owner')}
              state={state}
              options={[
                any,
                { value: 'nobody', label: t('inbox.nobody') },
                ...owners.map((one) => ({ value: one.id, label: one.name })),
              ]}
            />
            <Select
              v={v}
              name="topic"
              label={t('inbox.topic')}
              state={state}
              options={[any, ...topics.map((one) => ({ value: one.id, label: v.text(one.labels) }))]}
            />
            <Select
              v={v}
              name="way"
              label={t('inbox.way')}
              state={state}
              options={[any, ...ways.map((one) => ({ value: one, label: t(`inbox.way.${one}`) }))]}
            />
          </div>
        </Narrow>
        <div class="actions">
          <button type="submit" class="button plain">
            {t('inbox.filter.apply')}
          </button>
          {narrowed && <a href={urls.inbox.list(v.at)}>{t('inbox.filter.clear')}</a>}
        </div>
      </form>
      {inquiries.length === 0 ? (
        narrowed ? (
          <Empty text={t('inbox.none.narrowed')} action={t('inbox.filter.clear')} href={urls.inbox.list(v.at)} />
        ) : (
          <Empty text={t('inbox.none')} />
        )
      ) : (
        <Table
          caption={t('inbox.caption')}
          head={['what', 'from', 'owner', 'state', 'action'].map((column) => t(`inbox.head.${column}`))}
        >
          {inquiries.map((inquiry) => (
            <tr>
              <th scope="row" dir="auto">
                {inquiry.subject}
                <br />
                <small>
                  {[
                    t(`inbox.way.${inquiry.way}`),
                    inquiry.topicId && topicOf.get(inquiry.topicId),
                    v.date(inquiry.receivedOn),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </th>
              <td>
                <span dir="auto">{inquiry.name || t('inbox.nameless')}</span>
                <br />
                <small>{t(`inbox.sender.${inquiry.sender}`)}</small>
              </td>
              <td>{inquiry.owner ?? t('inbox.nobody')}</td>
              <td>
                <InquiryStateMark v={v} state={inquiry.state} />
              </td>
              <td>
                <a class="button plain" href={urls.inbox.one(v.at, inquiry.id)}>
                  {t('inbox.open')}
                  <span class="hidden">
                    : {inquiry.subject} {referenceOf(inquiry.id)}
                  </span>
                </a>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Pager v={v} next={next && urls.inbox.list(v.at, { ...filters, before: next })} />
    </WorkPage>
  );
}

const tones = { new: 'bad', taken: 'wait', waiting: 'plain', answered: 'ok', closed: 'plain', spam: 'plain' } as const;

/** Its state in words. */
export function InquiryStateMark({ v, state }: { v: View; state: InquiryState }) {
  return <State tone={tones[state]}>{v.t(`inbox.state.${state}`)}</State>;
}
