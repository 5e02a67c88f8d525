import type { View } from '../../../platform/http/index.ts';
import { State } from '../../../ui/index.ts';
import { type Column, type Count, columns, type Seat, type Stand } from '../stand.ts';

const tones = { supports: 'ok', undecided: 'wait', opposes: 'bad', silent: 'plain' } as const;

/** A stand in words. */
export const StandMark = ({ v, stand }: { v: View; stand: Column }) => (
  <State tone={tones[stand]}>{v.t(`stands.stand.${stand}`)}</State>
);

/** Where a seat stands: in words, or why nobody can. */
export function SeatMark({ v, seat }: { v: View; seat: Seat }) {
  if (seat.serving.official) return <StandMark v={v} stand={seat.current?.stand ?? 'silent'} />;
  return <>{v.t(seat.serving.state === 'vacant' ? 'stands.seat.vacant' : 'stands.seat.unknown')}</>;
}

/** The day and the source of a stand; the source leads to where it can be read, if that was given. */
export function Said({ v, stand }: { v: View; stand: Pick<Stand, 'saidOn' | 'source' | 'sourceUrl'> }) {
  return (
    <>
      {v.date(stand.saidOn)}
      {v.t('ui.colon')}{' '}
      {stand.sourceUrl ? (
        <a href={stand.sourceUrl} rel="external nofollow noopener noreferrer">
          {stand.source}
        </a>
      ) : (
        stand.source
      )}
    </>
  );
}

/** That a stand or a promise was taken back, when and why. */
export function TakenBack({ v, stand }: { v: View; stand: Pick<Stand, 'retractedAt' | 'retractionReason'> }) {
  if (!stand.retractedAt) return null;
  return <p>{v.t('stands.retracted', { date: v.date(stand.retractedAt), reason: stand.retractionReason ?? '' })}</p>;
}

/** The cells of one line of counts; on a narrow screen each says what it counts. */
export function CountCells({ v, count }: { v: View; count: Count }) {
  return (
    <>
      {columns.map((column) => (
        <td class={count[column] === 0 ? 'zero' : undefined}>
          {v.number(count[column])} <span class="cell-label">{v.t(`stands.column.${column}`)}</span>
        </td>
      ))}
    </>
  );
}

/** The same counts as one bar, in the order of the columns; the cells beside it say them in figures. */
export function CountBar({ count }: { count: Count }) {
  const all = columns.reduce((sum, column) => sum + count[column], 0);
  if (all === 0) return null;
  let from = 0;
  return (
    <svg class="split" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      {columns.map((column) => {
        const width = (100 * count[column]) / all;
        from += width;
        return <rect class={column} x={(from - width).toFixed(2)} y="0" width={width.toFixed(2)} height="1" />;
      })}
    </svg>
  );
}

/** The heads of the columns that are counted. */
export const countHeads = (v: View): string[] => columns.map((column) => v.t(`stands.column.${column}`));
