import type { View } from '../../../platform/http/index.ts';
import { Document, ErrorSummary, Field, type FormState, Select } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { ContactPageSettings, Topic } from '../queries.ts';

type Shown = { v: View; settings: ContactPageSettings; topics: Topic[] };

/** How the network is reached: by post, by telephone, and by this form, without script and without an account. */
export function ContactPage({
  v,
  settings,
  topics,
  state,
  id,
  began,
}: Shown & { state: FormState; id: string; began: string }) {
  const t = v.t;
  const labels = {
    name: t('inbox.contact.name'),
    email: t('inbox.contact.email'),
    phone: t('inbox.contact.phone'),
    topic: t('inbox.contact.topic'),
    body: t('inbox.contact.body'),
    safe_note: t('inbox.contact.safe'),
  };
  const intro = v.text(settings.intro);
  return (
    <Document
      v={v}
      title={t('inbox.contact.title')}
      description={t('inbox.contact.lead')}
      section="contact"
      islands={['error-summary']}
    >
      <div class="wrap page narrow flow">
        <h1 class="small">{t('inbox.contact.title')}</h1>
        <p class="lead said" {...(intro ? v.tongue(settings.intro) : {})}>
          {intro || t('inbox.contact.lead')}
        </p>
        <Reach v={v} settings={settings} />
        <ErrorSummary v={v} state={state} labels={labels} />
        <form class="form" method="post" action={urls.inbox.contact(v.at)} novalidate>
          <h2>{t('inbox.contact.write')}</h2>
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="began" value={began} />
          {topics.length > 0 && (
            <Select
              v={v}
              name="topic"
              label={labels.topic}
              hint={topics.some((topic) => topic.machine) ? t('inbox.contact.topic.machine') : undefined}
              state={state}
              options={[
                { value: '', label: t('inbox.contact.anything') },
                ...topics.map((topic) => ({ value: topic.id, label: v.text(topic.labels) })),
              ]}
            />
          )}
          <Field
            v={v}
            name="body"
            label={labels.body}
            hint={t('inbox.contact.body.hint')}
            state={state}
            rows={8}
            required
            wording={false}
          />
          <Field v={v} name="name" label={labels.name} state={state} autocomplete="name" maxlength={120} />
          <Field
            v={v}
            name="email"
            type="email"
            label={labels.email}
            hint={t('inbox.contact.email.hint')}
            state={state}
            autocomplete="email"
            maxlength={254}
          />
          <Field v={v} name="phone" type="tel" label={labels.phone} state={state} autocomplete="tel" maxlength={60} />
          <Field
            v={v}
            name="safe_note"
            label={labels.safe_note}
            hint={t('inbox.contact.safe.hint')}
            state={state}
            rows={2}
            maxlength={500}
            wording={false}
          />
          <div class="pot" aria-hidden="true">
            <label for="website">{t('inbox.contact.trap')}</label>
            <input id="website" name="website" type="text" tabindex={-1} autocomplete="off" value="" />
          </div>
          <p>
            <small>
              {t('inbox.contact.kept')} <a href={urls.networks.privacy(v.at)}>{t('ui.footer.privacy')}</a>
            </small>
          </p>
          <div>
            <button type="submit" class="button">
              {t('inbox.contact.send')}
            </button>
          </div>
        </form>
      </div>
    </Document>
  );
}

/** The ways that need no form. */
function Reach({ v, settings }: { v: View; settings: ContactPageSettings }) {
  const t = v.t;
  const hours = v.text(settings.hours);
  const { postalAddress } = v.network;
  if (!settings.phone && !postalAddress) return null;
  return (
    <dl class="facts">
      {settings.phone && (
        <>
          <dt>{t('inbox.contact.byPhone')}</dt>
          <dd>
            <a href={`tel:${settings.phone.replace(/[^\d+]/g, '')}`} dir="ltr">
              {settings.phone}
            </a>
            {hours && (
              <>
                <br />
                <small {...v.tongue(settings.hours)}>{hours}</small>
              </>
            )}
          </dd>
        </>
      )}
      {postalAddress && (
        <>
          <dt>{t('inbox.contact.byPost')}</dt>
          <dd class="said" {...v.tongue(v.network.name)}>{`${v.text(v.network.name)}\n${postalAddress}`}</dd>
        </>
      )}
    </dl>
  );
}

/** What happens next. */
export function ReceivedPage({ v, settings }: Shown) {
  const t = v.t;
  return (
    <Document v={v} title={t('inbox.received.title')} unlisted>
      <div class="wrap page narrow flow">
        <h1 class="small">{t('inbox.received.title')}</h1>
        <p class="lead">{t('inbox.received.text', { days: settings.answerDays })}</p>
        <Reach v={v} settings={settings} />
        <p>
          <a class="button plain" href={urls.networks.home(v.at)}>
            {t('problem.home')}
          </a>
        </p>
      </div>
    </Document>
  );
}
