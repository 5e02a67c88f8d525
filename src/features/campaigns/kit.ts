import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '../../platform/crypto/ids.ts';
import { FileRefused, readMarkdown, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { removeTags } from '../spine/index.ts';
import { campaignModes } from './campaign.ts';

const text = z.string().trim().min(1);

const campaignFile = z.strictObject({
  /** Its place among the kit's campaigns: 1 is shown first. */
  position: z.number().int().positive(),
  state: z.enum(['draft', 'open', 'closed']),
  /** What people do: write a letter, or sign a petition. */
  mode: z.enum(campaignModes).default('letter'),
  /** The role whose districts a petition's signatures are counted by; else the first role that is asked. */
  districts: text.optional(),
  goal: z.number().int().positive().optional(),
  /** In the order in which they are offered: a role, found by where the supporter lives; one post, or every member of a body, for everybody. */
  targets: z
    .array(z.union([z.strictObject({ role: text }), z.strictObject({ post: text }), z.strictObject({ body: text })]))
    .min(1),
  issues: z.array(text).min(1),
  places: z.array(text).min(1),
  provisions: z.array(text).default([]),
});

/** One language: the head of the file; the story is the Markdown below it. */
const campaignText = z.strictObject({
  title: text,
  summary: text,
  asks: z.array(text).min(1),
  addressees: text,
  letter_subject: text,
  letter_body: text,
  thanks: text,
  body: text,
});

export type KitCampaign = z.infer<typeof campaignFile> & {
  slug: string;
  texts: Record<string, z.infer<typeof campaignText>>;
};

/** A kit's campaigns in their order (`campaigns/SLUG/campaign.yaml` and one `LOCALE.md` per language). Throws `FileRefused`. */
export async function readKitCampaigns(kitFolder: string, locales: readonly string[]): Promise<KitCampaign[]> {
  const folder = join(kitFolder, 'campaigns');
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const slugs = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const campaigns = await Promise.all(slugs.map((slug) => readCampaign(join(folder, slug), slug, locales)));
  return campaigns.sort((a, b) => a.position - b.position || (a.slug < b.slug ? -1 : 1));
}

async function readCampaign(folder: string, slug: string, locales: readonly string[]): Promise<KitCampaign> {
  const campaign = await readYaml(join(folder, 'campaign.yaml'), campaignFile);
  const texts = await Promise.all(
    locales.map(async (locale) => [locale, await readMarkdown(join(folder, `${locale}.md`), campaignText)] as const),
  );
  const asks = new Set(texts.map(([, one]) => one.asks.length));
  if (asks.size > 1) throw new FileRefused(folder, ['asks: every language must have the same number of asks']);
  return { ...campaign, slug, texts: Object.fromEntries(texts) };
}

/** Makes the kit's campaigns, marked as samples. Their roles, posts, issues and places must be there already. */
export async function loadKit(kit: KitPlace): Promise<void> {
  for (const [index, campaign] of (await readKitCampaigns(kit.folder, kit.network.locales)).entries()) {
    await refuseUnknown(kit, campaign);
    // Lists show the newest first.
    await insertCampaign(kit, campaign, new Date(kit.now.getTime() - index * 1_000));
  }
}

/** Throws `FileRefused` that names each role, post, issue, place and provision which is not there. */
async function refuseUnknown({ trx, folder }: KitPlace, campaign: KitCampaign): Promise<void> {
  const roles = [
    ...campaign.targets.flatMap((target) => ('role' in target ? [target.role] : [])),
    ...(campaign.districts ? [campaign.districts] : []),
  ];
  const posts = campaign.targets.flatMap((target) => ('post' in target ? [target.post] : []));
  const bodies = campaign.targets.flatMap((target) => ('body' in target ? [target.body] : []));
  const reasons: string[] = [];
  for (const [table, ids] of [
    ['roles', roles],
    ['posts', posts],
    ['bodies', bodies],
    ['issues', campaign.issues],
    ['places', campaign.places],
    ['provisions', campaign.provisions],
  ] as const) {
    const known = await trx
      .selectFrom(table)
      .select('id')
      .where('id', 'in', ids.length > 0 ? ids : [''])
      .execute();
    const missing = ids.filter((id) => !known.some((row) => row.id === id));
    reasons.push(...missing.map((id) => `${table}: there is no ${id}`));
  }
  if (reasons.length > 0) throw new FileRefused(join(folder, 'campaigns', campaign.slug, 'campaign.yaml'), reasons);
}

async function insertCampaign({ trx, network }: KitPlace, campaign: KitCampaign, at: Date): Promise<void> {
  const id = newId();
  const own = { network_id: network.id, campaign_id: id };
  await trx
    .insertInto('campaigns')
    .values({
      network_id: network.id,
      id,
      slug: campaign.slug,
      state: campaign.state,
      mode: campaign.mode,
      district_role_id: campaign.districts ?? null,
      goal: campaign.goal ?? null,
      sample: true,
      created_at: at,
      updated_at: at,
    })
    .execute();
  await trx
    .insertInto('campaign_texts')
    .values(
      Object.entries(campaign.texts).map(([locale, { body, ...texts }]) => ({ ...own, locale, ...texts, story: body })),
    )
    .execute();
  await trx
    .insertInto('campaign_targets')
    .values(
      campaign.targets.map((target, index) => ({
        ...own,
        id: newId(),
        role_id: 'role' in target ? target.role : null,
        post_id: 'post' in target ? target.post : null,
        body_id: 'body' in target ? target.body : null,
        position: index + 1,
      })),
    )
    .execute();
  await trx
    .insertInto('campaign_issues')
    .values(campaign.issues.map((issue_id) => ({ ...own, issue_id })))
    .execute();
  await trx
    .insertInto('campaign_places')
    .values(campaign.places.map((place_id) => ({ ...own, place_id })))
    .execute();
  if (campaign.provisions.length > 0) {
    await trx
      .insertInto('campaign_provisions')
      .values(campaign.provisions.map((provision_id) => ({ ...own, provision_id })))
      .execute();
  }
}

/**
 * Removes the network's sample campaigns with the actions on them, the mails about those, and the people who did nothing else
 * (their consents and devices go with them). Returns how many campaigns and actions. Runs as the owner, without row-level
 * security: every statement names the network.
 */
export async function clearSamples({ trx, network }: KitPlace): Promise<number> {
  const campaigns = trx
    .selectFrom('campaigns')
    .select('id')
    .where('network_id', '=', network.id)
    .where('sample', '=', true);
  const actions = trx
    .selectFrom('actions')
    .select('id')
    .where('network_id', '=', network.id)
    .where('campaign_id', 'in', campaigns);
  const letters = trx
    .selectFrom('deliveries')
    .select('id')
    .where('network_id', '=', network.id)
    .where('action_id', 'in', actions);
  await trx
    .deleteFrom('mails')
    .where('network_id', '=', network.id)
    .where((eb) => eb.or([eb('subject_id', 'in', actions), eb('subject_id', 'in', letters)]))
    .execute();
  const acted = await trx
    .deleteFrom('actions')
    .where('network_id', '=', network.id)
    .where('campaign_id', 'in', campaigns)
    .returning('person_id')
    .execute();
  const people = [...new Set(acted.map((row) => row.person_id))];
  if (people.length > 0) {
    await trx
      .deleteFrom('people')
      .where('network_id', '=', network.id)
      .where('id', 'in', people)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('actions')
              .select('actions.id')
              .where('actions.network_id', '=', network.id)
              .whereRef('actions.person_id', '=', 'people.id'),
          ),
        ),
      )
      .execute();
  }
  const removed = await trx
    .deleteFrom('campaigns')
    .where('network_id', '=', network.id)
    .where('sample', '=', true)
    .returning('id')
    .execute();
  const ids = removed.map(({ id }) => id);
  await removeTags({ trx, network }, 'campaign', ids);
  return removed.length + acted.length;
}
