import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { Empty, PostButton, Table, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Subscriber } from '../queries.ts';

/** How many are on the list, in which languages, and the way to take it along. No name stands on this page. */
export function ListDeskPage({ v, people, waiting }: { v: View; people: Subscriber[]; waiting: number }) {
  const t = v.t;
  const locales = [...new Set([...v.network.locales, ...people.map((one) => one.locale)])];
  return (
    <WorkPage v={v} title={t('mailing.desk.title')}>
      <p class="lead">{t('mailing.desk.count', { count: people.length })}</p>
      {waiting > 0 && <p>{t('mailing.desk.waiting', { count: waiting })}</p>}
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
      <p>
        <a href={urls.mailingList.form(v.at)}>{t('mailing.desk.form')}</a>
      </p>
    </WorkPage>
  );
}
