import { openDigest } from '../../../platform/crypto/digest.ts';
import { csvLine, csvStart } from '../../../platform/csv/index.ts';
import { inNetwork, readNetwork } from '../../../platform/db/index.ts';
import { type Deps, dateIn } from '../../../platform/http/index.ts';
import {
  breakable,
  NotSet,
  type Pdf,
  paperOf,
  printLines,
  renderPdf,
  unprintable,
} from '../../../platform/pdf/index.ts';
import type { JobHandler } from '../../../platform/registry/index.ts';
import { type Ctx, inLocale, type Network } from '../../../platform/tenancy/index.ts';
import { fewest, shownName } from '../signature.ts';
import { beginPapers, keepPapers } from './commands.ts';
import { commentsOfHandover, type Handover, handoverById, type ListedSigner, listedSigners } from './queries.ts';

/** Longer lists of names are in the CSV alone: nobody reads a hundred pages of names. */
const mostNames = 3_000;
const mostComments = 100;
const rowsAtOnce = 2_000;
/** How often papers are made again because somebody was erased meanwhile. */
const mostTries = 3;

type Place = { deps: Deps; network: Network };

const ctxAt = ({ deps, network }: Place, locale: string, trx: Ctx['trx']): Ctx => ({
  trx,
  actor: { kind: 'system' },
  network,
  locale,
  now: deps.clock(),
});

/** The list of those who may be named, line by line; read in pieces, so that its length is no matter. */
export async function* csvOf(place: Place, handover: Handover): AsyncGenerator<string> {
  const t = place.deps.messages.for(handover.locale);
  const columns = ['number', 'name', 'district', 'at', 'comment'].map((column) => t(`petitions.csv.${column}`));
  // The list holds none of the petition's words: what it was signed under is said in its head.
  const head = handover.machine.length > 0 ? [...columns, t('petitions.csv.machine')] : columns;
  yield csvStart + csvLine(head);
  let after = 0;
  for (;;) {
    const rows = await readNetwork(place.deps.db, place.network.id, (trx) =>
      listedSigners(ctxAt(place, handover.locale, trx), handover.id, after, rowsAtOnce),
    );
    if (rows.length === 0) return;
    after = rows.at(-1)!.position;
    yield rows.map((row) => csvLine([row.position, row.name, row.district, row.signedOn, row.comment])).join('');
  }
}

/** Typst: a cover with the verified count, then the petition, the districts, what people said, and the names. */
const source = `
#set document(title: data.title, date: none)
#set page(
  paper: data.paper, margin: (x: 25mm, y: 25mm),
  footer: context [#set text(8pt, fill: luma(90)); #data.footer #h(1fr) #counter(page).display() / #counter(page).final().first()],
)
#let heading-of(words) = block(above: 1.6em, below: 0.8em, text(font: ("Newsreader", "Noto Sans", "Noto Sans Arabic", "Noto Sans Thai", "Noto Sans Canadian Aboriginal"), size: 15pt, weight: 600, words))
#text(9pt, fill: luma(90), data.network)
#v(1.5em)
#text(font: ("Newsreader", "Noto Sans", "Noto Sans Arabic", "Noto Sans Thai", "Noto Sans Canadian Aboriginal"), size: 24pt, weight: 600, data.title)
#if data.machine.title != "" { v(0.3em); text(9pt, data.machine.title) }
#v(0.5em)
#data.recipient
#v(1.5em)
#line(length: 100%, stroke: 0.5pt)
#v(0.5em)
#text(font: ("Newsreader", "Noto Sans"), size: 40pt, weight: 600, data.count)
#linebreak()
#data.counted
#line(length: 100%, stroke: 0.5pt)
#heading-of(data.verified.title)
#list(..data.verified.lines.map(line => [#line]))
#heading-of(data.petition.title)
#if data.machine.petition != "" { text(9pt, data.machine.petition); v(0.6em) }
#strong(data.petition.heading)
#v(0.6em)
#lines(data.petition.lines)
#if data.districts.rows.len() > 0 {
  heading-of(data.districts.title)
  table(
    columns: (1fr, auto), stroke: (x, y) => (bottom: 0.4pt + luma(170)), inset: (x: 0pt, y: 5pt), align: (start, end),
    table.header(strong(data.districts.head.at(0)), strong(data.districts.head.at(1))),
    ..data.districts.rows.flatten(),
  )
  text(9pt, data.districts.note)
}
#if data.comments.items.len() > 0 {
  heading-of(data.comments.title)
  for item in data.comments.items {
    block(breakable: true, above: 1.1em, inset: (left: 10pt), stroke: (left: 1.5pt + luma(120)))[
      #lines(item.lines)
      #text(9pt, fill: luma(90), item.name)
    ]
  }
}
#if data.names.note != "" or data.names.items.len() > 0 {
  heading-of(data.names.title)
  if data.names.note != "" { text(9pt, data.names.note); v(0.6em) }
  set text(9.5pt)
  columns(3, gutter: 12pt, for name in data.names.items { block(spacing: 0.55em, name) })
}
`;

async function printed(place: Place, handover: Handover): Promise<Pdf> {
  const { network, deps } = place;
  const { locale } = handover;
  const t = deps.messages.for(locale);
  const number = new Intl.NumberFormat(locale);
  const { names, comments } = await readNetwork(deps.db, network.id, async (trx) => {
    const ctx = ctxAt(place, locale, trx);
    const few = handover.listed <= mostNames;
    return {
      names: few ? await listedSigners(ctx, handover.id, 0, mostNames) : ([] as ListedSigner[]),
      comments: await commentsOfHandover(ctx, handover.id, mostComments),
    };
  });
  const asOf = dateIn(locale, network.timeZone, handover.asOf, 'time');
  const { rows, few } = handover.districts;
  const drawn = await unprintable(names.map(({ name }) => name).join(''));
  const notes = [
    t('petitions.paper.names.note', { listed: handover.listed, confirmed: handover.confirmed }),
    ...(handover.listed > mostNames ? [t('petitions.paper.names.long')] : []),
    ...(drawn.length > 0 ? [t('petitions.paper.names.signs')] : []),
  ];
  return renderPdf(source, {
    paper: paperOf(network.country ?? ''),
    title: handover.title,
    machine: {
      title: handover.machine.includes('title') ? t('ui.machine.short') : '',
      petition: handover.machine.some((field) => field !== 'title') ? t('ui.machine') : '',
    },
    network: inLocale(network.name, locale),
    recipient: t('petitions.paper.to', { recipient: handover.recipient }),
    footer: t('petitions.paper.footer', { title: handover.title, date: asOf }),
    count: number.format(handover.confirmed),
    counted: t('petitions.paper.counted', { count: handover.confirmed, date: asOf }),
    verified: {
      title: t('petitions.paper.verified'),
      lines: [
        t('petitions.paper.verified.mail'),
        t('petitions.paper.verified.once'),
        t('petitions.paper.verified.not', { waiting: handover.waiting, withdrawn: handover.withdrawn }),
        t('petitions.paper.verified.names'),
      ],
    },
    petition: {
      title: t('petitions.show.text'),
      heading: handover.heading,
      lines: printLines(handover.words),
    },
    districts: {
      title: t('petitions.districts.title'),
      head: [t('petitions.districts.name'), t('petitions.districts.count')],
      rows: [
        ...rows.map((row) => [row.name, number.format(row.count)]),
        ...(few > 0
          ? [[t('petitions.districts.others', { count: few }), t('petitions.districts.few', { fewest })]]
          : []),
      ],
      note: t('petitions.districts.note'),
    },
    comments: {
      title: t('petitions.comments.title'),
      items: comments.map((one) => ({
        lines: printLines(one.comment),
        name:
          (one.taken_off_at ? undefined : shownName(one.name, one.display as 'full' | 'initial' | 'hidden')) ??
          t('petitions.name.hidden'),
      })),
    },
    names: {
      title: t('petitions.paper.names'),
      note: notes.join(' '),
      items: names.map(({ name }) => breakable(name)),
    },
  });
}

/**
 * Makes the papers of a frozen petition: the PDF, and the checksum of the CSV, which is written anew from what was frozen
 * whenever it is asked for. Run again after a crash it makes the same.
 */
export const makePapers: JobHandler = async ({ deps, network: id, payload }) => {
  const network = await deps.networks.byId(id);
  const key = String(payload.handover);
  if (!network) return;
  const place = { deps, network };
  const inside = <T>(work: (ctx: Ctx) => Promise<T>) =>
    inNetwork(deps.db, id, (trx) => work(ctxAt(place, network.locales[0]!, trx)));
  const handover = await inside((ctx) => handoverById(ctx, key));
  // Discarded meanwhile, or made by a run that did not come to its end.
  if (handover?.state !== 'preparing') return;
  try {
    for (let tries = 0; tries < mostTries; tries += 1) {
      await inside((ctx) => beginPapers(ctx, key));
      const digest = openDigest();
      let bytes = 0;
      for await (const piece of csvOf(place, handover)) {
        digest.update(piece);
        bytes += Buffer.byteLength(piece);
      }
      const pdf = await printed(place, handover);
      const paper = openDigest();
      paper.update(pdf.bytes);
      const papers = { csv: { sha256: digest.hex(), bytes }, pdf: { ...pdf, sha256: paper.hex() } };
      if (await inside((ctx) => keepPapers(ctx, key, papers))) return;
    }
    throw new NotSet('people were erased again and again while it was set');
  } catch (error) {
    if (!(error instanceof NotSet)) throw error;
    deps.log.error({ handover: key, error: error.message }, 'the papers of a petition could not be set');
    await inside((ctx) => keepPapers(ctx, key, null));
  }
};
