import type { View } from '../../../platform/http/index.ts';
import { Document, Empty, MachineMade, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Campaign, sharedOf } from '../../campaigns/index.ts';
import { postName } from '../../desk/index.ts';
import { sourceWords } from '../../representatives/index.ts';
import type { Promised } from '../promise.ts';
import { type Region, regionOf } from '../region.ts';
import type { BoardBody, PartyCount, RegionCount, Seat } from '../stand.ts';
import { CountBar, CountCells, countHeads, Said, SeatMark, StandMark, TakenBack } from './parts.tsx';
import { PromisesMade } from './promises.tsx';

type Props = {
  v: View;
  campaign: Campaign;
  board: BoardBody[];
  regions: RegionCount[];
  /** Undefined while the campaign does not count by party. */
  parties: PartyCount[] | undefined;
  promises: Promised[];
  today: string;
};

/** The public scoreboard of a campaign: counts by body and region, promises, then every seat with what was recorded. */
export function BoardPage({ v, campaign, board, regions, parties, promises, today }: Props) {
  const t = v.t;
  return (
    <Document
      v={v}
      title={t('stands.board.pageTitle', { title: campaign.title })}
      description={t('stands.board.lead')}
      section="campaigns"
      shared={{
        ...sharedOf(v, campaign),
        title: t('stands.board.pageTitle', { title: campaign.title }),
        text: t('stands.board.lead'),
        locale: v.locale,
      }}
    >
      <div class="wrap page flow">
        <p class="crumbs">
          <a href={urls.campaigns.show(v.at, campaign.slug)} {...v.tongue(campaign.locale)}>
            {campaign.title}
          </a>{' '}
          <MachineMade v={v} fields={campaign.machine} of={['title']} short />
        </p>
        <h1 class="small">{t('stands.board.title')}</h1>
        <p class="lead">{t('stands.board.lead')}</p>
        {board.length === 0 ? (
          <Empty text={t('stands.board.empty')} />
        ) : (
          <>
            <p>
              <a href={urls.stands.history(v.at, campaign.slug)}>{t('stands.board.history')}</a>
              <br />
              <small>{t('stands.board.printed', { at: v.date(v.now, 'time') })}</small>
            </p>
            <BodyCounts v={v} board={board} />
            <RegionCounts v={v} regions={regions} />
            {parties && <PartyCounts v={v} parties={parties} />}
            <PromisesMade v={v} promises={promises} today={today} />
            {board.map((body) => (
              <Body v={v} body={body} regions={regions} parties={parties !== undefined} />
            ))}
          </>
        )}
      </div>
    </Document>
  );
}

/** One line of counts for each body, and what stands empty. */
export function BodyCounts({ v, board }: { v: View; board: BoardBody[] }) {
  const t = v.t;
  return (
    <>
      <Table caption={t('stands.counts.caption')} head={[t('stands.counts.body'), ...countHeads(v)]}>
        {board.map((body) => (
          <tr>
            <th scope="row">
              {v.text(body.name)} <small>{t('stands.counts.seats', { count: body.seats.length })}</small>
              <CountBar count={body.count} />
            </th>
            <CountCells v={v} count={body.count} />
          </tr>
        ))}
      </Table>
      {board
        .filter((body) => body.vacant + body.unknown > 0)
        .map((body) => (
          <p>
            {v.text(body.name)}: {body.vacant > 0 && t('stands.counts.vacant', { count: body.vacant })}{' '}
            {body.unknown > 0 && t('stands.counts.unknown', { count: body.unknown })}
          </p>
        ))}
    </>
  );
}

/** A region in words: its own name, or its country's. */
function regionName(v: View, region: Region): string {
  if (region.name) return v.text(region.name);
  if (region.country === 'xx') return v.t('stands.regions.sample');
  if (!/^[a-z]{2}$/.test(region.country)) return v.t('stands.regions.none');
  return new Intl.DisplayNames([v.locale], { type: 'region' }).of(region.country.toUpperCase()) ?? region.country;
}

function RegionCounts({ v, regions }: { v: View; regions: RegionCount[] }) {
  const t = v.t;
  return (
    <Table caption={t('stands.regions.caption')} head={[t('stands.regions.region'), ...countHeads(v)]}>
      {regions.map(({ region, seats, count }) => (
        <tr>
          <th scope="row">
            {regionName(v, region)} <small>{t('stands.counts.seats', { count: seats })}</small>
            <CountBar count={count} />
          </th>
          <CountCells v={v} count={count} />
        </tr>
      ))}
    </Table>
  );
}

function PartyCounts({ v, parties }: { v: View; parties: PartyCount[] }) {
  const t = v.t;
  return (
    <>
      <h2>{t('stands.parties.title')}</h2>
      <Table caption={t('stands.parties.caption')} head={[t('stands.parties.party'), ...countHeads(v)]}>
        {parties.map(({ party, count }) => (
          <tr>
            <th scope="row">{party ?? t('stands.parties.none')}</th>
            <CountCells v={v} count={count} />
          </tr>
        ))}
      </Table>
    </>
  );
}

type BodyProps = { v: View; body: BoardBody; regions: RegionCount[]; parties: boolean };

function Body({ v, body, regions, parties }: BodyProps) {
  const t = v.t;
  const name = v.text(body.name);
  return (
    <>
      <h2>{name}</h2>
      {body.asOf && (
        <p>
          <small>
            {t('stands.board.asOf', { date: v.date(body.asOf), source: sourceWords(v, body.source ?? '') })}
          </small>
        </p>
      )}
      <Table
        caption={t('stands.board.caption', { body: name })}
        head={['seat', 'who', 'stand', 'said'].map((column) => t(`stands.head.${column}`))}
      >
        {body.seats.map((seat) => (
          <SeatLine v={v} seat={seat} regions={regions} parties={parties} />
        ))}
      </Table>
    </>
  );
}

type SeatProps = { v: View; seat: Seat; regions: RegionCount[]; parties: boolean };

function SeatLine({ v, seat, regions, parties }: SeatProps) {
  const { official, label, division } = seat.serving;
  const region = regions.find((one) => one.region.key === regionOf(seat.serving).key)?.region;
  return (
    <tr>
      <th scope="row">
        {postName(v, label, division?.name ?? null)}
        {region?.name && regions.length > 1 && (
          <>
            <br />
            <small>{regionName(v, region)}</small>
          </>
        )}
      </th>
      <td class={official ? undefined : 'zero'}>
        {official ? official.name : '–'}
        {parties && official?.party && (
          <>
            <br />
            <small>{official.party}</small>
          </>
        )}
      </td>
      <td>
        <SeatMark v={v} seat={seat} />
      </td>
      <td class={seat.history.length > 0 ? undefined : 'zero'}>
        {seat.current ? <Said v={v} stand={seat.current} /> : '–'}
        <History v={v} seat={seat} />
      </td>
    </tr>
  );
}

/** Everything that was recorded for the seat, where that is more than what stands beside it already. */
function History({ v, seat }: { v: View; seat: Seat }) {
  if (seat.history.length === 0 || (seat.history.length === 1 && seat.current)) return null;
  return (
    <details class="history">
      <summary>{v.t('stands.history.count', { count: seat.history.length })}</summary>
      <ol class="plain flow">
        {seat.history.map((stand) => (
          <li>
            {stand.officialName}
            {v.t('ui.colon')} <StandMark v={v} stand={stand.stand} /> <Said v={v} stand={stand} />
            <TakenBack v={v} stand={stand} />
          </li>
        ))}
      </ol>
    </details>
  );
}
