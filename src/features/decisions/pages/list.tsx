import { shortMoment } from '../../../platform/calendar/index.ts';
import type { View } from '../../../platform/http/index.ts';
import { Empty, Pager, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Place, ScopePage, scopeName } from '../../documents/index.ts';
import { isOver } from '../decision.ts';
import type { Listed } from '../queries.ts';
import { outcomeTone, outcomeWords } from './words.ts';

/** The list under which decisions stand. */
export const listOf = (v: View) => ({
  href: (group?: string) => urls.decisions.list(v.at, group),
  label: v.t('decisions.title'),
});

type Props = {
  v: View;
  place: Place | undefined;
  list: Listed[];
  next: string | undefined;
  settled: boolean;
  zone: string;
};

/** The decisions of a group, of the network, or of all that she reads: those that go on, or those that are settled. */
export function DecisionsPage({ v, place, list, next, settled, zone }: Props) {
  const group = place?.group?.slug;
  return (
    <ScopePage
      v={v}
      place={place}
      title={v.t(settled ? 'decisions.settled.title' : 'decisions.title')}
      list={listOf(v)}
    >
      <p>{v.t('decisions.lead')}</p>
      <div class="actions">
        {(place ? place.writes : v.can('lead', 'coordinator')) && (
          <a class="button" href={urls.decisions.create(v.at, group)}>
            {v.t('decisions.new')}
          </a>
        )}
        {settled ? (
          <a href={urls.decisions.list(v.at, group)}>{v.t('decisions.running.link')}</a>
        ) : (
          <a href={urls.decisions.listFrom(v.at, group, { settled: 'yes' })}>{v.t('decisions.settled.title')}</a>
        )}
      </div>
      {list.length === 0 ? (
        <Empty text={v.t(settled ? 'decisions.settled.empty' : 'decisions.empty')} />
      ) : (
        <Table
          caption={v.t(settled ? 'decisions.settled.title' : 'decisions.running')}
          head={[
            v.t('decisions.head.what'),
            ...(place ? [] : [v.t('decisions.head.group')]),
            v.t('decisions.head.state'),
            v.t('decisions.head.until'),
          ]}
        >
          {list.map((one) => {
            const until = one.state === 'questions' ? one.questionsUntil : (one.closedAt ?? one.closesAt);
            return (
              <tr>
                <th scope="row">
                  <a href={urls.decisions.show(v.at, one.id)}>{one.title}</a>
                </th>
                {!place && <td>{scopeName(v, one.group)}</td>}
                <td>
                  {one.state === 'closed' && one.result ? (
                    <State tone={outcomeTone(one.result)}>{outcomeWords(v, one, one.result)}</State>
                  ) : (
                    <State tone={one.state === 'open' || one.state === 'waiting' ? 'wait' : 'plain'}>
                      {v.t(isOver(one, v.now) ? 'decisions.state.over' : `decisions.state.${one.state}`)}
                    </State>
                  )}
                </td>
                <td>{until ? shortMoment(until, zone, v.locale) : v.t('decisions.noTime')}</td>
              </tr>
            );
          })}
        </Table>
      )}
      <Pager v={v} next={next} />
    </ScopePage>
  );
}
