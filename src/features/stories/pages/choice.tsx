import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { Choice, Empty, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Companion, Offered } from '../shown.ts';

type Props = { v: View; on: Companion; id: string; title: string; desk: string; choices: Offered[] };

/** Which stories stand on a campaign's page or with news, of those whose authors agreed to that. `desk`: where one works on it. */
export function ChoicePage({ v, on, id, title, desk, choices }: Props) {
  const t = v.t;
  return (
    <WorkPage v={v} title={t(`stories.${on}.desk`)} back={[{ href: desk, label: title }]}>
      <p>{t(`stories.${on}.lead`)}</p>
      {choices.length === 0 ? (
        <Empty text={t(`stories.${on}.none`)} action={t('stories.title')} href={urls.stories.desk(v.at)} />
      ) : (
        <form class="form" method="post" action={urls.stories[on](v.at, id)}>
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
