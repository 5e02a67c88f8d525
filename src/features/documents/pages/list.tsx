import type { View } from '../../../platform/http/index.ts';
import { Empty, Pager, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Listed } from '../queries.ts';
import { type Place, ScopePage, scopeName } from './scope-page.tsx';

type Props = { v: View; scope: Place | undefined; list: Listed[]; next: string | undefined; archived: boolean };

/** The list under which documents stand. */
export const listOf = (v: View) => ({
  href: (group?: string) => urls.documents.list(v.at, group),
  label: v.t('documents.title'),
});

/** The documents of a group, of the network, or of all that she reads. */
export function DocumentsPage({ v, scope, list, next, archived }: Props) {
  const group = scope?.group?.slug;
  return (
    <ScopePage
      v={v}
      place={scope}
      title={v.t(archived ? 'documents.archive.title' : 'documents.title')}
      list={listOf(v)}
    >
      <p>{v.t('documents.lead')}</p>
      <div class="actions">
        {(scope ? scope.writes : v.can('lead', 'coordinator')) && (
          <a class="button" href={urls.documents.create(v.at, group)}>
            {v.t('documents.new')}
          </a>
        )}
        {archived ? (
          <a href={urls.documents.list(v.at, group)}>{v.t('documents.title')}</a>
        ) : (
          <a href={urls.documents.listFrom(v.at, group, { archive: 'yes' })}>{v.t('documents.archive.title')}</a>
        )}
      </div>
      {list.length === 0 ? (
        <Empty text={v.t(archived ? 'documents.archive.empty' : 'documents.empty')} />
      ) : (
        <Table
          caption={v.t('documents.caption')}
          head={[
            v.t('documents.head.title'),
            ...(scope ? [] : [v.t('documents.head.group')]),
            v.t('documents.head.saved'),
            v.t('documents.head.version'),
          ]}
        >
          {list.map((one) => (
            <tr>
              <th scope="row">
                <a href={urls.documents.show(v.at, one.id)}>{one.title}</a>
                {one.kind === 'minutes' && (
                  <>
                    {' '}
                    <State tone={one.approvedVersion === one.version ? 'ok' : 'plain'}>
                      {v.t(
                        one.approvedVersion === one.version
                          ? 'documents.minutes.approved'
                          : 'documents.minutes.waiting',
                      )}
                    </State>
                  </>
                )}
              </th>
              {!scope && <td>{scopeName(v, one.group)}</td>}
              <td>
                {v.t('documents.savedBy', {
                  name: one.author ?? v.t('documents.nobody'),
                  when: v.date(one.updatedAt, 'short'),
                })}
              </td>
              <td>{v.t('documents.versionNumber', { version: one.version })}</td>
            </tr>
          ))}
        </Table>
      )}
      <Pager v={v} next={next} />
    </ScopePage>
  );
}
