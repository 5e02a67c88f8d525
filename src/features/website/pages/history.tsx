import type { View } from '../../../platform/http/index.ts';
import { AboutWhat, Cell, Empty, PostButton, State, Table, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { PageName } from '../block.ts';
import type { Edition, Published } from '../queries.ts';

/** The published editions of a page; any of them can be published again. */
export function HistoryPage({ v, page, editions }: { v: View; page: PageName; editions: Published[] }) {
  const { t } = v;
  return (
    <WorkPage
      v={v}
      title={t('website.history.title')}
      back={[
        { href: urls.website.all(v.at), label: t('website.title') },
        { href: urls.website.desk(v.at, page), label: t(`website.page.${page}`) },
      ]}
    >
      <p>{t('website.history.lead')}</p>
      {editions.length === 0 ? (
        <Empty text={t('website.history.none')} />
      ) : (
        <Table
          caption={t(`website.page.${page}`)}
          head={['edition', 'when', 'who', 'blocks', 'do'].map((name) => t(`website.history.head.${name}`))}
        >
          {editions.map((edition) => (
            <tr>
              <th scope="row">
                <a href={urls.website.edition(v.at, page, edition.number)}>
                  {t('website.history.edition', { number: edition.number })}
                </a>
              </th>
              <td>{v.date(edition.publishedAt, 'time')}</td>
              <td>{edition.by ?? t('website.history.nobody')}</td>
              <Cell v={v} label={t('website.history.head.blocks')}>
                {v.number(edition.blocks)}
              </Cell>
              <td>
                {edition.state === 'current' ? (
                  <State tone="ok">{t('website.history.current')}</State>
                ) : (
                  <div class="actions">
                    <PostButton
                      v={v}
                      action={urls.website.restoration(v.at, page, edition.number)}
                      label={t('website.history.restore')}
                      about={t('website.history.edition', { number: edition.number })}
                    />
                    <a href={urls.website.editionRemoval(v.at, page, edition.number)}>
                      {t('website.history.remove')}
                      <AboutWhat v={v} text={t('website.history.edition', { number: edition.number })} />
                    </a>
                  </div>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </WorkPage>
  );
}

/** Asks before a draft is given up, with what goes with it. */
export function DiscardPage({ v, page, draft }: { v: View; page: PageName; draft: Edition }) {
  const { t } = v;
  return (
    <WorkPage
      v={v}
      title={t('website.discard.title')}
      back={[
        { href: urls.website.all(v.at), label: t('website.title') },
        { href: urls.website.desk(v.at, page), label: t(`website.page.${page}`) },
      ]}
    >
      <p>{t('website.discard.text', { date: v.date(draft.changedAt, 'time') })}</p>
      <div class="actions">
        <PostButton
          action={urls.website.discard(v.at, page)}
          label={t('website.discard.button')}
          kind="grave"
          fields={{ revision: String(draft.revision) }}
        />
        <a href={urls.website.desk(v.at, page)}>{t('website.back')}</a>
      </div>
    </WorkPage>
  );
}

/** Asks before an edition of the past is deleted for good. */
export function EditionRemovalPage({ v, page, number }: { v: View; page: PageName; number: number }) {
  const { t } = v;
  return (
    <WorkPage
      v={v}
      title={t('website.editionRemoval.title', { number })}
      back={[
        { href: urls.website.all(v.at), label: t('website.title') },
        { href: urls.website.desk(v.at, page), label: t(`website.page.${page}`) },
        { href: urls.website.history(v.at, page), label: t('website.history.title') },
      ]}
    >
      <p>{t('website.editionRemoval.text')}</p>
      <div class="actions">
        <PostButton
          action={urls.website.editionRemoval(v.at, page, number)}
          label={t('website.editionRemoval.button')}
          kind="grave"
        />
        <a href={urls.website.history(v.at, page)}>{t('website.editionRemoval.back')}</a>
      </div>
    </WorkPage>
  );
}

/** Above a page that is looked at before it is published, or again: what it is, and what can be done with it. */
export function Looking({
  v,
  page,
  revision,
  edition,
}: {
  v: View;
  page: PageName;
  /** Of the draft that is looked at; without draft and edition: what everybody reads. */
  revision?: number;
  edition?: Edition;
}) {
  const { t } = v;
  return (
    <section class="looking" aria-label={t('website.preview')}>
      <div class="wrap actions">
        <p>
          {edition
            ? t('website.history.looking', { number: edition.number, date: v.date(edition.publishedAt!) })
            : t(revision === undefined ? 'website.preview.same' : 'website.preview.text')}
        </p>
        {revision !== undefined && (
          <PostButton
            action={urls.website.publication(v.at, page)}
            label={t('website.publish')}
            kind="main"
            fields={{ revision: String(revision) }}
          />
        )}
        {edition?.state === 'past' && (
          <PostButton
            action={urls.website.restoration(v.at, page, edition.number!)}
            label={t('website.history.restore')}
            kind="main"
          />
        )}
        <a href={urls.website.desk(v.at, page)}>{t('website.back')}</a>
      </div>
    </section>
  );
}
