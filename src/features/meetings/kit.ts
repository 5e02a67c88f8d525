import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { dayOf } from '../../platform/http/index.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { kitIds } from '../documents/index.ts';
import { answers, attendances, readAgenda, settle } from './meeting.ts';

const text = z.string().trim().min(1);
const file = z.array(
  z.strictObject({
    group: text.nullable(),
    title: text,
    /** So many days after the kit was loaded; below zero: before. */
    days: z.int(),
    time: z.string().regex(/^\d{2}:\d{2}$/),
    zone: text,
    length: z.int(),
    place: z.string().default(''),
    link: z.string().default(''),
    about: z.string().default(''),
    /** As in the form: one item a line, "20 Welcome (Ana)". */
    agenda: z.string().default(''),
    attendance: z.enum(attendances).default('kept'),
    cancelled: z.string().optional(),
    answers: z
      .array(z.strictObject({ by: text, answer: z.enum(answers), was_there: z.boolean().optional() }))
      .default([]),
    minutes: z.strictObject({ by: text, title: text, body: text, approved: z.boolean().default(false) }).optional(),
  }),
);
type Entry = z.output<typeof file>[number];

/** Loads the kit's `meetings.yaml`, marked as samples. */
export async function loadKit(kit: KitPlace): Promise<void> {
  const path = join(kit.folder, 'meetings.yaml');
  if (!existsSync(path)) return;
  for (const entry of await readYaml(path, file)) await loadOne(kit, path, entry);
}

async function loadOne(kit: KitPlace, path: string, entry: Entry): Promise<void> {
  const { trx, network, now } = kit;
  const ids = await kitIds(kit);
  const groupId = ids.group(path, entry.group);
  const day = dayOf(new Date(now.getTime() + entry.days * 86_400_000), entry.zone);
  const settled = settle(`${day}T${entry.time}`, entry.zone);
  if (!settled) throw new FileRefused(path, [`${entry.title}: there is no such time or zone`]);
  const id = newId();
  const minutesId = entry.minutes ? newId() : null;
  if (entry.minutes && minutesId) {
    const by = ids.account(path, entry.minutes.by);
    const at = new Date(settled.at.getTime() + 86_400_000);
    await trx
      .insertInto('documents')
      .values({
        network_id: network.id,
        id: minutesId,
        group_id: groupId,
        kind: 'minutes',
        title: entry.minutes.title,
        version: 1,
        approved_version: entry.minutes.approved ? 1 : null,
        approved_at: entry.minutes.approved ? new Date(at.getTime() + 14 * 86_400_000) : null,
        created_at: at,
        updated_at: at,
        sample: true,
      })
      .execute();
    await trx
      .insertInto('document_versions')
      .values({
        network_id: network.id,
        document_id: minutesId,
        version: 1,
        title: entry.minutes.title,
        body: entry.minutes.body,
        account_id: by,
        alias: ids.alias(groupId, by),
        saved_at: at,
      })
      .execute();
  }
  await trx
    .insertInto('meetings')
    .values({
      network_id: network.id,
      id,
      group_id: groupId,
      title: entry.title,
      starts_at: settled.wall,
      time_zone: entry.zone,
      starts_utc: settled.at,
      minutes: entry.length,
      place: entry.place,
      link: entry.link,
      about: entry.about,
      agenda: JSON.stringify(readAgenda(entry.agenda)),
      attendance: entry.attendance,
      cancelled_at: entry.cancelled === undefined ? null : now,
      cancel_reason: entry.cancelled ?? '',
      minutes_id: minutesId,
      created_at: now,
      updated_at: now,
      sample: true,
    })
    .execute();
  for (const one of entry.answers) {
    await trx
      .insertInto('meeting_answers')
      .values({
        network_id: network.id,
        meeting_id: id,
        account_id: ids.account(path, one.by),
        answer: one.answer,
        was_there: one.was_there ?? null,
        answered_at: now,
      })
      .execute();
  }
}

/** Removes the network's sample meetings, as the owner; returns how many. Their minutes go with the sample documents. */
export async function clearSamples({ trx, network }: KitPlace): Promise<number> {
  const rows = await trx
    .deleteFrom('meetings')
    .where('network_id', '=', network.id)
    .where('sample', '=', true)
    .returning('id')
    .execute();
  return rows.length;
}
