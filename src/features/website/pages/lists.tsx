import type { Child } from 'hono/jsx';
import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { Document, Empty, Markdown } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Block, optionOf, optionsOf, saidIn, shownBlocks } from '../block.ts';
import type { Filling } from '../fill.ts';
import { HowSaid, langOf } from './parts.tsx';

type Props = { v: View; page: 'learn' | 'connect'; blocks: readonly Block[]; filling: Filling; notice?: Child };

/** A heading with what stands under it. */
export type Group = { heading: Block | undefined; items: Block[] };

/** The things of a page under their headings: what nobody may see is left out, and headings with nothing under them. */
export function groupsOf(v: View, blocks: readonly Block[], filling: Filling): Group[] {
  const groups: Group[] = [{ heading: undefined, items: [] }];
  for (const block of shownBlocks(blocks, v.network.locales)) {
    if (block.kind === 'heading') groups.push({ heading: block, items: [] });
    else if (isThere(block, filling)) groups.at(-1)!.items.push(block);
  }
  return groups.filter((group) => group.items.length > 0);
}

/** Whether what a block points to is there for this reader; one that points to nothing of ours has a title of its own. */
export function isThere(block: Block, filling: Filling): boolean {
  const work = optionOf(block, 'work');
  if (work) return filling.works.has(work);
  const organisation = optionOf(block, 'organisation');
  if (organisation) return filling.organisations.has(organisation);
  return Object.values(block.words).some((words) => Boolean(words.title));
}

/** A name and in which language it is. */
type Titled = { text: string; locale: string };

/** What a thing is called: in the words' language, else as the thing itself, else in the first language that has a title. */
function titleOf(v: View, block: Block, filling: Filling): Titled {
  const { locale, words } = saidIn(block, v.locale, v.network.locales);
  if (words.title) return { text: words.title, locale };
  const work = filling.works.get(optionOf(block, 'work') ?? '');
  if (work) return { text: work.version.title, locale: work.version.locale };
  const organisation = filling.organisations.get(optionOf(block, 'organisation') ?? '');
  if (organisation) return { text: organisation.name, locale: v.locale };
  const other = v.network.locales.find((one) => block.words[one]?.title) ?? v.locale;
  return { text: block.words[other]?.title ?? '', locale: other };
}

/** The Learn or the Connect page. */
export function ListPage({ v, page, blocks, filling, notice }: Props) {
  const groups = groupsOf(v, blocks, filling);
  const out = shownBlocks(blocks, v.network.locales).filter(
    (block) => block.kind !== 'heading' && !isThere(block, filling),
  );
  const title = v.t(`website.${page}.title`);
  const begin = groups.flatMap((group) => group.items).filter((block) => optionOf(block, 'start') === 'yes');
  /** What stands under its own heading; a heading whose items all stand above has no place of its own. */
  const rest = groups
    .map(({ heading, items }) => ({ heading, items: items.filter((block) => !begin.includes(block)) }))
    .filter(({ items }) => items.length > 0);
  const anchor = (group: Group) => `g-${group.heading?.id ?? ''}`;
  return (
    <Document
      v={v}
      title={notice ? v.t('website.preview.title', { page: title }) : title}
      description={v.t(`website.${page}.lead`)}
      section={notice ? 'today' : page}
      unlisted={Boolean(notice) || groups.length === 0}
    >
      {notice}
      <div class="wrap page flow">
        <h1>{title}</h1>
        <p class="lead">{v.t(`website.${page}.lead`)}</p>
        {notice && out.length > 0 && <p class="notice">{v.t('website.preview.out', { count: out.length })}</p>}
        {groups.length === 0 && (
          <Empty text={v.t(`website.${page}.none`)} action={v.t('problem.home')} href={urls.networks.home(v.at)} />
        )}
        {rest.filter((group) => group.heading).length > 2 && (
          <nav aria-label={v.t('website.groups')}>
            <ul class="ways">
              {rest.map(
                (group) =>
                  group.heading && (
                    <li>
                      <a class="button plain" href={`#${anchor(group)}`}>
                        {saidIn(group.heading, v.locale, v.network.locales).words.title}
                      </a>
                    </li>
                  ),
              )}
            </ul>
          </nav>
        )}
        {begin.length > 0 && (
          <section class="start">
            <h2>{v.t('website.learn.start')}</h2>
            <ul class="window">
              {begin.map((block, index) => (
                <li class={index === 0 ? 'pane open' : 'pane'}>
                  <Item v={v} block={block} filling={filling} heading="h3" />
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      {rest.map((group, index) => {
        const said = group.heading && saidIn(group.heading, v.locale, v.network.locales);
        return (
          <section class={index % 2 === 0 ? 'band sill' : 'band'} id={anchor(group)}>
            <div class="wrap flow">
              {said && (
                <>
                  <HowSaid v={v} said={said} block={group.heading!} filling={filling} />
                  <h2 lang={langOf(v, said)}>{said.words.title}</h2>
                  {said.words.text && (
                    <div class="lead" lang={langOf(v, said)}>
                      <Markdown text={said.words.text} />
                    </div>
                  )}
                </>
              )}
              <ul class="shelf">
                {group.items.map((block) => (
                  <li class="flow">
                    <Item v={v} block={block} filling={filling} heading={said ? 'h3' : 'h2'} />
                  </li>
                ))}
              </ul>
            </div>
          </section>
        );
      })}
    </Document>
  );
}

/** One reading or one ally: its name as the way to it, and one sentence about it. */
function Item({
  v,
  block,
  filling,
  heading: Heading,
}: {
  v: View;
  block: Block;
  filling: Filling;
  heading: 'h2' | 'h3';
}) {
  const said = saidIn(block, v.locale, v.network.locales);
  const { words } = said;
  const work = filling.works.get(optionOf(block, 'work') ?? '');
  const organisation = filling.organisations.get(optionOf(block, 'organisation') ?? '');
  const outside = optionOf(block, 'address');
  const gives = optionsOf(block, 'gives');
  const inside = work
    ? urls.library.show(v.at, work.slug)
    : organisation && urls.organisations.show(v.at, organisation.slug);
  const title = titleOf(v, block, filling);
  const lang = title.locale === v.locale ? undefined : title.locale;
  const href = inside ?? outside;
  return (
    <>
      <HowSaid v={v} said={said} block={block} filling={filling} />
      {work && (
        <small>
          {[v.t(`library.kind.${work.kind}`), work.dated.slice(0, 4), lang && !words.title ? languageName(lang) : '']
            .filter(Boolean)
            .join(' · ')}
        </small>
      )}
      {words.place && <small lang={langOf(v, said)}>{words.place}</small>}
      <Heading class="h3" lang={lang}>
        {href ? (
          <a href={href} rel={inside ? undefined : 'noreferrer'}>
            {title.text}
          </a>
        ) : (
          title.text
        )}
      </Heading>
      {words.text && <p lang={langOf(v, said)}>{words.text}</p>}
      {outside && (
        <small>
          {inside ? (
            <a href={outside} rel="noreferrer">
              {hostOf(outside)}
            </a>
          ) : (
            v.t('website.outside', { host: hostOf(outside) })
          )}
        </small>
      )}
      {gives.length > 0 && (
        <ul class="tags">
          {gives.map((gift) => (
            <li class="state">{v.t(`website.gift.${gift}`)}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The site of an address, as people say it. */
const hostOf = (address: string): string => new URL(address).host.replace(/^www\./, '');
