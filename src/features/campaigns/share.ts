import { sha256 } from '../../platform/crypto/ids.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';

/** The words with which a campaign is passed on, in one language. */
export type ShareWords = { title: string; text: string; hashtag: string };
/**
 * The same with their language, the mark of the picture, which changes when anything on the picture does, and which of the words a machine
 * translated without anybody's review.
 */
export type Share = ShareWords & { locale: string; card: string; machine: ('title' | 'text')[] };

/** What coordinators wrote for these languages, or nothing. */
export async function shareWords(ctx: Ctx, campaignId: string): Promise<(ShareWords & { locale: string })[]> {
  return ctx.trx
    .selectFrom('campaign_shares')
    .select(['locale', 'title', 'text', 'hashtag'])
    .where('network_id', '=', ctx.network.id)
    .where('campaign_id', '=', campaignId)
    .execute();
}

/**
 * A campaign's share words: those of the language of its text, where what was left empty comes from the text. On a page whose language has no
 * text, those of that language where title and text were both written: two languages in one title and text help nobody.
 */
export function shareOf(
  ctx: Pick<Ctx, 'network' | 'locale'>,
  text: { locale: string; title: string; summary: string; machine: readonly string[] },
  written: (ShareWords & { locale: string })[],
): Share {
  const here = written.find((one) => one.locale === ctx.locale && one.title && one.text);
  const own = here ?? written.find((one) => one.locale === text.locale);
  const locale = here ? here.locale : text.locale;
  const share = {
    title: own?.title || text.title,
    text: own?.text || text.summary,
    hashtag: own?.hashtag ?? '',
  };
  const machine: Share['machine'] = [
    ...(!own?.title && text.machine.includes('title') ? (['title'] as const) : []),
    ...(!own?.text && text.machine.includes('summary') ? (['text'] as const) : []),
  ];
  const { name, accent } = ctx.network;
  const card = sha256(JSON.stringify([locale, share, name, accent, machine]))
    .toString('hex')
    .slice(0, 12);
  return { ...share, locale, card, machine };
}

/** The ways to pass a campaign on, each with the code under which those who come by it are counted. */
export const shareWays = ['whatsapp', 'mail', 'mastodon', 'bluesky', 'facebook'] as const;
export type ShareWay = (typeof shareWays)[number];

/** The address with the code of a way in it. */
export function coded(address: string, source: string): string {
  const url = new URL(address);
  url.searchParams.set('source', source);
  return url.href;
}

/**
 * Where each way leads: a plain link that opens her own program, or a site's form with the words in it. Nothing is loaded from
 * anybody before she follows one.
 */
export function shareLinks(address: string, words: ShareWords): Record<ShareWay, string> {
  const tag = words.hashtag ? `#${words.hashtag}` : '';
  const said = (way: ShareWay, text: string) => [text, tag, coded(address, way)].filter(Boolean).join(' ');
  const q = encodeURIComponent;
  const facebook = `https://www.facebook.com/sharer/sharer.php?u=${q(coded(address, 'facebook'))}`;
  return {
    whatsapp: `https://wa.me/?text=${q(said('whatsapp', words.title))}`,
    mail: `mailto:?subject=${q(words.title)}&body=${q(`${words.text}\n\n${coded(address, 'mail')}`)}`,
    mastodon: `https://share.joinmastodon.org/#text=${q(said('mastodon', words.title))}`,
    bluesky: `https://bsky.app/intent/compose?text=${q(said('bluesky', words.title))}`,
    facebook: tag ? `${facebook}&hashtag=${q(tag)}` : facebook,
  };
}
