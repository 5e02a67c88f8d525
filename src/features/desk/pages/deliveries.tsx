import type { View } from '../../../platform/http/index.ts';
import { Empty, Pager, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { DeskCampaign } from '../campaign.ts';
import type { TargetDeliveries } from '../queries.ts';
import { deskUrls } from '../urls.ts';
import { DeskPage, postName } from './parts.tsx';

const counts = [
  'composed',
  'queued',
  'sent',
  'answered',
  'kept',
  'failed',
  'bounced',
  'uncertain',
  'unreachable',
  'waiting',
  'reported',
  'paper',
  'posted',
] as const;
/** Shown also while nothing is in them. */
const always: readonly string[] = ['composed', 'queued', 'sent'];
const grave: readonly string[] = ['failed', 'bounced', 'uncertain', 'unreachable'];

type Props = { v: View; campaign: DeskCampaign; lines: TargetDeliveries[]; next: string | undefined; first: boolean };

/** What became of the letters, by whom they were written to. */
export function DeliveriesPage({ v, campaign, lines, next, first }: Props) {
  const t = v.t;
  const shown = counts.filter((state) => always.includes(state) || lines.some((line) => line[state] > 0));
  return (
    <DeskPage v={v} title={t('desk.deliveries.title')} campaign={campaign}>
      {lines.length === 0 && first ? (
        <Empty text={t('desk.deliveries.empty')} />
      ) : (
        <>
          <p>{t('desk.deliveries.lead')}</p>
          <ul class="tags">
            <li>
              <a href={urls.outbox.list(v.at)}>{t('desk.deliveries.outbox')}</a>
            </li>
            {(['failed', 'uncertain'] as const)
              .filter((state) => lines.some((line) => line[state] > 0))
              .map((state) => (
                <li>
                  <a href={urls.outbox.list(v.at, `?state=${state}`)}>{t(`desk.deliveries.outbox.${state}`)}</a>
                </li>
              ))}
          </ul>
          <Table
            caption={t('desk.deliveries.caption')}
            head={[t('desk.deliveries.head.to'), ...shown.map((state) => t(`desk.deliveries.head.${state}`))]}
          >
            {lines.map((line) => (
              <tr>
                <th scope="row">
                  {line.name ?? t('desk.deliveries.nobody')}
                  <br />
                  <small>
                    {postName(v, line.label, line.division)} · {v.text(line.body)}
                  </small>
                </th>
                {shown.map((state) => (
                  <td class={line[state] === 0 ? 'zero' : undefined}>
                    <span class={line[state] > 0 && grave.includes(state) ? 'state bad' : undefined}>
                      {v.number(line[state])}
                    </span>{' '}
                    <span class="cell-label">{t(`desk.deliveries.head.${state}`)}</span>
                  </td>
                ))}
              </tr>
            ))}
          </Table>
          <Pager v={v} next={next && deskUrls.deliveriesFrom(v.at, campaign.id, next)} />
        </>
      )}
    </DeskPage>
  );
}
