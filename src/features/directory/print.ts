import { type Paper, type Pdf, printLines, renderPdf } from '../../platform/pdf/index.ts';

/** A printed list: its heading, when and as whom it was made, and its lines. */
export type PrintedList = {
  paper: Paper;
  title: string;
  note: string;
  head: string[];
  rows: string[][];
};

/** The list on paper; names in every script that the fonts hold. */
export const setList = (list: PrintedList): Promise<Pdf> =>
  renderPdf(source, {
    ...list,
    title: printLines(list.title),
    note: printLines(list.note),
    rows: list.rows.map((row) => row.map((cell) => printLines(cell))),
  });

const source = `
#set page(paper: data.paper, margin: (x: 18mm, y: 16mm), numbering: "1 / 1")
#set text(size: 9.5pt)
#set par(leading: 0.5em)
#text(size: 16pt, weight: "bold", lines(data.title))
#text(size: 8.5pt, fill: luma(80), lines(data.note))
#v(3mm)
#table(
  columns: (2.2fr, 1.3fr, 1.2fr, 1.6fr),
  stroke: (x, y) => (bottom: 0.4pt + luma(170)),
  inset: (x: 1.5mm, y: 1.6mm),
  table.header(..data.head.map(cell => text(weight: "bold", size: 8.5pt, cell))),
  ..data.rows.map(row => row.map(cell => lines(cell))).flatten(),
)
`;
