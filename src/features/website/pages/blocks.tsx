import type { Child } from 'hono/jsx';
import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { AboutWhat, MachineMade, Markdown, Pane, Window } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { wallWords } from '../../events/index.ts';
import type { WorkLine } from '../../library/index.ts';
import { SignupFields } from '../../mailing-list/index.ts';
import { NewsLine } from '../../news/index.ts';
import { type Block, optionOf, optionsOf, saidIn, storyQuoted } from '../block.ts';
import { doorOf } from '../doors.ts';
import { figuresOf } from '../figures.ts';
import type { Filling } from '../fill.ts';
import { isOwnPath } from '../forms.ts';
import { artOf, type BlockProps, Buttons, Figures, HowSaid, langOf, Section, SmallMap } from './parts.tsx';

/** What a block shows, or null where it has nothing to show to this reader. */
export function blockBody(v: View, block: Block, filling: Filling, first: boolean): Child | null {
  const said = saidIn(block, v.locale, v.network.locales);
  const draw = shows[block.kind as keyof typeof shows];
  return draw ? draw({ v, block, said, filling, first }) : null;
}

function hero(props: BlockProps): Child {
  const { v, block, said, filling, first } = props;
  const Title = first ? 'h1' : 'h2';
  const art = artOf(props);
  const lang = langOf(v, said);
  const wide = block.layout === 'wide';
  const title = <Title lang={lang}>{said.words.title}</Title>;
  return (
    <section class={`band ${block.band === 'paper' ? '' : block.band}`.trim()}>
      <div class={`wrap hero ${block.layout}${art ? '' : ' alone'}`}>
        {wide && title}
        <div class="flow">
          <HowSaid v={v} said={said} block={block} filling={filling} />
          {!wide && title}
          {said.words.text && (
            <div class="lead flow" lang={lang}>
              <Markdown text={said.words.text} />
            </div>
          )}
          <Buttons {...props} />
        </div>
        {art && <div class="art">{art}</div>}
      </div>
    </section>
  );
}

function campaigns({ v, block, said, filling }: BlockProps): Child | null {
  const picked = optionsOf(block, 'campaigns');
  const shown = (
    picked.length > 0
      ? picked.flatMap((id) => filling.campaigns.find((campaign) => campaign.id === id) ?? [])
      : filling.campaigns
  ).slice(0, 6);
  if (shown.length === 0) return null;
  const rest = block.layout === 'first' ? shown.slice(1) : shown;
  const [first] = shown;
  const taken = (campaign: (typeof shown)[number]) =>
    campaign.letters > 0 && (
      <small>
        {v.t(campaign.mode === 'petition' ? 'campaigns.list.signed' : 'website.campaigns.written', {
          count: campaign.letters,
        })}
      </small>
    );
  return (
    <Section v={v} block={block} said={said} filling={filling} usual={v.t('website.campaigns.title')}>
      {block.layout === 'first' && (
        <div class="feature">
          <h3 class="headline" {...v.tongue(first!.locale)}>
            <a href={urls.campaigns.show(v.at, first!.slug)}>{first!.title}</a>
          </h3>
          <p class="lead" {...v.tongue(first!.locale)}>
            {first!.summary}
          </p>
          <MachineMade v={v} fields={first!.machine} short />
          <div class="actions">
            <a class="button" href={urls.campaigns.show(v.at, first!.slug)}>
              {v.t(first!.mode === 'petition' ? 'website.door.sign' : 'website.door.campaign')}
            </a>
            {taken(first!)}
          </div>
        </div>
      )}
      {rest.length > 0 && (
        <Window>
          {rest.map((campaign, index) => (
            <Pane open={index === 0 && block.layout === 'panes'}>
              <h3 {...v.tongue(campaign.locale)}>{campaign.title}</h3>
              <p {...v.tongue(campaign.locale)}>{campaign.summary}</p>
              <MachineMade v={v} fields={campaign.machine} short />
              {taken(campaign)}
              <a class="more" href={urls.campaigns.show(v.at, campaign.slug)}>
                {v.t('website.campaigns.read')}
                <AboutWhat v={v} text={campaign.title} />
              </a>
            </Pane>
          ))}
        </Window>
      )}
    </Section>
  );
}

function numbers({ v, block, said, filling }: BlockProps): Child | null {
  const figures = figuresOf(v, filling, optionsOf(block, 'figures'));
  if (figures.length === 0) return null;
  return (
    <Section v={v} block={block} said={said} filling={filling}>
      <Figures figures={figures} line={block.layout === 'line'} />
    </Section>
  );
}

function text(props: BlockProps): Child | null {
  const { v, block, said, filling } = props;
  const words = said.words.text ?? '';
  if (!said.words.title && !words) return null;
  const lines = words.split('\n').flatMap((line) => line.trim() || []);
  const art = artOf(props);
  const lang = langOf(v, said);
  const body =
    block.layout === 'points' ? (
      <ol class={art ? 'asks' : 'asks wide'} lang={lang}>
        {lines.map((line) => (
          <li>
            <span>{line}</span>
          </li>
        ))}
      </ol>
    ) : block.layout === 'columns' ? (
      <ul class="beliefs" lang={lang}>
        {lines.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    ) : (
      <div class="flow" lang={lang}>
        <Markdown text={words} />
      </div>
    );
  return (
    <Section v={v} block={block} said={said} filling={filling}>
      {art ? (
        <div class="two">
          <div class="flow">
            {body}
            <Buttons {...props} />
          </div>
          <div class="art">{art}</div>
        </div>
      ) : (
        <div class="flow">
          {body}
          <Buttons {...props} />
        </div>
      )}
    </Section>
  );
}

function doors({ v, block, said, filling }: BlockProps): Child | null {
  const shown = optionsOf(block, 'doors').flatMap((door) => doorOf(v, filling, door) ?? []);
  if (shown.length === 0) return null;
  return (
    <Section v={v} block={block} said={said} filling={filling} usual={v.t('website.doors.title')}>
      {block.layout === 'list' ? (
        <ul class="shelf">
          {shown.map((door) => (
            <li class="flow">
              <h3>
                <a href={door.href}>{door.label}</a>
              </h3>
              {door.hint && <p>{door.hint}</p>}
            </li>
          ))}
        </ul>
      ) : (
        <Window>
          {shown.map((door) => (
            <Pane>
              <h3>
                <a href={door.href}>{door.label}</a>
              </h3>
              {door.hint && <p>{door.hint}</p>}
            </Pane>
          ))}
        </Window>
      )}
    </Section>
  );
}

function news({ v, block, said, filling }: BlockProps): Child | null {
  const items = filling.news.slice(0, Number(optionOf(block, 'count') ?? 3));
  if (items.length === 0) return null;
  return (
    <Section v={v} block={block} said={said} filling={filling} usual={v.t('news.title')}>
      <ul class={block.layout === 'first' ? 'shelf led' : 'shelf'}>
        {items.map((item) => (
          <NewsLine v={v} item={item} heading="h3" />
        ))}
      </ul>
      <p>
        <a class="more" href={urls.news.list(v.at)}>
          {v.t('website.news.all')}
        </a>
      </p>
    </Section>
  );
}

function events({ v, block, said, filling }: BlockProps): Child | null {
  const shown = filling.events.slice(0, Number(optionOf(block, 'count') ?? 3));
  if (shown.length === 0) return null;
  return (
    <Section v={v} block={block} said={said} filling={filling} usual={v.t('website.events.title')}>
      <ul class="dates">
        {shown.map((event) => (
          <li>
            <time datetime={event.startsAt}>{wallWords(v, event.startsAt)}</time>
            <span>
              <a href={urls.campaigns.show(v.at, event.campaign)}>{event.name}</a>
              {event.place && <small>{event.place}</small>}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function quote({ v, block, said, filling }: BlockProps): Child | null {
  const { quote: words, who, about } = said.words;
  if (!words || !who || !mayQuote(v, block, said.locale, filling)) return null;
  const source = optionOf(block, 'source');
  return (
    <section class={block.band === 'paper' ? 'band' : `band ${block.band}`}>
      <div class="wrap">
        <HowSaid v={v} said={said} block={block} filling={filling} />
        <figure class={block.layout === 'large' ? 'saying large' : 'saying'}>
          <blockquote lang={langOf(v, said)}>
            <p>{words}</p>
          </blockquote>
          <figcaption lang={langOf(v, said)}>
            <b>{who}</b>
            {about && <span>{about}</span>}
            {source && (
              <a href={inReadersLanguage(v, source)} rel={isOwnPath(source) ? undefined : 'noreferrer'} lang={v.locale}>
                {v.t('website.quote.source')}
              </a>
            )}
          </figcaption>
        </figure>
      </div>
    </section>
  );
}

/** A woman's words are quoted from her story as long, and in those languages, as she agreed to on the site. */
function mayQuote(v: View, block: Block, locale: string, filling: Filling): boolean {
  const quoted = storyQuoted(block, v.network.slug);
  const ours = quoted && (quoted.host === undefined || quoted.host === new URL(v.origin).host);
  return !ours || filling.stories.some((one) => one.slug === quoted.story && one.locale === locale);
}

/** A page of this network is shown in the reader's language, in whichever its address was written down. */
const inReadersLanguage = (v: View, source: string): string => {
  const [, network, locale, ...rest] = source.split('/');
  return isOwnPath(source) && network === v.at.network && v.network.locales.includes(locale ?? '')
    ? `/${[network, v.at.locale, ...rest].join('/')}`
    : source;
};

function map({ v, block, said, filling }: BlockProps): Child | null {
  if (!filling.reach?.countries.length) return null;
  const figures = figuresOf(v, filling, ['members', 'organisations', 'countries']);
  return (
    <Section v={v} block={block} said={said} filling={filling} usual={v.t('reach.title')}>
      <div class={block.layout === 'beside' ? 'two' : 'flow'}>
        <SmallMap v={v} />
        <div class="flow">
          <Figures figures={figures} line />
          <p>
            <a class="more" href={urls.reach.map(v.at)}>
              {v.t('website.map.all')}
            </a>
          </p>
        </div>
      </div>
    </Section>
  );
}

function library({ v, block, said, filling }: BlockProps): Child | null {
  const picked = optionsOf(block, 'works');
  const works = picked.length > 0 ? picked.flatMap((id) => filling.works.get(id) ?? []) : filling.newest;
  if (works.length === 0) return null;
  return (
    <Section v={v} block={block} said={said} filling={filling} usual={v.t('library.title')}>
      {block.layout === 'panes' ? (
        <Window>
          {works.map((work) => (
            <Pane>
              <WorkWords v={v} work={work} />
            </Pane>
          ))}
        </Window>
      ) : (
        <ul class="shelf">
          {works.map((work) => (
            <li class="flow">
              <WorkWords v={v} work={work} />
            </li>
          ))}
        </ul>
      )}
      <p>
        <a class="more" href={urls.library.list(v.at)}>
          {v.t('website.library.all')}
        </a>
      </p>
    </Section>
  );
}

/** A work in short: of what kind and year, its title, how it begins. */
function WorkWords({ v, work }: { v: View; work: WorkLine }) {
  const { version } = work;
  return (
    <>
      <small>
        {[
          v.t(`library.kind.${work.kind}`),
          work.dated.slice(0, 4),
          version.locale === v.locale ? '' : languageName(version.locale),
        ]
          .filter(Boolean)
          .join(' · ')}
      </small>
      <h3 lang={version.locale === v.locale ? undefined : version.locale}>
        <a href={urls.library.show(v.at, work.slug)}>{version.title}</a>
      </h3>
      {version.subtitle && <p lang={version.locale === v.locale ? undefined : version.locale}>{version.subtitle}</p>}
      <MachineMade v={v} fields={version.machine} of={['title', 'subtitle']} short />
    </>
  );
}

function signup({ v, block, said, filling }: BlockProps): Child {
  return (
    <section class={block.band === 'paper' ? 'band' : `band ${block.band}`}>
      <div class="wrap two">
        <div class="flow">
          <HowSaid v={v} said={said} block={block} filling={filling} />
          <h2 lang={said.words.title ? langOf(v, said) : undefined}>
            {said.words.title || v.t('website.signup.title')}
          </h2>
          <p class="lead" lang={said.words.text ? langOf(v, said) : undefined}>
            {said.words.text || v.t('website.signup.text')}
          </p>
        </div>
        <SignupFields v={v} words={filling.signup ?? v.t('mailing.words', { network: v.text(v.network.name) })} />
      </div>
    </section>
  );
}

const shows = { hero, campaigns, numbers, text, doors, news, events, quote, map, library, signup };
