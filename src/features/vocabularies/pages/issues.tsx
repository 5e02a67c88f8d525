import type { View } from '../../../platform/http/index.ts';
import { Document, isMachineMade, MachineMade } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { strands } from '../files.ts';
import type { Pointing } from '../pointing.ts';
import type { Issue } from '../queries.ts';
import { References } from './references.tsx';

/** The whole list, strand by strand; narrower issues stand under the wider one. */
export function IssuesPage({ v, issues }: { v: View; issues: Issue[] }) {
  const t = v.t;
  return (
    <Document v={v} title={t('vocabularies.issues.title')} description={t('vocabularies.issues.lead')}>
      <div class="wrap page flow">
        <h1 class="small">{t('vocabularies.issues.title')}</h1>
        <p class="lead">{t('vocabularies.issues.lead')}</p>
        <nav aria-label={t('vocabularies.issues.title')}>
          <ul class="tags">
            {strands.map((strand) => (
              <li>
                <a href={`#${strand}`}>{t(`vocabularies.strand.${strand}`)}</a>
              </li>
            ))}
            <li>
              <a href={urls.vocabularies.places(v.at)}>{t('vocabularies.places.title')}</a>
            </li>
          </ul>
        </nav>
        {strands.map((strand) => (
          <>
            <h2 id={strand}>{t(`vocabularies.strand.${strand}`)}</h2>
            <ul class="shelf">
              {issues
                .filter((issue) => issue.strand === strand && issue.broader === null)
                .map((issue) => (
                  <li class="flow">
                    <h3 {...v.tongue(issue.labelIn)}>
                      <a href={urls.vocabularies.issue(v.at, issue.id)}>{issue.label}</a>
                    </h3>
                    <p {...v.tongue(issue.summaryIn)}>{issue.summary}</p>
                    <MachineMade v={v} fields={issue.machine} short />
                    <Tags v={v} issues={issues.filter((other) => other.broader === issue.id)} />
                  </li>
                ))}
            </ul>
          </>
        ))}
      </div>
    </Document>
  );
}

/** One issue: what it means, what is wider and narrower, and what points to it. */
export function IssuePage({
  v,
  issue,
  issues,
  references,
}: {
  v: View;
  issue: Issue;
  issues: Issue[];
  references: Pointing;
}) {
  const t = v.t;
  const wider = issues.find((one) => one.id === issue.broader);
  const narrower = issues.filter((one) => one.broader === issue.id);
  return (
    <Document v={v} title={issue.label} description={issue.summary} machine={isMachineMade(issue.machine)}>
      <div class="wrap page flow">
        <nav class="crumbs" aria-label={t('vocabularies.crumbs')}>
          <a href={urls.vocabularies.issues(v.at)}>{t('vocabularies.issues.title')}</a>
          {wider && (
            <>
              {' › '}
              <a href={urls.vocabularies.issue(v.at, wider.id)} {...v.tongue(wider.labelIn)}>
                {wider.label}
              </a>{' '}
              <MachineMade v={v} fields={wider.machine} of={['label']} short />
            </>
          )}
        </nav>
        <h1 class="small" {...v.tongue(issue.labelIn)}>
          {issue.label}
        </h1>
        <p class="lead" {...v.tongue(issue.summaryIn)}>
          {issue.summary}
        </p>
        <MachineMade v={v} fields={issue.machine} />
        <p>
          <small>{t(`vocabularies.strand.${issue.strand}.one`)}</small>
        </p>
        {issue.list.length > 0 && (
          <p>
            <small>{t('vocabularies.issue.list', { codes: issue.list.join(', ') })}</small>
          </p>
        )}
        {narrower.length > 0 && (
          <>
            <h2>{t('vocabularies.issues.narrower')}</h2>
            <Tags v={v} issues={narrower} />
          </>
        )}
        <References v={v} references={references} here={urls.vocabularies.issue(v.at, issue.id)} />
      </div>
    </Document>
  );
}

function Tags({ v, issues }: { v: View; issues: Issue[] }) {
  if (issues.length === 0) return null;
  return (
    <ul class="tags">
      {issues.map((issue) => (
        <li>
          <a href={urls.vocabularies.issue(v.at, issue.id)} {...v.tongue(issue.labelIn)}>
            {issue.label}
          </a>{' '}
          <MachineMade v={v} fields={issue.machine} of={['label']} short />
        </li>
      ))}
    </ul>
  );
}
