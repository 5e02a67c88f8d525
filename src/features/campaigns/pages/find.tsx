import type { View } from '../../../platform/http/index.ts';
import { ErrorSummary, Field, type FormState, Select } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { Here } from '../../representatives/index.ts';
import type { Campaign } from '../campaign.ts';
import { Steps } from './show.tsx';

/** The name of a country in the reader's language; the invented one of the demonstration says so. */
export function countryName(v: View, code: string): string {
  if (code === 'XX') return v.t('campaigns.find.country.sample');
  return new Intl.DisplayNames(v.locale, { type: 'region' }).of(code) ?? code;
}

/** Codes to choose from, as the language puts it: "Z1A or Z1B". */
export const eitherOf = (locale: string, codes: readonly string[]): string =>
  new Intl.ListFormat(locale, { type: 'disjunction' }).format(codes);

/** The first step: where she lives, by code, by position, or by knowing her district. */
export function FindForm({
  v,
  campaign,
  countries,
  samples,
  state,
  action,
}: {
  v: View;
  campaign: Campaign;
  countries: string[];
  /** Invented codes that lead to somebody here, in a demonstration. */
  samples: readonly string[];
  state: FormState;
  /** Where the place is looked up for something else than a letter. */
  action?: string;
}) {
  const codeLabel = v.t('campaigns.find.code');
  return (
    <form class="form" method="post" action={action ?? urls.campaigns.search(v.at, campaign.slug)}>
      {!action && <Steps v={v} at="find" />}
      <h2>{v.t('campaigns.find.title')}</h2>
      <ErrorSummary
        v={v}
        state={state}
        labels={{
          code: codeLabel,
          latitude: v.t('campaigns.find.latitude'),
          longitude: v.t('campaigns.find.longitude'),
        }}
      />
      {countries.length > 1 ? (
        <Select
          v={v}
          name="country"
          label={v.t('campaigns.find.country')}
          state={state}
          options={countries.map((country) => ({ value: country, label: countryName(v, country) }))}
        />
      ) : (
        <input type="hidden" name="country" value={countries[0] ?? ''} />
      )}
      <Field
        v={v}
        either
        name="code"
        label={codeLabel}
        hint={
          samples.length > 0
            ? v.t('campaigns.find.code.sample', { codes: eitherOf(v.locale, samples) })
            : v.t('campaigns.find.code.hint')
        }
        state={state}
        autocomplete="postal-code"
        maxlength={20}
      />
      <button class="button">{v.t('campaigns.find.button')}</button>
      <Here v={v} />
      <details open={Boolean(state.values.latitude || state.values.longitude) || undefined}>
        <summary>{v.t('campaigns.find.other')}</summary>
        <div class="flow">
          {!action && (
            <p>
              <a href={urls.campaigns.letter(v.at, campaign.slug)} data-step>
                {v.t('campaigns.find.byDistrict')}
              </a>
            </p>
          )}
          <p>
            {v.t('campaigns.find.point')} <span class="hint">{v.t('representatives.here.how')}</span>
          </p>
          <Field
            v={v}
            name="latitude"
            either
            label={v.t('campaigns.find.latitude')}
            state={state}
            inputmode="decimal"
            autocomplete="off"
            maxlength={40}
          />
          <Field
            v={v}
            name="longitude"
            either
            label={v.t('campaigns.find.longitude')}
            state={state}
            inputmode="decimal"
            autocomplete="off"
            maxlength={20}
          />
          <button class="button plain">{v.t('campaigns.find.pointButton')}</button>
        </div>
      </details>
      {!action && <small>{v.t('campaigns.find.kept')}</small>}
    </form>
  );
}
