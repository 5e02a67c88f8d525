import type { View } from '../../../platform/http/index.ts';
import { Document } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Membership } from '../queries.ts';

type Props = { v: View; reference: string; membership: Membership; may: boolean };

/** The page behind a reminder's link: until when it holds, and the button. */
export function RenewalPage({ v, reference, membership, may }: Props) {
  const { state, renewOn } = membership;
  return (
    <Document v={v} title={v.t('members.renewal.title')} unlisted>
      <div class="wrap page flow">
        <h1>{v.t('members.renewal.title')}</h1>
        {membership.organisationId && (
          <p>
            <bdi>{membership.name}</bdi>
          </p>
        )}
        {state === 'active' ? (
          <p class="lead">
            {renewOn ? v.t('members.renewal.until', { date: v.date(renewOn) }) : v.t('members.renewal.open')}
          </p>
        ) : (
          <p class="notice">{v.t('members.renewal.over', { state: v.t(`members.state.${state}`) })}</p>
        )}
        {may && (
          <form method="post" action={urls.members.renewal(v.at, reference)}>
            <button class="button">{v.t('members.own.renew')}</button>
          </form>
        )}
        {may && <p>{v.t('members.renewal.or')}</p>}
        {state !== 'active' && (
          <p>
            <a href={urls.members.join(v.at)}>{v.t('members.renewal.again')}</a>
          </p>
        )}
      </div>
    </Document>
  );
}
