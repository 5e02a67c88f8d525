import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace, Translatable, TranslatableThing } from '../../platform/registry/index.ts';
import type { Ctx, Network } from '../../platform/tenancy/index.ts';
import { keepSources, mark, type NewMark } from './commands.ts';
import { digestOf } from './translation.ts';

const text = z.string().trim().min(1);
/** A thing by the title in its own language. */
const place = { kind: text, thing: text, locale: text };
const file = z.strictObject({
  /** Texts that a machine made, and texts that nobody has reviewed yet. All others of the kit are reviewed. */
  machine: z.array(z.strictObject(place)).default([]),
  unreviewed: z.array(z.strictObject(place)).default([]),
  /** Translated from another text than stands there now. */
  stale: z.array(z.strictObject({ ...place, field: text, before: text })).default([]),
  /** Handed in and not taken over yet. */
  drafts: z.array(z.strictObject({ ...place, field: text, text, by: text })).default([]),
  assignments: z
    .array(
      z.strictObject({
        to: text,
        locale: text,
        kind: text.optional(),
        thing: text.optional(),
        reviews: z.boolean().default(false),
        due_in: z.number().int().optional(),
        note: z.string().default(''),
      }),
    )
    .default([]),
});

/** How the kit's texts were translated and who has what (`translations.yaml`), after everything else of it is there. */
export async function loadKit({ trx, folder, network, now, translatable = [] }: KitPlace): Promise<void> {
  const path = join(folder, 'translations.yaml');
  if (!existsSync(path)) return;
  const kit = await readYaml(path, file);
  const ctx: Ctx = { trx, network: network as Network, locale: network.locales[0]!, now, actor: { kind: 'operator' } };
  const all: { kind: Translatable; thing: TranslatableThing }[] = [];
  for (const kind of translatable) {
    const ids = (await kind.list(ctx, 1_000)).map((thing) => thing.id);
    for (const thing of await kind.find(ctx, ids)) all.push({ kind, thing });
  }
  const thingOf = (kind: string, title: string): TranslatableThing => {
    const found = all.find((one) => one.kind.kind === kind && one.thing.title === title);
    if (!found) throw new FileRefused(path, [`${kind}: nothing is called ${title}`]);
    return found.thing;
  };
  const names = (list: { kind: string; thing: string; locale: string }[]) =>
    new Set(list.map((one) => `${one.kind} ${thingOf(one.kind, one.thing).id} ${one.locale}`));
  const [machine, unreviewed] = [names(kit.machine), names(kit.unreviewed)];
  const stale = new Map(
    kit.stale.map((one) => [`${one.kind} ${thingOf(one.kind, one.thing).id} ${one.locale} ${one.field}`, one.before]),
  );
  const marks: NewMark[] = [];
  const sources: string[] = [];
  for (const { kind, thing } of all)
    for (const locale of network.locales) {
      if (locale === thing.source) continue;
      const key = `${kind.kind} ${thing.id} ${locale}`;
      if (unreviewed.has(key)) continue;
      for (const { name } of kind.fields) {
        const target = thing.texts[locale]?.[name] ?? '';
        const source = stale.get(`${key} ${name}`) ?? thing.texts[thing.source]?.[name] ?? '';
        if (source === '' || target === '') continue;
        sources.push(source);
        const by = machine.has(key) ? 'machine' : 'person';
        const what = { kind: kind.kind, id: thing.id, locale, field: name, sourceLocale: thing.source };
        const digests = { sourceDigest: digestOf(source), targetDigest: digestOf(target) };
        marks.push({ ...what, ...digests, madeBy: by, reviewed: by === 'person' });
      }
    }
  await keepSources(ctx, [
    ...sources,
    ...kit.drafts.map((one) => {
      const thing = thingOf(one.kind, one.thing);
      return thing.texts[thing.source]?.[one.field] ?? '';
    }),
  ]);
  await mark(ctx, marks);
  const accountOf = async (email: string): Promise<string> => {
    const row = await trx
      .selectFrom('accounts')
      .select('id')
      .where('network_id', '=', network.id)
      .where('email_key', '=', email)
      .executeTakeFirst();
    if (!row) throw new FileRefused(path, [`there is no account ${email}`]);
    return row.id;
  };
  for (const one of kit.drafts) {
    const thing = thingOf(one.kind, one.thing);
    await trx
      .insertInto('translation_drafts')
      .values({
        network_id: network.id,
        kind: one.kind,
        thing_id: thing.id,
        locale: one.locale,
        field: one.field,
        text: one.text,
        source_locale: thing.source,
        source_digest: digestOf(thing.texts[thing.source]?.[one.field] ?? ''),
        made_by: 'person',
        at: now,
        account_id: await accountOf(one.by),
      })
      .execute();
  }
  for (const one of kit.assignments)
    await trx
      .insertInto('translation_assignments')
      .values({
        network_id: network.id,
        id: newId(),
        account_id: await accountOf(one.to),
        locale: one.locale,
        kind: one.kind ?? null,
        thing_id: one.kind && one.thing ? thingOf(one.kind, one.thing).id : null,
        reviews: one.reviews,
        due_on:
          one.due_in === undefined
            ? null
            : new Date(now.getTime() + one.due_in * 86_400_000).toISOString().slice(0, 10),
        note: one.note,
        sample: true,
        created_at: now,
      })
      .execute();
}

/** Removes the sample assignments, and what is known of texts of which nobody here said anything. Returns how many assignments. */
export async function clearSamples({ trx, network }: KitPlace): Promise<number> {
  const gone = await trx
    .deleteFrom('translation_assignments')
    .where('network_id', '=', network.id)
    .where('sample', '=', true)
    .returning('id')
    .execute();
  for (const table of ['translation_marks', 'translation_drafts'] as const)
    await trx
      .deleteFrom(table)
      .where('network_id', '=', network.id)
      .where((eb) =>
        eb.or([
          eb('account_id', 'is', null),
          eb(
            'account_id',
            'in',
            eb.selectFrom('accounts').select('id').where('network_id', '=', network.id).where('sample', '=', true),
          ),
        ]),
      )
      .execute();
  return gone.length;
}
