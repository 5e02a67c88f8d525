import type { View } from '../../../platform/http/index.ts';
import type { Result, Settings } from '../decision.ts';
import { abstains } from '../outcome.ts';

/** A choice in words. */
export function choiceWords(
  v: Pick<View, 't'>,
  { way, options }: Pick<Settings, 'way' | 'options'>,
  choice: number,
): string {
  if (choice === abstains) return v.t('decisions.choice.abstain');
  if (way === 'consent') return v.t(`decisions.stance.${choice}`);
  return options[choice] ?? v.t(choice === 0 ? 'decisions.choice.yes' : 'decisions.choice.no');
}

/** What was decided, in a few words. */
export const outcomeWords = (
  v: Pick<View, 't'>,
  settings: Pick<Settings, 'way' | 'options'>,
  result: Result,
): string =>
  result.is === 'chosen'
    ? v.t('decisions.outcome.chosen', { option: choiceWords(v, settings, result.option) })
    : v.t(`decisions.outcome.${result.is}`);

export const outcomeTone = (result: Result): 'ok' | 'bad' | 'wait' | 'plain' => {
  if (result.is === 'accepted' || result.is === 'chosen') return 'ok';
  if (result.is === 'blocked') return 'wait';
  return result.is === 'rejected' ? 'bad' : 'plain';
};
