import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { Empty, emptyForm, Field, Narrow, Pager, Select, State, Table, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { mayDirect } from '../access.ts';
import { type Filters, type Line, mostThings } from '../overview.ts';
import { type Assignment, type Counts, noCounts, states } from '../translation.ts';
import { AssignmentLines } from './assignments.tsx';
import { countsIn, Progress } from './states.tsx';

type Props = {
  v: View;
  kinds: string[];
  progress: { locale: string; kind: string; counts: Counts }[];
  lines: Line[];
  total: number;
  next?: string;
  filters: Filters;
  /** The reader's own standing assignments, and what each is about. */
  own: (Assignment & { title?: string })[];
  /** There are more things than are shown. */
  cut: boolean;
};

/** How far the network's words are translated, and what is to be done: all for coordinators, for others what was given to them. */
export function OverviewPage({ v, kinds, progress, lines, total, next, filters, own, cut }: Props) {
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
            <Table
              caption={t('translations.progress.caption')}
              head={[
                t('translations.language'),
                t('translations.kind'),
                t('translations.reviewed'),
                t('translations.rest'),
              ]}
            >
              {locales.flatMap((locale) =>
                kinds
                  .map((kind) => progress.find((row) => row.locale === locale && row.kind === kind))
                  .filter((row) => row !== undefined)
                  .map(({ kind, counts }, at) => (
                    <tr>
                      <th scope="row">
                        {at === 0 ? languageName(locale) : <span class="hidden">{languageName(locale)}</span>}
                      </th>
                      <td>
                        <a href={urls.translations.list(v.at, { language: locale, kind, state: 'open' })}>
                          {t(`translations.kind.${kind}`)}
                        </a>
                      </td>
                      <td>
                        <Progress
                          v={v}
                          counts={counts}
                          label={`${languageName(locale)}${t('ui.colon')} ${t(`translations.kind.${kind}`)}`}
                        />
                      </td>
                      <td>{countsIn(v, { ...counts, reviewed: 0 }) || '—'}</td>
                    </tr>
                  )),
              )}
            </Table>
            {cut && <p class="notice">{t('translations.cut', { count: mostThings })}</p>}
          </section>
          <section class="flow">
            <h2 id="list">{t('translations.list')}</h2>
            <NarrowBy v={v} kinds={kinds} locales={locales} filters={filters} />
            {lines.length === 0 ? (
              <Empty text={t('translations.list.none')} />
            ) : (
              <>
                <p>{t('translations.list.count', { count: total })}</p>
                <Table
                  caption={t('translations.list.caption')}
                  head={[
                    t('translations.thing'),
                    t('translations.language'),
                    t('translations.stands'),
                    t('translations.who'),
                  ]}
                >
                  {lines.map((line) => (
                    <tr>
                      <th scope="row">
                        <a href={urls.translations.text(v.at, line.kind, line.thing.id, line.locale)}>
                          {line.thing.title}
                        </a>
                        <br />
                        <small>{t(`translations.kind.${line.kind}`)}</small>
                      </th>
                      <td>{languageName(line.locale)}</td>
                      <td>
                        {line.waiting && <State tone="wait">{t('translations.waiting')}</State>}{' '}
                        {countsIn(v, line.counts) || countsIn(v, noCounts())}
                      </td>
                      <td>{[...new Set(line.assigned.map((one) => one.name))].join(', ') || '—'}</td>
                    </tr>
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
    <form class="flow" method="get" action={urls.translations.list(v.at)}>
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
