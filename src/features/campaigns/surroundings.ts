import type { Context } from 'hono';
import { readNetwork } from '../../platform/db/index.ts';
import { ctxOf, type Deps, type Env, view } from '../../platform/http/index.ts';
import type { Door } from '../../platform/registry/index.ts';
import { type RoleSummary, representativesOf } from '../representatives/index.ts';
import { askedInWords } from './asked.ts';
import type { Campaign } from './campaign.ts';
import { campaignFigures } from './queries.ts';

export type Surroundings = {
  /** What counts, and how many decision-makers were reached. */
  figures: { letters: number; reached: number };
  /** Other pages about the campaign: where those who are asked stand, who came to see. */
  doors: Door[];
  /** Who is asked, in words: "your member of the Assembly", "the Minister of Justice". */
  asked: string[];
  roles: RoleSummary[];
};

/** What a campaign's public page shows beside its texts, whatever people do there. */
export async function surroundingsOf(c: Context<Env>, deps: Deps, campaign: Campaign): Promise<Surroundings> {
  const v = view(c, deps);
  const { figures, doors } = await readNetwork(deps.db, c.var.network.id, async (trx) => {
    const ctx = ctxOf(c, trx);
    const [figures, ...doors] = await Promise.all([
      campaignFigures(ctx, campaign.id),
      ...deps.features.map(async (feature) => (await feature.campaignDoors?.(ctx, campaign, v.t)) ?? []),
    ]);
    return { figures, doors: doors.flat() };
  });
  const lookup = await representativesOf(deps.db).of(c.var.network);
  return { figures, doors, ...askedInWords(v, lookup, campaign.targets, c.var.now) };
}
