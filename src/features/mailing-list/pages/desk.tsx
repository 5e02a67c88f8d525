import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { Empty, ErrorSummary, Field, type FormState, PostButton, Table, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Returned, Subscriber } from '../queries.ts';

/** How many are on the list, in which languages, and the way to take it along. No name stands on this page. */
export function ListDeskPage({
  v,
  state,
  people,
  waiting,
  returned,
}: {
  v: View;
  /** Of the form that takes a mailbox off. */
  state: FormState;
  people: Subscriber[];
  waiting: number;
  returned: Returned[];
}) {
  const t = v.t;
  const locales = [...new Set([...v.network.locales, ...people.map((one) => one.locale)])];
  return (
    <WorkPage v={v} title={t('mailing.desk.title')} islands={['error-summary']}>
      <ErrorSummary v={v} state={state} labels={{ email: t('mailing.email') }} />
      <p class="lead">{t('mailing.desk.count', { count: people.length })}</p>
      {waiting > 0 && <p>{t('mailing.desk.waiting', { count: waiting })}</p>}
      {returned.length > 0 && (
        <p>
          <a href={urls.mailingList.returned(v.at)}>{t('mailing.desk.returned', { count: returned.length })}</a>
        </p>
      )}
      {people.length === 0 ? (
        <Empty text={t('mailing.desk.none')} />
      ) : (
        <>
          <Table caption={t('mailing.desk.caption')} head={[t('mailing.locale'), t('mailing.desk.people')]}>
            {locales.map((locale) => (
              <tr>
                <th scope="row">{languageName(locale)}</th>
                <td>{v.number(people.filter((one) => one.locale === locale).length)}</td>
              </tr>
            ))}
          </Table>
          <p>{t('mailing.desk.export.text')}</p>
          <PostButton action={urls.mailingList.export(v.at)} label={t('mailing.desk.export')} />
        </>
      )}
      <h2>{t('mailing.removal.title')}</h2>
      <p>{t('mailing.removal.text')}</p>
      <form class="form short" method="post" action={urls.mailingList.removal(v.at)} novalidate>
        <Field
          v={v}
          name="email"
          type="email"
          label={t('mailing.email')}
          state={state}
          autocomplete="off"
          required
          maxlength={254}
        />
        <div>
          <button type="submit" class="button plain">
            {t('mailing.removal.button')}
          </button>
        </div>
      </form>
      <p>
        <a href={urls.mailingList.form(v.at)}>{t('mailing.desk.form')}</a>
        {' · '}
        <a href={urls.mailingList.words(v.at)}>{t('mailing.words.title')}</a>
      </p>
    </WorkPage>
  );
}

const listOf = (v: View) => [{ href: urls.mailingList.desk(v.at), label: v.t('mailing.desk.title') }];

/** The mailboxes that do not take our mail: kept off the list until they answer, or somebody knows better. */
export function ReturnedPage({ v, rows }: { v: View; rows: Returned[] }) {
  const t = v.t;
  return (
    <WorkPage v={v} title={t('mailing.returned.title')} back={listOf(v)}>
      <p class="lead">{t('mailing.returned.lead')}</p>
      {rows.length === 0 ? (
        <Empty text={t('mailing.returned.none')} />
      ) : (
        <Table
          caption={t('mailing.returned.title')}
          head={[
            t('mailing.email'),
            t('mailing.returned.since'),
            t('mailing.returned.response'),
            t('mailing.returned.do'),
          ]}
        >
          {rows.map((row) => (
            <tr>
              <th scope="row">
                {row.email}
                {!row.standing && <small> {t('mailing.returned.unconfirmed')}</small>}
              </th>
              <td>{v.date(row.at)}</td>
              <td>{row.response || t('mailing.returned.silent')}</td>
              <td>
                <PostButton action={urls.mailingList.anotherTry(v.at, row.id)} label={t('mailing.returned.again')} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </WorkPage>
  );
}

/** The words above the button of the form, language by language, with Casement's own and those that stood there before. */
export function WordsPage({
  v,
  state,
  own,
  since,
}: {
  v: View;
  state: FormState;
  own: Map<string, string>;
  since: { locale: string; since: Date; text: string | null }[];
}) {
  const t = v.t;
  const labels = Object.fromEntries([...own.keys()].map((locale) => [`words-${locale}`, languageName(locale)]));
  return (
    <WorkPage v={v} title={t('mailing.words.title')} back={listOf(v)} islands={['error-summary']}>
      <p class="lead">{t('mailing.words.lead')}</p>
      <ErrorSummary v={v} state={state} labels={labels} />
      <form class="form" method="post" action={urls.mailingList.words(v.at)} novalidate>
        {[...own].map(([locale, text]) => (
          <Field
            v={v}
            name={`words-${locale}`}
            label={languageName(locale)}
            hint={t('mailing.words.own', { text })}
            state={state}
            lang={locale}
            rows={3}
            maxlength={600}
          />
        ))}
        <div>
          <button type="submit" class="button">
            {t('mailing.words.save')}
          </button>
        </div>
      </form>
      {since.length > 0 && (
        <>
          <h2>{t('mailing.words.before')}</h2>
          <Table
            caption={t('mailing.words.kept')}
            head={[t('mailing.words.since'), t('mailing.locale'), t('mailing.words.text')]}
          >
            {since.map((one) => (
              <tr>
                <th scope="row">{v.date(one.since)}</th>
                <td>{languageName(one.locale)}</td>
                <td lang={one.locale}>{one.text ?? t('mailing.words.ours')}</td>
              </tr>
            ))}
          </Table>
        </>
      )}
    </WorkPage>
  );
}
