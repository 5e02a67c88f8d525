import { outside, type View } from '../../../platform/http/index.ts';
import { Document, ErrorSummary, Field, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { linkMailsPerDay } from '../links.ts';

/** Asks for one's private links again. An address is all that it takes. */
export function LinksPage({ v, state }: { v: View; state: FormState }) {
  const { t } = v;
  const label = t('campaigns.letter.email');
  return (
    <Document v={v} title={t('campaigns.links.title')} section="campaigns" unlisted islands={['error-summary']}>
      <div class="wrap page narrow flow">
        <h1 class="small">{t('campaigns.links.title')}</h1>
        <p class="lead">{t('campaigns.links.lead')}</p>
        <ErrorSummary v={v} state={state} labels={{ email: label }} />
        <form class="form" method="post" action={urls.campaigns.links(v.at)} novalidate>
          <Field
            v={v}
            name="email"
            type="email"
            label={label}
            hint={t('campaigns.links.email.hint')}
            state={state}
            autocomplete="email"
            inputmode="email"
            maxlength={254}
            required
          />
          <div class="pot" aria-hidden="true">
            <label for="website">{t('campaigns.letter.trap')}</label>
            <input id="website" name="website" type="text" tabindex={-1} autocomplete="off" value="" />
          </div>
          <button class="button">{t('campaigns.links.button')}</button>
          <small>{t('campaigns.links.kept')}</small>
        </form>
      </div>
    </Document>
  );
}

/** The same words for everybody, whether the address is known or not. */
export function LinksSentPage({ v, outboxOnly }: { v: View; outboxOnly: boolean }) {
  const { t } = v;
  return (
    <Document v={v} title={t('campaigns.links.sent.title')} section="campaigns" unlisted>
      <div class="wrap page narrow flow">
        <h1 class="small">{t('campaigns.links.sent.title')}</h1>
        <p class="lead">{t('campaigns.links.sent.text')}</p>
        <p>{t('campaigns.links.sent.missing', { count: linkMailsPerDay })}</p>
        {outboxOnly && <p class="notice">{t('campaigns.links.sent.outbox')}</p>}
        <p>
          <a class="button plain" href={urls.campaigns.links(v.at)}>
            {t('campaigns.links.sent.again')}
          </a>
        </p>
      </div>
    </Document>
  );
}

/** The way there, for whoever took part before and lost the mail; out of a frame of another site, on a page of its own. */
export function LinksDoor({ v }: { v: View }) {
  return (
    <p>
      {v.t('campaigns.links.door')}{' '}
      <a href={urls.campaigns.links(outside(v.at))} target={v.frame && '_blank'}>
        {v.t('campaigns.links.door.link')}
      </a>
    </p>
  );
}
