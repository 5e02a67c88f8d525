import type { View } from '../../../platform/http/index.ts';
import { outside } from '../../../platform/http/index.ts';
import { Qr } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { coded, type Share, shareLinks, shareWays } from '../share.ts';

/**
 * Ways to tell others: plain links that lead out only when she follows one, the address to copy (with the island copy-link),
 * and a code to be scanned from her screen.
 */
export function ShareBox({ v, slug, words: share, text }: { v: View; slug: string; words: Share; text: string }) {
  const said = (part: 'title' | 'text') =>
    share.machine.includes(part) ? `${share[part]} (${v.t('ui.machine.short')})` : share[part];
  const words = { title: said('title'), text: said('text'), hashtag: share.hashtag };
  const address = v.origin + urls.campaigns.show(outside(v.at), slug);
  const links = shareLinks(address, words);
  const copied = coded(address, 'link');
  return (
    <section class="flow" aria-labelledby="share-title">
      <h2 id="share-title">{v.t('campaigns.share.title')}</h2>
      <p>{text}</p>
      <ul class="ways">
        {shareWays.map((way) => (
          <li>
            <a class="button plain" href={links[way]} rel="noopener noreferrer" target={v.frame ? '_blank' : undefined}>
              {v.t(`campaigns.share.${way}`)}
            </a>
          </li>
        ))}
      </ul>
      {words.hashtag && <p>{v.t('campaigns.share.hashtag', { hashtag: `#${words.hashtag}` })}</p>}
      <div class="field" data-island="copy-link">
        <label for="share">{v.t('campaigns.share.link')}</label>
        <input id="share" type="url" readonly value={copied} />
        <button class="button plain" type="button" hidden data-done={v.t('campaigns.share.copied')}>
          {v.t('campaigns.share.copy')}
        </button>
      </div>
      <details>
        <summary>{v.t('campaigns.share.qr')}</summary>
        <Qr text={coded(address, 'qr')} label={v.t('campaigns.share.qr.label', { title: words.title })} />
      </details>
    </section>
  );
}
