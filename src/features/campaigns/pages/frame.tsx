import type { Child } from 'hono/jsx';
import type { View } from '../../../platform/http/index.ts';
import type { Door } from '../../../platform/registry/index.ts';
import { Document, Doors, Markdown } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Campaign, isOpen } from '../campaign.ts';

type Props = {
  v: View;
  campaign: Campaign;
  doors: Door[];
  asked: string[];
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
export function CampaignFrame({ v, campaign, doors, asked, jump, closed, progress, side, islands, children }: Props) {
  const open = isOpen(campaign, v.now);
  return (
    <Document
      v={v}
      title={campaign.title}
      description={campaign.summary}
      section="campaigns"
      islands={islands}
      picture={campaign.picture ? urls.campaigns.picture(v.at, campaign.picture.key) : undefined}
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
            <h1>{campaign.title}</h1>
            {open && jump && (
              <p class="jump">
                <a class="button" href="#act">
                  {jump}
                </a>
              </p>
            )}
            <p class="lead">{campaign.summary}</p>
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
            <Markdown text={campaign.story} />
            {children}
            <h2>{v.t('campaigns.show.asks')}</h2>
            <ol class="asks">
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
            {campaign.addressees && <Markdown text={campaign.addressees} />}
            {doors.length > 0 && (
              <>
                <h2>{v.t('campaigns.show.more')}</h2>
                <Doors doors={doors} />
              </>
            )}
            {(campaign.issues.length > 0 || campaign.places.length > 0) && (
              <>
                <h2>{v.t('campaigns.show.about')}</h2>
                <ul class="tags">
                  {campaign.issues.map((issue) => (
                    <li>
                      <a href={urls.vocabularies.issue(v.at, issue.id)}>{v.text(issue.label)}</a>
                    </li>
                  ))}
                  {campaign.places.map((place) => (
                    <li>
                      <a href={urls.vocabularies.place(v.at, place.id)}>{v.text(place.label)}</a>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </article>
          <div id="act" class="side">
            {open ? (
              side
            ) : (
              <div class="form">
                <h2>{v.t('campaigns.show.closed.title')}</h2>
                <p>{closed}</p>
                <a class="button plain" href={urls.campaigns.list(v.at)}>
                  {v.t('campaigns.show.closed.others')}
                </a>
              </div>
            )}
          </div>
        </div>
      </div>
    </Document>
  );
}
