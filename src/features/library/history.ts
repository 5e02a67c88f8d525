import { compare, type Piece } from '../../ui/index.ts';
import type { SpineChoice } from '../spine/index.ts';
import { nameOf, type Version, type Work, writeIdentifier } from './work.ts';

/** A work's whole description at one moment, as flat texts by field: `kind`, `version.es.title`, `tags.issues`. */
export type Snapshot = Record<string, string>;

/** What is written down after each change. */
export function snapshotOf(
  work: Work,
  versions: readonly Version[],
  tags: SpineChoice,
  files: readonly string[],
): Snapshot {
  const all: Snapshot = {
    slug: work.slug,
    kind: work.kind,
    state: work.state,
    publish_at: work.publishAt?.toISOString() ?? '',
    access: work.access,
    group_id: work.groupId ?? '',
    creators: work.creators.map(nameOf).join('\n'),
    contributors: work.contributors.map(nameOf).join('\n'),
    publisher: work.publisher,
    published_in: work.publishedIn,
    dated: work.dated,
    identifiers: work.identifiers.map(writeIdentifier).join('\n'),
    source: work.source,
    link: work.link,
    covers: work.covers,
    licence: work.licence,
    rights_note: work.rightsNote,
    court: work.court,
    court_country: work.courtCountry ?? '',
    docket: work.docket,
    outcome: work.outcome,
    consent: [work.consentBy, work.consentOn, work.consentHow].filter(Boolean).join(', '),
    issues: tags.issues.join('\n'),
    places: tags.places.join('\n'),
    provisions: tags.provisions.join('\n'),
    files: files.join('\n'),
  };
  for (const version of versions) {
    for (const field of ['title', 'subtitle', 'abstract', 'body'] as const)
      all[`version.${version.locale}.${field}`] = version[field];
    all[`version.${version.locale}.translators`] = version.translators.join('\n');
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

/** Fields that the public history does not tell: who may see it, and whom we asked. */
export const inward: readonly string[] = ['consent', 'access', 'group_id', 'state', 'publish_at', 'slug'];

export type Change = { field: string; pieces: Piece[] };

/** What differs between two snapshots, field by field, line by line and within a changed line word by word. */
export function changes(before: Snapshot, after: Snapshot): Change[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields
    .filter((field) => (before[field] ?? '') !== (after[field] ?? ''))
    .map((field) => ({ field, pieces: compare(before[field] ?? '', after[field] ?? '') }));
}
