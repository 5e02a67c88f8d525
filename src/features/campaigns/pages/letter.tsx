import type { View } from '../../../platform/http/index.ts';
import {
  Choice,
  Document,
  ErrorSummary,
  Field,
  type FormState,
  isMachineMade,
  MachineMade,
  Mistake,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Addressee, type Channel, wayWords } from '../../deliveries/index.ts';
import { sourceWords } from '../../representatives/index.ts';
import type { AddresseeGroup } from '../addressees.ts';
import type { Campaign } from '../campaign.ts';
import { type Guarded, GuardFields } from './guard.tsx';
import { Steps } from './show.tsx';

export type LetterProps = {
  v: View;
  campaign: Campaign;
  groups: AddresseeGroup[];
  chosen: string[];
  consents: string[];
  purposes: string[];
  remember: boolean;
  state: FormState;
  /** The query that carries the districts found, so that going back finds them again. */
  query: string;
  guarded: Guarded;
};

/** The second step: to whom, what, and who writes. */
export function LetterPage({
  v,
  campaign,
  groups,
  chosen,
  consents,
  purposes,
  remember,
  state,
  query,
  guarded,
}: LetterProps) {
  const labels = {
    to: v.t('campaigns.letter.to'),
    subject: v.t('campaigns.letter.subject'),
    body: v.t('campaigns.letter.body'),
    name: v.t('campaigns.letter.name'),
    email: v.t('campaigns.letter.email'),
    street: v.t('campaigns.letter.street'),
  };
  const nowhere = leadsNowhere(groups);
  return (
    <Document
      v={v}
      title={v.t('campaigns.letter.title', { title: campaign.title })}
      section="campaigns"
      unlisted
      islands={['error-summary', 'proof']}
    >
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={urls.campaigns.show(v.at, campaign.slug)} {...v.tongue(campaign.locale)}>
            {campaign.title}
          </a>{' '}
          <MachineMade v={v} fields={campaign.machine} of={['title']} short />
        </p>
        <h1 class="small">{v.t('campaigns.letter.heading')}</h1>
        {campaign.channels.includes('call') && groups.some(hasNumber) && (
          <p>
            {v.t('campaigns.letter.call')}{' '}
            <a href={urls.deliveries.publicCalls(v.at, campaign.slug, query)} target={v.frame && '_blank'}>
              {v.t('campaigns.letter.call.link')}
            </a>
          </p>
        )}
        <form class="form" method="post" action={urls.campaigns.preview(v.at, campaign.slug)} novalidate>
          <Steps v={v} at="write" />
          <ErrorSummary v={v} state={state} labels={labels} />
          <input type="hidden" name="query" value={query} />
          {state.values.wish && <input type="hidden" name="wish" value={state.values.wish} />}
          <GuardFields v={v} {...guarded} />
          <fieldset id="to">
            <legend>{labels.to}</legend>
            <Mistake v={v} name="to" state={state} />
            {nowhere && (
              <p class="notice">
                {v.t('representatives.found.nothing')}{' '}
                <a href={`${urls.campaigns.show(v.at, campaign.slug)}#act`}>{v.t('campaigns.find.again')}</a>
              </p>
            )}
            {groups.map((group, at) => (
              <Group
                v={v}
                group={group}
                sourced={group.source !== groups[at + 1]?.source || group.asOf !== groups[at + 1]?.asOf}
                chosen={chosen}
                channels={campaign.channels}
                noted={!nowhere}
                map={mapOf(v, campaign, group, query)}
              />
            ))}
          </fieldset>
          {isMachineMade(campaign.machine, ['letter_subject', 'letter_body']) && (
            <p class="notice">{v.t('campaigns.letter.machine')}</p>
          )}
          <Field v={v} name="subject" label={labels.subject} state={state} maxlength={200} required />
          <Field
            v={v}
            name="body"
            label={labels.body}
            hint={v.t('campaigns.letter.body.hint')}
            state={state}
            rows={16}
            required
            wording={false}
          />
          <Field
            v={v}
            name="name"
            label={labels.name}
            hint={v.t('campaigns.letter.name.hint')}
            state={state}
            autocomplete="name"
            maxlength={120}
            required
          />
          <Field
            v={v}
            name="email"
            label={labels.email}
            hint={v.t('campaigns.letter.email.hint')}
            state={state}
            type="email"
            autocomplete="email"
            maxlength={254}
            required
          />
          <Field
            v={v}
            name="street"
            label={labels.street}
            hint={v.t('campaigns.letter.street.hint')}
            state={state}
            autocomplete="street-address"
            rows={3}
            wording={false}
          />
          <div class="pot" aria-hidden="true">
            <label for="website">{v.t('campaigns.letter.trap')}</label>
            <input id="website" name="website" type="text" tabindex={-1} autocomplete="off" value="" />
          </div>
          {purposes.length > 0 && (
            <fieldset>
              <legend>{v.t('campaigns.letter.also')}</legend>
              {purposes.map((purpose) => (
                <Choice name="consent" value={purpose} checked={consents.includes(purpose)}>
                  {v.t(`campaigns.consent.${purpose}`)}
                </Choice>
              ))}
              <p class="hint">{v.t('campaigns.letter.also.hint')}</p>
            </fieldset>
          )}
          {!v.frame && (
            <fieldset>
              <legend>{v.t('campaigns.letter.device')}</legend>
              <Choice name="remember" value="yes" checked={remember}>
                {v.t('campaigns.letter.remember')}
              </Choice>
            </fieldset>
          )}
          <button class="button">{v.t('campaigns.letter.button')}</button>
          <small>
            {v.t('campaigns.letter.next')}{' '}
            <a href={urls.networks.privacy(v.at)} target={v.frame && '_blank'}>
              {v.t('ui.footer.privacy')}
            </a>
          </small>
        </form>
      </div>
    </Document>
  );
}

const hasNumber = ({ shown, all }: AddresseeGroup): boolean =>
  [...shown, ...all].some((one) => one.contacts.some(({ kind }) => kind === 'phone'));

/** Nobody was found anywhere, as by a code that was mistyped: that is said once, and not of each body. */
const leadsNowhere = (groups: AddresseeGroup[]): boolean => {
  const notes = groups.flatMap(({ note }) => note ?? []);
  return notes.length > 0 && notes.every((note) => note === 'unknown');
};

/** The map on which she says which of several districts is hers; it leads back to this form. */
function mapOf(v: View, campaign: Campaign, group: AddresseeGroup, query: string): string | undefined {
  const roleId = campaign.targets[Number(group.key)]?.roleId;
  if (!roleId || new Set(group.shown.map((one) => one.divisionId)).size < 2) return undefined;
  return urls.representatives.map(v.at, query, roleId, campaign.slug);
}

/** One body or one fixed post: who it is where that is known, the candidates where it is not, the whole list where nothing is. */
type GroupProps = {
  v: View;
  group: AddresseeGroup;
  chosen: string[];
  channels: Channel[];
  map: string | undefined;
  /** Whether it says itself why nobody is named. */
  noted: boolean;
  /** Whether its source stands below it; one that several share is named once, below the last of them. */
  sourced: boolean;
};

function Group({ v, group, chosen, channels, noted, map, sourced }: GroupProps) {
  return (
    <div class="group">
      <p>
        <b {...v.tongue(group.title)}>{v.text(group.title)}</b>
      </p>
      {group.rest && (
        <p class="notice">{v.t('campaigns.letter.rests', { name: group.rest.name, day: v.date(group.rest.until) })}</p>
      )}
      {group.note && noted && <p class="notice">{v.t(`campaigns.find.note.${group.note}`)}</p>}
      {map && (
        <p>
          <a href={map} target={v.frame && '_blank'}>
            {v.t('representatives.map.link')}
          </a>
        </p>
      )}
      {group.everybody ? (
        <Everybody v={v} group={group} chosen={chosen} channels={channels} />
      ) : (
        group.shown.map((addressee) => (
          <Candidate v={v} addressee={addressee} checked={chosen.includes(addressee.postId)} channels={channels} />
        ))
      )}
      {group.all.length > 0 && (
        <div class="field">
          <label for={`to-${group.key}`}>{v.t('campaigns.letter.choose')}</label>
          <select id={`to-${group.key}`} name="to">
            <option value="">{v.t('campaigns.letter.choose.none')}</option>
            {group.all.map((addressee) => (
              <option
                value={addressee.postId}
                selected={
                  (chosen.includes(addressee.postId) && !group.shown.some((one) => one.postId === addressee.postId)) ||
                  undefined
                }
              >
                {v.text(addressee.label)}
                {' · '}
                {addressee.officialName ?? v.t('campaigns.letter.vacant')}
              </option>
            ))}
          </select>
        </div>
      )}
      {sourced && group.asOf && (
        <p>
          <small>
            {v.t('campaigns.letter.asOf', { source: sourceWords(v, group.source ?? ''), date: v.date(group.asOf) })}
          </small>
        </p>
      )}
    </div>
  );
}

type EverybodyProps = { v: View; group: AddresseeGroup; chosen: string[]; channels: Channel[] };

/** A whole body: one choice for all of its members, with the honest number of letters, or single ones out of the list. */
function Everybody({ v, group, chosen, channels }: EverybodyProps) {
  const reached = group.shown.filter((one) => one.email).length;
  const each = group.shown.every((one) => chosen.includes(one.postId));
  const some = !each && group.shown.some((one) => chosen.includes(one.postId));
  return (
    <>
      <Choice name="to" value={group.everybody!} checked={chosen.includes(group.everybody!) || each} target>
        <b>{v.t('campaigns.letter.everybody', { count: group.shown.length })}</b>
        <br />
        <small>{v.t('campaigns.letter.everybody.reach', { count: group.shown.length, reached })}</small>
      </Choice>
      <details open={some || undefined}>
        <summary>{v.t('campaigns.letter.everybody.some')}</summary>
        {group.shown.map((addressee) => (
          <Candidate
            v={v}
            addressee={addressee}
            checked={some && chosen.includes(addressee.postId)}
            channels={channels}
          />
        ))}
      </details>
    </>
  );
}

type CandidateProps = { v: View; addressee: Addressee; checked: boolean; channels: Channel[] };

function Candidate({ v, addressee, checked, channels }: CandidateProps) {
  return (
    <Choice name="to" value={addressee.postId} checked={checked} target disabled={addressee.state === 'lines-ended'}>
      <b>{addressee.officialName ?? v.t('campaigns.letter.vacant')}</b>
      <br />
      <small>
        {v.text(addressee.label)}
        {'. '}
        {wayWords(v, addressee, channels)}
      </small>
    </Choice>
  );
}
