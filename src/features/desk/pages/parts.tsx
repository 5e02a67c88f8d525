import type { Child } from 'hono/jsx';
import type { View } from '../../../platform/http/index.ts';
import { Document, State } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { CampaignState, DeskCampaign } from '../campaign.ts';
import { textIn } from '../campaign.ts';
import type { ShownTarget } from '../targets.ts';

type Texts = Record<string, string>;

/** A page of the desk: the way back above its heading. */
export function DeskPage({
  v,
  title,
  campaign,
  islands,
  languages,
  children,
}: {
  v: View;
  title: string;
  /** The campaign whose edit page lies one step back. */
  campaign?: DeskCampaign;
  islands?: string[];
  languages?: boolean;
  children?: Child;
}) {
  return (
    <Document v={v} title={title} section="today" unlisted islands={islands} languages={languages}>
      <div class="wrap page flow">
        <nav class="crumbs" aria-label={v.t('desk.crumbs')}>
          <a href={urls.accounts.today(v.at)}>{v.t('desk.crumbs.today')}</a>
          {' › '}
          <a href={urls.campaigns.desk(v.at)}>{v.t('desk.list.title')}</a>
          {campaign && (
            <>
              {' › '}
              <a href={urls.campaigns.edit(v.at, campaign.id)}>{titleOf(v, campaign)}</a>
            </>
          )}
        </nav>
        <h1 class="small">{title}</h1>
        {children}
      </div>
    </Document>
  );
}

/** The campaign's title for the reader; its address while no language has a title. */
export const titleOf = (v: View, campaign: Pick<DeskCampaign, 'texts' | 'slug'>): string =>
  textIn(campaign.texts, v.locale, v.network.locales)?.title || campaign.slug;

/** The state of a campaign in words; past its closing date it takes no letters, whatever was pressed. */
export function CampaignStateMark({ v, state, closesAt }: { v: View; state: CampaignState; closesAt: Date | null }) {
  if (state === 'draft') return <State tone="wait">{v.t('desk.state.draft')}</State>;
  if (state === 'closed') return <State tone="plain">{v.t('desk.state.closed')}</State>;
  if (closesAt && closesAt <= v.now) return <State tone="bad">{v.t('desk.state.past')}</State>;
  return <State tone="ok">{v.t('desk.state.open')}</State>;
}

/** A post by its label, with its district where the label alone would not tell posts apart. */
export function postName(v: View, label: Texts, division: Texts | null): string {
  const [name, district] = [v.text(label), v.text(division)];
  return district && !name.includes(district) ? `${name}, ${district}` : name;
}

/** A target in a few words. */
export function targetName(v: View, target: ShownTarget): string {
  if (target.bodyId) return v.t('desk.targets.everybody', { body: v.text(target.body) });
  if (target.officialId) return target.holder ?? target.officialId;
  return postName(v, target.name, target.division);
}

/** What is asked, of how many, and how fresh the data is. */
export function TargetWords({ v, target }: { v: View; target: ShownTarget }) {
  return (
    <span>
      <b>{targetName(v, target)}</b>
      <br />
      <small>
        {target.officialId
          ? target.gone
            ? v.t('desk.targets.gone')
            : postName(v, target.name, target.division)
          : v.text(target.body)}
        {' · '}
        {target.postId
          ? (target.holder ?? v.t('desk.targets.nobody'))
          : target.bodyId
            ? v.t('desk.targets.letters', { count: target.serving })
            : target.officialId
              ? v.t('desk.targets.followed')
              : v.t('desk.targets.posts', { count: target.posts, serving: target.serving })}
        {' · '}
        {target.asOf ? v.t('desk.targets.asOf', { date: v.date(target.asOf) }) : v.t('desk.targets.noData')}
        {target.sample && ` · ${v.t('desk.sample.mark')}`}
      </small>
    </span>
  );
}
