import type { View } from '../../../platform/http/index.ts';
import { direction, languageIn, languageName } from '../../../platform/i18n/index.ts';
import type { Translatable } from '../../../platform/registry/index.ts';
import {
  AboutWhat,
  Changed,
  Choice,
  ErrorSummary,
  Field,
  type FormState,
  Markdown,
  PostButton,
  State,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type May, mayDirect } from '../access.ts';
import type { SentField } from '../commands.ts';
import type { Row, Sheet } from '../editor.ts';
import { type Assignment, digestOf, isMachineMade } from '../translation.ts';
import { StateChip } from './states.tsx';

type Props = {
  v: View;
  kind: Translatable;
  locale: string;
  sheet: Sheet;
  may: May;
  assigned: Assignment[];
  /** What was typed and not kept, with what is wrong. */
  sent?: Record<string, SentField>;
  errors?: FormState['errors'];
  preview?: boolean;
};

/** One thing in one language: its own words on the left, their translation on the right, field by field. */
export function EditorPage({ v, kind, locale, sheet, may, assigned, sent, errors = {}, preview }: Props) {
  const t = v.t;
  const { thing, rows } = sheet;
  const values = Object.fromEntries(rows.map(({ field, text }) => [field.name, sent?.[field.name]?.text ?? text]));
  const state: FormState = { values, errors };
  const shown = rows.filter((row) => row.source !== '' || row.text !== '');
  const labels = Object.fromEntries(rows.map(({ field }) => [field.name, t(`translations.field.${field.name}`)]));
  const address = urls.translations.text(v.at, kind.kind, thing.id, locale);
  const drafts = rows.filter((row) => row.draft);
  return (
    <WorkPage
      v={v}
      title={thing.title}
      back={[{ href: urls.translations.list(v.at), label: t('translations.title') }]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labels} />
      <p class="lead">
        {t('translations.way', { from: languageIn(v.locale, thing.source), to: languageIn(v.locale, locale) })} ·{' '}
        {t(`translations.kind.${kind.kind}`)}
      </p>
      <p class="notice">
        {t(
          may === 'review' && kind.later
            ? kind.later
            : `translations.shown.${may}.${thing.readers === 'few' ? 'few' : 'some'}`,
        )}
      </p>
      {may === 'review' && drafts.length > 0 && (
        <p>
          <State tone="wait">{t('translations.waiting')}</State>{' '}
          {t('translations.handed', {
            name: drafts[0]!.draft!.by ?? t('translations.nobody'),
            date: v.date(drafts[0]!.draft!.at, 'time'),
          })}
        </p>
      )}
      <p>
        {assigned.length > 0 &&
          `${t('translations.assigned', { names: [...new Set(assigned.map((one) => one.name))].join(', ') })} `}
        {mayDirect(v.actor) && (
          <>
            <a href={urls.translations.assignments(v.at, { kind: kind.kind, thing: thing.id, locale })}>
              {t('translations.assign.this')}
            </a>
            {' · '}
            <a href={kind.href(v.at, thing)}>{t('translations.room')}</a>
          </>
        )}
      </p>
      <form class="flow" method="post" action={address} novalidate>
        {shown.map((row) => (
          <Pair
            v={v}
            row={row}
            locale={locale}
            thing={thing.source}
            state={state}
            may={may}
            sent={sent?.[row.field.name]}
            preview={preview}
          />
        ))}
        {rows
          .filter((row) => !shown.includes(row))
          .map((row) => (
            <Hidden row={row} />
          ))}
        <div class="actions">
          <button type="submit" class="button">
            {t(may === 'review' ? 'translations.save' : 'translations.handIn')}
          </button>
          <button
            type="submit"
            class="button plain"
            formaction={urls.translations.preview(v.at, kind.kind, thing.id, locale)}
          >
            {t('translations.preview')}
          </button>
        </div>
      </form>
      {drafts.length > 0 && (
        <details>
          <summary>{t('translations.aside')}</summary>
          <div class="flow">
            <p>{t('translations.aside.text')}</p>
            <PostButton
              action={urls.translations.draftRemoval(v.at, kind.kind, thing.id, locale)}
              label={t('translations.aside.button')}
              kind="grave"
            />
          </div>
        </details>
      )}
      {sheet.history.length > 0 && (
        <details class="history">
          <summary>{t('translations.history')}</summary>
          <ul class="plain">
            {sheet.history.map((line) => (
              <li>
                {v.date(line.at, 'time')} · {line.by ?? t('translations.nobody')} ·{' '}
                {t(`translations.verb.${line.verb}`)}: {line.fields.map((name) => labels[name] ?? name).join(', ')}
              </li>
            ))}
          </ul>
        </details>
      )}
    </WorkPage>
  );
}

/** What the writer has before her, after a mistake too: nothing that changed meanwhile is overwritten unseen. */
function Seen({ row }: { row: Row }) {
  return (
    <>
      <input type="hidden" name={`source.${row.field.name}`} value={digestOf(row.source)} />
      <input type="hidden" name={`target.${row.field.name}`} value={digestOf(row.text)} />
    </>
  );
}

const Hidden = ({ row }: { row: Row }) => (
  <>
    <Seen row={row} />
    <input type="hidden" name={row.field.name} value="" />
  </>
);

type PairProps = {
  v: View;
  row: Row;
  locale: string;
  /** The language of the source. */
  thing: string;
  state: FormState;
  may: May;
  sent?: SentField;
  preview?: boolean;
};

function Pair({ v, row, locale, thing, state, may, sent, preview }: PairProps) {
  const t = v.t;
  const { name, form, longest, required } = row.field;
  const label = t(`translations.field.${name}`);
  const long = Math.max(row.source.length, row.text.length);
  const rows = form === 'line' ? undefined : form === 'markdown' ? (long > 600 ? 18 : 8) : long > 300 ? 8 : 4;
  const machine = sent ? sent.machine : row.draft ? row.draft.madeBy === 'machine' : row.mark?.madeBy === 'machine';
  const reviewed = sent ? sent.reviewed : row.state === 'reviewed';
  const value = state.values[name] ?? '';
  return (
    <section class="pair flow" aria-labelledby={`pair-${name}`}>
      <h2 class="h3" id={`pair-${name}`}>
        {label} {row.state && <StateChip v={v} state={row.state} />}{' '}
        {row.state === 'stale' && isMachineMade({ target: digestOf(row.live), mark: row.mark }) && (
          <StateChip v={v} state="machine" />
        )}
      </h2>
      <Seen row={row} />
      {row.before !== undefined && (
        <details open>
          <summary>{t('translations.changed')}</summary>
          <Changed v={v} before={row.before} after={row.source} />
        </details>
      )}
      {row.state === 'stale' && row.before === undefined && <p class="notice">{t('translations.changed.unknown')}</p>}
      <div class="beside even">
        <div class="flow">
          <p class="quiet">{languageName(thing)}</p>
          <div
            class="other"
            lang={thing}
            dir={direction(thing)}
            tabindex={0}
            role="region"
            aria-label={`${label}${v.t('ui.colon')} ${languageName(thing)}`}
          >
            <p>{row.source || '—'}</p>
          </div>
        </div>
        <div class="flow" dir={direction(locale)}>
          <Field
            v={v}
            name={name}
            label={`${label}${v.t('ui.colon')} ${languageName(locale)}`}
            state={state}
            lang={locale}
            rows={rows}
            maxlength={longest}
            hint={form === 'markdown' ? t('translations.hint.markdown') : undefined}
            required={required}
            either
            wording
          />
          {preview && form === 'markdown' && value !== '' && (
            <div class="notice flow" lang={locale}>
              <Markdown text={value} />
            </div>
          )}
          {row.draft && row.live !== '' && (
            <details>
              <summary>{t('translations.live')}</summary>
              <p class="said" lang={locale}>
                {row.live}
              </p>
            </details>
          )}
          <Choice name={`machine.${name}`} value="on" checked={machine}>
            {t('translations.machine')}
            <AboutWhat v={v} text={label} />
          </Choice>
          {may === 'review' && (
            <Choice name={`reviewed.${name}`} value="on" checked={reviewed}>
              {t(row.state === 'stale' ? 'translations.fits' : 'translations.mark')}
              <AboutWhat v={v} text={label} />
            </Choice>
          )}
        </div>
      </div>
    </section>
  );
}
