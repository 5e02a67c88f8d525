import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import {
  Choice,
  Empty,
  ErrorSummary,
  emptyForm,
  type FormState,
  isUnderWay,
  Mistake,
  Pager,
  PostButton,
  Select,
  Table,
  TakenFile,
  TakenState,
  UploadField,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Import } from './queries.ts';

export const madeBy = ['people', 'reviewed', 'machine'] as const;

type ImportsProps = { v: View; kinds: string[]; files: Import[]; id: string; state: FormState };

/** Files for translators' tools: to take along, and those that came back. */
export function ImportsPage({ v, kinds, files, id, state }: ImportsProps) {
  const t = v.t;
  const labels = { file: t('translations.po.file'), locale: t('translations.language') };
  const languages = v.network.locales.map((value) => ({ value, label: languageName(value) }));
  return (
    <WorkPage
      v={v}
      title={t('translations.files')}
      back={[{ href: urls.translations.list(v.at), label: t('translations.title') }]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labels} />
      <p class="lead">{t('translations.po.lead')}</p>
      <h2>{t('translations.po.export')}</h2>
      <p>{t('translations.po.export.text')}</p>
      <form class="filters" method="get" action={urls.translations.export(v.at, {})}>
        <Select
          v={v}
          name="language"
          label={t('translations.language')}
          state={emptyForm({ language: v.network.locales[1] ?? '' })}
          options={languages}
        />
        <Select
          v={v}
          name="kind"
          label={t('translations.kind')}
          state={emptyForm()}
          options={[
            { value: '', label: t('translations.all') },
            ...kinds.map((value) => ({ value, label: t(`translations.kind.${value}`) })),
          ]}
        />
        <button type="submit" class="button plain">
          {t('translations.po.take')}
        </button>
      </form>
      <h2>{t('translations.po.import')}</h2>
      <form class="form short" method="post" action={urls.translations.imports(v.at)} enctype="multipart/form-data">
        <input type="hidden" name="id" value={id} />
        <UploadField
          v={v}
          name="file"
          label={labels.file}
          hint={t('translations.po.file.hint')}
          accept=".po,.pot,.txt"
          state={state}
        />
        <div class="field">
          <label for="import-language">{labels.locale}</label>
          <Mistake v={v} name="locale" state={state} />
          <select id="import-language" name="locale">
            {languages.map(({ value, label }) => (
              <option value={value} selected={state.values.locale === value || undefined}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <fieldset class="flow">
          <legend>{t('translations.po.made')}</legend>
          {madeBy.map((value) => (
            <Choice type="radio" name="made" value={value} checked={(state.values.made || 'people') === value}>
              {t(`translations.po.made.${value}`)}
            </Choice>
          ))}
        </fieldset>
        <Choice name="over" value="on" checked={state.values.over === 'on'}>
          {t('translations.po.over')}
        </Choice>
        <div>
          <button type="submit" class="button">
            {t('translations.po.send')}
          </button>
        </div>
      </form>
      {files.length === 0 ? (
        <Empty text={t('translations.po.none')} />
      ) : (
        <Table
          caption={t('translations.po.files')}
          head={['file', 'language', 'entries', 'state'].map((column) => t(`translations.po.head.${column}`))}
        >
          {files.map((file) => (
            <tr>
              <th scope="row">
                <a href={urls.translations.importOf(v.at, file.id)}>{file.fileName}</a>
                <br />
                <small>{v.date(file.createdAt, 'time')}</small>
              </th>
              <td>{languageName(file.locale)}</td>
              <td>{v.number(file.total)}</td>
              <td>
                <TakenState state={file.state} word={t(`translations.po.state.${file.state}`)} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </WorkPage>
  );
}

/** One entry as the page shows it. */
export type ShownRow = {
  line: number;
  /** Its thing, where there is one. */
  title?: string;
  href?: string;
  field: string;
  outcome: string;
  /** Left as it is although it could be taken. */
  left: boolean;
  why?: string;
};

type Props = { v: View; file: Import; counts: Record<string, number>; rows: ShownRow[]; next?: string };
const order = [
  'new',
  'changed',
  'stale',
  'reviewed',
  'unchanged',
  'empty',
  'unknown',
  'refused',
  'waiting',
  'taken-back',
  'kept',
];

/** One file: what would become of each entry or did, and the one step that is next. */
export function ImportPage({ v, file, counts, rows, next }: Props) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={file.fileName}
      back={[
        { href: urls.translations.list(v.at), label: t('translations.title') },
        { href: urls.translations.imports(v.at), label: t('translations.files') },
      ]}
      islands={isUnderWay(file) ? ['under-way'] : []}
    >
      <div class="notice flow">
        <TakenFile
          v={v}
          file={file}
          word={t(`translations.po.state.${file.state}`)}
          waiting={counts.waiting ?? 0}
          label={t(`translations.po.state.${file.state}`)}
        >
          {languageName(file.locale)} · {t(`translations.po.made.${file.made}`)}
        </TakenFile>
        <p>{t(`translations.po.next.${file.state}`)}</p>
      </div>
      <ul class="plain">
        {order
          .filter((outcome) => (counts[outcome] ?? 0) > 0)
          .map((outcome) => (
            <li>
              <b>{v.number(counts[outcome]!)}</b> {t(`translations.po.fate.${outcome}`)}
            </li>
          ))}
      </ul>
      <div class="actions">
        {file.state === 'read' && (
          <>
            <PostButton
              action={urls.translations.importRun(v.at, file.id)}
              label={t('translations.po.run')}
              kind="main"
            />
            <PostButton
              action={urls.translations.importRemoval(v.at, file.id)}
              label={t('translations.po.drop')}
              kind="grave"
            />
          </>
        )}
        {file.state === 'done' && (
          <PostButton
            action={urls.translations.importUndo(v.at, file.id)}
            label={t('translations.po.undo')}
            kind="grave"
          />
        )}
      </div>
      {rows.length === 0 ? (
        <Empty text={t('translations.po.rows.none')} />
      ) : (
        <Table
          caption={t('translations.po.rows')}
          head={['line', 'text', 'field', 'fate'].map((column) => t(`translations.po.head.${column}`))}
        >
          {rows.map((row) => (
            <tr>
              <th scope="row">{v.number(row.line)}</th>
              <td>{row.href ? <a href={row.href}>{row.title}</a> : '—'}</td>
              <td>{row.field ? t(`translations.field.${row.field}`) : '—'}</td>
              <td>
                {t(`translations.po.outcome.${row.outcome}`)}
                {row.left && ` · ${t('translations.po.left')}`}
                {row.why && ` · ${t(row.why === 'field.long' ? 'translations.po.long' : row.why)}`}
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Pager v={v} next={next} />
    </WorkPage>
  );
}
