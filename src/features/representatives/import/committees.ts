import { z } from 'zod';
import type { Database, Trx } from '../../../platform/db/index.ts';
import type { Texts } from '../types.ts';
import type { PeopleFile } from './congress.ts';
import { digest } from './districts.ts';
import {
  endTenures,
  ensureRole,
  type PostRow,
  readNames,
  readPosts,
  readTenures,
  rolesOfCommittees,
  type TenureRow,
  writePosts,
  writeTenures,
} from './queries.ts';
import { limits, parseJson, readPackedText } from './read.ts';
import { ImportRefused } from './refusal.ts';
import { emptyReport, type Report } from './report.ts';
import { runImport } from './run.ts';
import { firstIssue, idLine, line, nameLine } from './values.ts';

// https://github.com/openstates/people/blob/main/schema.md#committees: the parts that are used.
const committee = z.object({
  id: idLine.refine((id) => id.startsWith('ocd-organization/'), 'is not an ocd-organization id'),
  jurisdiction: z.string().regex(/^ocd-jurisdiction\/country:us\/state:[a-z]{2}\/government$/),
  name: nameLine,
  chamber: z.enum(['upper', 'lower', 'legislature']),
  members: z
    .array(z.object({ name: nameLine, role: line(60), person_id: idLine.optional() }))
    .min(1)
    .max(500),
});
type Committee = z.output<typeof committee>;

const chamberNames: Record<Committee['chamber'], Texts> = {
  upper: { en: 'Senate', fr: 'Sénat', es: 'Senado', pt: 'Senado' },
  lower: { en: 'Assembly', fr: 'Assemblée', es: 'Asamblea', pt: 'Assembleia' },
  legislature: { en: 'Legislature', fr: 'Législature', es: 'Legislatura', pt: 'Legislativo' },
};
const chair: Texts = { en: 'Chair', fr: 'Présidence', es: 'Presidencia', pt: 'Presidência' };
const member: Texts = { en: 'Member', fr: 'Membre', es: 'Integrante', pt: 'Integrante' };
const labels: Record<string, Texts> = {
  chair,
  member,
  'co-chair': { en: 'Co-chair', fr: 'Coprésidence', es: 'Copresidencia', pt: 'Copresidência' },
  'ranking member': {
    en: 'Ranking member',
    fr: 'Membre principal de la minorité',
    es: 'Integrante principal de la minoría',
    pt: 'Integrante principal da minoria',
  },
};

/**
 * Imports OpenStates' committees of one state (a JSON list): each is a body with its chair's post and one membership
 * for everybody else. Its people must have been imported before; whoever is not known is refused by name.
 * A complete list: memberships that are no longer in it end on `asOf`. Throws `ImportRefused`.
 */
export async function importCommittees(db: Database, options: PeopleFile, now: Date): Promise<Report> {
  const { text, checksum } = await readPackedText(options.file, limits.json);
  const list = z.array(z.unknown()).min(1).max(5_000).safeParse(parseJson(text, options.file));
  if (!list.success) throw new ImportRefused(`${options.file}: is not a list of committees`);
  const read = emptyReport();
  const committees: Committee[] = [];
  for (const [i, value] of list.data.entries()) {
    const parsed = committee.safeParse(value);
    if (parsed.success) committees.push(parsed.data);
    else read.refused.push({ row: `committee ${i + 1}`, reason: firstIssue(parsed.error) });
  }
  const states = new Set(committees.map((each) => stateOf(each)));
  if (states.size !== 1)
    throw new ImportRefused(`${options.file}: holds committees of ${states.size} states, not of one`);
  const { asOf, dryRun } = options;
  const job = { kind: 'people committees', file: options.file, checksum, asOf, dryRun, now };
  return runImport(db, job, async (trx, report) => {
    Object.assign(report, structuredClone(read));
    await applyCommittees(trx, options, committees, report);
    report.notes.unshift(`${committees.length} committees`);
  });
}

const stateOf = (each: Committee): string => /state:([a-z]{2})/.exec(each.jurisdiction)![1]!;
const bodyIdOf = (each: Committee): string => `us-${stateOf(each)}-committee-${digest(each.id).slice(0, 12)}`;

type Membership = { post: PostRow; officialId: string };

async function applyCommittees(trx: Trx, options: PeopleFile, committees: Committee[], report: Report): Promise<void> {
  const { asOf } = options;
  const people = await readNames(trx, [
    ...new Set(committees.flatMap((each) => each.members.flatMap((one) => one.person_id?.toLowerCase() ?? []))),
  ]);
  const wanted: Membership[] = [];
  let unknown = report.refused.length;
  for (const each of committees) {
    await ensureRoles(trx, each);
    let chairs = 0;
    const seated = new Set<string>();
    for (const { name, role, person_id } of each.members) {
      const officialId = person_id?.toLowerCase();
      if (!officialId || !people.has(officialId)) {
        report.refused.push({ row: each.name, reason: `${name} is not known: import the people first` });
        unknown += 1;
        continue;
      }
      if (seated.has(officialId)) {
        report.refused.push({ row: each.name, reason: `${name} stands twice in it` });
        continue;
      }
      seated.add(officialId);
      const called = (role ?? 'member').toLowerCase();
      if (called === 'chair') chairs += 1;
      wanted.push({ post: postOf(each, called, officialId, chairs, options), officialId });
    }
  }
  const state = stateOf(committees[0]!);
  const roleIds = [
    ...new Set([
      ...wanted.map((each) => each.post.role_id),
      ...(await rolesOfCommittees(trx, `us-${state}-committee-`)),
    ]),
  ];
  const stored = new Map((await readPosts(trx, roleIds)).map((each) => [each.id, each]));
  const newest = [...stored.values()]
    .flatMap((each) => each.known_as_of ?? [])
    .sort()
    .at(-1);
  if (newest !== undefined && newest > asOf)
    throw new ImportRefused(`the committees stored are as of ${newest}; this file, as of ${asOf}, is older`);
  const tenures = await readTenures(trx, roleIds);
  const open = tenures.filter((each) => each.until_date === null || each.until_date > asOf);
  const keyOf = (each: { official_id: string; post_id: string }) => `${each.official_id} ${each.post_id}`;
  const held = new Map(open.map((each) => [keyOf(each), each]));
  const used = new Set(tenures.map((each) => each.id));
  const asked = new Set(wanted.map(({ post, officialId }) => `${officialId} ${post.id}`));
  const ending = unknown > 0 ? [] : open.filter((each) => !asked.has(keyOf(each)));
  if (open.length >= 10 && ending.length * 2 > open.length && !options.replace)
    throw new ImportRefused(
      `${ending.length} of the ${open.length} memberships are not in this file. If that is right, say so with --replace`,
    );
  await writePosts(
    trx,
    wanted.map((each) => each.post).filter((post) => stored.get(post.id)?.known_as_of !== asOf),
  );
  const rows: TenureRow[] = [];
  for (const { post, officialId } of wanted) {
    const current = held.get(`${officialId} ${post.id}`);
    report[current ? 'unchanged' : 'added'] += 1;
    if (current?.as_of === asOf) continue;
    let id = current?.id ?? `${officialId}@${post.id}`;
    if (!current && used.has(id)) id = `${id}@${asOf}`;
    rows.push({
      id,
      official_id: officialId,
      post_id: post.id,
      from_date: current?.from_date ?? null,
      until_date: null,
      source: options.source,
      as_of: asOf,
    });
  }
  await writeTenures(trx, rows);
  await endTenures(
    trx,
    ending.map((each) => each.id),
    asOf,
  );
  report.ended += ending.length;
  for (const { name } of ending) report.notes.push(`ended on ${asOf}: ${name}`);
}

async function ensureRoles(trx: Trx, each: Committee): Promise<void> {
  const within = chamberNames[each.chamber];
  const body = {
    id: bodyIdOf(each),
    name: Object.fromEntries(Object.entries(within).map(([locale, chamber]) => [locale, `${each.name} (${chamber})`])),
    level: 'region' as const,
    country: 'US',
    committee: true,
  };
  await ensureRole(trx, `${body.id}:chair`, { body, name: chair, position: 40 }, { rename: true });
  await ensureRole(trx, `${body.id}:member`, { body, name: member, position: 41 });
}

/** The chair's post outlives its holder; a membership is one person's own. */
function postOf(each: Committee, called: string, officialId: string, chairs: number, options: PeopleFile): PostRow {
  const roleId = `${bodyIdOf(each)}:${called === 'chair' ? 'chair' : 'member'}`;
  const own = called === 'chair' ? `chair${chairs > 1 ? `-${chairs}` : ''}` : officialId.replace('ocd-person/', '');
  return {
    id: `${roleId}/${own}`,
    role_id: roleId,
    division_id: null,
    label: labels[called] ?? { en: called.charAt(0).toUpperCase() + called.slice(1) },
    set_id: null,
    known_as_of: options.asOf,
    known_source: options.source,
  };
}
