import { sha256 } from '../../../platform/crypto/ids.ts';
import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import {
  Document,
  ErrorSummary,
  emptyForm,
  Field,
  type FormState,
  Mistake,
  PostButton,
  Select,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Signup } from '../queries.ts';

/** Names the exact words that stood on the page, in the form that is sent from it. */
export const wordsMark = (words: string): string => sha256(words).toString('hex').slice(0, 32);

/** The form: an address is enough. */
export function SignupPage({ v, state, words }: { v: View; state: FormState; words: string }) {
  const t = v.t;
  const labels = labelsOf(v);
  return (
    <Document v={v} title={t('mailing.title')} description={t('mailing.lead')} islands={['error-summary']}>
      <div class="wrap page narrow flow">
        <h1 class="small">{t('mailing.title')}</h1>
        <p class="lead">{t('mailing.lead')}</p>
        <ErrorSummary v={v} state={state} labels={labels} />
        <SignupFields v={v} state={state} words={words} />
      </div>
    </Document>
  );
}

const labelsOf = ({ t }: View) => ({ name: t('mailing.name'), email: t('mailing.email'), locale: t('mailing.locale') });

/** The form alone: for its own page, and for whichever page asks people to join. `words` are what she agrees to. */
export function SignupFields({
  v,
  words,
  state = emptyForm({ locale: v.locale }),
}: {
  v: View;
  words: string;
  state?: FormState;
}) {
  const { t } = v;
  const labels = labelsOf(v);
  return (
    <form class="form" method="post" action={urls.mailingList.form(v.at)} novalidate>
      <Field
        v={v}
        name="email"
        type="email"
        label={labels.email}
        state={state}
        autocomplete="email"
        required
        maxlength={254}
      />
      <Field v={v} name="name" label={labels.name} state={state} autocomplete="name" maxlength={120} />
      {v.network.locales.length > 1 ? (
        <Select
          v={v}
          name="locale"
          label={labels.locale}
          state={state}
          options={v.network.locales.map((locale) => ({ value: locale, label: languageName(locale) }))}
        />
      ) : (
        <input type="hidden" name="locale" value={v.network.locales[0]} />
      )}
      <div class="pot" aria-hidden="true">
        <label for="website">{t('mailing.trap')}</label>
        <input id="website" name="website" type="text" tabindex={-1} autocomplete="off" value="" />
      </div>
      <div class="field" id="words">
        <p>{words}</p>
        <Mistake v={v} name="words" state={state} />
      </div>
      <input type="hidden" name="words" value={wordsMark(words)} />
      <div>
        <button type="submit" class="button">
          {t('mailing.send')}
        </button>
      </div>
      <p>
        <small>
          {t('mailing.kept')} <a href={urls.networks.privacy(v.at)}>{t('ui.footer.privacy')}</a>
        </small>
      </p>
    </form>
  );
}

/** The same for everybody, on the list or not. */
export function ReceivedPage({ v }: { v: View }) {
  return (
    <Document v={v} title={v.t('mailing.received.title')} unlisted>
      <div class="wrap page narrow flow">
        <h1 class="small">{v.t('mailing.received.title')}</h1>
        <p class="lead">{v.t('mailing.received.text')}</p>
        <p>{v.t('mailing.received.none')}</p>
        <p>
          <a class="button plain" href={urls.networks.home(v.at)}>
            {v.t('problem.home')}
          </a>
        </p>
      </div>
    </Document>
  );
}

type OwnProps = {
  v: View;
  signup: Signup;
  /** The page belongs to an earlier mail; a newer one asks. */
  older: boolean;
  reference: string;
};

/** Her private page: one button, for what she can do now. Opening it changes nothing. */
export function OwnPage({ v, signup, older, reference }: OwnProps) {
  const { t } = v;
  const back = signup.returned && signup.standing === 'on';
  const state = `mailing.own.${older ? 'older' : back ? 'returned' : signup.standing}`;
  const network = v.text(v.network.name);
  return (
    <Document v={v} title={t(`${state}.title`)} unlisted>
      <div class="wrap page narrow flow">
        <h1 class="small">{t(`${state}.title`)}</h1>
        <p class="lead">{t(`${state}.text`, { network, email: signup.email })}</p>
        <div class="actions">
          {((signup.standing === 'waiting' && !older) || back) && (
            <PostButton
              action={urls.mailingList.confirmation(v.at, reference)}
              label={t(back ? 'mailing.own.works' : 'mailing.own.confirm')}
              kind="main"
            />
          )}
          {signup.standing === 'off' ? (
            <a class="button plain" href={urls.mailingList.form(v.at)}>
              {t('mailing.own.again')}
            </a>
          ) : (
            <PostButton
              action={urls.mailingList.withdrawal(v.at, reference)}
              label={t(signup.standing === 'on' ? 'mailing.own.leave' : 'mailing.own.refuse')}
            />
          )}
        </div>
      </div>
    </Document>
  );
}
