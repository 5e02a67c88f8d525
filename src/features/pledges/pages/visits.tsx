import type { View } from '../../../platform/http/index.ts';
import { AboutWhat, Document, Empty, MachineMade, Pane, Window } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Campaign, isOpen } from '../../campaigns/index.ts';
import { countStates, type Invitation, stateOf } from '../pledge.ts';
import { Source, StateMark, StepWords, TakenBack, Who } from './parts.tsx';

type Props = { v: View; campaign: Campaign; invitations: Invitation[] };

const order = ['visited', 'accepted', 'declined', 'asked'] as const;

/** Who has come to see: everybody who was invited, what she answered and what she saw, each with day and source. */
export function VisitsPage({ v, campaign, invitations }: Props) {
  const t = v.t;
  const standing = invitations.filter((invitation) => !invitation.retractedAt);
  const people = standing.filter((invitation) => invitation.kind === 'official');
  const courts = standing.filter((invitation) => invitation.kind === 'court');
  const takenBack = invitations.filter((invitation) => invitation.retractedAt);
  const count = countStates(people);
  return (
    <Document
      v={v}
      title={t('pledges.public.title', { campaign: campaign.title })}
      description={t('pledges.public.lead')}
      section="campaigns"
    >
      <div class="wrap page flow">
        <p class="crumbs">
          <a href={urls.campaigns.show(v.at, campaign.slug)} {...v.tongue(campaign.locale)}>
            {campaign.title}
          </a>{' '}
          <MachineMade v={v} fields={campaign.machine} of={['title']} short />
        </p>
        <h1>{t('pledges.title')}</h1>
        <p class="lead">{t('pledges.public.lead')}</p>
        {standing.length === 0 ? (
          <Empty
            text={t('pledges.public.empty')}
            {...(isOpen(campaign, v.now)
              ? { action: t('pledges.public.ask'), href: urls.campaigns.show(v.at, campaign.slug) }
              : {})}
          />
        ) : (
          <>
            {people.length > 0 && (
              <Window>
                {order.map((state, index) => (
                  <Pane open={index === 0}>
                    <b class="figure">{v.number(count[state])}</b>
                    <span>{t(`pledges.count.${state}`, { count: count[state] })}</span>
                  </Pane>
                ))}
              </Window>
            )}
            {isOpen(campaign, v.now) && (
              <p>
                <a class="button" href={urls.campaigns.show(v.at, campaign.slug)}>
                  {t('pledges.public.ask')}
                </a>
              </p>
            )}
            {order.map((state) => {
              const own = people.filter((invitation) => stateOf(invitation) === state);
              return (
                own.length > 0 && (
                  <>
                    <h2>{t(`pledges.public.${state}`)}</h2>
                    {own.map((invitation) => (
                      <Entry v={v} invitation={invitation} />
                    ))}
                  </>
                )
              );
            })}
            {courts.length > 0 && (
              <>
                <h2>{t('pledges.public.courts')}</h2>
                <p>{t('pledges.public.courts.text')}</p>
                {courts.map((invitation) => (
                  <Entry v={v} invitation={invitation} />
                ))}
              </>
            )}
          </>
        )}
        {takenBack.length > 0 && (
          <details class="fold">
            <summary>{t('pledges.public.takenBack', { count: takenBack.length })}</summary>
            <div class="flow">
              {takenBack.map((invitation) => (
                <Entry v={v} invitation={invitation} />
              ))}
            </div>
          </details>
        )}
      </div>
    </Document>
  );
}

function Entry({ v, invitation }: { v: View; invitation: Invitation }) {
  const t = v.t;
  const [current, ...earlier] = [
    ...invitation.steps.filter((step) => !step.retractedAt),
    ...invitation.steps.filter((step) => step.retractedAt),
  ];
  return (
    <section class="target flow">
      <div>
        <Who v={v} invitation={invitation} />
      </div>
      {current && !current.retractedAt && <StepWords v={v} step={current} />}
      <p>
        <StateMark v={v} state="asked" /> {v.date(invitation.askedOn)}
        {invitation.place && ` · ${t('pledges.public.place', { place: invitation.place })}`}
        {(invitation.source || invitation.sourceUrl) && (
          <>
            {' · '}
            <Source source={invitation.source} sourceUrl={invitation.sourceUrl} />
          </>
        )}
      </p>
      <TakenBack v={v} what={invitation} />
      {(earlier.length > 0 || current?.retractedAt) && (
        <details class="fold">
          <summary>
            {t('pledges.public.history')}
            <AboutWhat v={v} text={invitation.name} />
          </summary>
          <div class="flow">
            {(current?.retractedAt ? [current, ...earlier] : earlier).map((step) => (
              <div>
                <StepWords v={v} step={step} />
                <TakenBack v={v} what={step} />
              </div>
            ))}
          </div>
        </details>
      )}
    </section>
  );
}
