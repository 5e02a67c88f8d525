import type { View } from '../../../../platform/http/index.ts';
import { AboutWhat, Empty, ErrorSummary, Field, type FormState, PostButton, State } from '../../../../ui/index.ts';
import { urls } from '../../../../urls.ts';
import { DeskFrame } from '../../pages/frame.tsx';
import type { Correction, ErrorReport } from '../queries.ts';

/** A report with the name of its seat today. */
export type QueuedReport = ErrorReport & { title: string };

/** What visitors reported: correct, dismiss with a reason, or pass on; and the corrections that hold. */
export function QueuePage({
  v,
  open,
  decided,
  corrections,
}: {
  v: View;
  open: QueuedReport[];
  decided: QueuedReport[];
  corrections: Correction[];
}) {
  return (
    <DeskFrame v={v} title={v.t('representatives.reports.title')}>
      <p class="lead">{v.t('representatives.reports.lead')}</p>
      {open.length === 0 ? (
        <Empty text={v.t('representatives.reports.none')} />
      ) : (
        <ul class="plain">
          {open.map((report) => (
            <li class="target flow">
              <Words v={v} report={report} />
              <div class="actions">
                <a class="button" href={urls.representatives.correction(v.at, report.postId, report.id)}>
                  {v.t('representatives.reports.correct')}
                  <AboutWhat v={v} text={report.title} />
                </a>
                <a class="button plain" href={urls.representatives.dismissal(v.at, report.id)}>
                  {v.t('representatives.reports.dismiss')}
                  <AboutWhat v={v} text={report.title} />
                </a>
                <PostButton
                  v={v}
                  action={urls.representatives.handover(v.at, report.id)}
                  label={v.t('representatives.reports.pass')}
                  about={report.title}
                />
              </div>
            </li>
          ))}
        </ul>
      )}
      {corrections.length > 0 && (
        <>
          <h2>{v.t('representatives.corrections.title')}</h2>
          <p>{v.t('representatives.corrections.text')}</p>
          <ul class="plain">
            {corrections.map((each) => (
              <li class="target actions">
                <span class="grow">
                  <b>{each.subject}</b>
                  <br />
                  {correctionWords(v, each)}
                  <br />
                  <small>
                    {each.source} · {v.date(each.at, 'short')}
                  </small>
                </span>
                <PostButton
                  v={v}
                  action={urls.representatives.correctionReversal(v.at)}
                  label={v.t('representatives.corrections.undo')}
                  about={each.subject}
                  fields={{ id: each.id }}
                />
              </li>
            ))}
          </ul>
        </>
      )}
      {decided.length > 0 && (
        <>
          <h2>{v.t('representatives.reports.decided')}</h2>
          <ul class="plain">
            {decided.map((report) => (
              <li class="target">
                <Words v={v} report={report} />
              </li>
            ))}
          </ul>
        </>
      )}
    </DeskFrame>
  );
}

function Words({ v, report }: { v: View; report: QueuedReport }) {
  return (
    <span>
      <b>{report.title}</b>
      {report.state !== 'open' && (
        <>
          {' '}
          <State tone={report.state === 'dismissed' ? 'plain' : 'ok'}>
            {v.t(`representatives.reports.state.${report.state}`)}
          </State>
        </>
      )}
      <br />
      {v.t(`representatives.report.what.${report.what}`)}
      {report.words && (
        <>
          <br />
          <q>{report.words}</q>
        </>
      )}
      <br />
      <small>
        {[report.officialName, v.date(report.reportedAt, 'short'), report.reason].filter(Boolean).join(' · ')}
      </small>
    </span>
  );
}

function correctionWords(v: View, { kind, detail }: Correction): string {
  if (kind === 'holder')
    return detail.new
      ? v.t('representatives.corrections.holder', { name: detail.new })
      : v.t('representatives.corrections.vacant');
  const values = { old: detail.old ?? '', new: detail.new ?? '' };
  if (!detail.old) return v.t('representatives.corrections.added', values);
  return v.t(detail.new ? 'representatives.corrections.replaced' : 'representatives.corrections.ended', values);
}

/** Why a report is not followed. */
export function DismissalPage({ v, report, state }: { v: View; report: QueuedReport; state: FormState }) {
  const label = v.t('representatives.reports.reason');
  return (
    <DeskFrame v={v} title={v.t('representatives.reports.dismiss.title')} islands={['error-summary']}>
      <Words v={v} report={report} />
      <form class="form short" method="post" action={urls.representatives.dismissal(v.at, report.id)} novalidate>
        <ErrorSummary v={v} state={state} labels={{ reason: label }} />
        <Field v={v} name="reason" label={label} state={state} maxlength={500} required wording />
        <div>
          <button class="button">{v.t('representatives.reports.dismiss')}</button>
        </div>
      </form>
    </DeskFrame>
  );
}
