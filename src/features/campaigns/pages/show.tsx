import type { View } from '../../../platform/http/index.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Campaign, nextGoal, progress, type Rest } from '../campaign.ts';
import type { Surroundings } from '../surroundings.ts';
import { FindForm } from './find.tsx';
import { CampaignFrame } from './frame.tsx';

export type ShowProps = Pick<Surroundings, 'figures' | 'doors' | 'parts' | 'asked' | 'about'> & {
  v: View;
  campaign: Campaign;
  countries: string[];
  samples: readonly string[];
  needsPlace: boolean;
  /** The quiet period in which everybody who is asked rests. */
  rest?: Rest;
  find?: FormState;
};

/** A campaign of letters: story, asks, who is asked, how far it has come, and the first step of the form. */
export function CampaignPage({
  v,
  campaign,
  figures,
  doors,
  parts,
  asked,
  about,
  countries,
  samples,
  needsPlace,
  rest,
  find = emptyForm(),
}: ShowProps) {
  return (
    <CampaignFrame
      v={v}
      campaign={campaign}
      doors={doors}
      parts={parts}
      asked={asked}
      about={about}
      islands={needsPlace && !rest && !v.frame ? ['here'] : []}
      jump={rest ? undefined : v.t('campaigns.show.jump')}
      closed={v.t('campaigns.show.closed.text')}
      progress={<Progress v={v} campaign={campaign} figures={figures} />}
      side={
        rest ? (
          <div class="form">
            <h2>{v.t('campaigns.show.rests.title')}</h2>
            <p>{v.t('campaigns.show.rests.text', { name: rest.name, day: v.date(rest.until) })}</p>
            <a class="button plain" href={urls.campaigns.list(v.at)} target={v.frame && '_blank'}>
              {v.t('campaigns.show.closed.others')}
            </a>
          </div>
        ) : needsPlace ? (
          <FindForm v={v} campaign={campaign} countries={countries} samples={samples} state={find} />
        ) : (
          <div class="form">
            <Steps v={v} at="find" />
            <h2>{v.t('campaigns.show.write.title')}</h2>
            <p>{v.t('campaigns.show.write.text')}</p>
            <a class="button" href={urls.campaigns.letter(v.at, campaign.slug)} data-step>
              {v.t('campaigns.show.write.button')}
            </a>
          </div>
        )
      }
    />
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
