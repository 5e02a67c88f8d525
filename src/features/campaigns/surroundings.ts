import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { readNetwork } from '../../platform/db/index.ts';
import { ctxOf, type Deps, type Env, type View, view } from '../../platform/http/index.ts';
import type { Door } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { type RoleSummary, representativesOf } from '../representatives/index.ts';
import { type About, aboutOf } from '../spine/index.ts';
import { askedInWords } from './asked.ts';
import { type Campaign, isOpen } from './campaign.ts';
import { campaignFigures } from './queries.ts';

export type Surroundings = {
  /** What counts, and how many decision-makers were reached. */
  figures: { letters: number; reached: number };
  /** Other pages about the campaign: where those who are asked stand, who came to see. */
  doors: Door[];
  /** What other rooms show below its words, drawn. */
  parts: Child[];
  /** Who is asked, in words: "your member of the Assembly", "the Minister of Justice". */
  asked: string[];
  roles: RoleSummary[];
  /** The facilities that it is about, as far as the reader may know them, beside what the campaign's own texts hold. */
  about: Pick<About, 'places' | 'facilities'>;
};

/** Where a call comes first, it needs no letter; elsewhere the letter form leads there. */
function callsDoor(v: View, campaign: Campaign): Door[] {
  if (campaign.mode !== 'letter' || campaign.channels[0] !== 'call' || !isOpen(campaign, v.now)) return [];
  const href = urls.deliveries.publicCalls(v.at, campaign.slug);
  return [{ href, label: v.t('campaigns.calls.heading'), hint: v.t('campaigns.calls.door') }];
}

/** What a campaign's public page shows beside its texts, whatever people do there. */
export async function surroundingsOf(c: Context<Env>, deps: Deps, campaign: Campaign): Promise<Surroundings> {
  const v = view(c, deps);
  const { figures, doors, parts, about } = await readNetwork(deps.db, c.var.network.id, async (trx) => {
    const ctx = ctxOf(c, trx);
    const [figures, about, parts, ...doors] = await Promise.all([
      campaignFigures(ctx, campaign.id),
      aboutOf(ctx, 'campaign', campaign.id),
      Promise.all(deps.features.map((feature) => feature.campaignPart?.(ctx, campaign))),
      callsDoor(v, campaign),
      ...deps.features.map((feature) => feature.campaignDoors?.(ctx, campaign, v.t) ?? []),
    ]);
    return { figures, about, doors: doors.flat(), parts: parts.flatMap((part) => (part ? [part(v)] : [])) };
  });
  const lookup = await representativesOf(deps.db).of(c.var.network);
  return { figures, doors, parts, about, ...askedInWords(v, lookup, campaign.targets, c.var.now) };
}
