import type { View } from '../../../platform/http/index.ts';
import {
  Cell,
  Choice,
  ErrorSummary,
  type FormState,
  Mistake,
  PostButton,
  State,
  Table,
  UnderWay,
  UploadField,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { deskCrumb } from '../desk/parts.tsx';
import { type Columns, fields } from './columns.ts';
import type { Import } from './commands.ts';
import { countsOf, isAsked, type Note, type Plan } from './plan.ts';
import type { Kept } from './undoing.ts';

const crumb = (v: View) => ({ href: urls.members.imports(v.at), label: v.t('members.import.title') });
const tones = { waiting: 'wait', running: 'wait', taken: 'ok', undoing: 'wait', undone: 'plain' } as const;

/** The file, and the lists that were taken before. */
export function ImportsPage({ v, imports, state }: { v: View; imports: Import[]; state: FormState }) {
  const label = v.t('members.import.file');
  return (
    <WorkPage v={v} title={v.t('members.import.title')} back={[deskCrumb(v)]} islands={['error-summary']}>
      <p class="lead">{v.t('members.import.lead')}</p>
      <form class="form" method="post" enctype="multipart/form-data" action={urls.members.imports(v.at)}>
        <ErrorSummary v={v} state={state} labels={{ file: label }} />
        <UploadField
          v={v}
          name="file"
          label={label}
          hint={v.t('members.import.file.hint')}
          accept=".csv,.tsv,.txt,text/csv"
          state={state}
          required
        />
        <div>
          <button class="button">{v.t('members.import.look')}</button>
        </div>
      </form>
      {imports.length > 0 && (
        <ul class="flow">
          {imports.map((one) => (
            <li>
              <a href={urls.members.import(v.at, one.id)}>
                <bdi>{one.fileName}</bdi>
              </a>{' '}
              <State tone={tones[one.state]}>{v.t(`members.import.state.${one.state}`)}</State>{' '}
              {v.date(one.uploadedAt, 'time')}
            </li>
          ))}
        </ul>
      )}
    </WorkPage>
  );
}

type Props = { v: View; stored: Import; header: string[]; columns: Columns; plan: Plan | undefined; state: FormState };

/** The columns, what taking the list would do, and whose row is whose. Nothing is written yet. */
export function ImportPage({ v, stored, header, columns, plan, state }: Props) {
  const labels = { columns: v.t('members.import.columns'), alike: v.t('members.import.alike') };
  return (
    <WorkPage v={v} title={stored.fileName} back={[deskCrumb(v), crumb(v)]} islands={['error-summary']}>
      <form class="form wide" method="post" action={urls.members.import(v.at, stored.id)} novalidate>
        <ErrorSummary v={v} state={state} labels={labels} />
        <fieldset id="columns">
          <legend>{labels.columns}</legend>
          <Mistake v={v} name="columns" state={state} />
          {header.map((name, i) => (
            <div class="field">
              <label for={`column-${i}`}>{name || v.t('members.import.column.unnamed', { number: i + 1 })}</label>
              <select id={`column-${i}`} name={`column-${i}`}>
                <option value="">{v.t('members.import.column.none')}</option>
                {fields.map((field) => (
                  <option value={field} selected={columns[field] === i || undefined}>
                    {v.t(`members.import.column.${field}`)}
                  </option>
                ))}
              </select>
            </div>
          ))}
        </fieldset>
        <div>
          <button class="button plain" name="step" value="look">
            {v.t('members.import.again')}
          </button>
        </div>
        {plan && <WouldDo v={v} plan={plan} />}
        {plan && <Alike v={v} plan={plan} state={state} />}
        {plan && plan.rows.length > 0 && (
          <div class="flow">
            <p>{v.t('members.import.take.text')}</p>
            <button class="button" name="step" value="take">
              {v.t('members.import.take')}
            </button>
          </div>
        )}
      </form>
      <PostButton
        action={urls.members.importRemoval(v.at, stored.id)}
        label={v.t('members.import.discard')}
        kind="grave"
      />
    </WorkPage>
  );
}

function WouldDo({ v, plan }: { v: View; plan: Plan }) {
  return (
    <section class="notice flow" aria-labelledby="would">
      <h2 id="would">{v.t('members.import.would')}</h2>
      <p>{v.t('members.import.counts', countsOf(plan))}</p>
      <Notes v={v} title={v.t('members.import.refused', { count: plan.refused.length })} notes={plan.refused} />
      <Notes v={v} title={v.t('members.import.leftOut', { count: plan.notes.length })} notes={plan.notes} />
    </section>
  );
}

function Notes({ v, title, notes }: { v: View; title: string; notes: Note[] }) {
  if (notes.length === 0) return null;
  return (
    <details>
      <summary>{title}</summary>
      <ul>
        {notes.slice(0, 200).map((note) => (
          <li>
            {v.t('members.import.line', { line: note.line })} {v.t(note.key, note.values)}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Rows with a name that is here already, or twice in the list: side by side, and asked one by one. */
function Alike({ v, plan, state }: { v: View; plan: Plan; state: FormState }) {
  const rows = plan.rows.filter(isAsked);
  if (rows.length === 0) return null;
  return (
    <fieldset id="alike">
      <legend>{v.t('members.import.alike')}</legend>
      <Mistake v={v} name="alike" state={state} />
      <Table caption={v.t('members.import.alike')} head={[v.t('members.import.inList'), v.t('members.import.here')]}>
        {rows.map((row) => (
          <tr>
            <th scope="row">
              {v.t('members.import.line', { line: row.line })} <bdi>{row.name}</bdi>
              <br />
              <small>{[row.email, row.country].filter(Boolean).join(' · ')}</small>
            </th>
            <Cell v={v} label={v.t('members.import.here')}>
              {row.alike.map((known) => (
                <Choice
                  type="radio"
                  name={`same-${row.line}`}
                  value={known.id}
                  checked={state.values[`same-${row.line}`] === known.id}
                >
                  {v.t('members.import.same', {
                    who: [known.name, known.emailKey, known.country].filter(Boolean).join(' · '),
                  })}
                </Choice>
              ))}
              {row.twin && (
                <Choice
                  type="radio"
                  name={`same-${row.line}`}
                  value={`line-${row.twin.line}`}
                  checked={state.values[`same-${row.line}`] === `line-${row.twin.line}`}
                >
                  {v.t('members.import.sameLine', {
                    line: row.twin.line,
                    who: [row.twin.name, row.twin.email].filter(Boolean).join(' · '),
                  })}
                </Choice>
              )}
              <Choice
                type="radio"
                name={`same-${row.line}`}
                value="other"
                checked={state.values[`same-${row.line}`] === 'other'}
              >
                {v.t('members.import.both')}
              </Choice>
            </Cell>
          </tr>
        ))}
      </Table>
    </fieldset>
  );
}

/** How far a list is, while its rows are taken or taken back. Nothing stands still when this page is closed. */
export function RunningPage({ v, stored }: { v: View; stored: Import }) {
  const { done, total, state } = stored;
  const words = state === 'undoing' ? 'undoing' : 'running';
  const label = v.t(`members.import.state.${words}`);
  return (
    <WorkPage v={v} title={stored.fileName} back={[deskCrumb(v), crumb(v)]} islands={['under-way']}>
      <UnderWay v={v} label={label} done={done} total={total}>
        <State tone="wait">{label}</State> {v.t(`members.import.${words}`, { done, total })}
      </UnderWay>
      <p>{v.t(`members.import.${words}.text`)}</p>
      {state === 'running' && (
        <PostButton
          action={urls.members.importReversal(v.at, stored.id)}
          label={v.t('members.import.stop')}
          kind="grave"
        />
      )}
    </WorkPage>
  );
}

type ResultProps = { v: View; stored: Import; undoable: boolean; kept: Kept[] };

/** What a list did, and the way back; what stayed of one that was taken back. */
export function ResultPage({ v, stored, undoable, kept }: ResultProps) {
  const keptNotes = kept.map(({ line, name, why }) => ({ line, key: `members.import.kept.${why}`, values: { name } }));
  return (
    <WorkPage v={v} title={stored.fileName} back={[deskCrumb(v), crumb(v)]}>
      <p>
        <State tone={tones[stored.state]}>{v.t(`members.import.state.${stored.state}`)}</State>{' '}
        {stored.takenAt && v.date(stored.takenAt, 'time')}
      </p>
      {/* One that was stopped on its way has no counts: they are made at its end. */}
      <p>
        {stored.counts.people === undefined ? v.t('members.import.stopped') : v.t('members.import.did', stored.counts)}
      </p>
      <Notes v={v} title={v.t('members.import.refused', { count: stored.refused.length })} notes={stored.refused} />
      <Notes v={v} title={v.t('members.import.kept', { count: kept.length })} notes={keptNotes} />
      {undoable && (
        <>
          <p>{v.t('members.import.undo.text')}</p>
          <PostButton
            action={urls.members.importReversal(v.at, stored.id)}
            label={v.t('members.import.undo')}
            kind="grave"
          />
        </>
      )}
    </WorkPage>
  );
}
