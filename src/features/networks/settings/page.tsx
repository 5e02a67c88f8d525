import type { View } from '../../../platform/http/index.ts';
import { languageIn } from '../../../platform/i18n/index.ts';
import { leastContrast } from '../../../ui/contrast.ts';
import { Document, ErrorSummary, Field, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';

type Props = {
  v: View;
  state: FormState;
  /** The installation's own sender address, used where the network sets none. */
  usual: string;
};

/** What the network is called in each of its languages, its colour, where it can be reached. */
export function SettingsPage({ v, state, usual }: Props) {
  const labels: Record<string, string> = {
    accent: v.t('networks.settings.accent.label'),
    postal_address: v.t('networks.settings.postal'),
    mail_from: v.t('networks.settings.mailFrom'),
  };
  for (const locale of v.network.locales) {
    const language = languageIn(v.locale, locale);
    labels[`name_${locale}`] = v.t('networks.settings.name', { language });
    labels[`tagline_${locale}`] = v.t('networks.settings.tagline', { language });
  }
  const text = (name: string) => ({ v, name, label: labels[name]!, state });
  return (
    <Document v={v} title={v.t('networks.settings.title')} section="today" islands={['error-summary']} unlisted>
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={urls.accounts.today(v.at)}>{v.t('ui.nav.today')}</a>
        </p>
        <h1 class="small">{v.t('networks.settings.title')}</h1>
        <p>{v.t('networks.settings.lead')}</p>
        {v.can('coordinator') && (
          <p>
            <a href={urls.law.network(v.at)}>{v.t('law.network.link')}</a>
          </p>
        )}
        <ErrorSummary v={v} state={state} labels={labels} />
        <form class="form" method="post" action={urls.networks.settings(v.at)}>
          {v.network.locales.map((locale) => (
            <>
              <Field {...text(`name_${locale}`)} lang={locale} required maxlength={120} />
              <Field {...text(`tagline_${locale}`)} lang={locale} maxlength={240} wording />
            </>
          ))}
          <Field
            {...text('accent')}
            type="color"
            hint={v.t('networks.settings.accent.hint', { least: leastContrast })}
            required
          />
          <Field
            {...text('postal_address')}
            hint={v.t('networks.settings.postalHint')}
            autocomplete="off"
            rows={4}
            maxlength={500}
            wording={false}
          />
          <Field
            {...text('mail_from')}
            hint={v.t('networks.settings.mailFromHint', { usual })}
            type="email"
            autocomplete="off"
            maxlength={254}
          />
          <div class="actions">
            <button class="button" type="submit">
              {v.t('networks.settings.save')}
            </button>
          </div>
        </form>
      </div>
    </Document>
  );
}
