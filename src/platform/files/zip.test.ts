import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { root } from '../db/root.ts';
import { readZip, writeZip, ZipFault } from './zip.ts';

const name = fc.stringMatching(/^[a-zéß_-]{1,12}\.csv$/);

describe('a small archive', () => {
  test('is read back as it was written', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ name, bytes: fc.uint8Array({ maxLength: 300 }) }), { selector: (one) => one.name }),
        (entries) => {
          const read = readZip(writeZip(entries), 100_000);
          expect(read.map((one) => [one.name, [...one.bytes]])).toEqual(
            entries.map((one) => [one.name, [...one.bytes]]),
          );
        },
      ),
    );
  });

  const python = spawnSync('python3', ['--version']).status === 0;
  test.skipIf(!python)('is understood by another program', () => {
    const folder = mkdtempSync(join(tmpdir(), 'casement-zip-'));
    writeFileSync(join(folder, 'a.zip'), writeZip([{ name: 'sœur.csv', bytes: 'a,b\n1,2\n' }]));
    const script =
      'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip(), z.namelist(), z.read("sœur.csv"))';
    const said = execFileSync('python3', ['-c', script, join(folder, 'a.zip')], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(said.trim()).toBe("None ['sœur.csv'] b'a,b\\n1,2\\n'");
  });

  test('any bytes are read whole or refused, and never beyond the limit', () => {
    const archive = writeZip([{ name: 'zeros.csv', bytes: Buffer.alloc(1_000_000) }]);
    expect(archive.length).toBeLessThan(5_000);
    expect(() => readZip(archive, 999_999)).toThrow('more than is allowed');
    expect(readZip(archive, 1_000_000)[0]!.bytes.length).toBe(1_000_000);
    fc.assert(
      fc.property(fc.nat({ max: archive.length - 1 }), fc.nat({ max: 255 }), (at, value) => {
        const broken = Buffer.from(archive);
        broken[at] = value;
        try {
          for (const entry of readZip(broken, 1_000_000)) expect(entry.bytes.length).toBeLessThanOrEqual(1_000_000);
        } catch (error) {
          expect(error).toBeInstanceOf(ZipFault);
        }
      }),
    );
  });

  const bombs = join(root, '../shared/data/hostile-input/generated');
  test.skipIf(!existsSync(bombs))('the bombs of hostile-input end in a refusal', () => {
    for (const file of readdirSync(bombs).filter((one) => one.endsWith('.zip'))) {
      try {
        const sum = readZip(readFileSync(join(bombs, file)), 10_000_000).reduce(
          (all, one) => all + one.bytes.length,
          0,
        );
        expect(sum).toBeLessThanOrEqual(10_000_000);
      } catch (error) {
        expect(error).toBeInstanceOf(ZipFault);
      }
    }
  });
});
