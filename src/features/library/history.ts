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

/** What may be read of a work's past: as somebody who belongs, who coordinates; `group` is the one for which the work is kept now. */
export type Past = { belongs: boolean; coordinates: boolean; group: string | null; now: Date };

/**
 * Of what was written down (the last first) that which this reader could have read when it stood: neither drafts nor what was for fewer, nor
 * what was replaced before its day. A name that was taken out before others saw it stays out.
 */
export function couldBeRead<R extends { at: Date; state: Snapshot }>(revisions: readonly R[], past: Past): R[] {
  return revisions.filter(({ state }, index) => {
    const until = revisions[index - 1]?.at ?? past.now;
    if (state.state !== 'published' || !state.publish_at || new Date(state.publish_at) > until) return false;
    if (past.coordinates || state.access === 'public') return true;
    if (!past.belongs) return false;
    return state.access === 'members' || (state.access === 'group' && state.group_id === past.group);
  });
}

export type Change = { field: string; pieces: Piece[] };

/** What differs between two snapshots, field by field, line by line and within a changed line word by word. */
export function changes(before: Snapshot, after: Snapshot): Change[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields
    .filter((field) => (before[field] ?? '') !== (after[field] ?? ''))
    .map((field) => ({ field, pieces: compare(before[field] ?? '', after[field] ?? '') }));
}
