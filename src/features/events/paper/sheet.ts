import { type Paper, type Pdf, type PrintLine, printLines, renderPdf } from '../../../platform/pdf/index.ts';

/** What is printed on a card. All of it in one language; `labels` are the words beside the lines to write on. */
export type Sheet = {
  paper: Paper;
  network: string;
  title: string;
  summary: string;
  /** What she asks for by signing, and of whom. */
  asks: string[];
  event: string;
  labels: Record<
    'intro' | 'name' | 'street' | 'code' | 'email' | 'emailHint' | 'agree' | 'signature' | 'date' | 'kept',
    string
  >;
  /** The exact wordings of what she may agree to, each beside a box. */
  consents: string[];
};

const plain = (text: string): PrintLine[] => printLines(text.trim());

/** A sheet of two equal cards, to be cut: one language, room to write, boxes that nobody ticked. */
export const setSheet = (sheet: Sheet): Promise<Pdf> =>
  renderPdf(source, {
    paper: sheet.paper,
    network: plain(sheet.network),
    title: plain(sheet.title),
    summary: plain(sheet.summary),
    asks: sheet.asks.map(plain),
    event: plain(sheet.event),
    labels: sheet.labels,
    consents: sheet.consents.map(plain),
  });

const source = `
#set page(paper: data.paper, margin: (x: 16mm, y: 10mm))
#set text(size: 9pt)
#set par(leading: 0.45em, spacing: 0.5em)
#let field(label, hint: "") = block(width: 100%, above: 0mm, below: 0mm, stack(
  dir: ttb,
  v(8.5mm),
  line(length: 100%, stroke: 0.5pt),
  v(1mm),
  text(size: 7.5pt)[#label #text(fill: luma(90), hint)],
))
#let card = block(width: 100%, breakable: false)[
  #text(size: 8pt, fill: luma(70), lines(data.network))
  #text(size: 13pt, weight: "bold", lines(data.title))
  #if data.event.len() > 0 and data.event.first().text != "" { text(size: 8pt, lines(data.event)) }
  #lines(data.summary)
  #v(1mm)
  #for ask in data.asks { grid(columns: (4mm, 1fr), [•], lines(ask)) }
  #v(1mm)
  #text(weight: "bold", data.labels.intro)
  #v(1mm)
  #field(data.labels.name)
  #grid(columns: (2fr, 1fr), column-gutter: 5mm, field(data.labels.street), field(data.labels.code))
  #field(data.labels.email, hint: data.labels.emailHint)
  #v(2.5mm)
  #if data.consents.len() > 0 [
    #text(size: 8pt, weight: "bold", data.labels.agree)
    #for consent in data.consents {
      block(above: 1.6mm, below: 0mm, grid(columns: (6mm, 1fr), rect(width: 3.2mm, height: 3.2mm, stroke: 0.6pt), text(size: 8pt, lines(consent))))
    }
  ]
  #grid(columns: (2fr, 1fr), column-gutter: 5mm, field(data.labels.signature), field(data.labels.date))
  #v(2.5mm)
  #text(size: 7pt, fill: luma(70), data.labels.kept)
]
#context {
  let height = measure(card, width: page.width - 32mm).height
  // Two to a sheet where two have room, else one.
  if height * 2 + 16mm < page.height - 20mm {
    card
    v(1fr)
    line(length: 100%, stroke: (paint: luma(150), thickness: 0.4pt, dash: "dashed"))
    v(1fr)
    card
  } else { card }
}
`;
