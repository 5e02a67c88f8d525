import { z } from 'zod';
import { sha256 } from '../../platform/crypto/ids.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { type Block, emptyBlock, type KindName, type PageName } from './block.ts';

/** What earlier versions kept of a home page's words, by language. */
const older = z.object({
  intro: z.string().default(''),
  asks: z.array(z.string()).default([]),
  goals: z.array(z.string()).default([]),
  beliefs: z.array(z.string()).default([]),
});

/** The same id for the same text, shaped as a UUID of the kind for one's own rules (version 8). */
function idFrom(text: string): string {
  const hex = sha256(text).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * What a page begins with before anybody composed it. Home: the network's own words, what is open, what was done, how to stay in touch;
 * whatever has nothing to show is left out. Its blocks have the same ids each time, so that a form that was opened on them still fits.
 */
export function firstBlocks(
  network: Pick<Network, 'id' | 'tagline' | 'name' | 'locales' | 'settings'>,
  page: PageName,
): Block[] {
  if (page !== 'home') return [];
  const kept = z.object({ home: z.record(z.string(), z.unknown()) }).safeParse(network.settings);
  const told = (locale: string) => older.safeParse(kept.success ? kept.data.home[locale] : {}).data;
  const inEach = (words: (locale: string) => Record<string, string>) =>
    Object.fromEntries(network.locales.map((locale) => [locale, words(locale)]));
  const block = (name: string, kind: KindName, more: Partial<Block> = {}): Block => ({
    ...emptyBlock(idFrom(`${network.id} first ${name}`), kind),
    ...more,
  });
  const points = (list: 'asks' | 'goals' | 'beliefs'): Block[] =>
    network.locales.some((locale) => (told(locale)?.[list].length ?? 0) > 0)
      ? [
          block(list, 'text', {
            layout: 'points',
            band: 'sill',
            words: inEach((locale) => ({ title: '', text: told(locale)?.[list].join('\n') ?? '' })),
          }),
        ]
      : [];
  return [
    block('hero', 'hero', {
      words: inEach((locale) => ({
        title: network.tagline[locale] || (network.name[locale] ?? ''),
        text: told(locale)?.intro ?? '',
      })),
      options: {
        art: ['numbers'],
        figures: ['letters', 'supporters', 'reached', 'campaigns'],
        door1: ['campaign'],
        door2: ['representatives'],
      },
    }),
    block('campaigns', 'campaigns', { band: 'sill' }),
    ...points('asks'),
    ...points('goals'),
    ...points('beliefs'),
    block('news', 'news'),
    block('signup', 'signup', { band: 'sill' }),
  ];
}
