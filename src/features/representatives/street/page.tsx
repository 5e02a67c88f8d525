import type { View } from '../../../platform/http/index.ts';
import { Document, ErrorSummary, Field, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';

type Props = { v: View; host: string; campaign: string | undefined; state: FormState };

/** Finding by street address, with the name of the server that is asked. */
export function StreetPage({ v, host, campaign, state }: Props) {
  const label = v.t('representatives.street.address');
  return (
    <Document
      v={v}
      title={v.t('representatives.street.title')}
      section="representatives"
      unlisted
      islands={['error-summary']}
    >
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={urls.representatives.find(v.at)}>{v.t('representatives.find.title')}</a>
        </p>
        <h1 class="small">{v.t('representatives.street.title')}</h1>
        <p class="lead">{v.t('representatives.street.lead', { host })}</p>
        <form class="form" method="post" action={urls.representatives.street(v.at)} novalidate>
          <ErrorSummary v={v} state={state} labels={{ address: label }} />
          {campaign && <input type="hidden" name="campaign" value={campaign} />}
          <Field
            v={v}
            name="address"
            label={label}
            hint={v.t('representatives.street.hint')}
            state={state}
            autocomplete="street-address"
            maxlength={300}
            required
          />
          <button class="button">{v.t('representatives.find.button')}</button>
        </form>
        <p>
          <a href={urls.representatives.find(v.at)}>{v.t('representatives.street.other')}</a>
        </p>
      </div>
    </Document>
  );
}
