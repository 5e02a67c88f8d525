import type { Frame, View } from '../../../platform/http/index.ts';
import { AboutWhat, Choice, ErrorSummary, Field, type FormState, Select } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { coded } from '../../campaigns/index.ts';
import { type DeskCampaign, DeskPage, titleOf } from '../../desk/index.ts';
import { snippetsOf } from '../embed.ts';

type Props = { v: View; campaign: DeskCampaign; look: Frame; source: string; state: FormState };

/** The campaign's form for other sites: choose a look, copy a snippet, see it as it will be. */
export function EmbedPage({ v, campaign, look, source, state }: Props) {
  const t = v.t;
  const title = titleOf(v, campaign);
  const local = coded(v.origin + urls.sharing.framed(v.at, campaign.slug, look.query), source || 'embed');
  const snippets = snippetsOf({
    title,
    framed: local,
    page: coded(v.origin + urls.campaigns.show(v.at, campaign.slug), source || 'embed'),
    loader: v.origin + urls.sharing.loader(),
  });
  const sites = v.network.settings.embedOn ?? [];
  return (
    <DeskPage v={v} title={t('sharing.embed.title')} campaign={campaign} islands={['error-summary', 'copy-link']}>
      <p>{t('sharing.embed.lead')}</p>
      <p>
        {sites.length > 0 ? t('sharing.embed.sites', { sites: sites.join(', ') }) : t('sharing.embed.everywhere')}{' '}
        <a href={urls.sharing.settings(v.at)}>{t('sharing.embed.sites.change')}</a>
      </p>
      <ErrorSummary
        v={v}
        state={state}
        labels={{ accent: t('sharing.embed.accent'), source: t('sharing.codes.code') }}
      />
      <form class="form short" method="get" action={urls.sharing.embed(v.at, campaign.id)}>
        <Select
          v={v}
          name="theme"
          label={t('sharing.embed.theme')}
          state={state}
          options={(['auto', 'light', 'dark'] as const).map((value) => ({
            value,
            label: t(`sharing.embed.theme.${value}`),
          }))}
        />
        <Field
          v={v}
          name="accent"
          label={t('sharing.embed.accent')}
          hint={t('sharing.embed.accent.hint', { accent: v.network.accent })}
          state={state}
          maxlength={7}
          autocomplete="off"
        />
        <Field
          v={v}
          name="source"
          label={t('sharing.codes.code')}
          hint={t('sharing.embed.source.hint')}
          state={state}
          maxlength={40}
          autocomplete="off"
        />
        <Choice name="compact" value="yes" checked={look.compact}>
          {t('sharing.embed.compact')}
        </Choice>
        <div class="actions">
          <button class="button plain" type="submit">
            {t('sharing.embed.show')}
          </button>
        </div>
      </form>
      {campaign.state === 'draft' ? (
        <p class="notice">{t('sharing.embed.draft')}</p>
      ) : (
        <>
          <h2>{t('sharing.embed.snippets')}</h2>
          {(['script', 'iframe', 'link'] as const).map((kind) => (
            <div class="field" data-island="copy-link">
              <label for={kind}>{t(`sharing.embed.${kind}`)}</label>
              <span class="hint" id={`${kind}-hint`}>
                {t(`sharing.embed.${kind}.hint`)}
              </span>
              <textarea id={kind} rows={3} readonly spellcheck={false} aria-describedby={`${kind}-hint`} dir="ltr">
                {`\n${snippets[kind]}`}
              </textarea>
              <button class="button plain" type="button" hidden data-done={t('sharing.copied')}>
                {t('sharing.copy')}
                <AboutWhat v={v} text={t(`sharing.embed.${kind}`)} />
              </button>
            </div>
          ))}
          <h2>{t('sharing.embed.result')}</h2>
          <iframe
            class="live"
            src={urls.sharing.framed(v.at, campaign.slug, look.query)}
            title={t('sharing.embed.result.title', { title })}
            loading="lazy"
          />
        </>
      )}
    </DeskPage>
  );
}
