import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { emailKey } from '../../platform/mail/index.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { daysFrom } from './membership.ts';
import { questionTypes } from './questions/question.ts';

const text = z.string().trim().min(1);
const texts = z.record(z.string(), text);
const email = z.email().regex(/\.invalid$/, 'a demo address ends in .invalid');
const country = z.string().regex(/^(xx-[a-z-]+|[a-z]{2})$/);
const days = z.number().int().nonnegative();
const file = z.strictObject({
  settings: z.strictObject({ second_eyes: z.boolean(), term_months: days.nullable(), grace_days: days }),
  agreements: z.array(
    z.strictObject({ name: texts, versions: z.array(z.strictObject({ published: days, body: texts })).min(1) }),
  ),
  questions: z.array(
    z.strictObject({
      id: text,
      type: z.enum(questionTypes),
      required: z.boolean(),
      label: texts,
      options: z.array(z.strictObject({ id: text, label: texts })),
    }),
  ),
  organisations: z.strictObject({ since: days, renew_in: days }),
  people: z.array(
    z.strictObject({
      name: text,
      email,
      country,
      locale: text,
      since: days,
      organisation: text.optional(),
      represents: z.boolean().default(false),
      position: text.optional(),
      /** A membership of her own, beside or without an organisation's. */
      own: z.boolean().default(false),
      renew_in: days.optional(),
    }),
  ),
  applications: z.array(
    z.strictObject({
      name: text,
      email,
      country,
      locale: text,
      state: z.enum(['unconfirmed', 'waiting', 'asked']),
      days,
      why: text,
      answer: text.optional(),
      organisation: text.optional(),
      question: text.optional(),
    }),
  ),
});
type File = z.infer<typeof file>;

/** What every row of this loading has in common. */
type Loading = { kit: KitPlace; list: File; day: string; ago(days: number): Date };

/** The kit's members (`members.yaml` in its folder), marked as samples; none without that file. Organisations are there already. */
export async function loadKit(kit: KitPlace): Promise<void> {
  const path = join(kit.folder, 'members.yaml');
  if (!existsSync(path)) return;
  const list = await readYaml(path, file);
  const loading: Loading = {
    kit,
    list,
    day: kit.now.toISOString().slice(0, 10),
    ago: (count) => new Date(kit.now.getTime() - count * 86_400_000),
  };
  const organisations = await kit.trx
    .selectFrom('organisations')
    .select(['id', 'slug'])
    .where('network_id', '=', kit.network.id)
    .where('sample', '=', true)
    .execute();
  const bySlug = new Map(organisations.map(({ id, slug }) => [slug, id]));
  const wrong = list.people.flatMap(({ email, organisation, locale }) => [
    ...(organisation && !bySlug.has(organisation) ? [`${email}: there is no organisation ${organisation}`] : []),
    ...(kit.network.locales.includes(locale) ? [] : [`${email}: the network does not speak ${locale}`]),
  ]);
  if (wrong.length > 0) throw new FileRefused(path, wrong);
  await loadRules(loading);
  const versions = await loadAgreements(loading);
  for (const id of bySlug.values())
    await membership(loading, { organisation_id: id }, list.organisations.since, list.organisations.renew_in);
  for (const person of list.people) await loadPerson(loading, person, bySlug, versions);
  await loadApplications(loading, versions);
}

async function loadRules({ kit, list }: Loading): Promise<void> {
  const { trx, network, now } = kit;
  await trx
    .insertInto('membership_settings')
    .values({ network_id: network.id, ...list.settings, updated_at: now })
    .execute();
  await trx
    .insertInto('application_forms')
    .values({
      network_id: network.id,
      id: newId(),
      kind: 'individual',
      version: 1,
      questions: JSON.stringify(list.questions),
      published_at: now,
    })
    .execute();
}

/** Writes what members agree to; returns the versions in force. */
async function loadAgreements({ kit, list, day, ago }: Loading): Promise<string[]> {
  const { trx, network } = kit;
  const inForce: string[] = [];
  for (const { name, versions } of list.agreements) {
    const id = newId();
    await trx
      .insertInto('agreements')
      .values({
        network_id: network.id,
        id,
        name: JSON.stringify(name),
        created_at: ago(versions[0]!.published),
        sample: true,
      })
      .execute();
    for (const [i, { published, body }] of versions.entries()) {
      const version = newId();
      await trx
        .insertInto('agreement_versions')
        .values({
          network_id: network.id,
          id: version,
          agreement_id: id,
          version: i + 1,
          body: JSON.stringify(body),
          published_on: daysFrom(day, -published),
          created_at: ago(published),
        })
        .execute();
      if (i === versions.length - 1) inForce.push(version);
    }
  }
  return inForce;
}

async function membership(
  { kit, day, ago }: Loading,
  of: { account_id: string } | { organisation_id: string },
  since: number,
  renewIn: number | undefined,
): Promise<void> {
  const { trx, network } = kit;
  const id = newId();
  await trx
    .insertInto('memberships')
    .values({
      network_id: network.id,
      id,
      ...of,
      state: 'active',
      from_on: daysFrom(day, -since),
      renew_on: renewIn === undefined ? null : daysFrom(day, renewIn),
      sample: true,
      created_at: ago(since),
    })
    .execute();
  await trx
    .insertInto('membership_events')
    .values({ network_id: network.id, id: newId(), membership_id: id, at: ago(since), kind: 'began' })
    .execute();
}

async function loadPerson(
  loading: Loading,
  person: File['people'][number],
  bySlug: ReadonlyMap<string, string>,
  versions: readonly string[],
): Promise<void> {
  const { kit, day, ago } = loading;
  const { trx, network, now } = kit;
  const id = newId();
  await trx
    .insertInto('accounts')
    .values({
      network_id: network.id,
      id,
      name: person.name,
      email: person.email,
      email_key: emailKey(person.email),
      locale: person.locale,
      sample: true,
      created_at: ago(person.since),
    })
    .execute();
  await trx
    .insertInto('profiles')
    .values({ network_id: network.id, account_id: id, country: person.country, updated_at: now })
    .execute();
  if (person.organisation)
    await trx
      .insertInto('affiliations')
      .values({
        network_id: network.id,
        id: newId(),
        organisation_id: bySlug.get(person.organisation)!,
        account_id: id,
        position: person.position ?? '',
        represents: person.represents,
        from_on: daysFrom(day, -person.since),
      })
      .execute();
  if (person.own || !person.organisation) await membership(loading, { account_id: id }, person.since, person.renew_in);
  for (const version_id of versions)
    await trx
      .insertInto('agreement_consents')
      .values({
        network_id: network.id,
        id: newId(),
        version_id,
        account_id: id,
        locale: person.locale,
        agreed_at: ago(Math.min(60, person.since)),
      })
      .execute();
}

async function loadApplications({ kit, list, ago }: Loading, versions: readonly string[]): Promise<void> {
  const { trx, network } = kit;
  const form = await trx
    .selectFrom('application_forms')
    .select('id')
    .where('network_id', '=', network.id)
    .executeTakeFirstOrThrow();
  for (const one of list.applications) {
    const id = newId();
    const at = ago(one.days);
    const question = list.questions[0];
    await trx
      .insertInto('applications')
      .values({
        network_id: network.id,
        id,
        kind: one.organisation ? 'organisation' : 'individual',
        state: one.state,
        name: one.name,
        organisation: one.organisation ?? null,
        email: one.email,
        email_key: emailKey(one.email),
        country: one.country,
        why: one.why,
        locale: one.locale,
        form_id: one.organisation ? null : form.id,
        answers: JSON.stringify(one.answer && question ? { [question.id]: one.answer } : {}),
        created_at: at,
        confirmed_at: one.state === 'unconfirmed' ? null : at,
        sample: true,
      })
      .execute();
    for (const version_id of versions)
      await trx
        .insertInto('agreement_consents')
        .values({
          network_id: network.id,
          id: newId(),
          version_id,
          application_id: id,
          locale: one.locale,
          agreed_at: at,
        })
        .execute();
    const events = [
      ...(one.state === 'unconfirmed' ? [] : [{ kind: 'confirmed', words: '' }]),
      ...(one.question ? [{ kind: 'question', words: one.question }] : []),
    ];
    for (const event of events)
      await trx
        .insertInto('application_events')
        .values({ network_id: network.id, id: newId(), application_id: id, at, ...event })
        .execute();
  }
}

/**
 * Removes the sample members; returns how many things. Runs as the owner: every statement names the network. The demo
 * accounts, to whom the kit entrusted a role, are not ours.
 */
export async function clearSamples({ trx, network }: KitPlace): Promise<number> {
  let gone = 0;
  for (const table of ['applications', 'membership_invitations', 'agreements', 'memberships'] as const) {
    const removed = await trx
      .deleteFrom(table)
      .where('network_id', '=', network.id)
      .where('sample', '=', true)
      .executeTakeFirstOrThrow();
    gone += Number(removed.numDeletedRows);
  }
  const accounts = await trx
    .deleteFrom('accounts')
    .where('network_id', '=', network.id)
    .where('sample', '=', true)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('grants')
            .select('grants.id')
            .whereRef('grants.network_id', '=', 'accounts.network_id')
            .whereRef('grants.account_id', '=', 'accounts.id'),
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  return gone + Number(accounts.numDeletedRows);
}
