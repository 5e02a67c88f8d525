import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import type { Env, View } from '../platform/http/index.ts';

/** Seconds between two looks that a person asked for, and how often at most: half an hour in all, so that no session is held open by it. */
const seconds = 15;
const looks = 120;

/** How often a page is still to be looked at by itself, as its address says, and the address without that. */
function asked(path: string): { left: number; address(left?: number): string } {
  const [page, query] = path.split('?');
  const rest = new URLSearchParams(query);
  const left = Math.min(looks, Math.max(0, Math.trunc(Number(rest.get('look'))) || 0));
  rest.delete('look');
  return {
    left,
    address(left) {
      const all = new URLSearchParams(rest);
      if (left) all.set('look', String(left));
      return all.size > 0 ? `${page}?${all}` : page!;
    },
  };
}

/**
 * Where somebody asked for it by the link of `UnderWay`, the answer lets her browser look again by itself, without script. Called by a route
 * while the work is under way, so that it ends with the work. Nothing is renewed that she did not ask for (WCAG 2.2.1).
 */
export function lookAgain(c: Context<Env>): void {
  const url = new URL(c.req.url);
  const { left, address } = asked(url.pathname + url.search);
  if (left > 0) c.header('Refresh', `${seconds}; url=${address(left - 1)}`);
}

type Props = { v: View; label: string; done?: number; total?: number; children?: Child };

/**
 * Work that goes on by itself, and how far it is: `children` say it in words, `label` names the bar. With script the page keeps itself up to
 * date and says so (island `under-way`, to be named by its page); without, it is looked at again by a link, or by itself where she asks for it.
 */
export function UnderWay({ v, label, done, total, children }: Props) {
  const { left, address } = asked(v.path);
  return (
    <div class="flow" data-island="under-way" data-over={v.t('ui.underWay.over')}>
      <p data-words>{children}</p>
      {total !== undefined && <progress max={Math.max(1, total)} value={done} aria-label={label} />}
      <p data-live hidden>
        {v.t('ui.underWay.live')}
      </p>
      <div data-plain>
        <p class="actions">
          <a class="button plain" href={address()}>
            {v.t(left > 0 ? 'ui.underWay.stop' : 'ui.underWay.again')}
          </a>
          {left > 0 ? (
            <span>{v.t('ui.underWay.looking', { seconds })}</span>
          ) : (
            <a href={address(looks)}>{v.t('ui.underWay.look', { seconds })}</a>
          )}
        </p>
      </div>
    </div>
  );
}
