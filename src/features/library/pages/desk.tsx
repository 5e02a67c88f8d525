import type { View } from '../../../platform/http/index.ts';
import { interfaceLocales, languageCodes, languageLabel, languageName } from '../../../platform/i18n/index.ts';
import {
  Empty,
  ErrorSummary,
  emptyForm,
  Field,
  type FormState,
  Pager,
  PostButton,
  Select,
  State,
  Table,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { datedIn } from '../cite/plain.ts';
import { type DeskLine, type DeskShelf, deskShelves } from '../desk-queries.ts';
import { kinds, stateOf, type Work } from '../work.ts';

type Props = {
  v: View;
  works: DeskLine[];
  next?: string;
  counts: Record<DeskShelf, number>;
  shelf: DeskShelf;
  kind: string;
  find: string;
  id: string;
  state: FormState;
};

/** All works of the library for its coordinators, and the first line of a new one. */
export function LibraryDeskPage({ v, works, next, counts, shelf, kind, find, id, state }: Props) {
  const t = v.t;
  const labels = { title: t('library.fact.title'), locale: t('library.create.locale'), kind: t('library.fact.kind') };
  const binned = works.some((work) => work.deletedAt);
  const columns = ['work', 'state', 'languages', ...(binned ? ['action'] : [])];
  const narrow = { kind, find, shelf: shelf === 'all' ? '' : shelf };
  return (
    <WorkPage v={v} title={t('library.title')} islands={['error-summary']}>
      <ErrorSummary v={v} state={state} labels={labels} />
      <div class="actions">
        <a class="button" href="#new">
          {t('library.create.title')}
        </a>
        <a class="button plain" href={urls.library.imports(v.at)}>
          {t('library.imports')}
        </a>
        <a class="button plain" href={urls.library.list(v.at)}>
          {t('library.see.public')}
        </a>
      </div>
      <nav aria-label={t('library.shelves')}>
        <ul class="tags">
          {deskShelves.map((one) => (
            <li>
              <a
                href={urls.library.desk(v.at, { ...narrow, shelf: one === 'all' ? '' : one })}
                aria-current={one === shelf ? 'page' : undefined}
              >
                {t(`library.shelf.${one}`)} ({v.number(counts[one])})
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <form class="filters" method="get" action={urls.library.desk(v.at)}>
        {shelf !== 'all' && <input type="hidden" name="shelf" value={shelf} />}
        <Field v={v} name="find" label={t('library.find')} state={emptyForm({ find })} type="search" either />
        <Select
          v={v}
          name="kind"
          label={labels.kind}
          state={emptyForm({ kind })}
          options={[
            { value: '', label: t('library.filter.all') },
            ...kinds.map((one) => ({ value: one, label: t(`library.kind.${one}`) })),
          ]}
        />
        <button type="submit" class="button plain">
          {t('library.filters.apply')}
        </button>
      </form>
      {works.length === 0 ? (
        <Empty
          text={t(shelf === 'bin' ? 'library.bin.none' : find || kind ? 'library.none.narrowed' : 'library.desk.none')}
        />
      ) : (
        <Table
          close
          caption={t('library.desk.caption')}
          head={columns.map((column) => t(`library.desk.head.${column}`))}
        >
          {works.map((work) => (
            <tr>
              <th scope="row">
                {work.deletedAt ? work.title : <a href={urls.library.edit(v.at, work.id)}>{work.title}</a>}{' '}
                <small>
                  {[t(`library.kind.${work.kind}`), datedIn(v.locale, work.dated)].filter(Boolean).join(' · ')}
                </small>
              </th>
              <td>
                <WorkState v={v} work={work} />
              </td>
              <td>{work.locales.map(languageName).join(', ')}</td>
              {binned && (
                <td>
                  {work.deletedAt && (
                    <PostButton
                      v={v}
                      action={urls.library.restoration(v.at, work.id)}
                      label={t('library.restore')}
                      about={work.title}
                    />
                  )}
                </td>
              )}
            </tr>
          ))}
        </Table>
      )}
      <Pager v={v} next={next && urls.library.desk(v.at, { ...narrow, after: next })} />
      <h2 id="new">{t('library.create.title')}</h2>
      <form class="form short" method="post" action={urls.library.desk(v.at)} novalidate>
        <input type="hidden" name="id" value={id} />
        <Field v={v} name="title" label={labels.title} state={state} required maxlength={300} wording />
        <Select
          v={v}
          name="kind"
          label={labels.kind}
          state={state}
          options={kinds.map((one) => ({ value: one, label: t(`library.kind.${one}`) }))}
        />
        <Select v={v} name="locale" label={labels.locale} state={state} options={languageChoices(v)} />
        <div>
          <button type="submit" class="button">
            {t('library.create.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

/** The languages a work can be in: those of the network first, then all others, as the reader's language calls and sorts them. */
export function languageChoices(v: View): { value: string; label: string }[] {
  const own = [...new Set([...v.network.locales, ...interfaceLocales])];
  const others = languageCodes
    .filter((code) => !own.includes(code))
    .map((value) => ({ value, label: languageChoice(v.locale, value) }));
  return [
    ...own.map((value) => ({ value, label: languageName(value) })),
    ...others.sort((a, b) => a.label.localeCompare(b.label, v.locale)),
  ];
}

/** "Khmer (ខ្មែរ)": found by whoever reads it, and by whoever only knows what it is called. */
function languageChoice(reader: string, code: string): string {
  const [theirs, itself] = [languageLabel(reader, code), languageName(code)];
  return theirs === itself ? theirs : `${theirs} (${itself})`;
}

/** Draft, shown from a date, shown, or in the bin; and to whom. */
export function WorkState({ v, work }: { v: View; work: Work }) {
  const state = stateOf(work, v.now);
  return (
    <>
      <State tone={state === 'shown' ? 'ok' : state === 'deleted' ? 'bad' : 'wait'}>
        {v.t(`library.state.${state}`)}
      </State>
      {state !== 'deleted' && work.access !== 'public' && <small> {v.t(`library.access.${work.access}`)}</small>}
      {state === 'scheduled' && work.publishAt && (
        <>
          <br />
          <small>{v.date(work.publishAt, 'time')}</small>
        </>
      )}
      {work.deletedAt && (
        <>
          <br />
          <small>
            {v.t('library.bin.until', { date: v.date(new Date(work.deletedAt.getTime() + 30 * 86_400_000)) })}
          </small>
        </>
      )}
    </>
  );
}
