import type { Child } from 'hono/jsx';
import type { View } from '../platform/http/index.ts';
import { State } from './parts.tsx';
import { UnderWay } from './under-way.tsx';

const tones = { read: 'wait', running: 'wait', done: 'ok', undoing: 'wait', undone: 'plain' } as const;

/** What becomes of a file that is read and tried, taken by a job, and can be taken back by one. */
type Standing = keyof typeof tones;

/** Whether a job has the file in its hands. */
export const isUnderWay = ({ state }: { state: Standing }): boolean => state === 'running' || state === 'undoing';

/** Its state in a word. */
export const TakenState = ({ state, word }: { state: Standing; word: string }) => (
  <State tone={tones[state]}>{word}</State>
);

type Props = {
  v: View;
  file: { state: Standing; total: number };
  word: string;
  /** How many of its rows wait. */
  waiting: number;
  /** What the bar says, while a job has the file. */
  label: string;
  children?: Child;
};

/** Its state with what is to be said of it, and how far its job is. A page of one that is under way names the island `under-way`. */
export function TakenFile({ v, file: { state, total }, word, waiting, label, children }: Props) {
  const words = (
    <>
      <TakenState state={state} word={word} /> {children}
    </>
  );
  if (!isUnderWay({ state })) return <p>{words}</p>;
  return (
    <UnderWay v={v} label={label} done={total - waiting} total={state === 'running' ? total : undefined}>
      {words}
    </UnderWay>
  );
}
