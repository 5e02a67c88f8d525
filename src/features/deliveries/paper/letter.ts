import { breakable, type Paper, type Pdf, type PrintLine, printLines, renderPdf } from '../../../platform/pdf/index.ts';
import { addressLines, inFewLines } from './address.ts';

/** A letter on paper, before it is set. */
export type PaperLetter = {
  paper: Paper;
  /** Whose letter it is, and her street address where she gave one and it is still kept. */
  name: string;
  street: string;
  officialName: string;
  /** "Member of the Assembly, Lakeside". */
  postLabel: string;
  address: string;
  /** The day, as it is written in the letter's language. */
  date: string;
  subject: string;
  body: string;
};

type Set = {
  paper: Paper;
  back: string;
  from: PrintLine[];
  to: PrintLine[];
  /** The same in few lines, for a low window and a label. */
  short: PrintLine[];
  date: string;
  subject: PrintLine[];
  body: PrintLine[];
  /** The last lines of the body, kept together with her name. */
  end: PrintLine[];
  name: PrintLine[];
};

/**
 * Letters with the address where the window of an envelope shows it, each beginning on a page of its own; with `labels`
 * the addresses once more, in the same order, on sheets of labels at the end.
 */
export const setLetters = (letters: readonly PaperLetter[], labels: boolean): Promise<Pdf> =>
  renderPdf(source, { letters: letters.map(setOf), labels, paper: letters[0]?.paper ?? 'a4' });

function setOf(letter: PaperLetter): Set {
  const street = letter.street.trim();
  const to = [letter.officialName, letter.postLabel, ...addressLines(letter.address)].filter(Boolean);
  const body = printLines(letter.body.trim());
  // Long last lines may not be kept together: they would have to fit on one page.
  const kept =
    body.slice(-2).reduce((signs, line) => signs + line.text.length, 0) <= 600 ? Math.min(2, body.length) : 0;
  return {
    paper: letter.paper,
    back: [letter.name, ...street.split('\n')]
      .map((line) => line.trim())
      .filter(Boolean)
      .join(' · '),
    from: printLines([letter.name, street].filter(Boolean).join('\n')),
    to: to.flatMap(printLines),
    short: inFewLines(to, 7).flatMap(printLines),
    date: breakable(letter.date),
    subject: printLines(letter.subject),
    body: body.slice(0, body.length - kept),
    end: body.slice(body.length - kept),
    name: printLines(letter.name),
  };
}

/**
 * Measures. A4: DIN 5008:2020, form B: the address field lies 45 mm from the top and 20 mm from the left, 85 × 45 mm; its
 * last 27.3 mm are the address, its first line is for who sends it; folds at 105 and 210 mm; the subject at 103.5 mm. It shows in
 * the window of DIN 680 (DL and C6/C5: 90 × 45 mm, 20 mm from the left, 15 mm from the bottom).
 * US Letter: a No. 10 envelope (4⅛ × 9½ in) with the usual window of 4½ × 1⅛ in, ⅞ in from the left, ½ in from the bottom. Folded in
 * thirds (3⅔ in) the sheet can slide by 0.46 in: between 2.5 and 3.17 in from the top it always shows, and the middle of the
 * address is put in the middle of that (USPS, Domestic Mail Manual 202, 5.0 asks for ⅛ in around it).
 * Labels: 63.5 × 38.1 mm, 21 to an A4 sheet; 2⅝ × 1 in, 30 to a US Letter sheet: the two that every shop has.
 */
const source = `
#let measure-of = (
  "a4": (left: 25mm, right: 20mm, top: 25mm, bottom: 22mm, x: 25mm, width: 78mm, body: 103.5mm, folds: (105mm, 210mm)),
  "us-letter": (left: 1in, right: 0.9in, top: 0.9in, bottom: 0.9in, x: 1in, width: 3.3in, body: 4.1in, folds: (3.667in, 7.333in)),
)
// The largest of these sizes at which the lines fit into the height.
#let fitted(list, width, height, sizes) = context {
  let set-at(size) = block(width: width, breakable: false, { set text(size: size); set par(leading: 0.45em, spacing: 0.45em); for line in list { block(width: 100%, spacing: 0.45em, line.text) } })
  let fits = sizes.filter(size => measure(set-at(size), width: width).height <= height)
  set-at(if fits.len() > 0 { fits.first() } else { sizes.last() })
}
#let sizes = (10.5pt, 9.5pt, 8.5pt, 7.5pt, 6.5pt)
#let in-window(l, m) = if l.paper == "a4" {
  place(top + left, dx: 0mm, dy: 46mm - m.top, box(width: m.width, height: 4mm, clip: true, text(size: 6.5pt, l.back)))
  context {
    let small = measure(block(width: m.width, { set text(size: 10.5pt); for line in l.to { block(width: 100%, spacing: 0.45em, line.text) } }), width: m.width).height > 27.3mm
    let start = if small { 51mm } else { 62.7mm }
    place(top + left, dy: start - m.top, box(width: m.width, height: 90mm - start, fitted(l.to, m.width, 89mm - start, sizes)))
  }
} else {
  place(top + left, dy: 2.83in - 0.52in - m.top, box(width: m.width, height: 1.04in, align(left + horizon, fitted(l.short, m.width, 1.04in, sizes))))
}
#let folds(m) = for at in m.folds { place(top + left, dx: -m.left + 4mm, dy: at - m.top, line(length: 4mm, stroke: 0.3pt + gray)) }
#let letter(l) = {
  let m = measure-of.at(l.paper)
  page(paper: l.paper, margin: (left: m.left, right: m.right, top: m.top, bottom: m.bottom))[
    #folds(m)
    #place(top + right, dy: 12mm - m.top + 4mm, box(width: 80mm, align(right, { set text(size: 9.5pt); set par(leading: 0.45em); for line in l.from { block(width: 100%, spacing: 0.45em, line.text) } })))
    #in-window(l, m)
    #v(m.body - m.top)
    #block(width: 100%, align(right, l.date))
    #v(4mm)
    #block(width: 100%, strong(lines(l.subject)))
    #v(4mm)
    #lines(l.body)
    // Her name never stands alone on a page.
    #block(breakable: false, width: 100%, { lines(l.end); v(12mm); lines(l.name) })
  ]
}
#let labels(paper, list) = {
  let g = if paper == "a4" { (top: 15.15mm, left: 7.2mm, w: 63.5mm, h: 38.1mm, gap: 2.5mm, rows: 7) } else { (top: 0.5in, left: 0.1875in, w: 2.625in, h: 1in, gap: 0.125in, rows: 10) }
  for sheet in list.chunks(3 * g.rows) {
    page(paper: paper, margin: 0mm)[
      #for (index, to) in sheet.enumerate() {
        let column = calc.rem(index, 3)
        let row = calc.quo(index, 3)
        place(top + left, dx: g.left + column * (g.w + g.gap), dy: g.top + row * g.h, box(width: g.w, height: g.h, inset: 3mm, align(left + horizon, fitted(to, g.w - 6mm, g.h - 6mm, sizes))))
      }
    ]
  }
}
#set document(title: data.at("title", default: "Letters"))
#for l in data.letters { letter(l) }
#if data.labels { labels(data.paper, data.letters.map(l => l.short)) }
`;
