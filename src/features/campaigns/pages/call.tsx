import type { View } from '../../../platform/http/index.ts';
import { Document, type FormState, MachineMade } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { CallCard, type Callee, CallList, type CallScript } from '../../deliveries/index.ts';
import type { AddresseeGroup } from '../addressees.ts';
import type { Campaign } from '../campaign.ts';
import { FindForm } from './find.tsx';

type Line = { postId: string; callee: Callee };

type Props = {
  v: View;
  campaign: Campaign;
  callees: Line[];
  /** Whose turn it is; undefined when all were called, or nobody has a number. */
  current: Line | undefined;
  done: boolean;
  /** Those to choose from by district or name, where nobody was found for certain. */
  lists: AddresseeGroup[];
  countries: string[];
  samples: readonly string[];
  needsPlace: boolean;
  script: CallScript;
  /** The districts found, and whose turn it is. */
  query: URLSearchParams;
  /** Of the call that will be reported: the form sent twice is one call. */
  id: string;
  state: FormState;
};

/** Calling those who decide, one after another, by anybody and without a letter. */
export function CallPage(props: Props) {
  const { v, campaign, callees, current, done, lists, needsPlace } = props;
  return (
    <Document
      v={v}
      title={v.t('campaigns.calls.title', { title: campaign.title })}
      section="campaigns"
      unlisted
      islands={['error-summary', 'here']}
    >
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={urls.campaigns.show(v.at, campaign.slug)} {...v.tongue(campaign.locale)}>
            {campaign.title}
          </a>{' '}
          <MachineMade v={v} fields={campaign.machine} of={['title']} short />
        </p>
        <h1 class="small">{v.t('campaigns.calls.heading')}</h1>
        <p>{v.t(done && !current ? 'campaigns.calls.done' : 'campaigns.calls.lead')}</p>
        {!done && needsPlace && (
          <FindForm
            v={v}
            campaign={campaign}
            countries={props.countries}
            samples={props.samples}
            state={props.state}
            action={urls.deliveries.publicCallSearch(v.at, campaign.slug)}
          />
        )}
        <CallList
          label={v.t('deliveries.call.list')}
          lines={callees.map(({ postId, callee }) => ({
            name: callee.name,
            href: urls.deliveries.publicCalls(v.at, campaign.slug, withTurn(props.query, postId)),
            current: postId === current?.postId,
          }))}
        />
        {current && <Turn {...props} current={current} />}
        {!current && !done && !needsPlace && lists.length === 0 && (
          <p class="notice">{v.t('campaigns.calls.nobody')}</p>
        )}
        {lists.length > 0 && (
          <details open={!needsPlace || undefined}>
            <summary>{v.t('campaigns.letter.choose')}</summary>
            {lists.map((group) => (
              <ByName {...props} group={group} />
            ))}
          </details>
        )}
        <p>
          <a class="button plain" href={urls.campaigns.letter(v.at, campaign.slug, withTurn(props.query, undefined))}>
            {v.t('campaigns.calls.write')}
          </a>
        </p>
      </div>
    </Document>
  );
}

/** One body's people, to be chosen by district or name. */
function ByName({ v, campaign, query, current, group }: Props & { group: AddresseeGroup }) {
  return (
    <form class="form" method="get" action={urls.deliveries.publicCalls(v.at, campaign.slug)}>
      {[...query]
        .filter(([name]) => name !== 'to' && name !== 'done')
        .map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
      <div class="field">
        <label for={`to-${group.key}`} {...v.tongue(group.title)}>
          {v.text(group.title)}
        </label>
        <select id={`to-${group.key}`} name="to">
          {group.all.map((addressee) => (
            <option value={addressee.postId} selected={addressee.postId === current?.postId || undefined}>
              {v.text(addressee.label)} · {addressee.officialName}
            </option>
          ))}
        </select>
      </div>
      <div>
        <button class="button plain">{v.t('campaigns.calls.choose')}</button>
      </div>
    </form>
  );
}

function Turn({ v, campaign, callees, current, script, query, id }: Props & { current: Line }) {
  const next = callees[callees.findIndex(({ postId }) => postId === current.postId) + 1];
  const fields = {
    to: current.postId,
    id,
    query: withTurn(query, undefined),
    ...(next ? { next: next.postId } : {}),
  };
  return (
    <CallCard
      v={v}
      callee={current.callee}
      script={script}
      words={{ name: '…', subject: campaign.letterSubject }}
      action={urls.deliveries.publicCalls(v.at, campaign.slug)}
      fields={fields}
    />
  );
}

/** The same districts, and another turn. */
function withTurn(query: URLSearchParams, postId: string | undefined): string {
  const turned = new URLSearchParams(query);
  turned.delete('to');
  turned.delete('done');
  if (postId) turned.set('to', postId);
  return turned.toString();
}
