import type { View } from '../../../platform/http/index.ts';
import { languageIn } from '../../../platform/i18n/index.ts';
import {
  AboutWhat,
  Empty,
  ErrorSummary,
  emptyForm,
  type FormState,
  isUnderWay,
  Pager,
  PostButton,
  Select,
  State,
  Table,
  TakenFile,
  TakenState,
  UploadField,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { languageChoices } from '../pages/desk.tsx';
import { kinds } from '../work.ts';
import type { Fate } from './classify.ts';
import { type Mapping, targets } from './mapping.ts';
import type { Defaults } from './plan.ts';
import type { Import } from './queries.ts';

/** The lists that came, and the place for another. */
export function ImportsPage({ v, lists, id, state }: { v: View; lists: Import[]; id: string; state: FormState }) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={t('library.imports')}
      back={[{ href: urls.library.desk(v.at), label: t('library.title') }]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={{ list: t('library.import.file') }} />
      <p>{t('library.import.lead')}</p>
      <form class="form" method="post" action={urls.library.imports(v.at)} enctype="multipart/form-data">
        <input type="hidden" name="id" value={id} />
        <UploadField
          v={v}
          name="list"
          label={t('library.import.file')}
          hint={t('library.import.file.hint')}
          accept=".csv,.tsv,.txt,.bib,.ris"
          state={state}
        />
        <div>
          <button type="submit" class="button">
            {t('library.import.send')}
          </button>
        </div>
      </form>
      {lists.length === 0 ? (
        <Empty text={t('library.import.none')} />
      ) : (
        <Table
          caption={t('library.import.lists')}
          head={['file', 'rows', 'state', 'action'].map((column) => t(`library.import.head.${column}`))}
        >
          {lists.map((list) => (
            <tr>
              <th scope="row">
                {list.fileName}
                <br />
                <small>
                  {[t(`library.import.format.${list.format}`), v.date(list.createdAt, 'time'), list.by]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </th>
              <td>{v.number(list.total)}</td>
              <td>
                <TakenState state={list.state} word={t(`library.import.state.${list.state}`)} />
              </td>
              <td>
                <a class="button plain" href={urls.library.importOf(v.at, list.id)}>
                  {t('library.desk.open')}
                  <AboutWhat v={v} text={list.fileName} />
                </a>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </WorkPage>
  );
}

/** One row as the page shows it. */
export type ShownRow = { position: number; title: string; fate: Fate; note?: string; href?: string };

type Props = {
  v: View;
  list: Import;
  mapping: Mapping | undefined;
  defaults: Defaults;
  /** A cell of the list for each column, to recognise it by. */
  examples: Record<string, string>;
  counts: Map<string, number>;
  rows: ShownRow[];
  next?: string;
};

/** One list: what happened or would happen to each row, which column is what, and the one step that is next. */
export function ImportPage(props: Props) {
  const { v, list, counts, rows, next } = props;
  const t = v.t;
  const waiting = counts.get('') ?? 0;
  return (
    <WorkPage
      v={v}
      title={list.fileName}
      back={[
        { href: urls.library.desk(v.at), label: t('library.title') },
        { href: urls.library.imports(v.at), label: t('library.imports') },
      ]}
      islands={isUnderWay(list) ? ['under-way'] : []}
    >
      <div class="notice flow">
        <TakenFile
          v={v}
          file={list}
          word={t(`library.import.state.${list.state}`)}
          waiting={waiting}
          label={t('library.import.progress')}
        >
          {t(`library.import.state.${list.state}.text`, { total: list.total, done: list.total - waiting })}
        </TakenFile>
        <ul class="tags">
          {[...counts]
            .filter(([outcome, n]) => outcome !== '' && n > 0)
            .map(([outcome, n]) => (
              <li>{t(`library.import.outcome.${outcome}`, { count: n })}</li>
            ))}
        </ul>
        <div class="actions">
          {list.state === 'read' && (
            <>
              <PostButton action={urls.library.importRun(v.at, list.id)} label={t('library.import.run')} kind="main" />
              <PostButton
                action={urls.library.importRemoval(v.at, list.id)}
                label={t('library.import.drop')}
                kind="grave"
              />
            </>
          )}
        </div>
        {list.state === 'done' && (
          <details>
            <summary>{t('library.import.undo')}</summary>
            <div class="flow">
              <p>{t('library.import.undo.text')}</p>
              <PostButton
                action={urls.library.importUndo(v.at, list.id)}
                label={t('library.import.undo.button')}
                kind="grave"
              />
            </div>
          </details>
        )}
      </div>
      {list.state === 'read' && <Choices {...props} />}
      <Table
        caption={t(list.state === 'read' ? 'library.import.trial' : 'library.import.rows')}
        head={['row', 'title', 'outcome'].map((column) => t(`library.import.head.${column}`))}
      >
        {rows.map((row) => (
          <tr>
            <td>{v.number(row.position)}</td>
            <th scope="row">{row.href ? <a href={row.href}>{row.title}</a> : row.title}</th>
            <td>
              <Outcome v={v} row={row} />
            </td>
          </tr>
        ))}
      </Table>
      <Pager v={v} next={next} />
    </WorkPage>
  );
}

// What became of a row is said as its trial said it; why one was left out, too.
const became: Record<string, string> = {
  waiting: 'library.import.outcome.waiting',
  made: 'library.import.row.made',
  added: 'library.import.row.extended',
  kept: 'library.import.row.kept',
  'taken-back': 'library.import.row.taken-back',
};

function Outcome({ v, row: { title, fate, note } }: { v: View; row: ShownRow }) {
  const t = v.t;
  if (note === 'same') return <State tone="plain">{t('library.import.row.same', { title })}</State>;
  if (note && became[note]) return <State tone="plain">{t(became[note])}</State>;
  if (fate.outcome === 'refused')
    return (
      <>
        <State tone="bad">{t('library.import.row.refused')}</State> {t(fate.key)}
      </>
    );
  if (fate.outcome === 'same')
    return <State tone="plain">{t('library.import.row.same', { title: fate.work.title })}</State>;
  const left = fate.left.map((field) => t(`library.fact.${field}`)).join(', ');
  return (
    <>
      <State tone="ok">
        {fate.outcome === 'made'
          ? t('library.import.row.made')
          : t('library.import.row.added', {
              title: fate.work.title,
              languages: fate.locales.map((code) => languageIn(v.locale, code)).join(', '),
            })}
      </State>
      {left && <> {t('library.import.row.left', { fields: left })}</>}
    </>
  );
}

function Choices({ v, list, mapping, defaults, examples }: Props) {
  const t = v.t;
  const state = emptyForm({ kind: defaults.kind, language: defaults.language });
  const options = [
    { value: 'ignore', label: t('library.import.ignore') },
    ...targets.map((target) => ({ value: target, label: t(`library.fact.${target}`) })),
    ...(['title', 'abstract', 'body'] as const).flatMap((target) =>
      v.network.locales.map((locale) => ({
        value: `${target}:${locale}`,
        label: t('library.history.field', {
          field: t(`library.fact.${target}`),
          language: languageIn(v.locale, locale),
        }),
      })),
    ),
  ];
  return (
    <form class="form" method="post" action={urls.library.importMapping(v.at, list.id)}>
      <h2>{t('library.import.choices')}</h2>
      <div class="filters">
        <Select
          v={v}
          name="kind"
          label={t('library.import.default.kind')}
          state={state}
          options={kinds.map((kind) => ({ value: kind, label: t(`library.kind.${kind}`) }))}
        />
        <Select
          v={v}
          name="language"
          label={t('library.import.default.language')}
          state={state}
          options={languageChoices(v)}
        />
      </div>
      {mapping && (
        <fieldset>
          <legend>{t('library.import.columns')}</legend>
          <div class="filters">
            {list.columns.map((column, index) => {
              const chosen = mapping[column] ?? 'ignore';
              const own = options.some((option) => option.value === chosen)
                ? options
                : [...options, { value: chosen, label: chosen }];
              return (
                <Select
                  v={v}
                  name={`column-${index}`}
                  label={column}
                  hint={examples[column]}
                  state={emptyForm({ [`column-${index}`]: chosen })}
                  options={own}
                />
              );
            })}
          </div>
        </fieldset>
      )}
      <div>
        <button type="submit" class="button plain">
          {t('library.import.try')}
        </button>
      </div>
    </form>
  );
}
