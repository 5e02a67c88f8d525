import type { View } from '../../../platform/http/index.ts';
import { Document, Empty, Pager } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { ShownOrganisation } from '../shown.ts';

/** All organisations by name. */
export function OrganisationsPage({
  v,
  organisations,
  next,
}: {
  v: View;
  organisations: ShownOrganisation[];
  next: string | undefined;
}) {
  const t = v.t;
  return (
    <Document v={v} title={t('organisations.title')} description={t('organisations.lead')}>
      <div class="wrap page flow">
        <h1 class="small">{t('organisations.title')}</h1>
        <p class="lead">{t('organisations.lead')}</p>
        <p>
          <a href={urls.directory.list(v.at, '?type=organisation')}>{t('organisations.narrow')}</a>
          {' · '}
          <a href={urls.reach.map(v.at)}>{t('reach.title')}</a>
        </p>
        {organisations.length === 0 && <Empty text={t('organisations.none')} />}
        <ul class="shelf">
          {organisations.map((organisation) => (
            <li class="flow">
              {organisation.kind && <small>{t(`organisations.kind.${organisation.kind}`)}</small>}
              <h2 class="h3">
                <a href={urls.organisations.show(v.at, organisation.slug)}>{organisation.name}</a>
              </h2>
              {organisation.about && <p {...v.tongue(organisation.about)}>{v.text(organisation.about)}</p>}
            </li>
          ))}
        </ul>
        <Pager v={v} next={next && urls.organisations.listFrom(v.at, next)} />
      </div>
    </Document>
  );
}
