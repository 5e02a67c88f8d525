import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Trx } from '../../platform/db/index.ts';
import { type Area, checkGeometry } from '../../platform/geo/index.ts';
import { readYaml } from '../../platform/readable/index.ts';
import {
  ensureRole,
  type TenureRow,
  writeBoundaries,
  writeDivisions,
  writeOfficials,
  writePosts,
  writeSet,
  writeTenures,
} from './import/queries.ts';
import { writeAssignments, writePoints } from './queries.ts';
import { sampleSource } from './source.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9:/._-]{0,150}$/);
const texts = z.record(z.string().regex(/^[a-z]{2}$/), z.string().min(1)).refine((all) => Object.keys(all).length > 0);
const date = z.iso.date();
const degrees = z.number().min(-180).max(180);
/** No sample may reach a real mailbox. */
const invalidAddress = z
  .email()
  .refine((address) => address.endsWith('.invalid'), 'a sample address must end in .invalid');

const file = z.strictObject({
  // One sentence for all kits: it is said in the reader's language.
  source: z.literal(sampleSource),
  asOf: date,
  country: z.literal('XX'),
  bodies: z.array(
    z.strictObject({
      id,
      name: texts,
      level: z.enum(['municipal', 'region', 'federal', 'senate', 'international', 'court', 'other']),
      /** Its members are asked as one; none of its posts is a seat that can stand empty. */
      committee: z.boolean().default(false),
    }),
  ),
  roles: z.array(z.strictObject({ id, body: id, name: texts, position: z.int() })),
  sets: z
    .array(
      z.strictObject({
        id,
        role: id,
        validFrom: date,
        validUntil: date.optional(),
        divisions: z.array(
          z.strictObject({
            id,
            name: texts,
            /** West, south, east, north. */
            box: z.tuple([degrees, degrees, degrees, degrees]).optional(),
            ring: z.array(z.tuple([degrees, degrees])).optional(),
          }),
        ),
      }),
    )
    .default([]),
  /** Posts without a district; those with one follow from the sets. */
  posts: z.array(z.strictObject({ id, role: id, label: texts })).default([]),
  officials: z.array(
    z.strictObject({
      id,
      name: z.string().min(1),
      family: z.string().optional(),
      party: z.string().optional(),
      role: id.optional(),
      division: id.optional(),
      post: id.optional(),
      since: date.optional(),
      email: invalidAddress.optional(),
      phone: z.string().optional(),
      address: z.string().optional(),
      form: z
        .string()
        .regex(/^https:\/\/[a-z0-9.-]+\.invalid\//)
        .optional(),
    }),
  ),
  postal: z
    .array(z.strictObject({ code: z.string(), name: z.string(), latitude: z.number(), longitude: z.number() }))
    .default([]),
  crosswalk: z.array(z.strictObject({ code: z.string(), role: id, divisions: z.array(id).min(1) })).default([]),
});
export type SampleFile = z.output<typeof file>;

/**
 * Loads kits/NAME/representatives.yaml into the reference tables, all of it marked sample; loading again changes nothing.
 * The format stands in the feature's README. Returns whether the kit has such a file; throws `FileRefused` for a wrong one.
 */
export async function loadSampleRepresentatives(trx: Trx, folder: string, now: Date): Promise<boolean> {
  const path = join(folder, 'representatives.yaml');
  if (!existsSync(path)) return false;
  const sample = await readYaml(path, file);
  const { source, asOf, country } = sample;
  for (const role of sample.roles) {
    const body = sample.bodies.find((each) => each.id === role.body);
    if (!body) throw new Error(`${path}: the role ${role.id} names the body ${role.body}, which is not there`);
    await ensureRole(
      trx,
      role.id,
      { body: { ...body, country }, name: role.name, position: role.position },
      { sample: true, rename: true },
    );
  }
  for (const set of sample.sets) {
    await writeDivisions(
      trx,
      set.divisions.map((each) => ({ id: each.id, country, names: each.name })),
      { sample: true },
    );
    const shapes = set.divisions.flatMap((each) => {
      const area = areaOf(path, each);
      return area ? [{ divisionId: each.id, name: each.name.en ?? each.id, area }] : [];
    });
    const points = shapes.flatMap((each) => each.area.coordinates.flat(each.area.type === 'Polygon' ? 1 : 2)) as [
      number,
      number,
    ][];
    const bounds =
      points.length > 0 ? [least(points, 0), least(points, 1), greatest(points, 0), greatest(points, 1)] : null;
    await writeSet(
      trx,
      {
        id: set.id,
        role_id: set.role,
        name: set.id,
        valid_from: set.validFrom,
        valid_until: set.validUntil ?? null,
        source,
        licence: null,
        as_of: asOf,
        bounds,
        sample: true,
      },
      now,
    );
    await writeBoundaries(trx, set.id, shapes);
  }
  await writeSamplePosts(trx, sample);
  await writeSampleOfficials(trx, sample);
  await writePoints(
    trx,
    sample.postal.map((each) => ({ ...each, country, source, as_of: asOf, sample: true })),
  );
  await writeAssignments(
    trx,
    sample.crosswalk.flatMap(({ code, role, divisions }) =>
      divisions.map((division) => ({
        country,
        code,
        role_id: role,
        division_id: division,
        source,
        as_of: asOf,
        valid_until: null,
        sample: true,
      })),
    ),
  );
  return true;
}

function areaOf(path: string, division: SampleFile['sets'][number]['divisions'][number]): Area | undefined {
  const { box, ring } = division;
  if (!box && !ring) return undefined;
  const corners = box
    ? [
        [box[0], box[1]],
        [box[2], box[1]],
        [box[2], box[3]],
        [box[0], box[3]],
        [box[0], box[1]],
      ]
    : ring;
  const checked = checkGeometry({ type: 'Polygon', coordinates: [corners] });
  if (!checked.ok) throw new Error(`${path}: the shape of ${division.id}: ${checked.fault}`);
  return checked.area;
}

const least = (points: [number, number][], axis: 0 | 1) => Math.min(...points.map((each) => each[axis]));
const greatest = (points: [number, number][], axis: 0 | 1) => Math.max(...points.map((each) => each[axis]));

async function writeSamplePosts(trx: Trx, sample: SampleFile): Promise<void> {
  const common = { known_as_of: sample.asOf, known_source: sample.source };
  const names = new Map(sample.roles.map((each) => [each.id, each.name]));
  const inDivisions = sample.sets.flatMap((set) =>
    set.divisions.map((division) => ({
      id: `${set.role}/${division.id}`,
      role_id: set.role,
      division_id: division.id,
      label: names.get(set.role)!,
      set_id: set.id,
      ...common,
    })),
  );
  const others = sample.posts.map((post) => ({
    id: post.id,
    role_id: post.role,
    division_id: null,
    label: post.label,
    set_id: null,
    ...common,
  }));
  await writePosts(trx, [...inDivisions, ...others], true);
}

async function writeSampleOfficials(trx: Trx, sample: SampleFile): Promise<void> {
  const { source, asOf } = sample;
  await writeOfficials(
    trx,
    sample.officials.map((each) => ({
      official: {
        id: each.id,
        name: each.name,
        family_name: each.family ?? each.name.split(' ').at(-1)!,
        given_name: null,
        honorific: null,
        party: each.party ?? null,
        source,
        as_of: asOf,
        sample: true,
      },
      contacts: [
        ...(each.email ? [{ kind: 'email', value: each.email, note: null }] : []),
        ...(each.phone ? [{ kind: 'phone', value: each.phone, note: null }] : []),
        ...(each.address ? [{ kind: 'address', value: each.address, note: null }] : []),
        ...(each.form ? [{ kind: 'form', value: each.form, note: null }] : []),
      ],
    })),
  );
  const tenures: TenureRow[] = sample.officials.map((each) => {
    const postId = each.post ?? `${each.role}/${each.division}`;
    return {
      id: `${each.id}@${postId}`,
      official_id: each.id,
      post_id: postId,
      from_date: each.since ?? null,
      until_date: null,
      source,
      as_of: asOf,
    };
  });
  await writeTenures(trx, tenures);
}
