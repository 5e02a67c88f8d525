import type { View } from '../../../platform/http/index.ts';
import { Document } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';

/** What is kept about whom, why and how long; one row per kind of data, so that none is hidden in prose. */
const kept = [
  'letter',
  'name',
  'location',
  'street',
  'consent',
  'device',
  'session',
  'log',
  'crowd',
  'source',
  'programs',
] as const;

/** What the network keeps of a person, why and for how long. */
export function PrivacyPage({ v }: { v: View }) {
  return (
    <Document v={v} title={v.t('networks.privacy.title')} description={v.t('networks.privacy.lead')}>
      <div class="wrap page narrow flow">
        <h1>{v.t('networks.privacy.title')}</h1>
        <p class="lead">{v.t('networks.privacy.lead')}</p>
        {kept.map((kind) => (
          <>
            <h2>{v.t(`networks.privacy.${kind}.what`)}</h2>
            <p>{v.t(`networks.privacy.${kind}.why`)}</p>
          </>
        ))}
        <h2>{v.t('networks.privacy.never.title')}</h2>
        <p>{v.t('networks.privacy.never.text')}</p>
        <h2>{v.t('networks.privacy.rights.title')}</h2>
        <p>{v.t('networks.privacy.rights.text')}</p>
        <p>
          <a href={urls.campaigns.links(v.at)}>{v.t('networks.privacy.rights.links')}</a>
        </p>
      </div>
    </Document>
  );
}
