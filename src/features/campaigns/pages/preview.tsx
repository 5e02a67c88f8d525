import type { View } from '../../../platform/http/index.ts';
import { Document, MachineMade, WordingNotice } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Addressee, letterText, WishChoice, wayWords } from '../../deliveries/index.ts';
import type { Campaign } from '../campaign.ts';
import type { LetterForm } from '../forms.ts';
import { isMachineLetter } from '../texts.ts';
import { type Guarded, GuardFields } from './guard.tsx';
import { Steps } from './show.tsx';

/** The third step: the letter as each will read it. Nothing has been kept so far. */
export function PreviewPage({
  v,
  campaign,
  form,
  addressees,
  query,
  guarded,
}: {
  v: View;
  campaign: Campaign;
  form: LetterForm;
  addressees: Addressee[];
  query: string;
  guarded: Guarded;
}) {
  const machine = isMachineLetter(
    { letter_subject: campaign.letterSubject, letter_body: campaign.letterBody, machine: campaign.machine },
    form,
  );
  return (
    <Document
      v={v}
      title={v.t('campaigns.preview.title')}
      section="campaigns"
      unlisted
      languages={false}
      islands={['proof']}
    >
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={urls.campaigns.show(v.at, campaign.slug)} {...v.tongue(campaign.locale)}>
            {campaign.title}
          </a>{' '}
          <MachineMade v={v} fields={campaign.machine} of={['title']} short />
        </p>
        <Steps v={v} at="preview" />
        <h1 class="small">{v.t('campaigns.preview.title')}</h1>
        <dl class="facts">
          <dt>{v.t('campaigns.preview.to')}</dt>
          <dd>
            <ul class="plain">
              {addressees.map((addressee) => (
                <li>
                  {addressee.officialName ?? v.t('campaigns.letter.vacant')}
                  <br />
                  <small>
                    {v.text(addressee.label)}
                    {'. '}
                    {wayWords(v, addressee, campaign.channels)}
                  </small>
                </li>
              ))}
            </ul>
          </dd>
          <dt>{v.t('campaigns.preview.from')}</dt>
          <dd>
            {v.t('deliveries.mail.from', { name: form.name, network: v.text(v.network.name) })}
            <br />
            <small>
              {v.t(form.consents.includes('replies') ? 'campaigns.preview.reply.ours' : 'campaigns.preview.reply', {
                email: form.email,
              })}
            </small>
          </dd>
          <dt>{v.t('campaigns.preview.subject')}</dt>
          <dd>{form.subject}</dd>
        </dl>
        {campaign.digest && <p class="notice">{v.t('campaigns.preview.digest')}</p>}
        <h2 class="h3">{v.t('campaigns.preview.letter')}</h2>
        {machine && <p class="notice">{v.t('campaigns.letter.machine')}</p>}
        <div class="letter" dir="auto">
          {letterText(form)}
        </div>
        {/* Of her own words only: what the campaign wrote is looked at where it is written. */}
        <WordingNotice
          v={v}
          texts={[
            {
              language: v.locale,
              text: `${form.subject}\n\n${form.body}`,
              known: `${campaign.letterSubject}\n\n${campaign.letterBody}`,
            },
          ]}
          note={v.t('campaigns.preview.words')}
        />
        {form.consents.length > 0 && (
          <>
            <h2 class="h3">{v.t('campaigns.letter.also')}</h2>
            <ul>
              {form.consents.map((purpose) => (
                <li>{v.t(`campaigns.consent.${purpose}`)}</li>
              ))}
            </ul>
          </>
        )}
        <form class="flow" method="post" action={urls.campaigns.actions(v.at, campaign.slug)}>
          <Carried form={form} query={query} />
          <WishChoice v={v} addressees={addressees} offered={campaign.channels} wish={form.wish ?? ''} />
          <GuardFields v={v} {...guarded} />
          <p>{v.t('campaigns.preview.next', { email: form.email })}</p>
          <div class="actions">
            <button class="button">{v.t('campaigns.preview.button')}</button>
            <button class="button plain" formaction={urls.campaigns.letter(v.at, campaign.slug)}>
              {v.t('campaigns.preview.change')}
            </button>
          </div>
        </form>
      </div>
    </Document>
  );
}

/** The form's values carried along unseen: the server keeps none of them yet. */
function Carried({ form, query }: { form: LetterForm; query: string }) {
  return (
    <>
      <input type="hidden" name="query" value={query} />
      {form.to.map((post) => (
        <input type="hidden" name="to" value={post} />
      ))}
      <input type="hidden" name="subject" value={form.subject} />
      <textarea name="body" hidden aria-hidden="true" tabindex={-1} readonly>
        {`\n${form.body}`}
      </textarea>
      <input type="hidden" name="name" value={form.name} />
      <input type="hidden" name="email" value={form.email} />
      <textarea name="street" hidden aria-hidden="true" tabindex={-1} readonly>
        {`\n${form.street}`}
      </textarea>
      {form.consents.map((purpose) => (
        <input type="hidden" name="consent" value={purpose} />
      ))}
      {form.remember && <input type="hidden" name="remember" value="yes" />}
    </>
  );
}
