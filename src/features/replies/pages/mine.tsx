import type { View } from '../../../platform/http/index.ts';
import {
  Choice,
  Document,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  MachineMade,
  Mistake,
  Select,
  State,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { AnsweredLetter, Reply } from '../queries.ts';
import { channels } from '../reply.ts';

type Props = {
  v: View;
  reference: string;
  campaign: string;
  /** Of the campaign's words, what a machine translated and nobody has reviewed. */
  machine: string[];
  letters: AnsweredLetter[];
  /** The address of each letter, where mail can come in. */
  addresses: { letter: AnsweredLetter; address: string }[];
  replies: Reply[];
  id: string;
  state: FormState;
};

const nameOf = (v: View, letter: Pick<AnsweredLetter, 'officialName' | 'label'>): string =>
  [letter.officialName, v.text(letter.label)].filter(Boolean).join(', ');

/** Her page for answers: a form to pass one on, the addresses to send one on to, and what she passed on. */
export function MyRepliesPage({ v, reference, campaign, machine, letters, addresses, replies, id, state }: Props) {
  const t = v.t;
  const labels = {
    delivery: t('replies.form.who'),
    channel: t('replies.form.channel'),
    received_on: t('replies.form.date'),
    body: t('replies.form.body'),
  };
  return (
    <Document v={v} title={t('replies.mine.title')} section="campaigns" unlisted islands={['error-summary']}>
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={urls.campaigns.action(v.at, reference)}>{t('replies.mine.back', { campaign })}</a>{' '}
          <MachineMade v={v} fields={machine} of={['title']} short />
        </p>
        <h1 class="small">{t('replies.mine.title')}</h1>
        <p class="lead">{t('replies.mine.lead')}</p>
        {letters.length === 0 ? (
          <Empty text={t('replies.mine.empty')} />
        ) : (
          <>
            <ErrorSummary v={v} state={state} labels={labels} />
            <form class="form" method="post" action={urls.replies.mine(v.at, reference)} novalidate>
              <input type="hidden" name="id" value={id} />
              <Select
                v={v}
                name="delivery"
                label={labels.delivery}
                state={state}
                required
                options={[
                  ...(letters.length > 1 ? [{ value: '', label: t('replies.form.who.choose') }] : []),
                  ...letters.map((letter) => ({ value: letter.deliveryId, label: nameOf(v, letter) })),
                ]}
              />
              <fieldset
                id="channel"
                tabindex={-1}
                aria-describedby={state.errors.channel ? 'channel-error' : undefined}
              >
                <legend>{labels.channel}</legend>
                <Mistake v={v} name="channel" state={state} />
                {channels.map((channel) => (
                  <Choice type="radio" name="channel" value={channel} checked={state.values.channel === channel}>
                    {t(`replies.channel.${channel}`)}
                  </Choice>
                ))}
              </fieldset>
              <Field v={v} name="received_on" type="date" label={labels.received_on} state={state} required />
              <Field
                v={v}
                name="body"
                label={labels.body}
                hint={t('replies.form.body.hint')}
                state={state}
                rows={10}
                required
                wording={false}
              />
              <fieldset>
                <legend>{t('replies.form.quote')}</legend>
                <Choice name="quotable" value="yes" checked={state.values.quotable === 'yes'}>
                  {t('replies.form.quote.yes')}
                </Choice>
                <p class="hint">{t('replies.form.quote.hint')}</p>
              </fieldset>
              <div class="pot" aria-hidden="true">
                <label for="website">{t('replies.form.trap')}</label>
                <input id="website" name="website" type="text" tabindex={-1} autocomplete="off" value="" />
              </div>
              <div>
                <button class="button">{t('replies.form.send')}</button>
              </div>
            </form>
            {addresses.length > 0 && (
              <section class="flow">
                <h2>{t('replies.mine.forward')}</h2>
                <p>{t('replies.mine.forward.text')}</p>
                <dl class="facts">
                  {addresses.map(({ letter, address }) => (
                    <>
                      <dt>{nameOf(v, letter)}</dt>
                      <dd dir="ltr">
                        <a href={`mailto:${address}`}>{address}</a>
                      </dd>
                    </>
                  ))}
                </dl>
              </section>
            )}
          </>
        )}
        <section class="flow">
          <h2>{t('replies.mine.passed')}</h2>
          {replies.length === 0 && <p>{t('replies.mine.none')}</p>}
          {replies.map((reply) => (
            <div class="target flow">
              <p>
                <b>{nameOf(v, reply)}</b>
                <br />
                <small>
                  {v.date(reply.receivedOn)}, {t(`replies.channel.${reply.channel}`)}
                </small>{' '}
                <State tone={reply.state === 'open' ? 'wait' : 'plain'}>{t(`replies.hers.${reply.state}`)}</State>
              </p>
              {reply.body && (
                <details>
                  <summary>{t('replies.mine.words')}</summary>
                  <div class="letter" dir="auto">
                    {reply.body}
                  </div>
                </details>
              )}
              {reply.state !== 'withdrawn' && (
                <form method="post" action={urls.replies.withdrawal(v.at, reference, reply.id)}>
                  <button class="button plain">
                    {t('replies.mine.withdraw')}
                    <span class="hidden">
                      : {nameOf(v, reply)}, {v.date(reply.receivedOn)}
                    </span>
                  </button>
                </form>
              )}
            </div>
          ))}
        </section>
      </div>
    </Document>
  );
}
