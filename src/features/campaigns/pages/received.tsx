import type { View } from '../../../platform/http/index.ts';
import { Document } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Campaign } from '../campaign.ts';
import { Steps } from './show.tsx';

/** After sending the form: the same words for everybody, whether an address was known or not. */
export function ReceivedPage({ v, campaign, outboxOnly }: { v: View; campaign: Campaign; outboxOnly: boolean }) {
  return (
    <Document v={v} title={v.t('campaigns.received.title')} section="campaigns" unlisted>
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={urls.campaigns.show(v.at, campaign.slug)}>{campaign.title}</a>
        </p>
        {campaign.mode === 'letter' && <Steps v={v} at="confirm" />}
        <h1 class="small">{v.t('campaigns.received.title')}</h1>
        <p class="lead">
          {v.t(campaign.mode === 'petition' ? 'campaigns.received.signed.lead' : 'campaigns.received.lead')}
        </p>
        <p>{v.t(campaign.mode === 'petition' ? 'campaigns.received.signed.missing' : 'campaigns.received.missing')}</p>
        {outboxOnly && <p class="notice">{v.t('campaigns.received.outbox')}</p>}
        <p>
          <a class="button plain" href={urls.campaigns.list(v.at)}>
            {v.t('campaigns.received.others')}
          </a>
        </p>
      </div>
    </Document>
  );
}
