import type { View } from '../../../platform/http/index.ts';
import { Document, MachineMade } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import {
  type Addressee,
  type Channel,
  Ladder,
  type LadderProps,
  WishChoice,
  wayWords,
} from '../../deliveries/index.ts';
import type { ActionView } from '../queries.ts';
import { OwnParts, ShareParts } from './own.tsx';
import { Steps } from './show.tsx';

type Props = { v: View; action: ActionView; reference: string };

/** What the confirmation mail's link opens: the letter, and the button that says "this is mine". */
export function ConfirmationPage({
  v,
  action,
  reference,
  addressees,
  offered,
}: Props & { addressees: Addressee[]; offered: Channel[] }) {
  return (
    <Document v={v} title={v.t('campaigns.confirm.title')} section="campaigns" unlisted>
      <div class="wrap page narrow flow">
        <Steps v={v} at="confirm" />
        <h1 class="small">{v.t('campaigns.confirm.title')}</h1>
        <p>
          {v.t('campaigns.confirm.lead', { campaign: action.campaignTitle })}{' '}
          <MachineMade v={v} fields={action.machine} of={['title']} short />
        </p>
        <form id="confirm" class="flow" method="post" action={urls.campaigns.confirmation(v.at, reference)}>
          <ul class="plain">
            {addressees.map((addressee) => (
              <li>
                <b>{addressee.officialName ?? v.text(addressee.label)}</b>
                <br />
                <small>{wayWords(v, addressee, offered, action.wish)}</small>
              </li>
            ))}
          </ul>
          <WishChoice v={v} addressees={addressees} offered={offered} wish={action.wish ?? ''} />
        </form>
        <div class="actions">
          <button class="button" form="confirm">
            {v.t('campaigns.confirm.button')}
          </button>
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
export function ActionPage({
  v,
  action,
  reference,
  targets,
  unprintable,
}: Props & Pick<LadderProps, 'targets' | 'unprintable'>) {
  return (
    <Document v={v} title={action.campaignTitle} section="campaigns" unlisted islands={['copy-link']}>
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={urls.campaigns.show(v.at, action.campaignSlug)} {...v.tongue(action.campaignLocale)}>
            {action.campaignTitle}
          </a>
        </p>
        <h1 class="small">
          {v.t(action.state === 'withdrawn' ? 'campaigns.action.withdrawn' : 'campaigns.action.thanks', {
            name: action.name,
          })}
        </h1>
        {action.state === 'confirmed' && action.thanks && (
          <p class="lead" {...v.tongue(action.campaignLocale)}>
            {action.thanks}
          </p>
        )}
        <MachineMade
          v={v}
          fields={action.machine}
          of={action.state === 'confirmed' && action.thanks ? ['title', 'thanks'] : ['title']}
          short
        />
        <Ladder v={v} letter={action} reference={reference} targets={targets} unprintable={unprintable} />
        {action.state === 'confirmed' && (
          <section class="flow">
            <h2>{v.t('campaigns.action.replies')}</h2>
            <p>{v.t('campaigns.action.replies.text')}</p>
            <p>
              <a class="button plain" href={urls.replies.mine(v.at, reference)}>
                {v.t('campaigns.action.replies.link')}
              </a>
            </p>
          </section>
        )}
        <ShareParts v={v} action={action} />
        <Letter v={v} action={action} />
        <OwnParts v={v} action={action} reference={reference} />
      </div>
    </Document>
  );
}

function Letter({ v, action }: { v: View; action: ActionView }) {
  return (
    <section class="flow" id="letter" tabindex={-1} data-island="copy-link">
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
      {action.machineLetter && action.state === 'pending' && <p class="notice">{v.t('campaigns.letter.machine')}</p>}
      <div class="letter" lang={action.locale} dir="auto" data-copy>
        {action.text}
      </div>
      <button class="button plain" type="button" hidden data-done={v.t('campaigns.share.copied')}>
        {v.t('campaigns.action.letter.copy')}
      </button>
    </section>
  );
}

/** Asked once more before something that cannot be undone. */
export function AskPage({ v, action, reference, what }: Props & { what: 'withdrawal' | 'erasure' }) {
  const words = what === 'withdrawal' && action.mode === 'petition' ? 'campaigns.unsigning' : `campaigns.${what}`;
  return (
    <Document v={v} title={v.t(`${words}.title`)} section="campaigns" unlisted>
      <div class="wrap page narrow flow">
        <h1 class="small">{v.t(`${words}.title`)}</h1>
        <p>
          {v.t(`${words}.text`, { campaign: action.campaignTitle })}{' '}
          <MachineMade v={v} fields={action.machine} of={['title']} short />
        </p>
        <div class="actions">
          <form method="post" action={urls.campaigns[what](v.at, reference)}>
            <button class="button grave">{v.t(`${words}.button`)}</button>
          </form>
          <a class="button plain" href={urls.campaigns.action(v.at, reference)}>
            {v.t('campaigns.ask.back')}
          </a>
        </div>
      </div>
    </Document>
  );
}
