import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { Choice, ErrorSummary, type FormState, Mistake, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type CallCount, type Channel, ladder, outcomes } from '../../deliveries/index.ts';
import { type DeskCampaign, DeskPage } from '../../desk/index.ts';
import { type First, firsts } from '../forms.ts';

type Props = {
  v: View;
  campaign: DeskCampaign;
  channels: readonly Channel[];
  first: First;
  state: FormState;
  calls: CallCount[];
  /** "Member of the Assembly, Lakeside", by the post's id. */
  posts: Map<string, string>;
  waiting: number;
};

/** The ways to its targets that a campaign offers, what is said on the telephone, and what became of calls. */
export function WaysPage({ v, campaign, channels, first, state, calls, posts, waiting }: Props) {
  const t = v.t;
  return (
    <DeskPage v={v} title={t('postroom.ways.title')} campaign={campaign} islands={['error-summary']}>
      <p>{t('postroom.ways.lead')}</p>
      <form class="form" method="post" action={urls.postroom.ways(v.at, campaign.id)}>
        <ErrorSummary v={v} state={state} labels={{ channels: t('postroom.ways.offered') }} />
        <fieldset id="channels">
          <legend>{t('postroom.ways.offered')}</legend>
          <Mistake v={v} name="channels" state={state} />
          {ladder.map((channel) => (
            <Choice name="channels" value={channel} checked={channels.includes(channel)}>
              {t(`postroom.channel.${channel}`)}
              <br />
              <small>{t(`postroom.channel.${channel}.text`)}</small>
            </Choice>
          ))}
        </fieldset>
        <fieldset>
          <legend>{t('postroom.ways.first')}</legend>
          {firsts.map((one) => (
            <Choice type="radio" name="first" value={one} checked={one === first}>
              {t(`postroom.first.${one}`)}
            </Choice>
          ))}
        </fieldset>
        <div>
          <button class="button">{t('postroom.save')}</button>
        </div>
      </form>
      {(channels.includes('print') || waiting > 0) && (
        <p>
          <a class="button plain" href={urls.postroom.paper(v.at, campaign.id)}>
            {t('postroom.paper.link', { count: waiting })}
          </a>
        </p>
      )}
      <h2>{t('postroom.scripts.title')}</h2>
      <p>{t('postroom.scripts.lead')}</p>
      <ul class="tags">
        {v.network.locales.map((locale) => (
          <li>
            <a href={urls.postroom.script(v.at, campaign.id, locale)}>{languageName(locale)}</a>
          </li>
        ))}
      </ul>
      <h2>{t('postroom.calls.title')}</h2>
      {calls.length === 0 ? (
        <p>{t('postroom.calls.none')}</p>
      ) : (
        <>
          <p>{t('postroom.calls.lead')}</p>
          <Calls v={v} calls={calls} posts={posts} />
        </>
      )}
    </DeskPage>
  );
}

function Calls({ v, calls, posts }: Pick<Props, 'v' | 'calls' | 'posts'>) {
  const t = v.t;
  const byPost = Map.groupBy(calls, (call) => call.postId);
  return (
    <Table
      caption={t('postroom.calls.title')}
      head={[t('postroom.calls.who'), ...outcomes.map((outcome) => t(`postroom.outcome.${outcome}`))]}
    >
      {[...byPost].map(([postId, own]) => (
        <tr>
          <th scope="row">
            {own.find((call) => call.name)?.name ?? posts.get(postId) ?? postId}
            <br />
            <small>{posts.get(postId)}</small>
          </th>
          {outcomes.map((outcome) => {
            const call = own.find((one) => one.outcome === outcome);
            const [confirmed, others] = [call?.confirmed ?? 0, call?.others ?? 0];
            return (
              <td class={confirmed + others === 0 ? 'zero' : undefined}>
                <span class={outcome === 'wrong-number' && confirmed + others > 0 ? 'state bad' : undefined}>
                  {v.number(confirmed)}
                  {others > 0 && ` + ${v.number(others)}`}
                </span>{' '}
                <span class="cell-label">{t(`postroom.outcome.${outcome}`)}</span>
              </td>
            );
          })}
        </tr>
      ))}
    </Table>
  );
}
