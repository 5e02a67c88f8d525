import type { View } from '../../../platform/http/index.ts';
import { Document, State } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Addressee, Ladder } from '../../deliveries/index.ts';
import type { ActionView } from '../queries.ts';
import { Steps } from './show.tsx';

type Props = { v: View; action: ActionView; reference: string };

/** What the confirmation mail's link opens: the letter, and the button that says "this is mine". */
export function ConfirmationPage({ v, action, reference }: Props) {
  return (
    <Document v={v} title={v.t('campaigns.confirm.title')} section="campaigns" unlisted>
      <div class="wrap page narrow flow">
        <Steps v={v} at="confirm" />
        <h1 class="small">{v.t('campaigns.confirm.title')}</h1>
        <p>{v.t('campaigns.confirm.lead', { campaign: action.campaignTitle })}</p>
        <div class="actions">
          <form method="post" action={urls.campaigns.confirmation(v.at, reference)}>
            <button class="button">{v.t('campaigns.confirm.button')}</button>
          </form>
          <form method="post" action={urls.campaigns.withdrawal(v.at, reference)}>
            <button class="button grave">{v.t('campaigns.confirm.notMine')}</button>
          </form>
        </div>
        <Letter v={v} action={action} />
      </div>
    </Document>
  );
}

/** Her private page: the honest state per target, sharing, and everything she can take back. */
export function ActionPage({ v, action, reference, byHand }: Props & { byHand: Addressee[] }) {
  const share = v.origin + urls.campaigns.show(v.at, action.campaignSlug);
  const words = `${action.campaignTitle} ${share}`;
  return (
    <Document v={v} title={action.campaignTitle} section="campaigns" unlisted islands={['copy-link']}>
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={urls.campaigns.show(v.at, action.campaignSlug)}>{action.campaignTitle}</a>
        </p>
        <h1 class="small">
          {v.t(action.state === 'withdrawn' ? 'campaigns.action.withdrawn' : 'campaigns.action.thanks', {
            name: action.name,
          })}
        </h1>
        {action.state === 'confirmed' && action.thanks && <p class="lead">{action.thanks}</p>}
        <Ladder v={v} letter={action} byHand={byHand} />
        {action.state === 'confirmed' && (
          <>
            <section class="flow">
              <h2>{v.t('campaigns.action.replies')}</h2>
              <p>{v.t('campaigns.action.replies.text')}</p>
              <p>
                <a class="button plain" href={urls.replies.mine(v.at, reference)}>
                  {v.t('campaigns.action.replies.link')}
                </a>
              </p>
            </section>
            <section class="flow">
              <h2>{v.t('campaigns.share.title')}</h2>
              <p>{v.t('campaigns.share.text')}</p>
              <div class="actions">
                <a
                  class="button plain"
                  href={`mailto:?subject=${encodeURIComponent(action.campaignTitle)}&body=${encodeURIComponent(words)}`}
                >
                  {v.t('campaigns.share.mail')}
                </a>
                <a class="button plain" href={`https://wa.me/?text=${encodeURIComponent(words)}`} rel="noreferrer">
                  {v.t('campaigns.share.whatsapp')}
                </a>
              </div>
              <div class="field" data-island="copy-link">
                <label for="share">{v.t('campaigns.share.link')}</label>
                <input id="share" type="url" readonly value={share} />
                <button class="button plain" type="button" hidden data-done={v.t('campaigns.share.copied')}>
                  {v.t('campaigns.share.copy')}
                </button>
              </div>
            </section>
          </>
        )}
        <Letter v={v} action={action} />
        <section class="flow">
          <h2>{v.t('campaigns.action.consents')}</h2>
          {action.consents.length === 0 && <p>{v.t('campaigns.action.consents.none')}</p>}
          {action.consents.map((consent) => (
            <div class="target flow">
              <p>{consent.text}</p>
              <p>
                <State tone={consent.event === 'confirmed' ? 'ok' : 'plain'}>
                  {v.t(`campaigns.consentState.${consent.event}`)}
                </State>{' '}
                <small>{v.date(consent.at)}</small>
              </p>
              {consent.event !== 'withdrawn' && (
                <form method="post" action={urls.campaigns.consent(v.at, reference)}>
                  <input type="hidden" name="purpose" value={consent.purpose} />
                  <button class="button plain">{v.t('campaigns.action.consents.withdraw')}</button>
                </form>
              )}
            </div>
          ))}
        </section>
        <section class="flow">
          <h2>{v.t('campaigns.action.yours')}</h2>
          <p>{v.t('campaigns.action.yours.text')}</p>
          <div class="actions">
            <a class="button plain" href={urls.campaigns.copy(v.at, reference)}>
              {v.t('campaigns.action.copy')}
            </a>
            {action.state !== 'withdrawn' && (
              <a class="button plain" href={urls.campaigns.withdrawal(v.at, reference)}>
                {v.t('campaigns.action.withdraw')}
              </a>
            )}
            <a class="button grave" href={urls.campaigns.erasure(v.at, reference)}>
              {v.t('campaigns.action.erase')}
            </a>
          </div>
        </section>
      </div>
    </Document>
  );
}

function Letter({ v, action }: { v: View; action: ActionView }) {
  return (
    <section class="flow">
      <h2>{v.t('campaigns.action.letter')}</h2>
      <dl class="facts">
        <dt>{v.t('campaigns.preview.to')}</dt>
        <dd>
          <ul class="plain">
            {action.deliveries.map((delivery) => (
              <li>{delivery.officialName ? `${delivery.officialName}, ${delivery.postLabel}` : delivery.postLabel}</li>
            ))}
          </ul>
        </dd>
        <dt>{v.t('campaigns.preview.subject')}</dt>
        <dd dir="auto">{action.subject}</dd>
      </dl>
      <div class="letter" lang={action.locale} dir="auto">
        {action.body}
        {'\n\n'}
        {action.name}
      </div>
    </section>
  );
}

/** Asked once more before something that cannot be undone. */
export function AskPage({ v, action, reference, what }: Props & { what: 'withdrawal' | 'erasure' }) {
  return (
    <Document v={v} title={v.t(`campaigns.${what}.title`)} section="campaigns" unlisted>
      <div class="wrap page narrow flow">
        <h1 class="small">{v.t(`campaigns.${what}.title`)}</h1>
        <p>{v.t(`campaigns.${what}.text`, { campaign: action.campaignTitle })}</p>
        <div class="actions">
          <form method="post" action={urls.campaigns[what](v.at, reference)}>
            <button class="button grave">{v.t(`campaigns.${what}.button`)}</button>
          </form>
          <a class="button plain" href={urls.campaigns.action(v.at, reference)}>
            {v.t('campaigns.ask.back')}
          </a>
        </div>
      </div>
    </Document>
  );
}
