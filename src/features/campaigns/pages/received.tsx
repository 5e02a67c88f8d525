import { outside, type View } from '../../../platform/http/index.ts';
import { Document, MachineMade } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Campaign } from '../campaign.ts';
import { LinksDoor } from './links.tsx';
import { ShareBox } from './share.tsx';
import { Steps } from './show.tsx';

/** After sending the form: the same words for everybody, whether an address was known or not. */
export function ReceivedPage({ v, campaign, outboxOnly }: { v: View; campaign: Campaign; outboxOnly: boolean }) {
  return (
    <Document v={v} title={v.t('campaigns.received.title')} section="campaigns" unlisted islands={['copy-link']}>
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={urls.campaigns.show(v.at, campaign.slug)} {...v.tongue(campaign.locale)}>
            {campaign.title}
          </a>{' '}
          <MachineMade v={v} fields={campaign.machine} of={['title']} short />
        </p>
        {campaign.mode === 'letter' && <Steps v={v} at="confirm" />}
        <h1 class="small">{v.t('campaigns.received.title')}</h1>
        <p class="lead">
          {v.t(campaign.mode === 'petition' ? 'campaigns.received.signed.lead' : 'campaigns.received.lead')}
        </p>
        <p>{v.t(campaign.mode === 'petition' ? 'campaigns.received.signed.missing' : 'campaigns.received.missing')}</p>
        <LinksDoor v={v} />
        {outboxOnly && <p class="notice">{v.t('campaigns.received.outbox')}</p>}
        <ShareBox
          v={v}
          slug={campaign.slug}
          words={campaign.share}
          text={v.t(campaign.mode === 'petition' ? 'campaigns.share.text.petition' : 'campaigns.share.text')}
        />
        <p>
          <a class="button plain" href={urls.campaigns.list(outside(v.at))} target={v.frame && '_blank'}>
            {v.t('campaigns.received.others')}
          </a>
        </p>
      </div>
    </Document>
  );
}
