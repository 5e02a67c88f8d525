import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { Empty, emptyForm, Field, Narrow, Pager, Select, State, Table, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { mayDirect } from '../access.ts';
import { type Filters, isOpen, type Line, mostThings, sumOf } from '../overview.ts';
import { type Assignment, type Counts, states } from '../translation.ts';
import { AssignmentLines } from './assignments.tsx';
import { countsIn, Progress } from './states.tsx';

type Props = {
  v: View;
  kinds: string[];
  progress: { locale: string; kind: string; counts: Counts }[];
  /** Each with its languages. */
  things: Line[][];
  total: number;
  next?: string;
  filters: Filters;
  /** The reader's own standing assignments, and what each is about. */
  own: (Assignment & { title?: string })[];
  /** There are more things than are shown. */
  cut: boolean;
};

/** How far the network's words are translated, and what is to be done: all for coordinators, for others what was given to them. */
export function OverviewPage({ v, kinds, progress, things, total, next, filters, own, cut }: Props) {
  const t = v.t;
  const directs = mayDirect(v.actor);
  const locales = v.network.locales.filter((locale) => progress.some((row) => row.locale === locale));
  return (
    <WorkPage v={v} title={t('translations.title')}>
      <p class="lead">{t(directs ? 'translations.lead' : 'translations.lead.own')}</p>
      {directs && (
        <div class="actions">
          <a class="button" href={urls.translations.assignments(v.at)}>
            {t('translations.assign')}
          </a>
          <a class="button plain" href={urls.translations.imports(v.at)}>
            {t('translations.files')}
          </a>
        </div>
      )}
      {own.length > 0 && (
        <section class="flow" aria-labelledby="own">
          <h2 id="own">{t('translations.own')}</h2>
          <AssignmentLines v={v} assignments={own} named={false} />
        </section>
      )}
      {locales.length === 0 ? (
        <Empty text={t(v.network.locales.length < 2 ? 'translations.one' : 'translations.none')} />
      ) : (
        <>
          <section class="flow">
            <h2 id="progress">{t('translations.progress.title')}</h2>
            {locales.map((locale) => (
              <ProgressIn
                v={v}
                kinds={kinds}
                locale={locale}
                progress={progress.filter((row) => row.locale === locale)}
              />
            ))}
            {cut && <p class="notice">{t('translations.cut', { count: mostThings })}</p>}
          </section>
          <section class="flow">
            <h2 id="list">{t('translations.list')}</h2>
            <NarrowBy v={v} kinds={kinds} locales={locales} filters={filters} />
            {things.length === 0 ? (
              <Empty text={t('translations.list.none')} />
            ) : (
              <>
                <p>{t('translations.list.count', { count: total })}</p>
                <Table
                  caption={t('translations.list.caption')}
                  head={[t('translations.thing'), t('translations.rest'), t('translations.reviewed')]}
                >
                  {things.map((lines) => (
                    <ThingRow v={v} lines={lines} />
                  ))}
                </Table>
                <Pager v={v} next={next} />
              </>
            )}
          </section>
        </>
      )}
    </WorkPage>
  );
}

/** How far one language is; folded in it, kind by kind. */
function ProgressIn({
  v,
  kinds,
  locale,
  progress,
}: { v: View; kinds: string[]; locale: string } & Pick<Props, 'progress'>) {
  const t = v.t;
  const name = languageName(locale);
  const sum = sumOf(progress.map(({ counts }) => counts));
  return (
    <details class="fold part">
      <summary>
        <h3>{name}</h3>
        <Progress v={v} counts={sum} label={name} />
        <small>{countsIn(v, { ...sum, reviewed: 0 })}</small>
      </summary>
      <Table
        caption={`${name}${t('ui.colon')} ${t('translations.progress.caption')}`}
        head={[t('translations.kind'), t('translations.reviewed'), t('translations.rest')]}
      >
        {kinds
          .map((kind) => progress.find((row) => row.kind === kind))
          .filter((row) => row !== undefined)
          .map(({ kind, counts }) => (
            <tr>
              <th scope="row">
                <a href={`${urls.translations.list(v.at, { language: locale, kind, state: 'open' })}#list`}>
                  {t(`translations.kind.${kind}`)}
                </a>
              </th>
              <td>
                <Progress v={v} counts={counts} label={`${name}${t('ui.colon')} ${t(`translations.kind.${kind}`)}`} />
              </td>
              <td class={isOpen({ counts }) ? undefined : 'zero'}>{countsIn(v, { ...counts, reviewed: 0 }) || '—'}</td>
            </tr>
          ))}
      </Table>
    </details>
  );
}

/** One thing: a line for each language in which something is to do, and in one line those that are reviewed. */
function ThingRow({ v, lines }: { v: View; lines: Line[] }) {
  const t = v.t;
  const { kind, thing } = lines[0]!;
  const open = lines.filter(isOpen);
  const done = lines.filter((line) => !isOpen(line));
  const to = ({ locale }: Line) => (
    <a href={urls.translations.text(v.at, kind, thing.id, locale)}>{languageName(locale)}</a>
  );
  return (
    <tr>
      <th scope="row">
        {thing.title} <small>{t(`translations.kind.${kind}`)}</small>
      </th>
      <td class={open.length > 0 ? undefined : 'zero'}>
        {open.length === 0 && '—'}
        {open.map((line) => (
          <div>
            {to(line)}
            {t('ui.colon')} {line.waiting && <State tone="wait">{t('translations.waiting')}</State>}{' '}
            {[countsIn(v, { ...line.counts, reviewed: 0 }), namesOf(line)].filter(Boolean).join(' · ')}
          </div>
        ))}
      </td>
      <td class={done.length > 0 ? undefined : 'zero'}>
        {done.length === 0 && '—'}
        {done.length > 0 && <span class="cell-label">{`${t('translations.reviewed')}${t('ui.colon')} `}</span>}
        {done.map((line, at) => (
          <>
            {at > 0 && ' · '}
            {to(line)}
          </>
        ))}
      </td>
    </tr>
  );
}

/** Who has it, by name. */
const namesOf = ({ assigned }: Line): string => [...new Set(assigned.map((one) => one.name))].join(', ');

function NarrowBy({ v, kinds, locales, filters }: { v: View; kinds: string[]; locales: string[]; filters: Filters }) {
  const t = v.t;
  const all = { value: '', label: t('translations.all') };
  const state = emptyForm({
    language: filters.language ?? '',
    kind: filters.kind ?? '',
    state: filters.state ?? '',
    mine: filters.mine ? '1' : '',
    find: filters.find ?? '',
  });
  return (
    <form class="flow" method="get" action={`${urls.translations.list(v.at)}#list`}>
      <Field v={v} name="find" type="search" label={t('translations.find')} state={state} either />
      <Narrow v={v} narrowed={Boolean(filters.language || filters.kind || filters.state || filters.mine)}>
        <div class="filters">
          <Select
            v={v}
            name="language"
            label={t('translations.language')}
            state={state}
            options={[all, ...locales.map((value) => ({ value, label: languageName(value) }))]}
          />
          <Select
            v={v}
            name="kind"
            label={t('translations.kind')}
            state={state}
            options={[all, ...kinds.map((value) => ({ value, label: t(`translations.kind.${value}`) }))]}
          />
          <Select
            v={v}
            name="state"
            label={t('translations.stands')}
            state={state}
            options={[
              all,
              { value: 'open', label: t('translations.open') },
              { value: 'waiting', label: t('translations.waiting') },
              ...states.map((value) => ({ value, label: t(`translations.state.${value}`) })),
            ]}
          />
          <Select
            v={v}
            name="mine"
            label={t('translations.who')}
            state={state}
            options={[all, { value: '1', label: t('translations.mine') }]}
          />
        </div>
      </Narrow>
      <button type="submit" class="button plain">
        {t('translations.narrow')}
      </button>
    </form>
  );
}
