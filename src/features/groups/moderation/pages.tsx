import type { View } from '../../../platform/http/index.ts';
import type { Door } from '../../../platform/registry/index.ts';
import {
  AboutWhat,
  Choice,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  Markdown,
  Mistake,
  PostButton,
  State,
  Table,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Group } from '../group.ts';
import { UnderThreads } from '../pages/frame.tsx';
import { byName } from '../threads/pages.tsx';
import { Stub } from '../threads/show.tsx';
import { type Post, pageFrom, type Thread } from '../threads/thread.ts';
import type { Notice, Report } from './queries.ts';

type Frame = { v: View; group: Group; tabs: Door[] };

const careLabels = (v: View): Record<string, string> => ({
  act: v.t('groups.care.act'),
  reason: v.t('groups.care.reason'),
  days: v.t('groups.care.days'),
  words: v.t('groups.report.words'),
});

/** Reporting a post to those who look after the group. */
export function ReportPage({
  v,
  group,
  tabs,
  thread,
  post,
  state,
}: Frame & { thread: Thread; post: Post; state: FormState }) {
  const t = v.t;
  const hidden = group.entry === 'hidden';
  return (
    <UnderThreads
      v={v}
      group={group}
      tabs={tabs}
      title={t('groups.report.title', { n: post.n })}
      form={{ state, labels: careLabels(v) }}
    >
      <p>{t(hidden ? 'groups.report.text.hidden' : 'groups.report.text')}</p>
      <Quoted v={v} by={post.by} title={thread.title} n={post.n} body={post.body ?? ''} />
      <form class="form" method="post" action={urls.groups.report(v.at, group.slug, post.id)} novalidate>
        <Field v={v} name="words" label={t('groups.report.words')} state={state} rows={4} required wording={false} />
        {hidden && (
          <Choice name="office" value="yes" checked={state.values.office === 'yes'}>
            {t('groups.report.office')}
          </Choice>
        )}
        <div class="actions">
          <button type="submit" class="button">
            {t('groups.report.button')}
          </button>
          <a class="button plain" href={urls.groups.threadFrom(v.at, group.slug, thread.id, pageFrom(post.n), post.n)}>
            {t('groups.back')}
          </a>
        </div>
      </form>
    </UnderThreads>
  );
}

function Quoted({ v, by, title, n, body }: { v: View; by: string | null; title: string; n: number; body: string }) {
  return (
    <article class="post">
      <p class="post-head">
        <b>{byName(v, by)}</b>{' '}
        <small>
          {title} · {v.t('groups.post.number', { n })}
        </small>
      </p>
      {body !== '' && <Markdown text={body} />}
    </article>
  );
}

/** What to do about a post: the fields that its own page and a report's share. */
function CareFields({ v, state, hidden, removed }: { v: View; state: FormState; hidden: boolean; removed: boolean }) {
  const t = v.t;
  const acts = removed ? ['none'] : hidden ? ['show', 'remove', 'none'] : ['hide', 'remove', 'none'];
  return (
    <>
      <fieldset id="act">
        <legend>{t('groups.care.act')}</legend>
        <Mistake v={v} name="act" state={state} />
        {acts.map((act) => (
          <Choice type="radio" name="act" value={act} checked={state.values.act === act}>
            <b>{t(`groups.care.act.${act}`)}</b>
            <br />
            <small>{t(`groups.care.act.${act}.text`)}</small>
          </Choice>
        ))}
      </fieldset>
      <Field
        v={v}
        name="days"
        label={t('groups.care.days')}
        hint={t('groups.care.days.hint')}
        inputmode="numeric"
        maxlength={2}
        state={state}
      />
      <Field
        v={v}
        name="reason"
        label={t('groups.care.reason')}
        hint={t('groups.care.reason.hint')}
        state={state}
        rows={3}
        either
      />
    </>
  );
}

/** What those who look after the group do about a post. */
export function CarePage({
  v,
  group,
  tabs,
  thread,
  post,
  quotedIn,
  state,
}: Frame & { thread: Thread; post: Post; quotedIn: number[]; state: FormState }) {
  const t = v.t;
  return (
    <UnderThreads
      v={v}
      group={group}
      tabs={tabs}
      title={t('groups.care.title', { n: post.n })}
      form={{ state, labels: careLabels(v) }}
    >
      <Stub v={v} post={post} />
      <Quoted v={v} by={post.by} title={thread.title} n={post.n} body={post.body ?? ''} />
      {quotedIn.length > 0 && (
        <p>
          {t('groups.care.quotedIn')}{' '}
          {quotedIn.map((n) => (
            <>
              <a href={urls.groups.threadFrom(v.at, group.slug, thread.id, pageFrom(n), n)}>
                {t('groups.post.number', { n })}
              </a>{' '}
            </>
          ))}
        </p>
      )}
      <form class="form" method="post" action={urls.groups.care(v.at, group.slug, post.id)} novalidate>
        <CareFields v={v} state={state} hidden={post.hiddenAt !== null} removed={post.removedAt !== null} />
        <div class="actions">
          <button type="submit" class="button grave">
            {t('groups.care.button')}
          </button>
          <a class="button plain" href={urls.groups.threadFrom(v.at, group.slug, thread.id, pageFrom(post.n), post.n)}>
            {t('groups.back')}
          </a>
        </div>
      </form>
    </UnderThreads>
  );
}

/** A thread that shall rest. */
export function CoolThreadPage({ v, group, tabs, thread, state }: Frame & { thread: Thread; state: FormState }) {
  const t = v.t;
  return (
    <UnderThreads
      v={v}
      group={group}
      tabs={tabs}
      title={t('groups.cooling.title', { title: thread.title })}
      form={{ state, labels: careLabels(v) }}
    >
      <p>{t('groups.cooling.text')}</p>
      <form class="form" method="post" action={urls.groups.cooling(v.at, group.slug, thread.id)} novalidate>
        <Field
          v={v}
          name="days"
          label={t('groups.cooling.days')}
          inputmode="numeric"
          maxlength={2}
          state={state}
          required
        />
        <Field v={v} name="reason" label={t('groups.care.reason')} state={state} rows={3} either />
        <div>
          <button type="submit" class="button">
            {t('groups.save')}
          </button>
        </div>
      </form>
    </UnderThreads>
  );
}

/** Reports that wait for whoever reads, across her groups and, for coordinators, the network's. */
export function ReportsPage({ v, reports }: { v: View; reports: Report[] }) {
  const t = v.t;
  return (
    <WorkPage v={v} title={t('groups.reports')} back={[{ href: urls.groups.list(v.at), label: t('groups.title') }]}>
      {reports.length === 0 ? (
        <Empty text={t('groups.reports.none')} />
      ) : (
        <Table
          caption={t('groups.reports')}
          head={['post', 'words', 'since', 'action'].map((column) => t(`groups.reports.head.${column}`))}
        >
          {reports.map((one) => (
            <tr>
              <th scope="row">
                {v.text(one.group)}
                <br />
                <small>
                  {one.title} · {t('groups.post.number', { n: one.n })}
                </small>
              </th>
              <td class="lines">{one.words}</td>
              <td>{v.date(one.at, 'short')}</td>
              <td>
                <a class="button plain" href={urls.groups.oneReport(v.at, one.id)}>
                  {t('groups.reports.look')}
                  <AboutWhat v={v} text={one.title} />
                </a>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </WorkPage>
  );
}

/** One report: what was written, what was said about it, and what to do. */
export function OneReportPage({ v, report, state }: { v: View; report: Report; state: FormState }) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={t('groups.report.of', { n: report.n, title: report.title })}
      back={[
        { href: urls.groups.list(v.at), label: t('groups.title') },
        { href: urls.groups.reports(v.at), label: t('groups.reports') },
      ]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={careLabels(v)} />
      <dl class="facts">
        <dt>{t('groups.report.group')}</dt>
        <dd>
          {report.inside || report.entry !== 'hidden' ? (
            <a href={urls.groups.show(v.at, report.slug)}>{v.text(report.group)}</a>
          ) : (
            v.text(report.group)
          )}
        </dd>
        <dt>{t('groups.report.by')}</dt>
        <dd>
          {byName(v, report.reporter)} · {v.date(report.at, 'time')}
        </dd>
        <dt>{t('groups.report.words')}</dt>
        <dd class="lines">{report.words}</dd>
      </dl>
      <Quoted v={v} by={report.by} title={report.title} n={report.n} body={report.body} />
      {report.settledAt ? (
        <p>
          <State tone="ok">{t('groups.report.settled', { day: v.date(report.settledAt) })}</State>
        </p>
      ) : (
        <form class="form" method="post" action={urls.groups.oneReport(v.at, report.id)} novalidate>
          <CareFields v={v} state={state} hidden={report.hiddenAt !== null} removed={report.removedAt !== null} />
          <div>
            <button type="submit" class="button">
              {t('groups.report.settle')}
            </button>
          </div>
        </form>
      )}
    </WorkPage>
  );
}

/** What she is told about herself, until she puts it away. */
export function Notices({ v, notices }: { v: View; notices: Notice[] }) {
  const t = v.t;
  if (notices.length === 0) return null;
  return (
    <section class="notice flow" aria-labelledby="told">
      <h2 class="h3" id="told">
        {t('groups.notices')}
      </h2>
      <ul>
        {notices.map((one) => {
          const words = t(`groups.notice.${one.kind}`, {
            group: v.text(one.group),
            n: one.n ?? 0,
            reason: one.reason ?? '',
            until: one.untilAt ? v.date(one.untilAt, 'time') : '',
          });
          const href =
            one.threadId && one.n
              ? urls.groups.threadFrom(v.at, one.slug, one.threadId, pageFrom(one.n), one.n)
              : urls.groups.show(v.at, one.slug);
          return (
            <li>
              <a href={href}>{words}</a> <small>{v.date(one.at, 'short')}</small>
            </li>
          );
        })}
      </ul>
      <PostButton action={urls.groups.noticesSeen(v.at)} label={t('groups.notices.seen')} />
    </section>
  );
}
