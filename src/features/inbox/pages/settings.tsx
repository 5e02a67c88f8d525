import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import {
  AboutWhat,
  Choice,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  PostButton,
  State,
  Table,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Template, Topic } from '../queries.ts';
import { OwnerSelect } from './edit.tsx';

const inbox = (v: View) => ({ href: urls.inbox.list(v.at), label: v.t('inbox.title') });
const inLanguage = (v: View, name: string, locale: string) => `${v.t(name)} (${languageName(locale)})`;
const labelsIn = (v: View, ...names: string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) =>
      v.network.locales.map((locale) => [`${name}_${locale}`, inLanguage(v, `inbox.settings.${name}`, locale)]),
    ),
  );

/** What the contact page shows, and whether it is there. */
export function PageSettingsPage({ v, state }: { v: View; state: FormState }) {
  const t = v.t;
  const labels = labelsIn(v, 'hours', 'intro');
  return (
    <WorkPage v={v} title={t('inbox.settings.title')} back={[inbox(v)]} islands={['error-summary']}>
      <ErrorSummary
        v={v}
        state={state}
        labels={{ ...labels, answer_days: t('inbox.field.answer_days'), phone: t('inbox.field.phone') }}
      />
      {state.values.open === 'yes' && (
        <p>
          <a href={urls.inbox.contact(v.at)}>{t('inbox.settings.see')}</a>
        </p>
      )}
      <form class="form short" method="post" action={urls.inbox.settings(v.at)} novalidate>
        <Choice name="open" value="yes" checked={state.values.open === 'yes'}>
          {t('inbox.settings.open')}
        </Choice>
        <Field
          v={v}
          name="phone"
          type="tel"
          label={t('inbox.field.phone')}
          hint={t('inbox.settings.phone.hint')}
          state={state}
          maxlength={60}
        />
        {v.network.locales.map((locale) => (
          <Field
            v={v}
            name={`hours_${locale}`}
            label={labels[`hours_${locale}`]!}
            state={state}
            lang={locale}
            maxlength={200}
          />
        ))}
        <p>
          {v.network.postalAddress
            ? t('inbox.settings.post', { address: v.network.postalAddress.replaceAll('\n', ', ') })
            : t('inbox.settings.noPost')}{' '}
          <a href={urls.networks.settings(v.at)}>{t('inbox.settings.postLink')}</a>
        </p>
        <Field
          v={v}
          name="answer_days"
          type="number"
          label={t('inbox.field.answer_days')}
          hint={t('inbox.settings.days.hint')}
          state={state}
          required
        />
        {v.network.locales.map((locale) => (
          <Field
            v={v}
            name={`intro_${locale}`}
            label={labels[`intro_${locale}`]!}
            state={state}
            lang={locale}
            rows={3}
            maxlength={2000}
          />
        ))}
        <div>
          <button type="submit" class="button">
            {t('inbox.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

type Owners = { id: string; name: string }[];

/** All topics, and a new one. */
export function TopicsPage({
  v,
  topics,
  owners,
  state,
  id,
}: {
  v: View;
  topics: Topic[];
  owners: Owners;
  state: FormState;
  id: string;
}) {
  const t = v.t;
  return (
    <WorkPage v={v} title={t('inbox.topics.title')} back={[inbox(v)]} islands={['error-summary']}>
      <ErrorSummary v={v} state={state} labels={{ ...labelsIn(v, 'label'), keep_days: t('inbox.field.keep_days') }} />
      {topics.length === 0 ? (
        <Empty text={t('inbox.topics.none')} />
      ) : (
        <Table
          caption={t('inbox.topics.caption')}
          head={['topic', 'owner', 'kept', 'state', 'action'].map((column) => t(`inbox.topics.head.${column}`))}
        >
          {topics.map((topic) => (
            <tr>
              <th scope="row">{v.text(topic.labels)}</th>
              <td>{owners.find((one) => one.id === topic.ownerId)?.name ?? t('inbox.nobody')}</td>
              <td>{t('inbox.topics.days', { count: topic.keepDays })}</td>
              <td>
                <State tone={topic.closed ? 'plain' : 'ok'}>
                  {t(
                    topic.closed
                      ? 'inbox.topics.closed'
                      : topic.offered
                        ? 'inbox.topics.offered'
                        : 'inbox.topics.inner',
                  )}
                </State>
              </td>
              <td>
                <a class="button plain" href={urls.inbox.topic(v.at, topic.id)}>
                  {t('inbox.topics.edit')}
                  <AboutWhat v={v} text={v.text(topic.labels)} />
                </a>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <h2>{t('inbox.topics.new')}</h2>
      <form class="form short" method="post" action={urls.inbox.topics(v.at)} novalidate>
        <input type="hidden" name="id" value={id} />
        <TopicFields v={v} state={state} owners={owners} />
      </form>
    </WorkPage>
  );
}

/** One topic. */
export function TopicPage({ v, topic, owners, state }: { v: View; topic: Topic; owners: Owners; state: FormState }) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={v.text(topic.labels)}
      back={[inbox(v), { href: urls.inbox.topics(v.at), label: t('inbox.topics.title') }]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={{ ...labelsIn(v, 'label'), keep_days: t('inbox.field.keep_days') }} />
      <form class="form short" method="post" action={urls.inbox.topic(v.at, topic.id)} novalidate>
        <TopicFields v={v} state={state} owners={owners} closable />
      </form>
    </WorkPage>
  );
}

function TopicFields({
  v,
  state,
  owners,
  closable,
}: {
  v: View;
  state: FormState;
  owners: Owners;
  closable?: boolean;
}) {
  const t = v.t;
  const labels = labelsIn(v, 'label');
  return (
    <>
      {v.network.locales.map((locale, at) => (
        <Field
          v={v}
          name={`label_${locale}`}
          label={labels[`label_${locale}`]!}
          state={state}
          lang={locale}
          required={at === 0}
          maxlength={80}
          wording
        />
      ))}
      <OwnerSelect v={v} state={state} owners={owners} />
      <Field
        v={v}
        name="keep_days"
        type="number"
        label={t('inbox.field.keep_days')}
        hint={t('inbox.topics.keep.hint')}
        state={state}
        required
      />
      <Choice name="offered" value="yes" checked={state.values.offered === 'yes'}>
        {t('inbox.topics.offer')}
      </Choice>
      {closable && (
        <Choice name="closed" value="yes" checked={state.values.closed === 'yes'}>
          {t('inbox.topics.close')}
        </Choice>
      )}
      <div>
        <button type="submit" class="button">
          {t('inbox.save')}
        </button>
      </div>
    </>
  );
}

/** Words to begin an answer with, and new ones. */
export function TemplatesPage({ v, templates, state }: { v: View; templates: Template[]; state: FormState }) {
  const t = v.t;
  return (
    <WorkPage v={v} title={t('inbox.templates.title')} back={[inbox(v)]} islands={['error-summary']}>
      <ErrorSummary
        v={v}
        state={state}
        labels={{ name: t('inbox.templates.name'), ...labelsIn(v, 'subject', 'body') }}
      />
      {templates.length === 0 ? (
        <Empty text={t('inbox.templates.none')} />
      ) : (
        <Table
          caption={t('inbox.templates.caption')}
          head={['name', 'languages', 'action'].map((column) => t(`inbox.templates.head.${column}`))}
        >
          {templates.map((template) => (
            <tr>
              <th scope="row">{template.name}</th>
              <td>{Object.keys(template.texts).map(languageName).join(', ')}</td>
              <td>
                <a class="button plain" href={urls.inbox.template(v.at, template.id)}>
                  {t('inbox.topics.edit')}
                  <AboutWhat v={v} text={template.name} />
                </a>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <h2>{t('inbox.templates.new')}</h2>
      <form class="form short" method="post" action={urls.inbox.templates(v.at)} novalidate>
        <TemplateFields v={v} state={state} />
      </form>
    </WorkPage>
  );
}

/** One template. */
export function TemplatePage({ v, template, state }: { v: View; template: Template; state: FormState }) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={template.name}
      back={[inbox(v), { href: urls.inbox.templates(v.at), label: t('inbox.templates.title') }]}
      islands={['error-summary']}
    >
      <ErrorSummary
        v={v}
        state={state}
        labels={{ name: t('inbox.templates.name'), ...labelsIn(v, 'subject', 'body') }}
      />
      <form class="form short" method="post" action={urls.inbox.template(v.at, template.id)} novalidate>
        <TemplateFields v={v} state={state} />
      </form>
      <PostButton
        action={urls.inbox.templateRemoval(v.at, template.id)}
        label={t('inbox.templates.remove')}
        kind="grave"
      />
    </WorkPage>
  );
}

function TemplateFields({ v, state }: { v: View; state: FormState }) {
  const t = v.t;
  const labels = labelsIn(v, 'subject', 'body');
  return (
    <>
      <Field
        v={v}
        name="name"
        label={t('inbox.templates.name')}
        hint={t('inbox.templates.name.hint')}
        state={state}
        required
        maxlength={80}
        wording
      />
      {v.network.locales.map((locale) => (
        <>
          <Field
            v={v}
            name={`subject_${locale}`}
            label={labels[`subject_${locale}`]!}
            state={state}
            lang={locale}
            maxlength={160}
            wording
          />
          <Field
            v={v}
            name={`body_${locale}`}
            label={labels[`body_${locale}`]!}
            hint={t('inbox.templates.body.hint')}
            state={state}
            lang={locale}
            rows={5}
          />
        </>
      ))}
      <div>
        <button type="submit" class="button">
          {t('inbox.save')}
        </button>
      </div>
    </>
  );
}
