import type { Feature } from '../../platform/registry/index.ts';
import { urls } from '../../urls.ts';
import { taggedWith } from '../spine/index.ts';
import { mayExchange } from './access.ts';
import { retainItems } from './commands.ts';
import { dashboard } from './dashboard.ts';
import { textFor } from './item.ts';
import { clearSamples, loadKit } from './kit.ts';
import { matchesMail, waitingMail } from './mails/waiting.tsx';
import { tellMatches } from './notices.ts';
import { standingAmong, subject } from './queries.ts';
import { routes } from './routes.tsx';

/** Offers and requests between members. */
export const feature: Feature = {
  name: 'exchange',
  routes,
  mails: { 'exchange-waiting': waitingMail, 'exchange-matches': matchesMail },
  jobs: { 'exchange.matches': tellMatches },
  recurring: [{ job: 'exchange.matches', everyMinutes: 24 * 60 }],
  dashboard,
  workDoors: (at, actor, t) =>
    mayExchange(actor) ? [{ href: urls.exchange.list(at), label: t('exchange.title'), hint: t('exchange.door') }] : [],
  async backReferences(ctx, noun) {
    const at = { network: ctx.network.slug, locale: ctx.locale };
    const items = await standingAmong(ctx, await taggedWith(ctx, subject, noun));
    return items.map((item) => ({
      kind: item.side,
      title: textFor(item.texts, ctx.locale, ctx.network.locales)?.title ?? '',
      href: urls.exchange.item(at, item.id),
    }));
  },
  retain: retainItems,
  loadKit,
  clearSamples,
};
