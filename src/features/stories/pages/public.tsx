import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { Document, Empty, Markdown, Pager } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { ShownStory } from '../shown.ts';

/** The stories of the site, newest first. */
export function StoriesPage({ v, stories, next }: { v: View; stories: ShownStory[]; next: string | undefined }) {
  const t = v.t;
  return (
    <Document v={v} title={t('stories.title')} description={t('stories.lead')} section="none">
      <div class="wrap page flow">
        <h1 class="small">{t('stories.title')}</h1>
        <p class="lead">{t('stories.lead')}</p>
        {stories.length === 0 && <Empty text={t('stories.none')} />}
        <ul class="shelf">
          {stories.map((story) => (
            <StoryLine v={v} story={story} />
          ))}
        </ul>
        <Pager v={v} next={next && urls.stories.listFrom(v.at, next)} />
      </div>
    </Document>
  );
}

/** One story in a list: her words' title, whose they are, and what they say in short. */
function StoryLine({ v, story }: { v: View; story: ShownStory }) {
  const { text } = story;
  return (
    <li class="flow">
      <h2 class="h3">
        <a href={urls.stories.show(v.at, story.slug)}>{text.title}</a>
      </h2>
      <small>{story.publicName}</small>
      {text.summary && <p>{text.summary}</p>}
    </li>
  );
}

/** One story. What is told of it where its address is passed on depends on what she agreed to. */
export function StoryPage({ v, story }: { v: View; story: ShownStory }) {
  const t = v.t;
  const { text, picture } = story;
  const passedOn = story.uses.includes('share');
  return (
    <Document
      v={v}
      title={text.title}
      description={passedOn ? text.summary : undefined}
      picture={passedOn && picture ? urls.campaigns.picture(v.at, picture.key) : undefined}
      reserved={!passedOn}
      languages={false}
    >
      <article class="wrap page narrow flow">
        <nav class="crumbs" aria-label={t('ui.crumbs')}>
          <a href={urls.stories.list(v.at)}>{t('stories.title')}</a>
        </nav>
        {story.sample && <p class="notice">{t('stories.sample')}</p>}
        <h1 class="small">{text.title}</h1>
        <p>
          <small>{story.publicName}</small>
        </p>
        <Words v={v} story={story} />
        {story.alias && (
          <p>
            <small>{t('stories.alias')}</small>
          </p>
        )}
        <p>
          <small>{t('stories.agreed')}</small>
        </p>
        {story.languages.length > 0 && (
          <p>
            {t('stories.languages')}{' '}
            {story.languages.map((locale, index) => (
              <>
                {index > 0 && ', '}
                <a href={urls.stories.show({ ...v.at, locale }, story.slug)} lang={locale} hreflang={locale}>
                  {languageName(locale)}
                </a>
              </>
            ))}
          </p>
        )}
      </article>
    </Document>
  );
}

/** Her words and her picture, as they stand on a page. */
function Words({ v, story }: { v: View; story: ShownStory }) {
  const { text, picture } = story;
  return (
    <>
      {text.summary && <p class="lead">{text.summary}</p>}
      {picture && (
        <img
          class="picture"
          src={urls.campaigns.picture(v.at, picture.key)}
          width={picture.width}
          height={picture.height}
          alt={text.picture_alt}
        />
      )}
      <Markdown text={text.body} />
    </>
  );
}

/** The stories that stand with a campaign, for its page. */
export const campaignPart = (stories: ShownStory[]) => (v: View) => <StoriesAlong v={v} stories={stories} />;

/** On the page of a campaign or of news: the stories that stand with it. Each opens there, since not each has a page of its own. */
export function StoriesAlong({ v, stories }: { v: View; stories: ShownStory[] }) {
  const t = v.t;
  if (stories.length === 0) return null;
  return (
    <section class="flow" aria-labelledby="stories">
      <h2 id="stories">{t('stories.campaign.title')}</h2>
      {stories.map((story) => (
        <article class="flow">
          <h3>{story.text.title}</h3>
          <p>
            <small>{story.publicName}</small>
          </p>
          {story.text.summary && <p>{story.text.summary}</p>}
          <details>
            <summary>{t('stories.campaign.read', { title: story.text.title })}</summary>
            <div class="flow">
              {story.picture && (
                <img
                  class="picture"
                  src={urls.campaigns.picture(v.at, story.picture.key)}
                  width={story.picture.width}
                  height={story.picture.height}
                  alt={story.text.picture_alt}
                />
              )}
              <Markdown text={story.text.body} />
              {story.alias && (
                <p>
                  <small>{t('stories.alias')}</small>
                </p>
              )}
            </div>
          </details>
        </article>
      ))}
    </section>
  );
}
