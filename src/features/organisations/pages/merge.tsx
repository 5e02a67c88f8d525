import type { View } from '../../../platform/http/index.ts';
import { Empty, OnceMore, SearchForm, Table, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Organisation } from '../organisation.ts';

type Props = {
  v: View;
  kept: Organisation;
  words: string;
  found: Organisation[];
  /** The one that would go; then both stand beside each other. */
  gone: Organisation | undefined;
};

/** First which organisation is the same as this one; then both beside each other, and one question. */
export function MergePage({ v, kept, words, found, gone }: Props) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={t('organisations.merge.heading', { name: kept.name })}
      back={[
        { href: urls.organisations.desk(v.at), label: t('organisations.title') },
        { href: urls.organisations.edit(v.at, kept.id), label: kept.name },
      ]}
    >
      <p>{t('organisations.merge.text')}</p>
      {gone ? (
        <>
          <Beside v={v} kept={kept} gone={gone} />
          <OnceMore
            action={urls.organisations.merge(v.at, kept.id)}
            fields={{ gone: gone.id }}
            label={t('organisations.merge.button', { name: kept.name })}
            back={{ href: urls.organisations.edit(v.at, kept.id), label: t('organisations.merge.back') }}
          />
        </>
      ) : (
        <>
          <SearchForm
            v={v}
            action={urls.organisations.merge(v.at, kept.id)}
            words={words}
            label={t('organisations.merge.search')}
            button={t('organisations.desk.find')}
          />
          {words && found.length === 0 && <Empty text={t('organisations.desk.nothing')} />}
          <ul>
            {found.map((one) => (
              <li>
                <a href={urls.organisations.merge(v.at, kept.id, one.id)}>{one.name}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </WorkPage>
  );
}

/** What each says of itself, line by line. */
function Beside({ v, kept, gone }: { v: View; kept: Organisation; gone: Organisation }) {
  const t = v.t;
  const lines: [string, (one: Organisation) => string][] = [
    ['name', (one) => one.name],
    ['kind', (one) => t(`organisations.kind.${one.kind}`)],
    ['about', (one) => v.text(one.about)],
    ['website', (one) => one.website ?? ''],
    ['email', (one) => one.email ?? ''],
    ['phone', (one) => one.phone ?? ''],
    ['postal_address', (one) => one.postalAddress ?? ''],
  ];
  return (
    <Table
      caption={t('organisations.merge.caption')}
      head={['field', 'stays', 'goes'].map((column) => t(`organisations.merge.head.${column}`))}
    >
      {lines.map(([field, of]) => (
        <tr>
          <th scope="row">{t(`organisations.field.${field}`)}</th>
          <td {...(field === 'about' ? v.tongue(kept.about) : {})}>{of(kept)}</td>
          <td {...(field === 'about' ? v.tongue(gone.about) : {})}>{of(gone)}</td>
        </tr>
      ))}
    </Table>
  );
}
