import type { View } from '../../../platform/http/index.ts';
import { Document, Empty, MachineMade, Pager } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Campaign } from '../../campaigns/index.ts';
import type { Signed } from '../queries.ts';
import { Comments } from './parts.tsx';

type Props = { v: View; campaign: Campaign; comments: Signed[]; next: string | undefined; first: boolean };

/** Everything that people said when they signed, the latest first. */
export function CommentsPage({ v, campaign, comments, next, first }: Props) {
  return (
    <Document v={v} title={v.t('petitions.comments.title')} section="campaigns">
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={urls.campaigns.show(v.at, campaign.slug)} {...v.tongue(campaign.locale)}>
            {campaign.title}
          </a>{' '}
          <MachineMade v={v} fields={campaign.machine} of={['title']} short />
        </p>
        <h1 class="small">{v.t('petitions.comments.title')}</h1>
        {comments.length === 0 && first && (
          <Empty
            text={v.t('petitions.comments.none')}
            action={v.t('petitions.show.jump')}
            href={urls.campaigns.show(v.at, campaign.slug)}
          />
        )}
        <Comments v={v} comments={comments} />
        <Pager v={v} next={next && urls.petitions.comments(v.at, campaign.slug, next)} />
      </div>
    </Document>
  );
}
