import type { View } from '../../../platform/http/index.ts';
import { languageIn } from '../../../platform/i18n/index.ts';
import { Document, Empty, emptyForm, MachineMade, Pieces, Select, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { DeskWork, Revision } from '../desk-queries.ts';
import { type Change, changes } from '../history.ts';

/** What differs between two states, field by field: what went is struck out, what came is underlined. */
export function Changes({ v, changes: list }: { v: View; changes: Change[] }) {
  const t = v.t;
  if (list.length === 0) return <Empty text={t('library.history.same')} />;
  return (
    <dl class="changes">
      {list.map((change) => (
        <>
          <dt>{fieldName(v, change.field)}</dt>
          <dd dir="auto">
            <Pieces
              v={v}
              pieces={change.pieces.map(({ kind, text }) => ({ kind, text: said(v, change.field, text) }))}
            />
          </dd>
        </>
      ))}
    </dl>
  );
}

/** Words for a value of a closed list, a date for an instant; everything else stands as it was written. */
function said(v: View, field: string, text: string): string {
  if (field === 'publish_at' && !Number.isNaN(Date.parse(text))) return v.date(new Date(text), 'time');
  if (field === 'state') return v.t(`library.state.${text === 'published' ? 'shown' : 'draft'}`);
  const lists = { kind: 'kind', access: 'access', licence: 'licence', outcome: 'outcome' } as Record<string, string>;
  return lists[field] && /^[a-z0-9-]+$/.test(text) ? v.t(`library.${lists[field]}.${text}`) : text;
}

/** "Title (español)" for `version.es.title`. */
function fieldName(v: View, field: string): string {
  const [, locale, name] = /^version\.([^.]+)\.(.+)$/.exec(field) ?? [];
  return locale && name
    ? v.t('library.history.field', { field: v.t(`library.fact.${name}`), language: languageIn(v.locale, locale) })
    : v.t(`library.fact.${field}`);
}

type PublicProps = {
  v: View;
  slug: string;
  title: string;
  machine: string[];
  steps: { at: Date; changes: Change[] }[];
};

/** How a work was described before, for its readers: what changed when; by whom is nobody's business here. */
export function PublicHistoryPage({ v, slug, title, machine, steps }: PublicProps) {
  const t = v.t;
  return (
    <Document v={v} title={t('library.history.title', { title })} section="library" unlisted>
      <div class="wrap page flow">
        <nav class="crumbs" aria-label={t('ui.crumbs')}>
          <a href={urls.library.list(v.at)}>{t('library.title')}</a>
          {' › '}
          <a href={urls.library.show(v.at, slug)}>{title}</a>{' '}
          <MachineMade v={v} fields={machine} of={['title']} short />
        </nav>
        <h1 class="small">{t('library.history.title', { title })}</h1>
        {steps.length === 0 && <Empty text={t('library.history.none')} />}
        {steps.map((step) => (
          <>
            <h2 class="h3">{v.date(step.at, 'time')}</h2>
            <Changes v={v} changes={step.changes} />
          </>
        ))}
      </div>
    </Document>
  );
}

type DeskProps = {
  v: View;
  work: DeskWork;
  title: string;
  revisions: Revision[];
  /** The two that are compared. */
  from: Revision | undefined;
  to: Revision | undefined;
};

/** All states of a work for coordinators, and the comparison of any two of them. */
export function DeskHistoryPage({ v, work, title, revisions, from, to }: DeskProps) {
  const t = v.t;
  const state = emptyForm({ from: String(from?.revision ?? ''), to: String(to?.revision ?? '') });
  const options = revisions.map((one) => ({
    value: String(one.revision),
    label: [`${one.revision}`, v.date(one.at, 'time'), one.by].filter(Boolean).join(' · '),
  }));
  return (
    <WorkPage
      v={v}
      title={t('library.history.title', { title })}
      back={[
        { href: urls.library.desk(v.at), label: t('library.title') },
        { href: urls.library.edit(v.at, work.id), label: title },
      ]}
    >
      {revisions.length < 2 ? (
        <Empty text={t('library.history.none')} />
      ) : (
        <>
          <form class="form short" method="get" action={urls.library.deskHistory(v.at, work.id)}>
            <Select v={v} name="from" label={t('library.history.from')} state={state} options={options} />
            <Select v={v} name="to" label={t('library.history.to')} state={state} options={options} />
            <div>
              <button type="submit" class="button">
                {t('library.history.compare')}
              </button>
            </div>
          </form>
          {from && to && <Changes v={v} changes={changes(from.state, to.state)} />}
        </>
      )}
    </WorkPage>
  );
}
