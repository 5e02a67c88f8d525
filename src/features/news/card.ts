import { sha256Hex } from '../../platform/crypto/ids.ts';
import type { View } from '../../platform/http/index.ts';
import { isMachineMade } from '../../ui/index.ts';
import type { openCards } from '../sharing/index.ts';
import type { NewsItem } from './item.ts';

type Card = Parameters<ReturnType<typeof openCards>>[1];

/** The picture of an item where its address is passed on, for one that has none of its own. `mark` changes with all that is on it. */
export function cardOf(v: View, item: NewsItem): Card & { mark: string } {
  const day = v.date(item.publishAt);
  const card: Card = {
    network: v.text(v.network.name),
    title: item.title,
    line: item.kind === 'post' ? day : `${v.t(`news.kind.${item.kind}`)} · ${day}`,
    hashtag: '',
    machine: isMachineMade(item.machine, ['title']) ? v.t('ui.machine.short') : '',
    accent: v.network.accent,
    locale: item.locale,
  };
  return { ...card, mark: sha256Hex(JSON.stringify(card)).slice(0, 12) };
}
