import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import {
  AboutWhat,
  Cell,
  Empty,
  ErrorSummary,
  type FormState,
  PostButton,
  Select,
  State,
  Table,
  UploadField,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Import } from '../hsds/kept.ts';
import type { Planned } from '../hsds/take.ts';

type Line = Omit<Import, 'directory'>;

/** Files of organisations: taking one in, those that came, taking all out. */
export function ImportsPage({ v, imports, state }: { v: View; imports: Line[]; state: FormState }) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={t('organisations.import.title')}
      back={[{ href: urls.organisations.desk(v.at), label: t('organisations.title') }]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={{ file: t('organisations.import.file') }} />
      <form
        class="form short"
        method="post"
        action={urls.organisations.imports(v.at)}
        enctype="multipart/form-data"
        novalidate
      >
        <h2>{t('organisations.import.in')}</h2>
        <p>{t('organisations.import.in.text')}</p>
        <UploadField
          v={v}
          name="file"
          label={t('organisations.import.file')}
          hint={t('organisations.import.file.hint')}
          accept=".json,.zip"
          state={state}
          required
        />
        <Select
          v={v}
          name="locale"
          label={t('organisations.import.locale')}
          state={state}
          options={v.network.locales.map((locale) => ({ value: locale, label: languageName(locale) }))}
        />
        <div>
          <button type="submit" class="button">
            {t('organisations.import.upload')}
          </button>
        </div>
      </form>
      <h2>{t('organisations.import.list')}</h2>
      {imports.length === 0 ? (
        <Empty text={t('organisations.import.none')} />
      ) : (
        <Table
          caption={t('organisations.import.list')}
          head={['file', 'date', 'state', 'action'].map((column) => t(`organisations.import.head.${column}`))}
        >
          {imports.map((one) => (
            <tr>
              <th scope="row">{one.fileName}</th>
              <td>{v.date(one.createdAt, 'time')}</td>
              <td>
                <ImportState v={v} file={one} />
              </td>
              <td>
                <a class="button plain" href={urls.organisations.import(v.at, one.id)}>
                  {t('organisations.desk.open')}
                  <AboutWhat v={v} text={one.fileName} />
                </a>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <h2>{t('organisations.export')}</h2>
      <p>{t('organisations.export.text')}</p>
      <ul>
        {(['hsds.json', 'hsds.zip', 'ohana.zip'] as const).map((file) => (
          <li>
            <a href={urls.organisations.export(v.at, file)}>{t(`organisations.export.${file}`)}</a>
          </li>
        ))}
      </ul>
      <p>
        {t('organisations.export.public')}{' '}
        <a href={urls.organisations.hsds(v.at)}>
          {v.origin.split('/').slice(0, 3).join('/') + urls.organisations.hsds(v.at)}
        </a>
      </p>
    </WorkPage>
  );
}

function ImportState({ v, file }: { v: View; file: Line }) {
  const state = file.undoneAt ? 'undone' : file.takenAt ? 'taken' : 'waiting';
  return (
    <State tone={state === 'taken' ? 'ok' : state === 'waiting' ? 'wait' : 'plain'}>
      {v.t(`organisations.import.state.${state}`)}
    </State>
  );
}

/** One file: what taking it would do, or what it did. */
export function ImportPage({ v, file, plan }: { v: View; file: Import; plan: Planned[] }) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={file.fileName || t('organisations.import.title')}
      back={[
        { href: urls.organisations.desk(v.at), label: t('organisations.title') },
        { href: urls.organisations.imports(v.at), label: t('organisations.import.title') },
      ]}
    >
      <p>
        <ImportState v={v} file={file} /> <small>{t(`organisations.import.format.${file.format}`)}</small>
      </p>
      {file.directory ? (
        <Waiting v={v} file={file} plan={plan} unknown={file.directory.unknown} />
      ) : (
        <Done v={v} file={file} />
      )}
    </WorkPage>
  );
}

function Waiting({ v, file, plan, unknown }: { v: View; file: Import; plan: Planned[]; unknown: string[] }) {
  const t = v.t;
  const shown = plan.slice(0, 500);
  return (
    <>
      <p>
        {t('organisations.import.plan', {
          organisations: plan.length,
          services: plan.reduce((sum, one) => sum + one.entry.services.length, 0),
          known: plan.filter((one) => one.match).length,
        })}
      </p>
      {unknown.length > 0 && (
        <details class="fold">
          <summary>{t('organisations.import.unknown', { count: unknown.length })}</summary>
          <p>{t('organisations.import.unknown.text')}</p>
          <ul>
            {unknown.slice(0, 200).map((field) => (
              <li>
                <code>{field}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
      <form method="post" action={urls.organisations.importBatch(v.at, file.id)} class="flow">
        <Table
          caption={t('organisations.import.planned')}
          head={['name', 'services', 'what'].map((column) => t(`organisations.import.head.${column}`))}
        >
          {shown.map(({ entry, match }, at) => (
            <tr>
              <th scope="row">{entry.name}</th>
              <Cell v={v} label={t('organisations.import.head.services')}>
                {v.number(entry.services.length)}
              </Cell>
              <td>
                <select
                  name={`choice.${at}`}
                  aria-label={`${entry.name}${t('ui.colon')} ${t('organisations.import.head.what')}`}
                >
                  {match && (
                    <option value="same">{t(`organisations.import.same.${match.by}`, { name: match.name })}</option>
                  )}
                  <option value="new">{t('organisations.import.new')}</option>
                  <option value="leave">{t('organisations.import.leave')}</option>
                </select>
              </td>
            </tr>
          ))}
        </Table>
        {plan.length > shown.length && <p>{t('organisations.import.more', { count: plan.length - shown.length })}</p>}
        <div>
          <button type="submit" class="button">
            {t('organisations.import.take')}
          </button>
        </div>
      </form>
      <PostButton action={urls.organisations.importRemoval(v.at, file.id)} label={t('organisations.import.discard')} />
    </>
  );
}

function Done({ v, file }: { v: View; file: Import }) {
  const t = v.t;
  const { made = 0, changed = 0, left = 0 } = file.counts;
  return (
    <>
      <p>{t('organisations.import.did', { made, changed })}</p>
      {file.undoneAt ? (
        <p>{t('organisations.import.undone', { back: file.counts.back ?? 0, left })}</p>
      ) : (
        <>
          <p>{t('organisations.import.undo.text')}</p>
          <PostButton
            action={urls.organisations.importReversal(v.at, file.id)}
            label={t('organisations.import.undo')}
            kind="grave"
          />
        </>
      )}
    </>
  );
}
