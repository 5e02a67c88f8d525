import type { View } from '../../../platform/http/index.ts';
import { Document, Empty } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { RoleSummary, Serving } from '../types.ts';
import { ServingCard } from './serving.tsx';

type Props = { v: View; role: RoleSummary; by: 'name' | 'district'; list: Serving[] };

/** Every post of a role: for whoever knows her district, or the name. */
export function RolePage({ v, role, by, list }: Props) {
  const here = urls.representatives.role(v.at, role.id);
  const title = `${v.text(role.name)}, ${v.text(role.body.name)}`;
  return (
    <Document v={v} title={title} section="representatives">
      <div class="wrap page flow">
        <p class="crumbs">
          <a href={urls.representatives.find(v.at)}>{v.t('representatives.find.title')}</a>
        </p>
        <h1 class="small">{title}</h1>
        {list.length === 0 ? (
          <Empty text={v.t('representatives.list.empty')} />
        ) : (
          <>
            <p>
              <a href={here} aria-current={by === 'district' ? 'true' : undefined}>
                {v.t('representatives.list.byDistrict')}
              </a>{' '}
              ·{' '}
              <a href={`${here}?by=name`} aria-current={by === 'name' ? 'true' : undefined}>
                {v.t('representatives.list.byName')}
              </a>
            </p>
            <p>{v.t('representatives.list.count', { count: list.length })}</p>
            <ul class="window">
              {list.map((serving) => (
                <li class="pane">
                  <ServingCard v={v} serving={serving} level="h2" />
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Document>
  );
}
