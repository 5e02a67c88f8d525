import type { View } from '../../../platform/http/index.ts';
import { languageIn } from '../../../platform/i18n/index.ts';
import {
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  Markdown,
  PostButton,
  State,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { deskCrumb } from '../desk/parts.tsx';
import { wordsIn } from '../questions/question.ts';
import type { Agreement, AgreementVersion } from './queries.ts';

const crumb = (v: View) => ({ href: urls.members.agreements(v.at), label: v.t('members.agreements.title') });

/** What members agree to. */
export function AgreementsPage({ v, agreements }: { v: View; agreements: Agreement[] }) {
  return (
    <WorkPage v={v} title={v.t('members.agreements.title')} back={[deskCrumb(v)]}>
      <p class="lead">{v.t('members.agreements.lead')}</p>
      {agreements.length === 0 ? (
        <Empty
          text={v.t('members.agreements.empty')}
          action={v.t('members.agreements.add')}
          href={urls.members.newAgreement(v.at)}
        />
      ) : (
        <>
          <ul class="flow">
            {agreements.map((agreement) => (
              <li>
                <a href={urls.members.agreement(v.at, agreement.id)}>{wordsIn(agreement.name, v.locale)}</a>{' '}
                {agreement.closedAt && <State tone="plain">{v.t('members.agreements.closed')}</State>}
              </li>
            ))}
          </ul>
          <p>
            <a class="button plain" href={urls.members.newAgreement(v.at)}>
              {v.t('members.agreements.add')}
            </a>
          </p>
        </>
      )}
    </WorkPage>
  );
}

type ShowProps = {
  v: View;
  agreement: Agreement;
  versions: (AgreementVersion & { agreed: number })[];
  today: string;
};

/** One agreement with all its versions. */
export function AgreementPage({ v, agreement, versions, today }: ShowProps) {
  const inForce = versions.find(({ publishedOn }) => publishedOn <= today);
  return (
    <WorkPage v={v} title={wordsIn(agreement.name, v.locale)} back={[deskCrumb(v), crumb(v)]}>
      {agreement.closedAt ? (
        <p class="notice">{v.t('members.agreements.closed.text')}</p>
      ) : (
        <p class="actions">
          <a class="button" href={urls.members.newVersion(v.at, agreement.id)}>
            {v.t('members.version.add')}
          </a>
          <PostButton
            action={urls.members.agreementClosure(v.at, agreement.id)}
            label={v.t('members.agreements.close')}
            kind="grave"
          />
        </p>
      )}
      {versions.map((version) => (
        <section class="flow" aria-labelledby={`v${version.version}`}>
          <h2 id={`v${version.version}`}>
            {v.t('members.version.title', { version: version.version, date: v.date(version.publishedOn) })}
          </h2>
          <p>
            {version.id === inForce?.id ? (
              <State tone="ok">{v.t('members.version.inForce')}</State>
            ) : (
              <State tone="plain">
                {v.t(version.publishedOn > today ? 'members.version.coming' : 'members.version.before')}
              </State>
            )}{' '}
            {v.t('members.version.agreed', { count: version.agreed })}
          </p>
          <details>
            <summary>{v.t('members.version.read')}</summary>
            <Markdown text={wordsIn(version.body, v.locale)} />
          </details>
        </section>
      ))}
    </WorkPage>
  );
}

type NewProps = { v: View; id: string; agreement: Agreement | undefined; state: FormState };

/** A new agreement with its first version, or a new version of one: its words in all languages, and its day. */
export function NewVersionPage({ v, id, agreement, state }: NewProps) {
  const { locales } = v.network;
  const labels: Record<string, string> = { published_on: v.t('members.version.day') };
  for (const locale of locales) {
    labels[`name-${locale}`] = v.t('members.agreements.name', { language: languageIn(v.locale, locale) });
    labels[`body-${locale}`] = v.t('members.version.body', { language: languageIn(v.locale, locale) });
  }
  const title = v.t(agreement ? 'members.version.add' : 'members.agreements.add');
  return (
    <WorkPage v={v} title={title} back={[deskCrumb(v), crumb(v)]} islands={['error-summary']}>
      {agreement && <p class="lead">{v.t('members.version.lead', { name: wordsIn(agreement.name, v.locale) })}</p>}
      <form
        class="form wide"
        method="post"
        action={agreement ? urls.members.newVersion(v.at, agreement.id) : urls.members.newAgreement(v.at)}
        novalidate
      >
        <ErrorSummary v={v} state={state} labels={labels} />
        <input type="hidden" name="id" value={id} />
        {locales.map((locale) => (
          <>
            {!agreement && (
              <Field
                v={v}
                name={`name-${locale}`}
                label={labels[`name-${locale}`]!}
                state={state}
                lang={locale}
                maxlength={120}
                required
                wording
              />
            )}
            <Field
              v={v}
              name={`body-${locale}`}
              label={labels[`body-${locale}`]!}
              hint={v.t('members.version.body.hint')}
              state={state}
              lang={locale}
              rows={10}
              required
            />
          </>
        ))}
        <Field
          v={v}
          name="published_on"
          label={labels.published_on!}
          hint={v.t('members.version.day.hint')}
          state={state}
          type="date"
          required
        />
        <div>
          <button class="button">{v.t('members.version.save')}</button>
        </div>
      </form>
    </WorkPage>
  );
}
