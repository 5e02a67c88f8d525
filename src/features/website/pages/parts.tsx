import type { Child } from 'hono/jsx';
import type { View } from '../../../platform/http/index.ts';
import { languageIn } from '../../../platform/i18n/index.ts';
import { MachineMade, Markdown, Pane, Window } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Block, optionOf, optionsOf, type Said } from '../block.ts';
import { doorOf } from '../doors.ts';
import { type Drawing, drawings } from '../drawings.ts';
import { type Figure, figuresOf } from '../figures.ts';
import type { Filling } from '../fill.ts';
import { Drawn } from './drawings.tsx';

/** The page as it is made for whoever does not belong: a coordinator looks at no more than visitors see. */
export const asVisitor = (v: View): View => ({ ...v, actor: { kind: 'public' }, can: () => false });

/** A block with all that it shows; `first`: it carries the page's own heading. */
export type BlockProps = { v: View; block: Block; said: Said; filling: Filling; first?: boolean };

/** Where a text is not in the reader's language, or a machine translated it and nobody has reviewed that, it says so. */
export function HowSaid({ v, said, block, filling }: { v: View; said: Said; block: Block; filling: Filling }) {
  const machine = filling.machine.get(block.id) ?? [];
  if (said.locale === v.locale) return <MachineMade v={v} fields={machine} short />;
  return (
    <small class="untranslated" lang={v.locale}>
      {v.t('website.untranslated', { language: languageIn(v.locale, said.locale) })}
    </small>
  );
}

/** A section of the page on its ground, with its heading. */
export function Section({
  v,
  block,
  said,
  filling,
  usual,
  children,
}: BlockProps & { usual?: string; children: Child }) {
  const title = said.words.title || usual;
  return (
    <section class={block.band === 'paper' ? 'band' : `band ${block.band}`}>
      <div class="wrap">
        <HowSaid v={v} said={said} block={block} filling={filling} />
        {title && <h2 lang={said.words.title ? langOf(v, said) : undefined}>{title}</h2>}
        {said.words.text && block.kind !== 'text' && (
          <div class="lead" lang={langOf(v, said)}>
            <Markdown text={said.words.text} />
          </div>
        )}
        {children}
      </div>
    </section>
  );
}

/** The language of words that are not in the reader's. */
export const langOf = (v: View, said: Said): string | undefined => (said.locale === v.locale ? undefined : said.locale);

/** Figures as panes, or in one line. */
export function Figures({ figures, line }: { figures: Figure[]; line?: boolean }) {
  if (line)
    return (
      <ul class="tally">
        {figures.map((figure) => (
          <li>
            <b class="figure">{figure.value}</b> <span>{figure.label}</span>
          </li>
        ))}
      </ul>
    );
  return (
    <Window>
      {figures.map((figure, index) => (
        <Pane open={index === 0}>
          <b class="figure">{figure.value}</b>
          <span>{figure.label}</span>
        </Pane>
      ))}
    </Window>
  );
}

/** The map of the network as one picture; the words lead to the map's page, where the same stands as a table. */
export function SmallMap({ v, eager }: { v: View; eager?: boolean }) {
  return (
    <a class="small-map" href={urls.reach.map(v.at)}>
      <img
        src={urls.reach.picture(v.at)}
        alt={v.t('website.map.alt')}
        width={1200}
        height={v.network.country ? 640 : 585}
        loading={eager ? undefined : 'lazy'}
      />
    </a>
  );
}

/** The picture beside a text: a drawing, a photograph, the figures or the map; null where there is none. */
export function artOf({ v, block, said, filling, first }: BlockProps): Child | null {
  const art = optionOf(block, 'art') ?? 'none';
  if ((drawings as readonly string[]).includes(art)) return <Drawn name={art as Drawing} />;
  if (art === 'numbers') {
    const figures = figuresOf(v, filling, optionsOf(block, 'figures'));
    return figures.length > 0 ? <Figures figures={figures} /> : null;
  }
  if (art === 'map') return filling.reach?.countries.length ? <SmallMap v={v} eager={first} /> : null;
  const picture = art === 'picture' ? filling.pictures.get(optionOf(block, 'picture') ?? '') : undefined;
  if (!picture) return null;
  return (
    <img
      class="picture"
      src={urls.campaigns.picture(v.at, picture.key)}
      alt={said.words.alt ?? ''}
      width={picture.width}
      height={picture.height}
      loading={first ? undefined : 'lazy'}
    />
  );
}

/** The buttons of a block whose doors are open to this reader. */
export function Buttons({ v, block, said, filling }: BlockProps) {
  const doors = ['1', '2'].flatMap((number) => {
    const door = doorOf(v, filling, optionOf(block, `door${number}`) ?? '');
    return door
      ? [{ ...door, label: said.words[`button${number}`] || door.label, own: said.words[`button${number}`] }]
      : [];
  });
  if (doors.length === 0) return null;
  return (
    <div class="actions">
      {doors.map((door, index) => (
        <a
          class={index === 0 ? 'button' : 'button plain'}
          href={door.href}
          lang={door.own ? langOf(v, said) : undefined}
        >
          {door.label}
        </a>
      ))}
    </div>
  );
}
