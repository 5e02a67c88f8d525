import type { View } from '../../../platform/http/index.ts';
import { PostButton } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { DeskCampaign } from '../campaign.ts';
import { DeskPage, titleOf } from './parts.tsx';

/** Asks once more before a campaign is closed. */
export function ClosurePage({ v, campaign }: { v: View; campaign: DeskCampaign }) {
  const t = v.t;
  return (
    <DeskPage v={v} title={t('desk.closure.title', { title: titleOf(v, campaign) })} campaign={campaign}>
      <p>{t('desk.closure.text')}</p>
      <div class="actions">
        <PostButton action={urls.campaigns.closure(v.at, campaign.id)} label={t('desk.closure.action')} kind="grave" />
        <a href={urls.campaigns.edit(v.at, campaign.id)}>{t('desk.back')}</a>
      </div>
    </DeskPage>
  );
}

/** Asks once more before a draft is deleted, or says why it cannot be. */
export function RemovalPage({ v, campaign }: { v: View; campaign: DeskCampaign }) {
  const t = v.t;
  const removable = campaign.state === 'draft' && campaign.actions === 0;
  return (
    <DeskPage v={v} title={t('desk.removal.title', { title: titleOf(v, campaign) })} campaign={campaign}>
      <p role={removable ? undefined : 'alert'}>{t(removable ? 'desk.removal.text' : 'desk.refused.removal')}</p>
      <div class="actions">
        {removable && (
          <PostButton
            action={urls.campaigns.removal(v.at, campaign.id)}
            label={t('desk.removal.action')}
            kind="grave"
          />
        )}
        <a href={urls.campaigns.edit(v.at, campaign.id)}>{t('desk.back')}</a>
      </div>
    </DeskPage>
  );
}
