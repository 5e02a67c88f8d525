import type { View } from '../../../platform/http/index.ts';
import { State } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { ActionView } from '../queries.ts';
import { ShareBox } from './share.tsx';

/** Ways to tell others, on the private page of somebody who took part. */
export function ShareParts({ v, action }: { v: View; action: ActionView }) {
  if (action.state !== 'confirmed') return null;
  const text = v.t(action.mode === 'petition' ? 'campaigns.share.text.petition' : 'campaigns.share.text');
  return <ShareBox v={v} slug={action.campaignSlug} words={action.share} text={text} />;
}

/** What she agreed to and can take back, and everything that is hers: a copy, the withdrawal, the erasure. */
export function OwnParts({ v, action, reference }: { v: View; action: ActionView; reference: string }) {
  return (
    <>
      <section class="flow">
        <h2>{v.t('campaigns.action.consents')}</h2>
        {action.consents.length === 0 && (
          <p>
            {v.t(
              action.mode === 'petition'
                ? 'campaigns.action.consents.none.signature'
                : 'campaigns.action.consents.none',
            )}
          </p>
        )}
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
              {v.t(action.mode === 'petition' ? 'campaigns.action.unsign' : 'campaigns.action.withdraw')}
            </a>
          )}
          <a class="button grave" href={urls.campaigns.erasure(v.at, reference)}>
            {v.t('campaigns.action.erase')}
          </a>
        </div>
      </section>
    </>
  );
}
