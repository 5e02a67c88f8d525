import type { View } from '../../../platform/http/index.ts';
import { languageIn } from '../../../platform/i18n/index.ts';
import { ErrorSummary, Field, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { branches } from '../../deliveries/index.ts';
import { type DeskCampaign, DeskPage } from '../../desk/index.ts';

type Props = { v: View; campaign: DeskCampaign; locale: string; state: FormState; ours: Record<string, string> };

/** What supporters say on the telephone, branch by branch, in one language. */
export function ScriptPage({ v, campaign, locale, state, ours }: Props) {
  const t = v.t;
  const labels = Object.fromEntries(branches.map((branch) => [branch, t(`postroom.script.${branch}`)]));
  return (
    <DeskPage
      v={v}
      title={t('postroom.script.title', { language: languageIn(v.locale, locale) })}
      campaign={campaign}
      islands={['error-summary']}
    >
      <p>{t('postroom.script.lead')}</p>
      <form class="form" method="post" action={urls.postroom.script(v.at, campaign.id, locale)} novalidate>
        <ErrorSummary v={v} state={state} labels={labels} />
        {branches.map((branch) => (
          <Field
            v={v}
            name={branch}
            label={labels[branch]!}
            hint={t('postroom.script.ours', { words: ours[branch] ?? '' })}
            state={state}
            rows={4}
            either
          />
        ))}
        <div class="actions">
          <button class="button">{t('postroom.save')}</button>
          <a class="button plain" href={urls.postroom.ways(v.at, campaign.id)}>
            {t('postroom.back')}
          </a>
        </div>
      </form>
    </DeskPage>
  );
}
