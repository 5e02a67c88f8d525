import type { FieldErrors } from '../../platform/http/index.ts';
import { type CampaignMode, type CampaignText, isReady } from '../campaigns/index.ts';
import type { DeskTarget } from './targets.ts';

export type CampaignState = 'draft' | 'open' | 'closed';

export type DeskCampaign = {
  id: string;
  slug: string;
  state: CampaignState;
  mode: CampaignMode;
  /** Whose districts a petition's signatures are counted by; null: those of the first role that is asked. */
  districtRoleId: string | null;
  goal: number | null;
  closesAt: Date | null;
  pictureId: string | null;
  sample: boolean;
  createdAt: Date;
  updatedAt: Date;
  texts: CampaignText[];
  targets: DeskTarget[];
  issues: string[];
  places: string[];
  provisions: string[];
  /** Letters in any state, withdrawn ones too. */
  actions: number;
};

/** The languages of the network in which the campaign can be offered, in the network's order. */
export const readyLocales = (campaign: Pick<DeskCampaign, 'texts'>, locales: readonly string[]): string[] =>
  locales.filter((locale) => isReady(campaign.texts.find((text) => text.locale === locale)));

/** The text in `locale`, else in the first of `locales` that has one. */
export function textIn<T extends { locale: string }>(
  texts: readonly T[],
  locale: string,
  locales: readonly string[],
): T | undefined {
  for (const candidate of [locale, ...locales]) {
    const text = texts.find((one) => one.locale === candidate);
    if (text) return text;
  }
  return texts[0];
}

/**
 * What stands between the campaign and the public, by the part of the edit page that mends it. Empty: it may go out.
 * The texts of the network's first language are needed; other languages may follow.
 */
export function publicationProblems(campaign: DeskCampaign, locales: readonly string[], now: Date): FieldErrors {
  const problems: FieldErrors = {};
  const first = locales[0]!;
  if (!isReady(campaign.texts.find((text) => text.locale === first))) problems.texts = { key: 'desk.missing.texts' };
  if (campaign.targets.length === 0) problems.targets = { key: 'desk.missing.targets' };
  if (campaign.closesAt && campaign.closesAt <= now) problems.closes_at = { key: 'desk.missing.closed' };
  return problems;
}

/** The words of a petition that somebody has signed already, as far as `text` would change them; new languages may be added. */
export function signedWords(
  campaign: Pick<DeskCampaign, 'mode' | 'actions' | 'texts'>,
  locale: string,
  text: Omit<CampaignText, 'locale'>,
): ('letter_subject' | 'letter_body')[] {
  const before = campaign.texts.find((one) => one.locale === locale);
  if (campaign.mode !== 'petition' || campaign.actions === 0 || !before) return [];
  return (['letter_subject', 'letter_body'] as const).filter(
    (part) => before[part].trim() !== '' && before[part] !== text[part],
  );
}

/** The list with the item at `id` one place up or down; unchanged at the ends and for an unknown id. */
export function moved(ids: readonly string[], id: string, direction: 'up' | 'down'): string[] {
  const from = ids.indexOf(id);
  const to = direction === 'up' ? from - 1 : from + 1;
  const next = [...ids];
  if (from < 0 || to < 0 || to >= ids.length) return next;
  [next[from], next[to]] = [next[to]!, next[from]!];
  return next;
}
