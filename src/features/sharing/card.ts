import { direction } from '../../platform/i18n/index.ts';
import { breakable, renderPng } from '../../platform/pdf/index.ts';

/** What stands on a card. */
export type CardWords = {
  network: string;
  title: string;
  line: string;
  hashtag: string;
  /** Said where a machine translated the title; else empty. */
  machine?: string;
};
export type Card = CardWords & { accent: string; locale: string };

export const cardSize = { width: 1200, height: 630 };

/** Words on the left (on the right where the script runs so), the window on the other side, one pane of it open. */
const source = `
#set page(width: 1200pt, height: 630pt, margin: 0pt, fill: rgb("#fbf9f4"))
#let ink = rgb("#1f1a24")
#let accent = rgb(data.accent)
#let right-to-left = data.dir == "rtl"
#let start = if right-to-left { right } else { left }
#let end = if right-to-left { left } else { right }
#set text(fill: ink, size: 27pt, dir: if right-to-left { rtl } else { ltr })
#set par(leading: 0.5em)
#let bar = 6pt
#place(top + end, box(width: 300pt, height: 630pt, {
  place(top + left, rect(width: 100%, height: 100%, fill: accent.lighten(88%)))
  place(top + start, rect(width: bar, height: 100%, fill: ink))
  place(top + left, dx: 153pt, rect(width: bar, height: 100%, fill: ink))
  place(top + left, dy: 207pt, rect(width: 100%, height: bar, fill: ink))
  place(top + left, dy: 417pt, rect(width: 100%, height: bar, fill: ink))
  place(top + left, polygon(fill: accent, stroke: (paint: ink, thickness: bar, join: "miter"),
    (156pt, 210pt), (258pt, 248pt), (258pt, 382pt), (156pt, 420pt)))
}))
#place(top + start, block(width: 900pt, height: 630pt, inset: (x: 64pt, top: 60pt, bottom: 54pt), {
  set align(start)
  text(weight: 600, fill: accent, data.network)
  v(1fr)
  context {
    let title(size) = block(width: 772pt, text(font: ("Newsreader",) + data.families, size: size, weight: 600, data.title))
    set par(leading: 0.42em)
    let fitting = (76pt, 66pt, 56pt, 48pt, 40pt, 34pt).filter(size => measure(title(size)).height <= 290pt)
    title(if fitting.len() > 0 { fitting.first() } else { 28pt })
  }
  v(1fr)
  block(width: 772pt, spacing: 14pt, text(fill: rgb("#574f5f"), data.line))
  if data.machine != "" { block(width: 772pt, spacing: 14pt, text(size: 21pt, fill: rgb("#574f5f"), data.machine)) }
  if data.hashtag != "" { block(width: 772pt, text(weight: 600, fill: accent, data.hashtag)) }
}))
`;

const families = ['Noto Sans', 'Noto Sans Arabic', 'Noto Sans Thai', 'Noto Sans Canadian Aboriginal'];

/** Draws a card as PNG. Throws `NotSet` when the typesetter cannot. */
export const drawCard = (card: Card): Promise<Buffer> =>
  renderPng(
    source,
    {
      network: breakable(card.network),
      title: breakable(card.title),
      line: breakable(card.line),
      hashtag: card.hashtag ? breakable(`#${card.hashtag}`) : '',
      machine: card.machine ? breakable(card.machine) : '',
      accent: card.accent,
      dir: direction(card.locale),
      families,
    },
    cardSize,
  );

/** So many are kept, of some 20 kB each; the oldest goes first. */
const mostKept = 200;

/** Cards by their mark. Whoever asks while one is being drawn waits for the same drawing. */
export function openCards(draw: (card: Card) => Promise<Buffer> = drawCard) {
  const kept = new Map<string, Promise<Buffer>>();
  return (key: string, card: Card): Promise<Buffer> => {
    let drawn = kept.get(key);
    if (!drawn) {
      drawn = draw(card);
      // One that failed is tried again by the next who asks.
      drawn.catch(() => kept.delete(key));
      kept.set(key, drawn);
      for (const oldest of kept.keys()) {
        if (kept.size <= mostKept) break;
        kept.delete(oldest);
      }
    }
    return drawn;
  };
}
