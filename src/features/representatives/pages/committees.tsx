import type { View } from '../../../platform/http/index.ts';
import { Document, Empty } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { RoleSummary } from '../types.ts';

export type Committee = { body: RoleSummary['body']; roles: { role: RoleSummary; serving: number }[] };

/** Committees, each with its chair and its members. */
export function CommitteesPage({ v, committees }: { v: View; committees: Committee[] }) {
  const sorted = committees.sort((a, b) => v.text(a.body.name).localeCompare(v.text(b.body.name), v.locale));
  return (
    <Document v={v} title={v.t('representatives.committees.title')} section="representatives">
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={urls.representatives.find(v.at)}>{v.t('representatives.find.title')}</a>
        </p>
        <h1 class="small">{v.t('representatives.committees.title')}</h1>
        <p class="lead">{v.t('representatives.committees.lead')}</p>
        {sorted.length === 0 && (
          <Empty
            text={v.t('representatives.committees.none')}
            action={v.t('representatives.find.title')}
            href={urls.representatives.find(v.at)}
          />
        )}
        <ul>
          {sorted.map(({ body, roles }) => (
            <li>
              <span {...v.tongue(body.name)}>{v.text(body.name)}</span>
              <ul>
                {roles.map(({ role, serving }) => (
                  <li>
                    <a
                      href={urls.representatives.role(v.at, role.id)}
                      aria-label={`${v.text(role.name)}, ${v.text(body.name)}`}
                    >
                      {v.t('representatives.committees.members', { role: v.text(role.name), count: serving })}
                    </a>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </div>
    </Document>
  );
}
