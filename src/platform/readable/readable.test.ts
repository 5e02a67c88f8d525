import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { FileRefused, readMarkdown, readYaml } from './index.ts';

const schema = z.strictObject({
  title: z.string().min(1),
  list: z.array(z.strictObject({ name: z.string() })).default([]),
});

describe('readable files', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'casement-readable-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function file(text: string): Promise<string> {
    const path = join(folder, `${Math.random()}.yaml`);
    await writeFile(path, text);
    return path;
  }

  test('a file that fits is given as the schema says', async () => {
    expect(await readYaml(await file('title: Sí\n'), schema)).toEqual({ title: 'Sí', list: [] });
  });

  test('an error names the file and the key', async () => {
    const path = await file('title: ""\nlist: [{ name: a }, { nam: b }]\n');
    await expect(readYaml(path, schema)).rejects.toThrow(FileRefused);
    await expect(readYaml(path, schema)).rejects.toThrow(path);
    await expect(readYaml(path, schema)).rejects.toThrow(/^ {2}title: /m);
    await expect(readYaml(path, schema)).rejects.toThrow(/^ {2}list\[1\]\.name: /m);
  });

  test('broken YAML, a key given twice and a missing file are refused', async () => {
    await expect(readYaml(await file('title: [a\n'), schema)).rejects.toThrow(FileRefused);
    await expect(readYaml(await file('title: a\ntitle: b\n'), schema)).rejects.toThrow(/unique/);
    await expect(readYaml(join(folder, 'none.yaml'), schema)).rejects.toThrow(/no such file/);
  });

  test('nested aliases do not fill the memory', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`,
    );
    const bomb = await file(`l0: &l0 [x, x, x]\n${levels.join('\n')}\n`);
    await expect(readYaml(bomb, z.unknown())).rejects.toThrow(/alias/i);
  });

  test('Markdown under a head: the text below is the body, with Windows line ends too', async () => {
    const page = z.strictObject({ title: z.string(), body: z.string() });
    expect(await readMarkdown(await file('---\r\ntitle: A\r\n---\r\n\r\nFirst.\r\n\r\nSecond.\r\n'), page)).toEqual({
      title: 'A',
      body: 'First.\n\nSecond.',
    });
    await expect(readMarkdown(await file('First.\n'), page)).rejects.toThrow(/head/);
  });
});
