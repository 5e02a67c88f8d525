import type { View } from '../../../platform/http/index.ts';
import { Document, Markdown, Pane, Window } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { CampaignLine } from '../../campaigns/index.ts';
import { homeOf } from '../home.ts';
import type { NetworkFigures } from '../queries.ts';

/** A network's home: who it is, what one can do now, the figures once there are any. */
export function HomePage({ v, figures, campaigns }: { v: View; figures: NetworkFigures; campaigns: CampaignLine[] }) {
  const shown = campaigns.slice(0, 6);
  const home = homeOf(v.network.settings, v.locale, v.network.locales);
  const name = v.text(v.network.name);
  const first = campaigns[0];
  return (
    <Document v={v} title={name} description={v.text(v.network.tagline)} section="home">
      <div class="wrap hero">
        <div class="flow">
          <h1>{v.text(v.network.tagline) || name}</h1>
          {home && (
            <div class="lead flow">
              <Markdown text={home.intro} />
            </div>
          )}
          <div class="actions">
            {first && (
              <a class="button" href={urls.campaigns.show(v.at, first.slug)}>
                {v.t('networks.home.act')}
              </a>
            )}
            <a class="button plain" href={urls.representatives.find(v.at)}>
              {v.t('networks.home.find')}
            </a>
          </div>
        </div>
        {figures.letters > 0 ? (
          <Window>
            <Pane open>
              <b class="figure">{v.number(figures.letters)}</b>
              <span>{v.t('networks.home.letters', { count: figures.letters })}</span>
            </Pane>
            <Pane>
              <b class="figure">{v.number(figures.supporters)}</b>
              <span>{v.t('networks.home.supporters', { count: figures.supporters })}</span>
            </Pane>
            <Pane>
              <b class="figure">{v.number(figures.reached)}</b>
              <span>{v.t('networks.home.reached', { count: figures.reached })}</span>
            </Pane>
            <Pane>
              <b class="figure">{v.number(campaigns.length)}</b>
              <span>{v.t('networks.home.open', { count: campaigns.length })}</span>
            </Pane>
          </Window>
        ) : (
          <Window>
            <Pane open>
              <h2 class="h3">{v.t('networks.home.first.title')}</h2>
              <p>{v.t('networks.home.first.text')}</p>
            </Pane>
            <Pane>
              <p>{v.t('networks.home.first.step1')}</p>
            </Pane>
            <Pane>
              <p>{v.t('networks.home.first.step2')}</p>
            </Pane>
            <Pane>
              <p>{v.t('networks.home.first.step3')}</p>
            </Pane>
          </Window>
        )}
      </div>
      {shown.length > 0 && (
        <section class="sill">
          <div class="wrap">
            <h2>{v.t('networks.home.campaigns')}</h2>
            <Window>
              {shown.map((campaign, index) => (
                <Pane open={index === 0}>
                  <h3>{campaign.title}</h3>
                  <p>{campaign.summary}</p>
                  {campaign.letters > 0 && (
                    <small>
                      {v.t(campaign.mode === 'petition' ? 'campaigns.list.signed' : 'networks.home.written', {
                        count: campaign.letters,
                      })}
                    </small>
                  )}
                  <a class="more" href={urls.campaigns.show(v.at, campaign.slug)}>
                    {v.t('networks.home.read')}
                    <span class="hidden">: {campaign.title}</span>
                  </a>
                </Pane>
              ))}
            </Window>
          </div>
        </section>
      )}
      {home && (
        <section>
          <div class="wrap">
            <h2>{v.t('networks.home.ways')}</h2>
            <Window>
              {home.ways.map((way) => (
                <Pane>
                  <h3>{way.title}</h3>
                  <p>{way.text}</p>
                  {way.href && (
                    <a
                      class="more"
                      href={way.href === 'campaigns' ? urls.campaigns.list(v.at) : urls.representatives.find(v.at)}
                    >
                      {v.t(`networks.home.way.${way.href}`)}
                    </a>
                  )}
                </Pane>
              ))}
            </Window>
          </div>
        </section>
      )}
      {home && (home.asks || home.goals || home.beliefs) && (
        <section class="sill">
          <div class={home.asks && !home.goals && !home.beliefs ? 'wrap' : 'wrap two'}>
            {home.asks && <Points title={v.t('networks.home.asks')} points={home.asks} wide />}
            {home.goals && <Points title={v.t('networks.home.goals')} points={home.goals} />}
            {home.beliefs && <Points title={v.t('networks.home.beliefs')} points={home.beliefs} />}
          </div>
        </section>
      )}
      <section>
        <div class="wrap flow">
          <h2>{v.t('networks.home.stay')}</h2>
          <p>{v.t('networks.home.stay.text')}</p>
          <p>
            <a class="button plain" href={urls.mailingList.form(v.at)}>
              {v.t('networks.home.stay.button')}
            </a>
          </p>
        </div>
      </section>
    </Document>
  );
}

function Points({ title, points, wide }: { title: string; points: string[]; wide?: boolean }) {
  return (
    <div class="flow">
      <h2>{title}</h2>
      <ol class={wide ? 'asks wide' : 'asks'}>
        {points.map((point) => (
          <li>
            <span>{point}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
