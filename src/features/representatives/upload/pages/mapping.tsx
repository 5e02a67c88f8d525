import type { View } from '../../../../platform/http/index.ts';
import { Cell, Choice, ErrorSummary, Field, type FormState, Mistake, Select, Table } from '../../../../ui/index.ts';
import { urls } from '../../../../urls.ts';
import { DeskFrame } from '../../pages/frame.tsx';
import type { Texts } from '../../types.ts';
import { type Columns, fields } from '../columns.ts';
import { levels } from '../forms.ts';
import type { Plan } from '../plan.ts';
import type { Mapping, OwnList, Upload } from '../queries.ts';
import { encodings, type ReadTable, separators } from '../table.ts';
import { Notes } from './notes.tsx';

export type MappingProps = {
  v: View;
  upload: Upload;
  table: ReadTable;
  state: FormState;
  mappings: Mapping[];
  lists: OwnList[];
  roles: { id: string; name: Texts; body: Texts }[];
  columns: Columns;
  plan: Plan | undefined;
};

const previewed = 20;

/** The second step: how the file is read, what its columns are, whose list it is; and what taking it would do. */
export function MappingPage({ v, upload, table, state, mappings, lists, roles, columns, plan }: MappingProps) {
  const labels = {
    encoding: v.t('representatives.upload.encoding'),
    columns: v.t('representatives.upload.columns'),
    list: v.t('representatives.upload.list'),
    body: v.t('representatives.upload.body'),
    role: v.t('representatives.upload.role'),
    country: v.t('representatives.upload.country'),
    level: v.t('representatives.upload.level'),
    as_of: v.t('representatives.upload.asOf'),
    source: v.t('representatives.upload.source'),
    drastic: v.t('representatives.upload.drastic.title'),
  };
  return (
    <DeskFrame
      v={v}
      title={v.t('representatives.upload.mapping.title', { file: upload.fileName })}
      islands={['error-summary']}
    >
      {plan && <WouldDo v={v} plan={plan} />}
      <form class="form wide" method="post" action={urls.representatives.upload(v.at, upload.id)} novalidate>
        <ErrorSummary v={v} state={state} labels={labels} />
        {table.ok && (
          <p>{v.t('representatives.upload.read', { rows: table.rows.length, columns: table.header.length })}</p>
        )}
        <Select
          v={v}
          name="encoding"
          label={labels.encoding}
          hint={v.t('representatives.upload.encoding.hint')}
          state={{ ...state, values: { encoding: table.encoding ?? '' } }}
          options={encodings.map((value) => ({ value, label: v.t(`representatives.upload.encoding.${value}`) }))}
        />
        <Select
          v={v}
          name="separator"
          label={v.t('representatives.upload.separator')}
          state={{ values: { separator: table.separator }, errors: {} }}
          options={Object.keys(separators).map((value) => ({
            value,
            label: v.t(`representatives.upload.separator.${value}`),
          }))}
        />
        {table.ok && <Preview v={v} table={table} />}
        {table.ok && (
          <fieldset id="columns">
            <legend>{labels.columns}</legend>
            <p class="hint">{v.t('representatives.upload.columns.hint')}</p>
            <Mistake v={v} name="columns" state={state} />
            {mappings.length > 0 && (
              <Select
                v={v}
                name="mapping"
                label={v.t('representatives.upload.mapping.saved')}
                hint={v.t('representatives.upload.mapping.saved.hint')}
                state={{ values: {}, errors: {} }}
                options={[
                  { value: '', label: v.t('representatives.upload.mapping.none') },
                  ...mappings.map(({ id, name }) => ({ value: id, label: name })),
                ]}
              />
            )}
            {table.header.map((name, i) => (
              <div class="field">
                <label for={`column-${i}`}>
                  {name || v.t('representatives.upload.column.unnamed', { number: i + 1 })}
                  <small> {table.rows[0]?.fields[i]?.slice(0, 40)}</small>
                </label>
                <select id={`column-${i}`} name={`column-${i}`}>
                  <option value="">{v.t('representatives.upload.column.none')}</option>
                  {fields.map((field) => (
                    <option value={field} selected={columns[field] === i || undefined}>
                      {v.t(`representatives.upload.column.${field}`)}
                    </option>
                  ))}
                </select>
              </div>
            ))}
            <Field
              v={v}
              name="save_as"
              label={v.t('representatives.upload.mapping.save')}
              hint={v.t('representatives.upload.mapping.save.hint')}
              state={state}
              maxlength={80}
            />
          </fieldset>
        )}
        <fieldset>
          <legend>{v.t('representatives.upload.whose')}</legend>
          <div class="field">
            <label for="list">{labels.list}</label>
            <Mistake v={v} name="list" state={state} />
            <select id="list" name="list">
              <option value="new" selected={state.values.list === 'new' || undefined}>
                {v.t('representatives.upload.list.new')}
              </option>
              {lists.length > 0 && (
                <optgroup label={v.t('representatives.upload.list.own')}>
                  {lists.map((list) => (
                    <option value={list.roleId} selected={state.values.list === list.roleId || undefined}>
                      {v.text(list.body)}, {v.text(list.role)}
                    </option>
                  ))}
                </optgroup>
              )}
              {roles.length > 0 && (
                <optgroup label={v.t('representatives.upload.list.districts')}>
                  {roles.map((role) => (
                    <option value={role.id} selected={state.values.list === role.id || undefined}>
                      {v.text(role.body)}, {v.text(role.name)}
                    </option>
                  ))}
                </optgroup>
              )}
            </select>
          </div>
          <p class="hint">{v.t('representatives.upload.list.hint')}</p>
          <Field
            v={v}
            name="body"
            label={labels.body}
            hint={v.t('representatives.upload.body.hint')}
            state={state}
            maxlength={200}
            either
          />
          <Field
            v={v}
            name="role"
            label={labels.role}
            hint={v.t('representatives.upload.role.hint')}
            state={state}
            maxlength={120}
            either
          />
          <Field
            v={v}
            name="country"
            label={labels.country}
            hint={v.t('representatives.upload.country.hint')}
            state={state}
            maxlength={2}
            either
          />
          <Select
            v={v}
            name="level"
            label={labels.level}
            state={state}
            options={levels.map((value) => ({ value, label: v.t(`representatives.upload.level.${value}`) }))}
          />
        </fieldset>
        <Field
          v={v}
          name="as_of"
          type="date"
          label={labels.as_of}
          hint={v.t('representatives.upload.asOf.hint')}
          state={state}
          required
        />
        <Field
          v={v}
          name="source"
          label={labels.source}
          hint={v.t('representatives.upload.source.hint')}
          state={state}
          maxlength={300}
          required
        />
        {plan?.drastic && (
          <fieldset id="drastic">
            <legend>{labels.drastic}</legend>
            <Mistake v={v} name="drastic" state={state} />
            <Choice name="drastic" value="yes">
              {v.t('representatives.upload.drastic', { count: plan.ended.length })}
            </Choice>
          </fieldset>
        )}
        <div class="actions">
          <button class={plan ? 'button plain' : 'button'} name="step" value="look">
            {v.t('representatives.upload.look')}
          </button>
          {plan && (
            <button class="button" name="step" value="take">
              {v.t('representatives.upload.take')}
            </button>
          )}
        </div>
      </form>
      <form method="post" action={urls.representatives.uploadRemoval(v.at, upload.id)}>
        <button class="button grave">{v.t('representatives.upload.discard')}</button>
      </form>
    </DeskFrame>
  );
}

function Preview({ v, table }: { v: View; table: Extract<ReadTable, { ok: true }> }) {
  const rows = table.rows.slice(0, previewed);
  const head = table.header.map((name, i) => name || v.t('representatives.upload.column.unnamed', { number: i + 1 }));
  return (
    <Table caption={v.t('representatives.upload.preview', { count: rows.length })} head={head}>
      {rows.map(({ fields }) => (
        <tr>
          {head.map((name, i) => (
            <Cell v={v} label={name}>
              {(fields[i] ?? '').slice(0, 200)}
            </Cell>
          ))}
        </tr>
      ))}
    </Table>
  );
}

/** The dry run: how many people come, change and leave, and which rows are not taken, with reasons. */
function WouldDo({ v, plan }: { v: View; plan: Plan }) {
  return (
    <section class="notice flow" aria-labelledby="would">
      <h2 id="would">{v.t('representatives.upload.would')}</h2>
      <p>{v.t('representatives.upload.counts', plan.counts)}</p>
      {plan.ended.length > 0 && (
        <details>
          <summary>{v.t('representatives.upload.ended', { count: plan.ended.length })}</summary>
          <ul>
            {plan.ended.slice(0, 200).map((each) => (
              <li>{each.name}</li>
            ))}
          </ul>
        </details>
      )}
      <Notes v={v} title={v.t('representatives.upload.refused', { count: plan.refused.length })} notes={plan.refused} />
      <Notes v={v} title={v.t('representatives.upload.leftOut', { count: plan.notes.length })} notes={plan.notes} />
      <p>
        <small>{v.t('representatives.upload.nothingYet')}</small>
      </p>
    </section>
  );
}
