import type { View } from '../../../platform/http/index.ts';
import { Choice, Pager, PostButton, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { DeskPage } from '../../desk/index.ts';
import { type Flagged, type List, lists, type TrendLine } from '../queries.ts';

type Props = {
  v: View;
  list: List;
  counts: Record<List, number>;
  trends: TrendLine[];
  lines: Flagged[];
  next: string | undefined;
};

/** Signatures that deserve a second look, by list; and what stands out. */
export function ReviewPage({ v, list, counts, trends, lines, next }: Props) {
  const t = v.t;
  return (
    <DeskPage v={v} title={t('review.title')}>
      <p>{t('review.lead')}</p>
      {trends.map((trend) => (
        <Stands v={v} trend={trend} />
      ))}
      <nav aria-label={t('review.lists')}>
        <ul class="tags">
          {lists.map((one) => (
            <li>
              <a href={urls.review.list(v.at, one)} aria-current={one === list ? 'page' : undefined}>
                {t(`review.list.${one}`)} ({v.number(counts[one])})
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <h2>{t(`review.list.${list}`)}</h2>
      <p>{t(`review.list.${list}.text`)}</p>
      {lines.length === 0 ? (
        <p class="notice">{t(`review.list.${list}.empty`)}</p>
      ) : (
        <Lines v={v} list={list} lines={lines} />
      )}
      <Pager v={v} next={next && urls.review.list(v.at, list, next)} />
    </DeskPage>
  );
}

/** A mail domain or a block of addresses from which far more came than usually. */
function Stands({ v, trend }: { v: View; trend: TrendLine }) {
  return (
    <div class="notice flow">
      <p>
        <b>{v.t(`review.trend.${trend.kind}`, { key: trend.key, count: trend.letters, all: trend.of })}</b>
      </p>
      <p>{v.t(`review.trend.${trend.kind}.text`)}</p>
      <PostButton
        v={v}
        action={urls.review.trendSettlement(v.at)}
        label={v.t('review.trend.settle')}
        about={trend.key}
        fields={{ kind: trend.kind, key: trend.key }}
      />
    </div>
  );
}

const decisions: Record<List, string[]> = {
  held: ['release', 'aside'],
  alike: ['accept', 'aside'],
  aside: ['accept'],
  noted: ['aside'],
};

function Lines({ v, list, lines }: { v: View; list: List; lines: Flagged[] }) {
  const t = v.t;
  const groups = new Map<string, Flagged[]>();
  for (const line of lines) {
    const key = list === 'alike' ? line.likeness! : '';
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return (
    <>
      {[...groups].map(([key, members]) => (
        <form class="flow" method="post" action={urls.review.decisions(v.at)}>
          <input type="hidden" name="show" value={list} />
          {key && <h3>{t(`review.alike.${key.split(' ')[0]}`, { count: members.length })}</h3>}
          <Table
            caption={key ? t(`review.alike.${key.split(' ')[0]}`, { count: members.length }) : t(`review.list.${list}`)}
            head={['who', 'campaign', 'why', 'state'].map((name) => t(`review.head.${name}`))}
          >
            {members.map((line) => (
              <tr>
                <th scope="row">
                  <Choice name="action" value={line.id} checked={list === 'alike'}>
                    {line.name}
                    <br />
                    <small>{line.email}</small>
                  </Choice>
                </th>
                <td>{line.campaign}</td>
                <td>
                  {line.reasons.map((reason) => t(`review.reason.${reason}`)).join(' · ')}
                  <br />
                  <small>{v.date(line.at, 'time')}</small>
                </td>
                <td>
                  <State tone={line.actionState === 'confirmed' ? 'ok' : 'wait'}>
                    {t(`review.state.${line.actionState}`)}
                  </State>
                  {line.sent > 0 && (
                    <>
                      <br />
                      <small>{t('review.sent', { count: line.sent })}</small>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </Table>
          <div class="actions">
            {decisions[list].map((decision) => (
              <button
                type="submit"
                class={decision === 'aside' ? 'button grave' : 'button plain'}
                name="decision"
                value={decision}
              >
                {t(list === 'aside' ? 'review.decision.back' : `review.decision.${decision}`)}
              </button>
            ))}
          </div>
        </form>
      ))}
    </>
  );
}
