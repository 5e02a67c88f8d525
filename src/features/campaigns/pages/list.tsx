import type { View } from '../../../platform/http/index.ts';
import { AboutWhat, Document, Empty, MachineMade, Pane, Window } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { CampaignLine } from '../queries.ts';
import { LinksDoor } from './links.tsx';

/** All campaigns that the public may read. */
export function CampaignsPage({ v, campaigns }: { v: View; campaigns: CampaignLine[] }) {
  const open = campaigns.filter(
    (campaign) => campaign.state === 'open' && (!campaign.closesAt || campaign.closesAt > v.now),
  );
  const closed = campaigns.filter((campaign) => !open.includes(campaign));
  return (
    <Document v={v} title={v.t('campaigns.list.title')} description={v.t('campaigns.list.lead')} section="campaigns">
      <div class="wrap page flow">
        <h1>{v.t('campaigns.list.title')}</h1>
        <p class="lead">{v.t('campaigns.list.lead')}</p>
        {v.can('coordinator') && (
          <p>
            <a class="button plain" href={urls.campaigns.desk(v.at)}>
              {v.t('campaigns.list.desk')}
            </a>
          </p>
        )}
        {open.length > 0 ? <Lines v={v} campaigns={open} /> : <Empty text={v.t('campaigns.list.none')} />}
        {closed.length > 0 && (
          <>
            <h2>{v.t('campaigns.list.closed')}</h2>
            <Lines v={v} campaigns={closed} />
          </>
        )}
        <LinksDoor v={v} />
      </div>
    </Document>
  );
}

function Lines({ v, campaigns }: { v: View; campaigns: CampaignLine[] }) {
  return (
    <Window>
      {campaigns.map((campaign) => (
        <Pane>
          <h2 class="h3" {...v.tongue(campaign.locale)}>
            {campaign.title}
          </h2>
          <p {...v.tongue(campaign.locale)}>{campaign.summary}</p>
          <MachineMade v={v} fields={campaign.machine} short />
          {campaign.letters > 0 && (
            <small>
              {v.t(campaign.mode === 'petition' ? 'campaigns.list.signed' : 'networks.home.written', {
                count: campaign.letters,
              })}
            </small>
          )}
          <a class="more" href={urls.campaigns.show(v.at, campaign.slug)}>
            {v.t(campaign.mode === 'petition' ? 'campaigns.list.sign' : 'campaigns.list.read')}
            <AboutWhat v={v} text={campaign.title} />
          </a>
        </Pane>
      ))}
    </Window>
  );
}
