import { sql } from 'kysely';
import type { Ctx } from '../tenancy/ctx.ts';

/** What an address may be long; the database holds the same. On its way each byte beyond ASCII becomes three signs. */
const most = { characters: 81, bytes: 180 };
/** What is made from a title is shorter, so that a number behind it has room. */
const proposed = { characters: 60, bytes: 150 };

// Letters of the Latin script that Unicode does not decompose.
const plainLetters: Record<string, string> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ɓ: 'b',
  ɗ: 'd',
  ɖ: 'd',
  ƙ: 'k',
  ƴ: 'y',
  ŋ: 'ng',
  ɛ: 'e',
  ə: 'e',
  ǝ: 'e',
  ɔ: 'o',
  ɣ: 'g',
  ʋ: 'v',
  ƒ: 'f',
  ɩ: 'i',
};

// Where the compatible form is another spelling: ำ and ຳ would come apart, և too, and a lone Korean letter would wait for its syllable.
const asWritten = /[\p{sc=Thai}\p{sc=Lao}\p{sc=Armn}\u3131-\u318e]/u;
const compatible = new RegExp(`[^${asWritten.source.slice(1)}+`, 'gu');
/** Signs inside a word that are not of it: apostrophes of several scripts, and the line that stretches Arabic words. */
const within = /['’`ʼʻ׳״\u0640]/gu;
/** Unseen, but between two words or parts of a word: of no width (Khmer, Thai), or keeping two letters from joining (Persian). */
const between = /[\u200b\u200c]/gu;
const unseen = /\p{Default_Ignorable_Code_Point}|\p{Me}/gu;
const notOfWords = /[^\p{L}\p{M}\p{Nd}〇]+/gu;
const markWithoutLetter = /(?<![\p{L}\p{M}])\p{M}+/gu;
/** No script says a mark twice, or more than four that take no room: piled up they would stand on the lines around. */
const markAgain = /(\p{M})\1+/gu;
const pile = /(\p{Mn}{4})\p{Mn}+/gu;

/** Scripts some of whose letters look the same: а and a, ο and o, օ and o. */
const alike = ['Latin', 'Greek', 'Cyrillic', 'Armenian', 'Coptic', 'Cherokee'].map(
  (script) => new RegExp(`\\p{sc=${script}}`, 'u'),
);

/**
 * Text of any script as words joined by hyphens: small letters with the marks that belong to them, digits, in the one form in which
 * Unicode writes them (NFC). What looks alike in two scripts never stands in one word: it is taken apart there.
 */
function tidy(text: string): string {
  const letters = text
    .replace(compatible, (run) => run.normalize('NFKC'))
    .replace(within, '')
    .replace(between, '-')
    .replace(unseen, '')
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC')
    .replace(notOfWords, '-')
    .replace(markWithoutLetter, '')
    .replace(markAgain, '$1')
    .replace(pile, '$1');
  return apart(letters).replace(/-+/g, '-').replace(/^-|-$/g, '').normalize('NFC');
}

/** A hyphen where a word goes on in another of the scripts that look alike, or in digits of another script. */
function apart(text: string): string {
  let script: unknown;
  let zero: number | undefined;
  let apart = '';
  for (const sign of text) {
    if (sign === '-') script = zero = undefined;
    const itsScript = alike.find((one) => one.test(sign));
    const itsZero = zeroOf(sign);
    if ((script && itsScript && script !== itsScript) || (zero && itsZero && zero !== itsZero)) {
      apart += '-';
      script = zero = undefined;
    }
    script = itsScript ?? script;
    zero = itsZero ?? zero;
    apart += sign;
  }
  return apart;
}

/** The 0 of a digit's script; Unicode puts the ten of each in a row of their own. */
function zeroOf(sign: string): number | undefined {
  if (!/\p{Nd}/u.test(sign)) return undefined;
  let zero = sign.codePointAt(0)!;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return zero;
}

/** Letters of the Latin script without their accents, as everybody can type them; of those that write vowels above the letters, the letters. */
const plain = (text: string): string =>
  text
    .replace(/\p{sc=Latin}\p{M}*/gu, (letter) => letter.normalize('NFD').replace(/\p{M}/gu, ''))
    .replace(/\p{sc=Latin}/gu, (letter) => plainLetters[letter] ?? letter)
    .replace(/([\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}])\p{M}+/gu, '$1');

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** As much as there is room for, cut between what readers take for letters. */
function cut(text: string): string {
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (!fits(kept + segment, proposed)) break;
    kept += segment;
  }
  return kept.replace(/-+$/, '');
}

const fits = (text: string, room: typeof most): boolean =>
  [...text].length <= room.characters && Buffer.byteLength(text) <= room.bytes;

/**
 * An address made from a title in any script: "Cœurs brisés !" → "coeurs-brises", "กฎกรุงเทพ ข้อ 48" → "กฎกรุงเทพ-ข้อ-48". A title without
 * a letter or digit gives `otherwise`.
 */
export const proposeSlug = (title: string, otherwise: string): string => cut(tidy(plain(tidy(title)))) || otherwise;

/** The same in ASCII alone, for names that are typed on every keyboard: without a Latin letter or digit it gives `otherwise`. */
export function proposePlainSlug(title: string, otherwise: string): string {
  const words = tidy(plain(tidy(title))).replace(/[^a-z0-9]+/g, '-');
  return cut(words.replace(/^-+/, '')) || otherwise;
}

/** Whether this can be the address of a thing. What was one when addresses were of ASCII alone is one for ever. */
export const isSlug = (text: string): boolean =>
  fits(text, most) && (/^[a-z0-9][a-z0-9-]*$/.test(text) || (text !== '' && text === tidy(text)));

/** `wanted`, or else with the first number that makes it free: "come-and-see-2". */
export function freeSlug(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let n = 2; ; n += 1) if (!taken.has(`${wanted}-${n}`)) return `${wanted}-${n}`;
}

/**
 * Of `wanted` and what `freeSlug` makes of it, those that stand in these tables of the network, now or (in a table of old ones) before:
 * so many that `freeSlug` knows which is free, also where its caller keeps `wanted` for itself. Asked for one by one, because
 * databases do not agree on what lies between two texts.
 */
export async function slugsLike(
  ctx: Pick<Ctx, 'trx' | 'network'>,
  wanted: string,
  ...tables: string[]
): Promise<Set<string>> {
  const taken = new Set<string>();
  for (let from = 1, to = 20; ; from = to + 1, to *= 10) {
    const asked = Array.from({ length: to - from + 1 }, (_, n) => (from + n === 1 ? wanted : `${wanted}-${from + n}`));
    const each = tables.map(
      (table) =>
        sql`select slug from ${sql.table(table)} where network_id = ${ctx.network.id} and slug = any (${asked}::text[])`,
    );
    const { rows } = await sql<{ slug: string }>`${sql.join(each, sql` union all `)}`.execute(ctx.trx);
    for (const { slug } of rows) taken.add(slug);
    if (asked.filter((slug) => !taken.has(slug)).length > 1) return taken;
  }
}

/**
 * Frees an address for a thing that moves there, and keeps the one that it has as a way to it where readers may know that (`keep`).
 * `tables`: of the addresses now and of those before; `thing`: the latter's column that names the thing. False: the address is or was
 * another's.
 */
export async function moveAddress(
  ctx: Pick<Ctx, 'trx' | 'network'>,
  [now, before]: readonly [string, string],
  thing: string,
  { id, from, to, keep }: { id: string; from: string; to: string; keep: boolean },
): Promise<boolean> {
  if (from === to) return true;
  const network = ctx.network.id;
  if ((await slugsLike(ctx, to, now, before)).has(to)) {
    const { rows } = await sql`
      delete from ${sql.table(before)} where network_id = ${network} and slug = ${to} and ${sql.ref(thing)} = ${id}
      returning slug`.execute(ctx.trx);
    if (rows.length === 0) return false;
  }
  if (keep)
    await sql`
      insert into ${sql.table(before)} (network_id, slug, ${sql.ref(thing)}) values (${network}, ${from}, ${id})
      on conflict (network_id, slug) do nothing`.execute(ctx.trx);
  return true;
}
