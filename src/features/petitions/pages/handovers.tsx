import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import {
  Choice,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  Mistake,
  PostButton,
  Select,
  State,
  Table,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type DeskCampaign, DeskPage } from '../../desk/index.ts';
import { type Handover, ways } from '../handover/queries.ts';

/** Where the papers are: being made, ready, handed over. */
function HandoverMark({ v, handover }: { v: View; handover: Handover }) {
  if (handover.handedOn)
    return <State tone="ok">{v.t('petitions.handover.state.delivered', { date: v.date(handover.handedOn) })}</State>;
  const tone = { preparing: 'wait', ready: 'wait', failed: 'bad' } as const;
  return <State tone={tone[handover.state]}>{v.t(`petitions.handover.state.${handover.state}`)}</State>;
}

/** One whom the petition asks, as she is named on the paper. */
export type Recipient = { id: string; postId: string | null; name: string };

type ListProps = {
  v: View;
  campaign: DeskCampaign;
  handovers: Handover[];
  confirmed: number;
  choices: Recipient[];
  id: string;
  state: FormState;
};

/** All handovers of a petition, and the form that freezes the next one. */
export function HandoversPage({ v, campaign, handovers, confirmed, choices, id, state }: ListProps) {
  const t = v.t;
  const labels = {
    target: t('petitions.handover.post'),
    recipient: t('petitions.handover.recipient'),
    locale: t('petitions.handover.locale'),
  };
  const locales = campaign.texts.filter((text) => text.letter_body.trim() !== '').map((text) => text.locale);
  return (
    <DeskPage v={v} title={t('petitions.handover.title')} campaign={campaign} islands={['error-summary']}>
      <p>{t('petitions.handover.lead')}</p>
      {handovers.length > 0 && (
        <Table
          caption={t('petitions.handover.title')}
          head={['to', 'asOf', 'count', 'state', 'action'].map((column) => t(`petitions.handover.head.${column}`))}
        >
          {handovers.map((handover) => (
            <tr>
              <th scope="row">{handover.recipient}</th>
              <td>{v.date(handover.asOf, 'time')}</td>
              <td>{v.number(handover.confirmed)}</td>
              <td>
                <HandoverMark v={v} handover={handover} />
              </td>
              <td>
                <a class="button plain" href={urls.petitions.handover(v.at, campaign.id, handover.id)}>
                  {t('petitions.handover.open')}
                  <span class="hidden">
                    : {handover.recipient}, {v.date(handover.asOf, 'time')}
                  </span>
                </a>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {confirmed === 0 ? (
        <Empty text={t('petitions.handover.nobody')} />
      ) : (
        <>
          <h2>{t('petitions.handover.new')}</h2>
          <p>{t('petitions.handover.new.text', { count: confirmed })}</p>
          <ErrorSummary v={v} state={state} labels={labels} />
          <form class="form short" method="post" action={urls.petitions.handovers(v.at, campaign.id)} novalidate>
            <input type="hidden" name="id" value={id} />
            {choices.length > 0 && (
              <Select
                v={v}
                name="target"
                label={labels.target}
                state={state}
                options={[
                  ...choices.map((choice) => ({ value: choice.id, label: choice.name })),
                  { value: '', label: t('petitions.handover.post.other') },
                ]}
              />
            )}
            <Field
              v={v}
              name="recipient"
              label={labels.recipient}
              hint={t(choices.length > 0 ? 'petitions.handover.recipient.other' : 'petitions.handover.recipient.hint')}
              state={state}
              maxlength={200}
              either={choices.length > 0}
              required={choices.length === 0}
            />
            <Select
              v={v}
              name="locale"
              label={labels.locale}
              state={state}
              options={locales.map((locale) => ({ value: locale, label: languageName(locale) }))}
            />
            <div>
              <button type="submit" class="button">
                {t('petitions.handover.prepare')}
              </button>
            </div>
          </form>
        </>
      )}
      <p>
        <a href={urls.petitions.desk(v.at, campaign.id)}>{t('petitions.desk.back')}</a>
      </p>
    </DeskPage>
  );
}

type Props = {
  v: View;
  campaign: DeskCampaign;
  handover: Handover;
  /** How many the list still names. */
  listed: number;
  /** How many asked to be told and were not yet. */
  wanting: number;
  state: FormState;
};

/** One handover: its papers with their checksums, where they went, and telling those who asked to be told. */
export function HandoverPage({ v, campaign, handover, listed, wanting, state }: Props) {
  const t = v.t;
  return (
    <DeskPage
      v={v}
      title={t('petitions.handover.one', { recipient: handover.recipient })}
      campaign={campaign}
      islands={['error-summary']}
    >
      <p>
        <HandoverMark v={v} handover={handover} />
      </p>
      <dl class="facts">
        <dt>{t('petitions.handover.head.asOf')}</dt>
        <dd>{v.date(handover.asOf, 'time')}</dd>
        <dt>{t('petitions.handover.head.count')}</dt>
        <dd>{v.number(handover.confirmed)}</dd>
        <dt>{t('petitions.handover.listed')}</dt>
        <dd>{v.number(handover.listed)}</dd>
        <dt>{t('petitions.handover.left')}</dt>
        <dd>{t('petitions.handover.left.text', { waiting: handover.waiting, withdrawn: handover.withdrawn })}</dd>
      </dl>
      <Papers v={v} campaign={campaign} handover={handover} listed={listed} />
      {handover.state === 'ready' && <DeliveryForm v={v} campaign={campaign} handover={handover} state={state} />}
      {handover.handedOn && (
        <>
          <h2>{t('petitions.news.title')}</h2>
          {handover.toldAt ? (
            <p>{t('petitions.news.told', { count: handover.told ?? 0, date: v.date(handover.toldAt) })}</p>
          ) : (
            <>
              <p>{t('petitions.news.wanting', { count: wanting })}</p>
              {wanting > 0 && (
                <p>
                  <a class="button plain" href={urls.petitions.news(v.at, campaign.id, handover.id)}>
                    {t('petitions.news.link')}
                  </a>
                </p>
              )}
            </>
          )}
        </>
      )}
      <p>
        <a href={urls.petitions.handovers(v.at, campaign.id)}>{t('petitions.handover.back')}</a>
        {!handover.handedOn && (
          <>
            {' · '}
            <a href={urls.petitions.discard(v.at, campaign.id, handover.id)}>{t('petitions.discard.link')}</a>
          </>
        )}
      </p>
    </DeskPage>
  );
}

function Papers({ v, campaign, handover, listed }: Omit<Props, 'wanting' | 'state'>) {
  const t = v.t;
  if (handover.state === 'preparing') return <p class="notice">{t('petitions.papers.preparing')}</p>;
  if (handover.state === 'failed') {
    return (
      <div class="notice flow">
        <p>{t('petitions.papers.failed')}</p>
        <PostButton action={urls.petitions.retry(v.at, campaign.id, handover.id)} label={t('petitions.papers.retry')} />
      </div>
    );
  }
  return (
    <>
      <h2>{t('petitions.papers.title')}</h2>
      <p>{t('petitions.papers.text')}</p>
      <Table
        caption={t('petitions.papers.title')}
        head={['file', 'size', 'sum'].map((one) => t(`petitions.papers.${one}`))}
      >
        <tr>
          <th scope="row">
            {handover.removedAt ? (
              t('petitions.papers.pdf')
            ) : (
              <a href={urls.petitions.paper(v.at, campaign.id, handover.id)}>{t('petitions.papers.pdf')}</a>
            )}
          </th>
          <td>{t('petitions.papers.pages', { count: handover.pdf?.pages ?? 0 })}</td>
          <td>
            <code>{handover.pdf?.sha256}</code>
          </td>
        </tr>
        <tr>
          <th scope="row">
            <a href={urls.petitions.list(v.at, campaign.id, handover.id)}>{t('petitions.papers.csv')}</a>
          </th>
          <td>{t('petitions.papers.lines', { count: listed })}</td>
          <td>
            <code>{handover.csv?.sha256}</code>
          </td>
        </tr>
      </Table>
      {handover.removedAt && (
        <p class="notice">{t('petitions.papers.removed', { date: v.date(handover.removedAt) })}</p>
      )}
      {listed < handover.listed && (
        <p class="notice">{t('petitions.papers.fewer', { count: handover.listed - listed })}</p>
      )}
    </>
  );
}

function DeliveryForm({ v, campaign, handover, state }: Omit<Props, 'listed' | 'wanting'>) {
  const t = v.t;
  const labels = {
    handed_on: t('petitions.delivery.on'),
    way: t('petitions.delivery.way'),
    received_by: t('petitions.delivery.received'),
    note: t('petitions.delivery.note'),
  };
  return (
    <>
      <h2>{t(handover.handedOn ? 'petitions.delivery.correct' : 'petitions.delivery.title')}</h2>
      <p>{t('petitions.delivery.text')}</p>
      <ErrorSummary v={v} state={state} labels={labels} />
      <form
        class="form short"
        method="post"
        action={urls.petitions.delivery(v.at, campaign.id, handover.id)}
        novalidate
      >
        <Field v={v} name="handed_on" type="date" label={labels.handed_on} state={state} required />
        <fieldset id="way" tabindex={-1}>
          <legend>{labels.way}</legend>
          <Mistake v={v} name="way" state={state} />
          {ways.map((way) => (
            <Choice type="radio" name="way" value={way} checked={state.values.way === way}>
              {t(`petitions.way.${way}`)}
            </Choice>
          ))}
        </fieldset>
        <Field
          v={v}
          name="received_by"
          label={labels.received_by}
          hint={t('petitions.delivery.received.hint')}
          state={state}
          maxlength={200}
          required
        />
        <Field v={v} name="note" label={labels.note} hint={t('petitions.delivery.note.hint')} state={state} rows={3} />
        <div>
          <button type="submit" class="button">
            {t('petitions.delivery.save')}
          </button>
        </div>
      </form>
    </>
  );
}

/** Asks once more before a message goes to those who asked for it. */
export function NewsPage({
  v,
  campaign,
  handover,
  wanting,
  state,
}: Pick<Props, 'v' | 'campaign' | 'handover' | 'wanting' | 'state'>) {
  const t = v.t;
  const label = t('petitions.news.words');
  return (
    <DeskPage v={v} title={t('petitions.news.title')} campaign={campaign} islands={['error-summary']}>
      <p>{t('petitions.news.text', { count: wanting })}</p>
      <ErrorSummary v={v} state={state} labels={{ words: label }} />
      <form class="form short" method="post" action={urls.petitions.news(v.at, campaign.id, handover.id)} novalidate>
        <Field v={v} name="words" label={label} hint={t('petitions.news.words.hint')} state={state} rows={5} />
        <div class="actions">
          <button type="submit" class="button">
            {t('petitions.news.send', { count: wanting })}
          </button>
          <a href={urls.petitions.handover(v.at, campaign.id, handover.id)}>{t('desk.back')}</a>
        </div>
      </form>
    </DeskPage>
  );
}

/** Asks once more before papers that were not handed over are deleted. */
export function DiscardPage({ v, campaign, handover }: Pick<Props, 'v' | 'campaign' | 'handover'>) {
  const t = v.t;
  return (
    <DeskPage v={v} title={t('petitions.discard.title')} campaign={campaign}>
      <p>{t('petitions.discard.text', { recipient: handover.recipient, date: v.date(handover.asOf, 'time') })}</p>
      <div class="actions">
        <PostButton
          action={urls.petitions.discard(v.at, campaign.id, handover.id)}
          label={t('petitions.discard.action')}
          kind="grave"
        />
        <a href={urls.petitions.handover(v.at, campaign.id, handover.id)}>{t('desk.back')}</a>
      </div>
    </DeskPage>
  );
}
