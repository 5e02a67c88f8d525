import type { View } from '../../../platform/http/index.ts';
import { AboutWhat, Empty, Field, type FormState, PostButton, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Fault, Pace, WaitingQueue } from '../../deliveries/index.ts';
import { DeskPage, postName } from '../../desk/index.ts';
import { clock } from '../forms.ts';
import type { PostWords } from '../queries.ts';

type Props = {
  v: View;
  usual: Pace | undefined;
  own: string[];
  queues: WaitingQueue[];
  faults: Fault[];
  held: number;
  words: Map<string, PostWords>;
  /** The address whose correction was sent with a mistake. */
  wrong: { id: string; state: FormState } | undefined;
};

/** A rule in one sentence. */
const paceWords = (v: View, pace: Pace): string =>
  v.t('pacing.rule', {
    days: pace.weekdays.map((day) => v.t(`pacing.day.${day}`)).join(', '),
    from: clock(pace.from),
    until: clock(pace.until),
    zone: pace.timeZone,
    perHour: pace.perHour,
    jitter: pace.jitterMinutes,
  });

const faultTones = {
  suspended: 'bad',
  counting: 'wait',
  corrected: 'ok',
  lifted: 'plain',
  'other-way': 'plain',
} as const;

/** When letters leave, what waits for whom and until when, and the addresses that do not take mail. */
export function SendingPage({ v, usual, own, queues, faults, held, words, wrong }: Props) {
  const t = v.t;
  const name = (postId: string) => {
    const post = words.get(postId);
    return post ? postName(v, post.label, post.division) : postId;
  };
  return (
    <DeskPage v={v} title={t('pacing.title')}>
      <p>{t('pacing.lead')}</p>
      <h2>{t('pacing.faults.title')}</h2>
      {faults.length === 0 && <p>{t('pacing.faults.none')}</p>}
      {held > 0 && <p class="notice">{t('pacing.faults.held', { count: held })}</p>}
      {faults.map((fault) => (
        <FaultEntry
          v={v}
          fault={fault}
          post={name(fault.postId)}
          state={wrong?.id === fault.id ? wrong.state : undefined}
        />
      ))}
      <h2>{t('pacing.queues.title')}</h2>
      {queues.length === 0 ? (
        <Empty text={t('pacing.queues.none')} />
      ) : (
        <Table
          caption={t('pacing.queues.title')}
          head={['who', 'waiting', 'next', 'empty', 'action'].map((column) => t(`pacing.head.${column}`))}
        >
          {queues.map((queue) => (
            <tr>
              <th scope="row">
                {words.get(queue.postId)?.holder ?? name(queue.postId)}
                <br />
                <small>{name(queue.postId)}</small>
              </th>
              <td>
                {v.number(queue.waiting)} <span class="cell-label">{t('pacing.head.waiting')}</span>
              </td>
              <td>{queue.next ? v.date(queue.next, 'time') : t('pacing.queues.unplanned')}</td>
              <td>{queue.emptyAt ? v.date(queue.emptyAt, 'time') : t('pacing.queues.unknown')}</td>
              <td>
                <a class="button plain" href={urls.pacing.pace(v.at, queue.postId)}>
                  {t('pacing.queues.pace')}
                  <AboutWhat v={v} text={name(queue.postId)} />
                </a>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <h2>{t('pacing.rules.title')}</h2>
      <p>{usual ? paceWords(v, usual) : t('pacing.rules.none')}</p>
      <p>
        <a class="button plain" href={urls.pacing.pace(v.at)}>
          {t('pacing.rules.usual')}
        </a>
      </p>
      {own.length > 0 && (
        <>
          <h3>{t('pacing.rules.own')}</h3>
          <ul class="plain">
            {own.map((postId) => (
              <li>
                <a href={urls.pacing.pace(v.at, postId)}>{name(postId)}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        <a href={urls.outbox.list(v.at, '?state=uncertain')}>{t('pacing.uncertain')}</a>
      </p>
    </DeskPage>
  );
}

function FaultEntry({ v, fault, post, state }: { v: View; fault: Fault; post: string; state: FormState | undefined }) {
  const t = v.t;
  // Each form of the page needs names of its own: a field's id is its name.
  const field = `address-${fault.id}`;
  const shown: FormState = state
    ? {
        values: { [field]: state.values.address ?? '' },
        errors: state.errors.address ? { [field]: state.errors.address } : {},
      }
    : { values: {}, errors: {} };
  return (
    <div class="target flow">
      <h3>
        {fault.officialName ?? post} <State tone={faultTones[fault.state]}>{t(`pacing.fault.${fault.state}`)}</State>
      </h3>
      <p>
        {post} · <span dir="ltr">{fault.address}</span>
        {fault.correctedTo && (
          <>
            {' → '}
            <span dir="ltr">{fault.correctedTo}</span>
          </>
        )}
        <br />
        <small>
          {v.date(fault.lastAt, 'time')}
          {fault.response && `${t('ui.colon')} ${fault.response}`}
          {fault.soft > 0 && `. ${t('pacing.fault.soft', { count: fault.soft })}`}
        </small>
      </p>
      {fault.state === 'suspended' && (
        <>
          <form class="form short" method="post" action={urls.pacing.address(v.at, fault.id, 'correction')} novalidate>
            <Field
              v={v}
              name={field}
              type="email"
              label={t('pacing.fault.right')}
              hint={t('pacing.fault.right.hint')}
              state={shown}
              maxlength={254}
              required
            />
            <div>
              <button class="button">{t('pacing.fault.correct')}</button>
            </div>
          </form>
          <div class="actions">
            <PostButton
              v={v}
              action={urls.pacing.address(v.at, fault.id, 'trial')}
              label={t('pacing.fault.lift')}
              about={post}
            />
            <PostButton
              v={v}
              action={urls.pacing.address(v.at, fault.id, 'other-way')}
              label={t('pacing.fault.otherWay')}
              about={post}
            />
          </div>
        </>
      )}
    </div>
  );
}
