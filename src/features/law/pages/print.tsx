import type { View } from '../../../platform/http/index.ts';
import { Empty, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type DeskCampaign, DeskPage, titleOf } from '../../desk/index.ts';
import { clockOf, type Work } from '../law.ts';
import { money, Totals } from './parts.tsx';

/** The whole log on paper: totals first, then every entry. What was taken out is not on it. */
export function WorkPrintPage({ v, campaign, work }: { v: View; campaign: DeskCampaign; work: Work[] }) {
  const kept = work.filter((entry) => !entry.removed);
  return (
    <DeskPage v={v} title={v.t('law.print.title', { title: titleOf(v, campaign) })} campaign={campaign}>
      <p>{v.t('law.print.asOf', { network: v.text(v.network.name), date: v.date(v.now) })}</p>
      {kept.length === 0 ? (
        <Empty
          text={v.t('law.work.empty')}
          action={v.t('law.print.back')}
          href={urls.law.campaign(v.at, campaign.id)}
        />
      ) : (
        <>
          <Totals v={v} work={kept} />
          <Table
            caption={v.t('law.work.title')}
            head={['day', 'who', 'what', 'hours', 'cost', 'mark'].map((name) => v.t(`law.work.head.${name}`))}
          >
            {kept.map((entry) => (
              <tr>
                <th scope="row">{v.date(entry.workedOn)}</th>
                <td>{entry.who}</td>
                <td>{entry.what}</td>
                <td>{clockOf(entry.minutes)}</td>
                <td>{entry.cost ? money(v, entry.cost) : '–'}</td>
                <td>{v.t(`law.mark.${entry.lobbying}`)}</td>
              </tr>
            ))}
          </Table>
        </>
      )}
    </DeskPage>
  );
}
