import type { View } from '../../../platform/http/index.ts';
import { AboutWhat, Markdown, Pieces, PostButton, State, Table, WordingNotice } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Stretch } from '../compare.ts';
import type { SharedDocument, Version } from '../document.ts';
import { listOf } from './list.tsx';
import { type Place, ScopePage } from './scope-page.tsx';

type Props = { v: View; scope: Place; document: SharedDocument };

const ownStep = (v: View, document: SharedDocument) => ({
  href: urls.documents.show(v.at, document.id),
  label: document.title,
});

/** The newest version, as it is read and printed. */
export function DocumentPage({ v, scope, document }: Props) {
  const approved = document.approvedVersion;
  return (
    <ScopePage v={v} place={scope} list={listOf(v)} title={document.title}>
      <p class="quiet">{versionWords(v, document.version, document.author, document.updatedAt)}</p>
      {document.archivedAt && <p class="notice">{v.t('documents.archived', { when: v.date(document.archivedAt) })}</p>}
      {document.kind === 'minutes' && (
        <p>
          <State tone={approved === document.version ? 'ok' : 'wait'}>
            {approved === null
              ? v.t('documents.minutes.waiting.long')
              : v.t(approved === document.version ? 'documents.minutes.approved.on' : 'documents.minutes.changed', {
                  version: approved,
                  when: v.date(document.approvedAt!),
                })}
          </State>
        </p>
      )}
      <div class="actions">
        {scope.writes && (
          <a class="button" href={urls.documents.edit(v.at, document.id)}>
            {v.t('documents.edit')}
          </a>
        )}
        <a class="button plain" href={urls.documents.versions(v.at, document.id)}>
          {v.t('documents.versions.link', { count: document.version })}
        </a>
        {scope.writes && (
          <PostButton
            v={v}
            action={
              document.archivedAt
                ? urls.documents.unarchiving(v.at, document.id)
                : urls.documents.archiving(v.at, document.id)
            }
            label={v.t(document.archivedAt ? 'documents.unarchive' : 'documents.archive')}
            about={document.title}
          />
        )}
      </div>
      {scope.writes && (
        <WordingNotice v={v} texts={[{ language: v.locale, text: `${document.title}\n\n${document.body}` }]} />
      )}
      <article class="sheet flow">
        <p class="crumbs paper-only">{versionWords(v, document.version, document.author, document.updatedAt)}</p>
        <h2 class="paper-only">{document.title}</h2>
        <Markdown text={document.body} />
      </article>
      <p class="quiet screen">{v.t('documents.print')}</p>
    </ScopePage>
  );
}

const versionWords = (v: View, version: number, author: string | null, at: Date): string =>
  v.t('documents.version.words', { version, name: author ?? v.t('documents.nobody'), when: v.date(at, 'time') });

/** All versions, each with what was changed. */
export function VersionsPage({ v, scope, document, versions }: Props & { versions: Version[] }) {
  return (
    <ScopePage
      v={v}
      place={scope}
      list={listOf(v)}
      title={v.t('documents.versions.title')}
      back={[ownStep(v, document)]}
    >
      <p>{v.t('documents.versions.lead')}</p>
      <Table
        caption={document.title}
        head={['version', 'summary', 'saved', 'compare'].map((name) => v.t(`documents.head.${name}`))}
      >
        {versions.map((one) => (
          <tr>
            <th scope="row">
              <a href={urls.documents.version(v.at, document.id, one.version)}>
                {v.t('documents.versionNumber', { version: one.version })}
              </a>
              {document.approvedVersion === one.version && (
                <>
                  {' '}
                  <State tone="ok">{v.t('documents.minutes.approved')}</State>
                </>
              )}
            </th>
            <td>
              {one.restored !== null
                ? v.t('documents.restored.from', { version: one.restored })
                : one.summary || v.t(one.version === 1 ? 'documents.first' : 'documents.noSummary')}
            </td>
            <td>
              {v.t('documents.savedBy', {
                name: one.author ?? v.t('documents.nobody'),
                when: v.date(one.savedAt, 'time'),
              })}
            </td>
            <td>
              {one.version > 1 && (
                <a href={urls.documents.comparison(v.at, document.id, one.version - 1, one.version)}>
                  {v.t('documents.compare.before')}
                  <AboutWhat v={v} text={v.t('documents.versionNumber', { version: one.version })} />
                </a>
              )}
            </td>
          </tr>
        ))}
      </Table>
    </ScopePage>
  );
}

type Old = Omit<Version, 'length'> & { body: string };

/** An older version, to read and to bring back. */
export function VersionPage({ v, scope, document, version }: Props & { version: Old }) {
  const newest = version.version === document.version;
  return (
    <ScopePage
      v={v}
      place={scope}
      list={listOf(v)}
      title={version.title}
      back={[
        ownStep(v, document),
        { href: urls.documents.versions(v.at, document.id), label: v.t('documents.versions.title') },
      ]}
    >
      <p class="quiet">{versionWords(v, version.version, version.author, version.savedAt)}</p>
      {!newest && (
        <div class="notice flow">
          <p>{v.t('documents.old', { version: version.version, newest: document.version })}</p>
          <div class="actions">
            <a
              class="button plain"
              href={urls.documents.comparison(v.at, document.id, version.version, document.version)}
            >
              {v.t('documents.compare.newest')}
            </a>
            {scope.writes && (
              <PostButton
                v={v}
                action={urls.documents.restoration(v.at, document.id, version.version)}
                label={v.t('documents.restore')}
                about={v.t('documents.versionNumber', { version: version.version })}
                fields={{ base: String(document.version) }}
              />
            )}
          </div>
        </div>
      )}
      <article class="sheet flow">
        <Markdown text={version.body} />
      </article>
    </ScopePage>
  );
}

/** What changed between two versions. */
export function ComparisonPage({
  v,
  scope,
  document,
  from,
  to,
  stretches,
}: Props & { from: Old; to: Old; stretches: Stretch[] }) {
  return (
    <ScopePage
      v={v}
      place={scope}
      list={listOf(v)}
      title={v.t('documents.compare.title', { from: from.version, to: to.version })}
      back={[
        ownStep(v, document),
        { href: urls.documents.versions(v.at, document.id), label: v.t('documents.versions.title') },
      ]}
    >
      <p class="quiet">{versionWords(v, from.version, from.author, from.savedAt)}</p>
      <p class="quiet">{versionWords(v, to.version, to.author, to.savedAt)}</p>
      {from.title !== to.title && <p>{v.t('documents.compare.titles', { from: from.title, to: to.title })}</p>}
      <Changes v={v} stretches={stretches} />
    </ScopePage>
  );
}

const shownLines = 3;

/** The changes, with a little of what stands around them. */
export function Changes({ v, stretches }: { v: View; stretches: Stretch[] }) {
  if (stretches.every(({ kind }) => kind === 'same')) return <p class="notice">{v.t('documents.compare.none')}</p>;
  return (
    <div class="changes">
      {stretches.map(({ kind, lines }, at) => {
        if (kind !== 'same') return <Pieces v={v} pieces={[{ kind, text: lines.join('\n') }]} />;
        const head = at === 0 ? [] : lines.slice(0, shownLines);
        const tail = at === stretches.length - 1 ? [] : lines.slice(Math.max(head.length, lines.length - shownLines));
        const left = lines.length - head.length - tail.length;
        return (
          <>
            {head.length > 0 && <p>{head.join('\n')}</p>}
            {left > 0 && <p class="quiet skipped">{v.t('documents.compare.same', { count: left })}</p>}
            {tail.length > 0 && <p>{tail.join('\n')}</p>}
          </>
        );
      })}
    </div>
  );
}
