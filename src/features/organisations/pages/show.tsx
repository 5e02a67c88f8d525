import type { View } from '../../../platform/http/index.ts';
import { Document } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Issue } from '../../vocabularies/index.ts';
import type { Organisation } from '../organisation.ts';

/** The name of a language in the reader's. */
const languageIn = (v: View, code: string): string =>
  new Intl.DisplayNames([v.locale], { type: 'language' }).of(code) ?? code;

/** One organisation: what it is, what it does, what it knows and offers. */
export function OrganisationPage({
  v,
  organisation,
  issues,
}: {
  v: View;
  organisation: Organisation;
  issues: Issue[];
}) {
  const t = v.t;
  return (
    <Document v={v} title={organisation.name} description={v.text(organisation.about)}>
      <div class="wrap page flow">
        <nav class="crumbs" aria-label={t('ui.crumbs')}>
          <a href={urls.organisations.list(v.at)}>{t('organisations.title')}</a>
        </nav>
        <h1 class="small">{organisation.name}</h1>
        <p>
          <small>{t(`organisations.kind.${organisation.kind}`)}</small>
        </p>
        {organisation.sample && <p class="notice">{t('organisations.sample')}</p>}
        {organisation.closedAt && (
          <p class="notice">{t('organisations.closed', { date: v.date(organisation.closedAt) })}</p>
        )}
        <p class="lead">{v.text(organisation.about)}</p>
        <dl class="facts">
          {organisation.languages.length > 0 && (
            <>
              <dt>{t('organisations.field.languages')}</dt>
              <dd>{organisation.languages.map((code) => languageIn(v, code)).join(', ')}</dd>
            </>
          )}
          {organisation.offers.length > 0 && (
            <>
              <dt>{t('organisations.field.offers')}</dt>
              <dd>{organisation.offers.map((offer) => t(`organisations.offer.${offer}`)).join(', ')}</dd>
            </>
          )}
        </dl>
        {issues.length > 0 && (
          <>
            <h2>{t('organisations.field.issues')}</h2>
            <ul class="tags">
              {issues.map((issue) => (
                <li>
                  <a href={urls.vocabularies.issue(v.at, issue.id)}>{issue.label}</a>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Document>
  );
}
