import type { View } from '../../../../platform/http/index.ts';
import { languageName } from '../../../../platform/i18n/index.ts';
import { AboutWhat, Document, Empty, emptyForm, Field, Pager, State, Table, WorkPage } from '../../../../ui/index.ts';
import { urls } from '../../../../urls.ts';
import { type Counted, countryName, langOf, listed, type Names, Narrowing, NothingThere } from '../../pages/parts.tsx';
import { type Practice, type PracticeText, wordsFor } from '../practice.ts';

type Props = Names & {
  v: View;
  practices: Practice[];
  next: string | undefined;
  counted: Counted;
  filters: Record<string, string>;
};

/** The words of a practice for the reader. */
export const wordsOf = (v: View, practice: Pick<Practice, 'texts' | 'slug'>): PracticeText =>
  wordsFor(practice, v.locale, v.network.locales) ?? {
    locale: v.locale,
    title: practice.slug,
    problem: '',
    done: '',
    result: '',
    notFor: '',
  };

/** The countries in which it was tried, the first one first. */
const countriesOf = (practice: Practice): string[] => [
  ...new Set(
    [practice.country, ...practice.uses.map((use) => use.country)].filter((one): one is string => one !== null),
  ),
];

/** What was tried, the newest first, with the ways to narrow it. */
export function PracticesPage({ v, practices, next, counted, filters, ...names }: Props) {
  const t = v.t;
  const member = v.can('member', 'lead', 'coordinator');
  const narrowed = Object.values(filters).some(Boolean);
  const list = urls.practices.list(v.at);
  return (
    <Document v={v} title={t('exchange.practices.title')} description={t('exchange.practices.lead')}>
      <div class="wrap page flow">
        <h1 class="small">{t('exchange.practices.title')}</h1>
        <p class="lead">{t('exchange.practices.lead')}</p>
        {member && (
          <p class="actions">
            <a class="button" href={urls.practices.create(v.at)}>
              {t('exchange.practices.new')}
            </a>
            <a class="button plain" href={urls.practices.mine(v.at)}>
              {t('exchange.practices.mine')}
            </a>
          </p>
        )}
        <Narrowing
          v={v}
          list={list}
          counted={counted}
          filters={filters}
          names={names}
          words={
            <Field
              v={v}
              name="q"
              type="search"
              label={t('exchange.practices.search')}
              state={emptyForm(filters)}
              either
            />
          }
        />
        {practices.length === 0 && (
          <NothingThere v={v} list={list} narrowed={narrowed} none={t('exchange.practices.none')} />
        )}
        <ul class="shelf">
          {practices.map((practice) => {
            const words = wordsOf(v, practice);
            return (
              <li class="flow">
                <small>
                  {[
                    listed(
                      v,
                      countriesOf(practice).map((one) => countryName(names, one)),
                    ),
                    words.locale !== v.locale && languageName(words.locale),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
                <h2 class="h3" lang={langOf(v, words.locale)} dir="auto">
                  <a href={urls.practices.show(v.at, practice.slug)}>{words.title}</a>
                </h2>
                <p lang={langOf(v, words.locale)} dir="auto">
                  {words.problem.split('\n')[0]}
                </p>
                {practice.uses.length > 0 && (
                  <p>
                    <small>{t('exchange.practices.takenUp', { count: practice.uses.length })}</small>
                  </p>
                )}
              </li>
            );
          })}
        </ul>
        <Pager v={v} next={next && urls.practices.list(v.at, { ...filters, before: next })} />
        <p>
          <small>
            {t('exchange.practices.follow')} <a href={urls.practices.atom(v.at)}>{'Atom'}</a>
          </small>
        </p>
      </div>
    </Document>
  );
}

const tones = { draft: 'plain', review: 'wait', published: 'ok' } as const;

/** Its state in words. */
export const PracticeState = ({ v, practice }: { v: View; practice: Practice }) => (
  <State tone={tones[practice.state]}>{v.t(`exchange.practices.state.${practice.state}`)}</State>
);

/** What she wrote; for coordinators also what waits for them. */
export function MyPracticesPage({ v, practices }: { v: View; practices: Practice[] }) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={t('exchange.practices.mine')}
      back={[{ href: urls.practices.list(v.at), label: t('exchange.practices.title') }]}
    >
      <p class="actions">
        <a class="button" href={urls.practices.create(v.at)}>
          {t('exchange.practices.new')}
        </a>
      </p>
      {practices.length === 0 ? (
        <Empty text={t('exchange.practices.mine.none')} />
      ) : (
        <Table
          caption={t('exchange.practices.mine.caption')}
          head={['title', 'state', 'languages', 'action'].map((column) => t(`exchange.practices.head.${column}`))}
        >
          {practices.map((practice) => {
            const { title } = wordsOf(v, practice);
            const edits = practice.state !== 'published' || v.can('coordinator');
            return (
              <tr>
                <th scope="row">{title}</th>
                <td>
                  <PracticeState v={v} practice={practice} />
                </td>
                <td>{practice.texts.map((text) => languageName(text.locale)).join(', ')}</td>
                <td>
                  <a
                    class="button plain"
                    href={edits ? urls.practices.edit(v.at, practice.slug) : urls.practices.show(v.at, practice.slug)}
                  >
                    {t('exchange.talks.open')}
                    <AboutWhat v={v} text={title} />
                  </a>
                </td>
              </tr>
            );
          })}
        </Table>
      )}
    </WorkPage>
  );
}
