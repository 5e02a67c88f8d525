import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { Choice, Empty, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { choicesForCampaign } from '../shown.ts';

type Props = {
  v: View;
  campaign: { id: string; title: string };
  choices: Awaited<ReturnType<typeof choicesForCampaign>>;
};

/** Which stories stand on a campaign's page, of those whose authors agreed to that. */
export function CampaignStoriesPage({ v, campaign, choices }: Props) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={t('stories.campaign.desk')}
      back={[{ href: urls.campaigns.edit(v.at, campaign.id), label: campaign.title }]}
    >
      <p>{t('stories.campaign.lead')}</p>
      {choices.length === 0 ? (
        <Empty text={t('stories.campaign.none')} action={t('stories.title')} href={urls.stories.desk(v.at)} />
      ) : (
        <form class="form" method="post" action={urls.stories.campaign(v.at, campaign.id)}>
          <fieldset>
            <legend>{t('stories.title')}</legend>
            {choices.map((story) => (
              <Choice name="stories" value={story.id} checked={story.chosen}>
                {story.title} · {story.publicName} · {story.locales.map((locale) => languageName(locale)).join(', ')}
              </Choice>
            ))}
          </fieldset>
          <div>
            <button type="submit" class="button">
              {t('stories.save')}
            </button>
          </div>
        </form>
      )}
    </WorkPage>
  );
}
