import type { View } from '../../platform/http/index.ts';

/** What the samples of the kits name as their source. */
export const sampleSource = 'Sample data, invented for this demonstration';

/** Where a fact comes from: as it was given, or, of the samples, in the reader's language. */
export const sourceWords = (v: Pick<View, 'network' | 't'>, source: string): string =>
  v.network.sample && source === sampleSource ? v.t('representatives.source.sample') : source;
