import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../src/platform/db/root.ts';

const source = join(root, 'src');
const files = (readdirSync(source, { recursive: true }) as string[])
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
  .map((file) => {
    const text = readFileSync(join(source, file), 'utf8');
    const imports = [
      ...text.matchAll(
        /(?:^|\n)(?:import|export)\s[^;]*?from\s+'([^']+)'|(?:^|\n)import\s+'([^']+)'|import\('([^']+)'\)/g,
      ),
    ].map((match) => (match[1] ?? match[2] ?? match[3])!);
    return { file, text, test: /\.test\.tsx?$/.test(file), imports };
  });

/** The source file that a relative import names, from src/. */
const target = (file: string, specifier: string): string | undefined =>
  specifier.startsWith('.') ? relative(source, resolve(join(source, file), '..', specifier)) : undefined;

const room = (file: string): string | undefined => /^features\/([^/]+)\//.exec(file)?.[1];

const shipped = files.filter((file) => !file.test && !/\/testing\//.test(file.file));

describe('who may import whom', () => {
  test('there are files to look at', () => expect(shipped.length).toBeGreaterThan(60));

  test('platform imports no feature and no ui', () => {
    const wrong = shipped
      .filter(({ file }) => file.startsWith('platform/'))
      .flatMap(({ file, imports }) => imports.map((one) => [file, target(file, one)] as const))
      .filter(([, to]) => to && !/^(platform\/|config\.ts)/.test(to));
    expect(wrong).toEqual([]);
  });

  test('ui imports no feature', () => {
    const wrong = shipped
      .filter(({ file }) => file.startsWith('ui/'))
      .flatMap(({ file, imports }) => imports.map((one) => [file, target(file, one)] as const))
      .filter(([, to]) => to?.startsWith('features/'));
    expect(wrong).toEqual([]);
  });

  test('features meet only through index.ts', () => {
    const wrong = shipped
      .flatMap(({ file, imports }) => imports.map((one) => [file, target(file, one)] as const))
      .filter(([file, to]) => {
        const there = to && room(to);
        if (!there || room(file) === there) return false;
        // The merged URL map reads each feature's urls.ts, which import nothing.
        if (file === 'urls.ts' && to.endsWith('/urls.ts')) return false;
        return !to.endsWith(`features/${there}/index.ts`);
      });
    expect(wrong).toEqual([]);
  });

  test('features have no cycles', () => {
    const edges = new Map<string, Set<string>>();
    for (const { file, imports } of shipped) {
      const from = room(file);
      if (!from) continue;
      for (const one of imports) {
        const to = target(file, one);
        const there = to && room(to);
        if (there && there !== from) edges.set(from, (edges.get(from) ?? new Set()).add(there));
      }
    }
    const seen = new Set<string>();
    const cycles: string[] = [];
    function walk(at: string, path: string[]): void {
      if (path.includes(at)) {
        cycles.push([...path.slice(path.indexOf(at)), at].join(' → '));
        return;
      }
      if (seen.has(at)) return;
      for (const next of edges.get(at) ?? []) walk(next, [...path, at]);
      seen.add(at);
    }
    for (const from of edges.keys()) walk(from, []);
    expect(cycles).toEqual([]);
  });

  test('node:crypto only in platform/crypto', () => {
    const wrong = shipped.filter(
      ({ file, imports }) =>
        !file.startsWith('platform/crypto/') && imports.some((one) => /^(node:)?crypto$/.test(one)),
    );
    // A random file name for the embedded database's password is no cryptography of the program's data.
    expect(wrong.map(({ file }) => file).filter((file) => !file.startsWith('platform/db/embedded'))).toEqual([]);
  });

  test('kysely only beside its tables: queries, commands of a feature, and platform/db', () => {
    const wrong = shipped.filter(
      ({ file, imports }) =>
        imports.some((one) => one === 'kysely') &&
        (/\/pages\/|\/mails\/|routes\.tsx$|forms\.ts$|^ui\//.test(file) || /^(app|main|config|urls)\.tsx?$/.test(file)),
    );
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  test('no drawer that everything falls into', () => {
    const wrong = files.filter(({ file }) =>
      /(^|\/)(utils?|lib|common|helpers?|manager|misc|shared)(\/|\.ts)/i.test(file),
    );
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  test('pages write no address of their own', () => {
    const wrong = shipped.filter(
      ({ file, text }) => file.endsWith('.tsx') && /\b(href|action|src|formaction)="\//.test(text),
    );
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  test('rules read no clock of their own', () => {
    const wrong = shipped
      .filter(({ file }) => file.startsWith('features/') && !/commands\.ts$|\/import\/|\/backup\//.test(file))
      .filter(({ text }) => /new Date\(\)|Date\.now\(\)/.test(text));
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });
});

test('whatever leaves as a file is on record, or is public, one person’s, or her own', () => {
  const notOnRecord = [
    ['features/campaigns/private.tsx', 'her own copy'],
    ['features/events/cards.tsx', 'cards that nobody filled in'],
    ['features/files/routes.tsx', 'one file, to who may open it'],
    ['features/inbox/routes.tsx', 'one letter to one person'],
    ['features/library/routes.tsx', 'what the reader may read on the page'],
    ['features/meetings/calendar.ts', 'the meetings of whoever asks'],
    ['features/members/own/routes.tsx', 'her own copy'],
    ['features/pledges/routes.tsx', 'one letter to one official'],
    ['features/stories/own-routes.tsx', 'her own copy'],
  ].map(([file]) => file);
  const left = shipped.filter(
    ({ text }) =>
      /content-disposition/.test(text) &&
      /attachment; filename|dispositionOf\(/.test(text) &&
      !/takeAway\(|recordExport\(/.test(text),
  );
  expect(left.map(({ file }) => file).sort()).toEqual(notOnRecord);
  const byHand = shipped.filter(
    ({ file, text }) => file !== 'platform/audit/exports.ts' && /verb: 'exported'/.test(text),
  );
  expect(byHand.map(({ file }) => file)).toEqual([]);
});

test('a file that outgrows 400 lines is named', () => {
  const long = files.filter(({ file, text }) => text.split('\n').length > 400 && !file.endsWith('db/types.ts'));
  for (const { file, text } of long) console.warn(`${file} has ${text.split('\n').length} lines`);
  // A warning up to here; twice the length is a failure.
  expect(long.filter(({ text }) => text.split('\n').length > 800).map(({ file }) => file)).toEqual([]);
});
