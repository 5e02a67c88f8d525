import type { View } from '../../../platform/http/index.ts';
import type { Door } from '../../../platform/registry/index.ts';
import { Document, Doors, emptyForm, type FormState, Markdown } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Campaign, isOpen, nextGoal, progress, type Rest } from '../campaign.ts';
import { FindForm } from './find.tsx';

export type ShowProps = {
  v: View;
  campaign: Campaign;
  figures: { letters: number; reached: number };
  /** Other pages about it: where those who are asked stand, who came to see. */
  doors: Door[];
  /** Who is asked, in words: "your member of the Assembly", "the Minister of Justice". */
  asked: string[];
  countries: string[];
  needsPlace: boolean;
  /** The quiet period in which everybody who is asked rests. */
  rest?: Rest;
  find?: FormState;
};

/** A campaign: story, asks, who is asked, how far it has come, and the first step of the form. */
export function CampaignPage({
  v,
  campaign,
  figures,
  doors,
  asked,
  countries,
  needsPlace,
  rest,
  find = emptyForm(),
}: ShowProps) {
  const open = isOpen(campaign, v.now);
  return (
    <Document
      v={v}
      title={campaign.title}
      description={campaign.summary}
      section="campaigns"
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
            {open && !rest && (
              <p class="jump">
                <a class="button" href="#act">
                  {v.t('campaigns.show.jump')}
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
            <Progress v={v} campaign={campaign} figures={figures} />
            <Markdown text={campaign.story} />
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
            {!open ? (
              <div class="form">
                <h2>{v.t('campaigns.show.closed.title')}</h2>
                <p>{v.t('campaigns.show.closed.text')}</p>
                <a class="button plain" href={urls.campaigns.list(v.at)}>
                  {v.t('campaigns.show.closed.others')}
                </a>
              </div>
            ) : rest ? (
              <div class="form">
                <h2>{v.t('campaigns.show.rests.title')}</h2>
                <p>{v.t('campaigns.show.rests.text', { name: rest.name, day: v.date(rest.until) })}</p>
                <a class="button plain" href={urls.campaigns.list(v.at)}>
                  {v.t('campaigns.show.closed.others')}
                </a>
              </div>
            ) : needsPlace ? (
              <FindForm v={v} campaign={campaign} countries={countries} state={find} />
            ) : (
              <div class="form">
                <Steps v={v} at="find" />
                <h2>{v.t('campaigns.show.write.title')}</h2>
                <p>{v.t('campaigns.show.write.text')}</p>
                <a class="button" href={urls.campaigns.letter(v.at, campaign.slug)}>
                  {v.t('campaigns.show.write.button')}
                </a>
              </div>
            )}
          </div>
        </div>
      </div>
    </Document>
  );
}

function Progress({ v, campaign, figures }: Pick<ShowProps, 'v' | 'campaign' | 'figures'>) {
  if (figures.letters === 0) return <p class="notice">{v.t('campaigns.show.first')}</p>;
  const goal = campaign.goal ? nextGoal(figures.letters, campaign.goal) : undefined;
  return (
    <div class="flow">
      {goal && (
        <progress max={goal} value={progress(figures.letters, goal)} aria-label={v.t('campaigns.show.progress')} />
      )}
      <p>
        {v.t('campaigns.show.letters', { count: figures.letters })}
        {figures.reached > 0 && ` ${v.t('campaigns.show.reached', { count: figures.reached })}`}
        {goal && ` ${v.t('campaigns.show.goal', { goal })}`}
      </p>
    </div>
  );
}

const steps = ['find', 'write', 'preview', 'confirm'] as const;

/** The steps of writing, with the one she is at. */
export function Steps({ v, at }: { v: View; at: (typeof steps)[number] }) {
  return (
    <ol class="steps" aria-label={v.t('campaigns.steps')}>
      {steps.map((step) => (
        <li aria-current={step === at ? 'step' : undefined}>{v.t(`campaigns.steps.${step}`)}</li>
      ))}
    </ol>
  );
}
