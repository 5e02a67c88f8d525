import { shownAddress, type View } from '../../../platform/http/index.ts';
import { Document, MachineMade, Qr } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Campaign, coded } from '../../campaigns/index.ts';

/** One sheet to print and put up: the title, what is asked, a code to scan and the address to type. */
export function PosterPage({ v, campaign, code }: { v: View; campaign: Campaign; code: string }) {
  const address = v.origin + urls.campaigns.show(v.at, campaign.slug);
  return (
    <Document v={v} title={v.t('sharing.poster.title', { title: campaign.title })} section="campaigns" unlisted>
      <div class="wrap page flow">
        <p class="crumbs">
          <a href={urls.campaigns.show(v.at, campaign.slug)} {...v.tongue(campaign.locale)}>
            {campaign.title}
          </a>{' '}
          <MachineMade v={v} fields={campaign.machine} of={['title']} short />
        </p>
        <p class="screen">{v.t('sharing.poster.print')}</p>
        <section class="poster">
          <p>
            <b>{v.text(v.network.name)}</b>
          </p>
          <h1 {...v.tongue(campaign.locale)}>{campaign.title}</h1>
          <p class="lead">{campaign.share.text}</p>
          <ol class="asks">
            {campaign.asks.map((ask) => (
              <li>
                <span>{ask}</span>
              </li>
            ))}
          </ol>
          <MachineMade v={v} fields={campaign.machine} of={['title', 'summary', 'asks']} short />
          <div class="scan">
            <Qr text={coded(address, code)} label={v.t('campaigns.share.qr.label', { title: campaign.title })} />
            <div class="flow">
              <p>
                {v.t(`sharing.poster.${campaign.mode}`)}{' '}
                <b dir="ltr">{shownAddress(address).replace(/^https?:\/\//, '')}</b>
              </p>
              {campaign.share.hashtag && (
                <p>
                  <b>{`#${campaign.share.hashtag}`}</b>
                </p>
              )}
            </div>
          </div>
        </section>
      </div>
    </Document>
  );
}
