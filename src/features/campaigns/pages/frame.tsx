import type { Child } from 'hono/jsx';
import { outside, type View } from '../../../platform/http/index.ts';
import type { Door } from '../../../platform/registry/index.ts';
import { Document, Doors, isMachineMade, MachineMade, Markdown, type Shared } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Campaign, isOpen } from '../campaign.ts';
import type { Surroundings } from '../surroundings.ts';
import { LinksDoor } from './links.tsx';
import { ShareBox } from './share.tsx';

type Props = {
  v: View;
  campaign: Campaign;
  doors: Door[];
  /** What other rooms show below its words. */
  parts: Child[];
  asked: string[];
  about: Surroundings['about'];
  /** The words that lead down to the form, while there is one; and those that stand in its place once the campaign is closed. */
  jump: string | undefined;
  closed: string;
  /** How far it has come. */
  progress: Child;
  /** The form, while the campaign is open. */
  side: Child;
  islands?: string[];
  /** More, below the story. */
  children?: Child;
};

/** A campaign's public page, whatever people do there: story, asks, who is asked, and beside them the form. */
export function CampaignFrame({
  v,
  campaign,
  doors,
  parts,
  asked,
  about,
  jump,
  closed,
  progress,
  side,
  islands = [],
  children,
}: Props) {
  const open = isOpen(campaign, v.now);
  const wider = about.places.filter((place) => !campaign.places.some((own) => own.id === place.id));
  const places = [...campaign.places, ...wider.map(({ id, labels }) => ({ id, label: labels }))];
  const notesReferrer = v.network.settings.referrer !== false;
  const act = (
    <div id="act" class="side" data-island={notesReferrer ? 'referrer' : undefined}>
      {open ? (
        side
      ) : (
        <div class="form">
          <h2>{v.t('campaigns.show.closed.title')}</h2>
          <p>{closed}</p>
          <a class="button plain" href={urls.campaigns.list(v.at)} target={v.frame && '_blank'}>
            {v.t('campaigns.show.closed.others')}
          </a>
        </div>
      )}
      {!v.frame && <LinksDoor v={v} />}
    </div>
  );
  const tongue = v.tongue(campaign.locale);
  if (v.frame) {
    return (
      <Document
        v={v}
        title={campaign.title}
        section="campaigns"
        islands={[...islands, ...(notesReferrer ? ['referrer'] : [])]}
      >
        <div class="wrap page flow">
          <h1 class="small" {...tongue}>
            <a href={urls.campaigns.show(outside(v.at), campaign.slug)} target="_blank" rel="noopener">
              {campaign.title}
            </a>
          </h1>
          <MachineMade v={v} fields={campaign.machine} short={v.frame.compact} />
          {!v.frame.compact && (
            <p class="lead" {...tongue}>
              {campaign.summary}
            </p>
          )}
          {!v.frame.compact && progress}
          {act}
        </div>
      </Document>
    );
  }
  return (
    <Document
      v={v}
      title={campaign.title}
      worded={campaign.locale}
      description={campaign.summary}
      machine={isMachineMade(campaign.machine, ['title', 'summary'])}
      section="campaigns"
      islands={[...islands, ...(notesReferrer ? ['referrer'] : []), 'copy-link']}
      shared={sharedOf(v, campaign)}
    >
      <div class="wrap page">
        <div class="two">
          <article class="flow">
            <p class="crumbs">
              {open
                ? campaign.closesAt
                  ? v.t('campaigns.show.openUntil', { date: v.date(campaign.closesAt) })
                  : v.t('campaigns.show.open')
                : v.t('campaigns.show.closed')}
            </p>
            <h1 {...tongue}>{campaign.title}</h1>
            <MachineMade v={v} fields={campaign.machine} />
            {open && jump && (
              <p class="jump">
                <a class="button" href="#act">
                  {jump}
                </a>
              </p>
            )}
            <p class="lead" {...tongue}>
              {campaign.summary}
            </p>
            {campaign.picture && (
              <img
                class="picture"
                src={urls.campaigns.picture(v.at, campaign.picture.key)}
                width={campaign.picture.width}
                height={campaign.picture.height}
                alt={campaign.picture.alt}
                loading="lazy"
              />
            )}
            {progress}
            <div class="flow" {...tongue}>
              <Markdown text={campaign.story} />
            </div>
            {children}
            <h2>{v.t('campaigns.show.asks')}</h2>
            <ol class="asks" {...tongue}>
              {campaign.asks.map((ask) => (
                <li>
                  <span>{ask}</span>
                </li>
              ))}
            </ol>
            <h2>{v.t('campaigns.show.asked')}</h2>
            {asked.length > 0 && (
              <ul>
                {asked.map((who) => (
                  <li>{who}</li>
                ))}
              </ul>
            )}
            {campaign.addressees && (
              <div class="flow" {...tongue}>
                <Markdown text={campaign.addressees} />
              </div>
            )}
            {parts}
            {doors.length > 0 && (
              <>
                <h2>{v.t('campaigns.show.more')}</h2>
                <Doors doors={doors} />
              </>
            )}
            {[campaign.issues, places, about.facilities].some((list) => list.length > 0) && (
              <>
                <h2>{v.t('campaigns.show.about')}</h2>
                <ul class="tags">
                  {campaign.issues.map((issue) => (
                    <li>
                      <a href={urls.vocabularies.issue(v.at, issue.id)} {...v.tongue(issue.label)}>
                        {v.text(issue.label)}
                      </a>
                    </li>
                  ))}
                  {places.map((place) => (
                    <li>
                      <a href={urls.vocabularies.place(v.at, place.id)} {...v.tongue(place.label)}>
                        {v.text(place.label)}
                      </a>
                    </li>
                  ))}
                  {about.facilities.map((facility) => (
                    <li>
                      <a href={urls.facilities.show(v.at, facility.id)} {...v.tongue(facility.labels)}>
                        {v.text(facility.labels)}
                      </a>
                    </li>
                  ))}
                </ul>
              </>
            )}
            <ShareBox
              v={v}
              slug={campaign.slug}
              words={campaign.share}
              text={v.t(campaign.mode === 'petition' ? 'campaigns.share.text.petition' : 'campaigns.share.text')}
            />
          </article>
          {act}
        </div>
      </div>
    </Document>
  );
}

/** How the campaign looks where its address is passed on. */
export const sharedOf = (v: View, campaign: Pick<Campaign, 'slug' | 'share'>): Shared => ({
  title: campaign.share.title,
  text: campaign.share.text,
  machine: campaign.share.machine.length > 0,
  locale: campaign.share.locale,
  picture: urls.campaigns.card(v.at, campaign.slug, campaign.share.card),
  pictureAlt: v.t('campaigns.share.card', { title: campaign.share.title, network: v.text(v.network.name) }),
});
