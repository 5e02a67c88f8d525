import type { View } from '../../../platform/http/index.ts';
import { Choice, ErrorSummary, Field, type FormState, Mistake } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Campaign, type Display, displays, eitherOf, type Guarded, GuardFields } from '../../campaigns/index.ts';
import type { RoleSummary } from '../../representatives/index.ts';
import type { District } from '../district.ts';
import { longestComment } from '../forms.ts';

/** All that the sign form shows. */
export type Sign = {
  state: FormState;
  display: Display | undefined;
  consents: string[];
  remember: boolean;
  purposes: string[];
  /** Whose districts are asked for, and which there are; undefined: no district is asked for. */
  role: RoleSummary | undefined;
  /** Invented codes that lead to one of them, in a demonstration. */
  samples: readonly string[];
  districts: District[];
  /** The districts that a code touches, to choose from. */
  candidates: District[];
  guarded: Guarded;
};

const steps = ['sign', 'confirm'] as const;

/** The two steps of signing, with the one she is at. */
export function Steps({ v, at }: { v: View; at: (typeof steps)[number] }) {
  return (
    <ol class="steps" aria-label={v.t('campaigns.steps')}>
      {steps.map((step) => (
        <li aria-current={step === at ? 'step' : undefined}>{v.t(`petitions.steps.${step}`)}</li>
      ))}
    </ol>
  );
}

/** How her signature is shown in public. */
export function DisplayChoices({ v, chosen }: { v: View; chosen: Display | undefined }) {
  return (
    <>
      {displays.map((display) => (
        <Choice type="radio" name="display" value={display} checked={chosen === display}>
          {v.t(`petitions.display.${display}`)}
        </Choice>
      ))}
    </>
  );
}

/** The form: who signs, how she is shown, what she says, her district, and what else she agrees to. */
export function SignForm({ v, campaign, sign }: { v: View; campaign: Campaign; sign: Sign }) {
  const t = v.t;
  const { state } = sign;
  const labels = {
    name: t('petitions.sign.name'),
    email: t('campaigns.letter.email'),
    display: t('petitions.sign.display'),
    comment: t('petitions.sign.comment'),
    code: t('campaigns.find.code'),
    district: t('petitions.sign.district'),
  };
  return (
    <form class="form" method="post" action={urls.petitions.signatures(v.at, campaign.slug)} novalidate>
      <Steps v={v} at="sign" />
      <GuardFields v={v} {...sign.guarded} />
      <h2>{t('petitions.sign.title')}</h2>
      <ErrorSummary v={v} state={state} labels={labels} />
      <Field v={v} name="name" label={labels.name} state={state} autocomplete="name" maxlength={120} required />
      <Field
        v={v}
        name="email"
        type="email"
        label={labels.email}
        hint={t('petitions.sign.email.hint')}
        state={state}
        autocomplete="email"
        inputmode="email"
        maxlength={254}
        required
      />
      <fieldset id="display">
        <legend>{labels.display}</legend>
        <Mistake v={v} name="display" state={state} />
        <DisplayChoices v={v} chosen={sign.display} />
        <p class="hint">{t('petitions.sign.display.hint')}</p>
      </fieldset>
      {sign.role && <DistrictFields v={v} sign={sign} labels={labels} />}
      <Field
        v={v}
        name="comment"
        label={labels.comment}
        hint={t('petitions.sign.comment.hint')}
        state={state}
        rows={3}
        maxlength={longestComment}
      />
      <div class="pot" aria-hidden="true">
        <label for="website">{t('campaigns.letter.trap')}</label>
        <input id="website" name="website" type="text" tabindex={-1} autocomplete="off" value="" />
      </div>
      <fieldset>
        <legend>{t('campaigns.letter.also')}</legend>
        {sign.purposes.map((purpose) => (
          <Choice name="consent" value={purpose} checked={sign.consents.includes(purpose)}>
            {t(`campaigns.consent.${purpose}`)}
          </Choice>
        ))}
        <p class="hint">{t('petitions.sign.also.hint')}</p>
      </fieldset>
      {!v.frame && (
        <Choice name="remember" value="yes" checked={sign.remember}>
          {t('petitions.sign.remember')}
        </Choice>
      )}
      <button class="button">{t('petitions.sign.button')}</button>
      <small>
        {t('petitions.sign.next')}{' '}
        <a href={urls.networks.privacy(v.at)} target={v.frame && '_blank'}>
          {t('ui.footer.privacy')}
        </a>
      </small>
    </form>
  );
}

function DistrictFields({ v, sign, labels }: { v: View; sign: Sign; labels: Record<'code' | 'district', string> }) {
  const t = v.t;
  const { state } = sign;
  if (sign.candidates.length > 0) {
    return (
      <fieldset id="district" tabindex={-1}>
        <legend>{labels.district}</legend>
        <Mistake v={v} name="district" state={state} />
        {sign.candidates.map((district) => (
          <Choice type="radio" name="district" value={district.id}>
            {v.text(district.name)}
          </Choice>
        ))}
        <Choice type="radio" name="district" value="">
          {t('petitions.sign.district.none')}
        </Choice>
      </fieldset>
    );
  }
  return (
    <>
      <Field
        v={v}
        name="code"
        label={labels.code}
        hint={
          sign.samples.length > 0
            ? t('petitions.sign.code.sample', { codes: eitherOf(v.locale, sign.samples) })
            : t('petitions.sign.code.hint')
        }
        state={state}
        autocomplete="postal-code"
        maxlength={20}
      />
      {sign.districts.length > 0 && (
        <details open={Boolean(state.values.district || state.errors.code || state.errors.district) || undefined}>
          <summary>{t('petitions.sign.district.choose')}</summary>
          <div class="field">
            <label for="district">{labels.district}</label>
            <Mistake v={v} name="district" state={state} />
            <select id="district" name="district">
              <option value="">{t('petitions.sign.district.none')}</option>
              {sign.districts.map((district) => (
                <option value={district.id} selected={state.values.district === district.id || undefined}>
                  {v.text(district.name)}
                </option>
              ))}
            </select>
          </div>
        </details>
      )}
    </>
  );
}
