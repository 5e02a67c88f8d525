import type { View } from '../platform/http/index.ts';
import { compare, type Piece } from './compare.ts';

/** A long stretch that did not change is shown by its two ends. */
const folded = (text: string): string => (text.length > 400 ? `${text.slice(0, 180)} … ${text.slice(-180)}` : text);

/** What stayed, went and came, in its order: said as well as coloured. */
export function Pieces({ v, pieces }: { v: View; pieces: readonly Piece[] }) {
  return (
    <>
      {pieces.map(({ kind, text }) =>
        kind === 'same' ? (
          folded(text)
        ) : kind === 'gone' ? (
          <del>
            <span class="hidden">{v.t('ui.changed.gone')} </span>
            {text}
          </del>
        ) : (
          <ins>
            <span class="hidden">{v.t('ui.changed.new')} </span>
            {text}
          </ins>
        ),
      )}
    </>
  );
}

/** What changed from one text to another, word by word. */
export function Changed({ v, before, after }: { v: View; before: string; after: string }) {
  return (
    <div class="changes" dir="auto">
      <p>
        <Pieces v={v} pieces={compare(before, after)} />
      </p>
    </div>
  );
}
