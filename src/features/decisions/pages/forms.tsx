import type { Child } from 'hono/jsx';
import { shortMoment, zoneWords } from '../../../platform/calendar/index.ts';
import type { View } from '../../../platform/http/index.ts';
import { Choice, ErrorSummary, Field, type FormState, Markdown, Mistake, Select } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Place, ScopePage } from '../../documents/index.ts';
import type { MeetingLink } from '../../meetings/index.ts';
import type { Decision } from '../decision.ts';
import { settingsNames } from '../forms.ts';
import { fewestSecret, majorities, type Voice, voices, ways } from '../outcome.ts';
import { listOf } from './list.tsx';

const labelsOf = (v: View) =>
  Object.fromEntries(
    ['title', 'proposal', 'questions_until', 'closes_at', 'reason', ...settingsNames].map((name) => [
      name,
      v.t(`decisions.field.${name}`),
    ]),
  );

function Radios({
  v,
  name,
  values,
  state,
  words,
}: {
  v: View;
  name: string;
  values: readonly string[];
  state: FormState;
  words(value: string): { label: string; hint?: string };
}) {
  return (
    <fieldset id={name}>
      <legend>{v.t(`decisions.field.${name}`)}</legend>
      <Mistake v={v} name={name} state={state} />
      {values.map((value) => {
        const { label, hint } = words(value);
        return (
          <Choice type="radio" name={name} value={value} checked={state.values[name] === value}>
            {label}
            {hint && (
              <>
                <br />
                <small>{hint}</small>
              </>
            )}
          </Choice>
        );
      })}
    </fieldset>
  );
}

/** How it is decided: everything that is fixed when it is opened. */
function SettingsFields({ v, state, sizes }: { v: View; state: FormState; sizes: Record<Voice, number> }) {
  return (
    <>
      <Radios
        v={v}
        name="way"
        values={ways}
        state={state}
        words={(way) => ({ label: v.t(`decisions.way.${way}`), hint: v.t(`decisions.way.${way}.hint`) })}
      />
      <Radios
        v={v}
        name="voice"
        values={voices}
        state={state}
        words={(voice) => ({
          label: v.t(`decisions.whose.${voice}`),
          hint: v.t('decisions.whose.size', { count: sizes[voice as Voice] }),
        })}
      />
      <Field
        v={v}
        name="options"
        label={v.t('decisions.field.options')}
        hint={v.t('decisions.field.options.hint')}
        state={state}
        maxlength={2000}
        rows={4}
      />
      <Radios
        v={v}
        name="ballot"
        values={['open', 'secret']}
        state={state}
        words={(ballot) => ({
          label: v.t(`decisions.ballot.${ballot}`),
          hint: v.t(`decisions.ballot.${ballot}.hint`, { least: fewestSecret }),
        })}
      />
      <Field
        v={v}
        name="quorum"
        label={v.t('decisions.field.quorum')}
        hint={v.t('decisions.field.quorum.hint')}
        state={state}
        inputmode="numeric"
        maxlength={3}
        required
      />
      <Radios
        v={v}
        name="majority"
        values={majorities}
        state={state}
        words={(majority) => ({ label: v.t(`decisions.majority.${majority}`) })}
      />
      <Radios
        v={v}
        name="keep"
        values={['ballots', 'totals']}
        state={state}
        words={(keep) => ({ label: v.t(`decisions.keep.${keep}`), hint: v.t(`decisions.keep.${keep}.hint`) })}
      />
    </>
  );
}

function TimeField({
  v,
  name,
  state,
  zone,
  needed,
}: {
  v: View;
  name: string;
  state: FormState;
  zone: string;
  needed?: boolean;
}) {
  return (
    <Field
      v={v}
      name={name}
      label={v.t(`decisions.field.${name}`)}
      hint={v.t('decisions.field.time.hint', { zone: zoneWords(zone, v.locale, v.now) })}
      state={state}
      type="datetime-local"
      required={needed}
    />
  );
}

type Props = { v: View; place: Place; state: FormState; zone: string };

/** A new proposal. */
export function ProposalPage({
  v,
  place,
  state,
  zone,
  id,
  sizes,
  meetings,
}: Props & { id: string; sizes: Record<Voice, number>; meetings: MeetingLink[] }) {
  return (
    <ScopePage v={v} place={place} title={v.t('decisions.new')} list={listOf(v)} islands={['error-summary']}>
      <p>{v.t('decisions.new.text')}</p>
      <ErrorSummary v={v} state={state} labels={labelsOf(v)} />
      <form class="form short" method="post" action={urls.decisions.list(v.at)} novalidate>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="group" value={place.group?.slug ?? ''} />
        <Field
          v={v}
          name="title"
          label={v.t('decisions.field.title')}
          hint={v.t('decisions.field.title.hint')}
          state={state}
          maxlength={160}
          required
          wording
        />
        <Field
          v={v}
          name="proposal"
          label={v.t('decisions.field.proposal')}
          hint={v.t('decisions.field.proposal.hint')}
          state={state}
          maxlength={20_000}
          rows={10}
          required
        />
        <TimeField v={v} name="questions_until" state={state} zone={zone} />
        {meetings.length > 0 && (
          <Select
            v={v}
            name="meeting"
            label={v.t('decisions.field.meeting')}
            state={state}
            options={[
              { value: '', label: v.t('decisions.meeting.none') },
              ...meetings.map((one) => ({
                value: one.id,
                label: `${one.title}, ${shortMoment(one.at, zone, v.locale)}`,
              })),
            ]}
          />
        )}
        <h2>{v.t('decisions.how')}</h2>
        <p>{v.t('decisions.how.later')}</p>
        <SettingsFields v={v} state={state} sizes={sizes} />
        <div>
          <button type="submit" class="button">
            {v.t('decisions.propose')}
          </button>
        </div>
      </form>
    </ScopePage>
  );
}

/** A page about one decision, with the way back to it. */
export function OwnPage({
  v,
  place,
  decision,
  title,
  state,
  children,
}: {
  v: View;
  place: Place;
  decision: Decision;
  title: string;
  state: FormState;
  children?: Child;
}) {
  return (
    <ScopePage
      v={v}
      place={place}
      title={title}
      list={listOf(v)}
      back={[{ href: urls.decisions.show(v.at, decision.id), label: decision.title }]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labelsOf(v)} />
      {children}
    </ScopePage>
  );
}

/** Asks once more, and why, before what cannot be taken back. */
export function ReasonForm({
  v,
  decision,
  state,
  action,
  hint,
  label,
}: {
  v: View;
  decision: Decision;
  state: FormState;
  action: string;
  hint?: string;
  label: string;
}) {
  return (
    <form class="form short" method="post" action={action} novalidate>
      <Why v={v} state={state} hint={hint} />
      <div class="actions">
        <button type="submit" class="button grave">
          {label}
        </button>
        <a href={urls.decisions.show(v.at, decision.id)}>{v.t('decisions.back')}</a>
      </div>
    </form>
  );
}

function Why({ v, state, hint }: { v: View; state: FormState; hint?: string }) {
  return (
    <Field
      v={v}
      name="reason"
      label={v.t('decisions.field.why')}
      hint={hint}
      state={state}
      maxlength={1000}
      rows={3}
      required
    />
  );
}

/** Before it is opened: what is fixed by that. */
export function OpeningPage({
  v,
  place,
  state,
  zone,
  decision,
  sizes,
}: Props & { decision: Decision; sizes: Record<Voice, number> }) {
  return (
    <OwnPage v={v} place={place} decision={decision} title={v.t(`decisions.opening.${decision.way}`)} state={state}>
      <p>{v.t('decisions.opening.text')}</p>
      <form class="form short" method="post" action={urls.decisions.opening(v.at, decision.id)} novalidate>
        <TimeField v={v} name="closes_at" state={state} zone={zone} needed />
        <SettingsFields v={v} state={state} sizes={sizes} />
        <div class="actions">
          <button type="submit" class="button">
            {v.t('decisions.opening.now')}
          </button>
          <a href={urls.decisions.show(v.at, decision.id)}>{v.t('decisions.back')}</a>
        </div>
      </form>
    </OwnPage>
  );
}

/** An amended text; of an open or blocked consent everybody is asked again. */
export function AmendmentPage({ v, place, state, zone, decision }: Props & { decision: Decision }) {
  const again = decision.state !== 'questions';
  return (
    <OwnPage v={v} place={place} decision={decision} title={v.t('decisions.amend')} state={state}>
      <p>{v.t(again ? 'decisions.amend.again' : 'decisions.amend.text')}</p>
      <form class="form short" method="post" action={urls.decisions.amendment(v.at, decision.id)} novalidate>
        <Field
          v={v}
          name="proposal"
          label={v.t('decisions.field.proposal')}
          state={state}
          maxlength={20_000}
          rows={10}
          required
        />
        <Why v={v} state={state} hint={v.t('decisions.field.why.hint')} />
        {again && <TimeField v={v} name="closes_at" state={state} zone={zone} needed />}
        <div class="actions">
          <button type="submit" class="button">
            {v.t(again ? 'decisions.amend.ask' : 'decisions.amend.save')}
          </button>
          <a href={urls.decisions.show(v.at, decision.id)}>{v.t('decisions.back')}</a>
        </div>
      </form>
    </OwnPage>
  );
}

/** Asks once more before a proposal is taken back. */
export function WithdrawalPage({ v, place, state, decision }: Omit<Props, 'zone'> & { decision: Decision }) {
  return (
    <OwnPage v={v} place={place} decision={decision} title={v.t('decisions.withdraw')} state={state}>
      <p>{v.t('decisions.withdraw.text')}</p>
      <div class="sheet flow">
        <Markdown text={decision.proposal} />
      </div>
      <ReasonForm
        v={v}
        decision={decision}
        state={state}
        action={urls.decisions.withdrawal(v.at, decision.id)}
        label={v.t('decisions.withdraw.now')}
      />
    </OwnPage>
  );
}
