import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../platform/db/root.ts';

const file = join(root, 'dist/assets/manifest.json');

let manifest: Record<string, string> | undefined;

/** The path of a built file by its logical name: "casement.css" → "/assets/casement-1a2b3c4d.css". */
export function asset(name: string): string {
  manifest ??= existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
  return `/assets/${manifest[name] ?? name}`;
}
