import { type ChainFault, exported } from '../../../platform/audit/index.ts';
import type { View } from '../../../platform/http/index.ts';
import { Document, Empty, Field, Narrow, Pager, Select, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { LogLine } from '../queries.ts';
import type { Asked } from '../routes.tsx';
import type { ChainReport } from '../seal.ts';

type Props = {
  v: View;
  rows: LogLine[];
  next: string | undefined;
  filter: Asked;
  nouns: string[];
  people: { id: string; name: string }[];
  chain: { sealed: number; unsealed: number };
  report: ChainReport | undefined;
};

const fields = ['noun', 'verb', 'actor', 'since', 'until'] as const;

/** What was done, when, by whom; and whether the record of it is whole. Facts alone: no letter, no name of a supporter. */
export function LogPage({ v, rows, next, filter, nouns, people, chain, report }: Props) {
  const values = Object.fromEntries(fields.map((field) => [field, filter[field] ?? '']));
  const state = { values, errors: {} };
  const query = (before: string) =>
    `?${new URLSearchParams([...Object.entries(values).filter(([, value]) => value), ['before', before]])}`;
  const filtered = fields.some((field) => filter[field]);
  return (
    <Document v={v} title={v.t('audit.title')} unlisted languages={report === undefined}>
      <div class="wrap page flow">
        <h1 class="small">{v.t('audit.title')}</h1>
        <p>{v.t('audit.lead')}</p>
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
                options={[
                  { value: '', label: v.t('audit.everything') },
                  ...nouns.map((noun) => ({ value: noun, label: noun })),
                ]}
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
              <Field v={v} name="verb" label={v.t('audit.verb')} state={state} either maxlength={60} />
              <Field v={v} name="since" label={v.t('audit.since')} type="date" state={state} either />
              <Field v={v} name="until" label={v.t('audit.until')} type="date" state={state} either />
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
        <form method="post" action={urls.audit.export(v.at)}>
          {fields.map((field) => (
            <input type="hidden" name={field} value={values[field]} />
          ))}
          <button class="button plain" type="submit">
            {v.t('audit.export')}
          </button>
        </form>
        {rows.length === 0 ? (
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
                  <LineRow v={v} row={row} />
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
function LineRow({ v, row }: { v: View; row: LogLine }) {
  return (
    <tr>
      <th scope="row">{v.date(row.at, 'hour')}</th>
      <td>
        <bdi>{row.actorName ?? v.t(`audit.actor.${row.actorKind}`)}</bdi>
      </td>
      <td>
        {leftAs(v, row)}
        <code>
          {row.noun} {row.verb}
        </code>{' '}
        {row.nounId && <small>{row.nounId}</small>}
      </td>
      <td>
        <small>
          {Object.entries(row.detail).map(([name, value], at) => (
            <>
              {at > 0 && ' · '}
              {`${name}${v.t('ui.colon')} `}
              <bdi>{typeof value === 'string' ? value : JSON.stringify(value)}</bdi>
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

/** What left the house, in words; nothing for any other line. */
function leftAs(v: View, { verb, noun }: LogLine) {
  const known = verb === 'exported' && exported.find((one) => one === noun);
  return known && <div>{v.t(`audit.exported.${known}`)}</div>;
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
