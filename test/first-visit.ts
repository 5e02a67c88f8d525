import type { TestApp } from './app.ts';

/** A face of a style: where it is fetched, and whether it has a character. */
export type Face = { address: string; has(character: string): boolean };

/** The faces that a style declares. */
export const facesOf = (style: string): Face[] =>
  [...style.matchAll(/@font-face\s*\{[^}]*\}/g)].map(([face]) => {
    const ranges = (/unicode-range:([^;}]+)/.exec(face)?.[1] ?? 'U+0-10FFFF').split(',').map((range) => {
      const [first, last = first] = range.trim().slice(2).split('-');
      return [Number.parseInt(first!, 16), Number.parseInt(last!, 16)] as const;
    });
    return {
      address: /url\("?([^")]+)/.exec(face)![1]!,
      has: (character) =>
        ranges.some(([first, last]) => first <= character.codePointAt(0)! && character.codePointAt(0)! <= last),
    };
  });

/**
 * The fonts that a browser fetches for a page: the faces of its style that have one of its characters. An upper bound: the text of
 * headings and of the rest is not told apart.
 */
export function fontsFor(html: string, style: string): string[] {
  const text = new Set(
    html
      .replace(/<(script|style|title)\b[\s\S]*?<\/\1>/g, ' ')
      .replace(/<[^>]*>/g, ' ')
      .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex, code) => String.fromCodePoint(Number.parseInt(code, hex ? 16 : 10))),
  );
  return facesOf(style)
    .filter((face) => [...text].some(face.has))
    .map(({ address }) => address);
}

/** What a page names for its first sight: styles, scripts, its mark and pictures that are not left for later. */
export const namedFiles = (html: string): string[] => [
  ...new Set(
    [...html.matchAll(/<(?:link|script|img)\b[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => !/rel="(alternate|canonical)"|loading="lazy"/.test(tag))
      .flatMap((tag) => /\s(?:href|src)="([^"]+)"/.exec(tag)?.[1] ?? []),
  ),
];

export type FirstVisit = {
  files: { path: string; bytes: number }[];
  /** Of all bodies together. */
  bytes: number;
  /** The list, for whoever reads why a test failed. */
  told: string;
};

/**
 * All that a browser transfers at its first visit of a page that nobody asked for before, as the router packs it. (A page that is
 * kept afterwards is packed tighter.)
 */
export async function firstVisit(app: TestApp, path: string, coding: 'br' | 'gzip' = 'br'): Promise<FirstVisit> {
  const sent = async (one: string) => {
    const response = await app.get(one, { headers: { 'accept-encoding': coding } });
    if (response.status !== 200) throw new Error(`${one} came as ${response.status}`);
    return { path: one, bytes: (await response.arrayBuffer()).byteLength };
  };
  const page = await sent(path);
  const html = await (await app.get(path)).text();
  const named = namedFiles(html);
  const styles = await Promise.all(
    named.filter((one) => one.endsWith('.css')).map(async (one) => (await app.get(one)).text()),
  );
  const files = [
    page,
    ...(await Promise.all([...named, ...styles.flatMap((style) => fontsFor(html, style))].map(sent))),
  ];
  const bytes = files.reduce((sum, one) => sum + one.bytes, 0);
  return { files, bytes, told: `${bytes}: ${files.map((one) => `${one.path} ${one.bytes}`).join(', ')}` };
}
