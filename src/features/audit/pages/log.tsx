import type { ChainFault } from '../../../platform/audit/index.ts';
import type { View } from '../../../platform/http/index.ts';
import {
  Document,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  MachineMade,
  Narrow,
  Pager,
  Select,
  State,
  Table,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { NamesOfLines, Said } from '../named.ts';
import type { LogLine } from '../queries.ts';
import type { Asked } from '../routes.tsx';
import type { ChainReport } from '../seal.ts';
import { factsOf, idIn, leftAs, said, wordOf } from './words.ts';

type Props = {
  v: View;
  rows: LogLine[];
  /** What they speak of, as its reader may know it now. */
  names: NamesOfLines;
  next: string | undefined;
  filter: Asked;
  /** What was typed into the filter, and what is wrong with it. */
  state: FormState;
  nouns: string[];
  /** The verbs that have words of ours. */
  verbs: string[];
  people: { id: string; name: string }[];
  chain: { sealed: number; unsealed: number };
  report: ChainReport | undefined;
};

export const fields = ['noun', 'verb', 'actor', 'since', 'until'] as const;

/** What was done, when, by whom; and whether the record of it is whole. Facts alone: no letter, no name of a supporter. */
export function LogPage({ v, rows, names, next, filter, state, nouns, verbs, people, chain, report }: Props) {
  const values = Object.fromEntries(fields.map((field) => [field, filter[field] ?? '']));
  const wrong = Object.keys(state.errors).length > 0;
  const labels = { since: v.t('audit.since'), until: v.t('audit.until') };
  const query = (before: string) =>
    `?${new URLSearchParams([...Object.entries(values).filter(([, value]) => value), ['before', before]])}`;
  const filtered = wrong || fields.some((field) => filter[field]);
  return (
    <Document
      v={v}
      title={v.t('audit.title')}
      unlisted
      languages={report === undefined}
      islands={wrong ? ['error-summary'] : undefined}
    >
      <div class="wrap page flow">
        <h1 class="small">{v.t('audit.title')}</h1>
        <p>{v.t('audit.lead')}</p>
        <ErrorSummary v={v} state={state} labels={labels} />
        <section class="notice flow">
          <h2 class="h3">{v.t('audit.chain')}</h2>
          {report ? <Verdict v={v} report={report} /> : <p>{v.t('audit.chainState', chain)}</p>}
          <form method="post" action={urls.audit.verification(v.at)}>
            <button class="button plain" type="submit">
              {v.t('audit.verify')}
            </button>
          </form>
        </section>
        <Narrow v={v} label={v.t('audit.filter')} narrowed={filtered}>
          <form class="form" method="get" action={urls.audit.log(v.at)} aria-label={v.t('audit.filter')}>
            <div class="filters">
              <Select
                v={v}
                name="noun"
                label={v.t('audit.noun')}
                state={state}
                options={[{ value: '', label: v.t('audit.everything') }, ...inWords(v, 'noun', nouns)]}
              />
              <Select
                v={v}
                name="actor"
                label={v.t('audit.who')}
                state={state}
                options={[
                  { value: '', label: v.t('audit.everybody') },
                  ...people.map((person) => ({ value: person.id, label: person.name })),
                ]}
              />
              <Select
                v={v}
                name="verb"
                label={v.t('audit.verb')}
                state={state}
                options={[{ value: '', label: v.t('audit.everything') }, ...inWords(v, 'verb', verbs)]}
              />
              <Field v={v} name="since" label={labels.since} type="date" state={state} either />
              <Field v={v} name="until" label={labels.until} type="date" state={state} either />
            </div>
            <div class="actions">
              <button class="button" type="submit">
                {v.t('audit.show')}
              </button>
              {filtered && (
                <a class="button plain" href={urls.audit.log(v.at)}>
                  {v.t('audit.all')}
                </a>
              )}
            </div>
          </form>
        </Narrow>
        {filter.verb !== 'exported' && (
          <p>
            <a href={urls.audit.log(v.at, '?verb=exported')}>{v.t('audit.left')}</a>
          </p>
        )}
        {!wrong && (
          <form method="post" action={urls.audit.export(v.at)}>
            {fields.map((field) => (
              <input type="hidden" name={field} value={values[field]} />
            ))}
            <button class="button plain" type="submit">
              {v.t('audit.export')}
            </button>
          </form>
        )}
        {!wrong && rows.length > 0 && (
          <p>
            <small>{v.t('audit.ids')}</small>
          </p>
        )}
        {wrong ? null : rows.length === 0 ? (
          <Empty text={v.t(filtered ? 'audit.noneFiltered' : 'audit.none')} />
        ) : (
          <Table
            close
            caption={v.t('audit.caption')}
            head={['at', 'who', 'what', 'detail', 'seal'].map((column) => v.t(`audit.${column}`))}
          >
            {[...Map.groupBy(rows, (row) => v.date(row.at))].map(([day, lines]) => (
              <>
                <tr>
                  <th colspan={5} scope="colgroup">
                    {day}
                  </th>
                </tr>
                {lines.map((row) => (
                  <LineRow v={v} row={row} names={names} />
                ))}
              </>
            ))}
          </Table>
        )}
        <Pager v={v} next={next && urls.audit.log(v.at, query(next))} />
      </div>
    </Document>
  );
}

/** One line, of the day that stands above it. */
function LineRow({ v, row, names }: { v: View; row: LogLine; names: NamesOfLines }) {
  const thing = names.thing(row);
  return (
    <tr>
      <th scope="row">{v.date(row.at, 'hour')}</th>
      <td>
        <bdi>{row.actorName ?? v.t(`audit.actor.${row.actorKind}`)}</bdi>
      </td>
      <td>
        <div>{leftAs(v, row) ?? said(v, row)}</div>
        {thing && (
          <small>
            <ThingName v={v} thing={thing} />
          </small>
        )}
      </td>
      <td>
        <small>
          {factsOf(v, row.detail, names).map(({ name, values }, at) => (
            <>
              {at > 0 && ' · '}
              {`${name}${v.t('ui.colon')} `}
              {values.map((value, n) => (
                <>
                  {n > 0 && ', '}
                  {typeof value === 'string' ? <bdi>{value}</bdi> : <ThingName v={v} thing={value} />}
                </>
              ))}
            </>
          ))}
        </small>
      </td>
      <td>
        {row.position === null ? (
          <State tone="wait">{v.t('audit.unsealed')}</State>
        ) : (
          <State tone="plain">{v.t('audit.sealed', { position: row.position })}</State>
        )}
      </td>
    </tr>
  );
}

/** What a thing is called, with the way to its page where there is one; else the end of its id. */
function ThingName({ v, thing }: { v: View; thing: NonNullable<Said> }) {
  if ('id' in thing) return <bdi>{idIn(v, thing.id)}</bdi>;
  return (
    <>
      {thing.href ? (
        <a href={thing.href}>
          <bdi>{thing.name}</bdi>
        </a>
      ) : (
        <bdi>{thing.name}</bdi>
      )}
      {thing.machine && (
        <>
          {' '}
          <MachineMade v={v} fields={['title']} short />
        </>
      )}
    </>
  );
}

/** Words of the log to choose from, by their names; the log's own word tells apart two that are called the same. */
function inWords(v: View, kind: 'noun' | 'verb', words: string[]) {
  const named = words.map((value) => ({ value, label: wordOf(v, kind, value) }));
  return named
    .map(({ value, label }) => ({
      value,
      label: named.some((one) => one.value !== value && one.label === label) ? `${label} (${value})` : label,
    }))
    .sort((a, b) => a.label.localeCompare(b.label, v.locale));
}

/** What reading the whole chain has shown. */
function Verdict({ v, report }: { v: View; report: ChainReport }) {
  if (report.faults.length === 0) {
    return (
      <p role="status">
        <State tone="ok">{v.t('audit.whole')}</State>{' '}
        {v.t('audit.chainState', { sealed: report.sealed, unsealed: report.unsealed })}
      </p>
    );
  }
  return (
    <div class="flow" role="alert">
      <p>
        <State tone="bad">{v.t('audit.broken')}</State>
      </p>
      <ul>
        {report.faults.slice(0, 50).map((fault) => (
          <li>{faultText(v, fault)}</li>
        ))}
      </ul>
      <p>{v.t('audit.brokenNext')}</p>
    </div>
  );
}

function faultText(v: View, fault: ChainFault): string {
  switch (fault.kind) {
    case 'changed':
      return v.t('audit.fault.changed', { position: fault.position });
    case 'missing':
      return v.t('audit.fault.missing', { position: fault.position, count: fault.count });
    case 'cut':
      return v.t('audit.fault.cut', { position: fault.position, head: fault.head });
    case 'head':
      return v.t('audit.fault.head');
  }
}
