import type { View } from '../../../platform/http/index.ts';
import { Choice, Document, MachineMade, State } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type ActionView, OwnParts, ShareParts } from '../../campaigns/index.ts';
import type { handoversOfPerson } from '../handover/queries.ts';
import type { ownSignature } from '../queries.ts';
import { shownName } from '../signature.ts';
import { DisplayChoices, Steps } from './sign.tsx';

type Props = {
  v: View;
  action: ActionView;
  signature: NonNullable<Awaited<ReturnType<typeof ownSignature>>>;
  handovers: Awaited<ReturnType<typeof handoversOfPerson>>;
  reference: string;
};

/** What the confirmation mail's link opens: the signature as it will be shown, and the button that says "this is mine". */
export function SignatureQuestionPage({ v, action, signature, reference }: Props) {
  const t = v.t;
  const agreed = action.consents.filter((consent) => consent.event === 'given');
  return (
    <Document v={v} title={t('petitions.confirm.title')} section="campaigns" unlisted>
      <div class="wrap page narrow flow">
        <Steps v={v} at="confirm" />
        <h1 class="small">{t('petitions.confirm.title')}</h1>
        <p>
          {t('petitions.confirm.lead', { campaign: action.campaignTitle })}{' '}
          <MachineMade v={v} fields={action.machine} of={['title']} short />
        </p>
        <Facts v={v} action={action} signature={signature} />
        {agreed.length > 0 && (
          <>
            <h2 class="h3">{t('campaigns.letter.also')}</h2>
            <ul>
              {agreed.map((consent) => (
                <li>{consent.text}</li>
              ))}
            </ul>
          </>
        )}
        <div class="actions">
          <form method="post" action={urls.campaigns.confirmation(v.at, reference)}>
            <button class="button">{t('petitions.confirm.button')}</button>
          </form>
          <form method="post" action={urls.campaigns.withdrawal(v.at, reference)}>
            <button class="button grave">{t('petitions.confirm.notMine')}</button>
          </form>
        </div>
        <p>
          <a href={urls.campaigns.show(v.at, action.campaignSlug)}>{t('petitions.confirm.read')}</a>
        </p>
      </div>
    </Document>
  );
}

/** Her private page: what became of her signature, sharing, and everything she can change or take back. */
export function OwnSignaturePage({ v, action, signature, handovers, reference }: Props) {
  const t = v.t;
  const withdrawn = action.state === 'withdrawn';
  return (
    <Document v={v} title={action.campaignTitle} section="campaigns" unlisted islands={['copy-link']}>
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={urls.campaigns.show(v.at, action.campaignSlug)} {...v.tongue(action.campaignLocale)}>
            {action.campaignTitle}
          </a>{' '}
          <MachineMade v={v} fields={action.machine} of={['title']} short />
        </p>
        <h1 class="small">
          {t(withdrawn ? 'petitions.own.withdrawn' : 'campaigns.action.thanks', { name: action.name })}
        </h1>
        {withdrawn ? (
          <>
            <p>{t('petitions.own.withdrawn.text')}</p>
            {handovers.length > 0 && <Handovers v={v} handovers={handovers} />}
          </>
        ) : (
          <>
            {action.thanks && (
              <p class="lead" {...v.tongue(action.campaignLocale)}>
                {action.thanks}
              </p>
            )}
            <Facts v={v} action={action} signature={signature} />
            <h2>{t('petitions.own.handovers')}</h2>
            <Handovers v={v} handovers={handovers} />
            <ShareParts v={v} action={action} />
            <section class="flow">
              <h2>{t('petitions.own.change')}</h2>
              <form class="form short" method="post" action={urls.petitions.own(v.at, reference)}>
                <fieldset>
                  <legend>{t('petitions.sign.display')}</legend>
                  <DisplayChoices v={v} chosen={signature.display} />
                </fieldset>
                {signature.comment && (
                  <Choice name="comment" value="remove">
                    {t('petitions.own.removeComment')}
                  </Choice>
                )}
                <div>
                  <button class="button plain">{t('petitions.own.save')}</button>
                </div>
              </form>
            </section>
          </>
        )}
        <OwnParts v={v} action={action} reference={reference} />
      </div>
    </Document>
  );
}

const tones = { none: 'plain', waiting: 'wait', shown: 'ok', hidden: 'bad' } as const;

/** To whom her signature was handed over, and whether she was named. */
function Handovers({ v, handovers }: Pick<Props, 'v' | 'handovers'>) {
  if (handovers.length === 0) return <p>{v.t('petitions.own.handovers.none')}</p>;
  return (
    <ul>
      {handovers.map((handover) => (
        <li>
          {v.t(handover.named ? 'petitions.own.handover.named' : 'petitions.own.handover', {
            date: v.date(handover.on),
            recipient: handover.recipient,
          })}
        </li>
      ))}
    </ul>
  );
}

function Facts({ v, action, signature }: Pick<Props, 'v' | 'action' | 'signature'>) {
  const t = v.t;
  return (
    <dl class="facts">
      <dt>{t('petitions.own.shownAs')}</dt>
      <dd>
        <bdi>{shownName(action.name, signature.display) ?? t('petitions.name.hidden')}</bdi>
      </dd>
      {signature.district && (
        <>
          <dt>{t('petitions.sign.district')}</dt>
          <dd>{v.text(signature.district)}</dd>
        </>
      )}
      {signature.comment && (
        <>
          <dt>{t('petitions.sign.comment')}</dt>
          <dd class="lines" dir="auto">
            {signature.comment}
          </dd>
          {action.state === 'confirmed' && (
            <>
              <dt>{t('petitions.own.comment')}</dt>
              <dd>
                <State tone={tones[signature.commentState]}>{t(`petitions.comment.${signature.commentState}`)}</State>
                {signature.reason && (
                  <>
                    <br />
                    <small>{t('petitions.comment.reason', { reason: signature.reason })}</small>
                  </>
                )}
              </dd>
            </>
          )}
        </>
      )}
      {action.confirmedAt && (
        <>
          <dt>{t('petitions.own.at')}</dt>
          <dd>{v.date(action.confirmedAt, 'time')}</dd>
        </>
      )}
    </dl>
  );
}
