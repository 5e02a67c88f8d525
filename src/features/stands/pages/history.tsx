import type { View } from '../../../platform/http/index.ts';
import { Document, Empty, MachineMade, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Entry } from '../promise.ts';
import { Said, StandMark, TakenBack } from './parts.tsx';
import { OutcomeMark } from './promises.tsx';

type Props = {
  v: View;
  campaign: { slug: string; locale: string; title: string; machine: string[] };
  entries: Entry[];
};

/** All that was ever recorded for a campaign by day, what was taken back too: to read or to print. */
export function HistoryPage({ v, campaign, entries }: Props) {
  const t = v.t;
  return (
    <Document v={v} title={t('stands.record.pageTitle', { title: campaign.title })} section="campaigns">
      <div class="wrap page flow">
        <p class="crumbs">
          <a href={urls.campaigns.show(v.at, campaign.slug)} {...v.tongue(campaign.locale)}>
            {campaign.title}
          </a>{' '}
          <MachineMade v={v} fields={campaign.machine} of={['title']} short />
          {' › '}
          <a href={urls.stands.board(v.at, campaign.slug)}>{t('stands.board.title')}</a>
        </p>
        <h1 class="small">{t('stands.record.title')}</h1>
        <p class="lead">{t('stands.record.lead')}</p>
        <p>
          <small>{t('stands.board.printed', { at: v.date(v.now, 'time') })}</small>
        </p>
        {entries.length === 0 ? (
          <Empty text={t('stands.record.empty')} />
        ) : (
          <Table
            caption={t('stands.record.title')}
            head={['who', 'what', 'said', 'recorded'].map((column) => t(`stands.record.head.${column}`))}
          >
            {entries.map((entry) => (
              <Line v={v} entry={entry} />
            ))}
          </Table>
        )}
      </div>
    </Document>
  );
}

function Line({ v, entry }: { v: View; entry: Entry }) {
  const one = entry.kind === 'stand' ? entry.stand : entry.promised;
  return (
    <tr>
      <th scope="row">{one.officialName}</th>
      <td>
        {entry.kind === 'stand' && <StandMark v={v} stand={entry.stand.stand} />}
        {entry.kind === 'promise' && (
          <>
            {v.t('stands.record.promised')} <span dir="auto">{entry.promised.promise}</span>
          </>
        )}
        {entry.kind === 'outcome' && (
          <>
            <OutcomeMark v={v} outcome={entry.outcome.outcome} /> <span dir="auto">{entry.promised.promise}</span>
          </>
        )}
        {entry.kind !== 'outcome' && <TakenBack v={v} stand={one} />}
      </td>
      <td>
        {entry.kind === 'outcome' ? (
          <Said
            v={v}
            stand={{ saidOn: entry.outcome.seenOn, source: entry.outcome.source, sourceUrl: entry.outcome.sourceUrl }}
          />
        ) : (
          <Said v={v} stand={one} />
        )}
      </td>
      <td>
        <span class="cell-label">{v.t('stands.record.head.recorded')}</span> {v.date(entry.at)}
      </td>
    </tr>
  );
}
