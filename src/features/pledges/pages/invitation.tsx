import type { View } from '../../../platform/http/index.ts';
import { Choice, Empty, ErrorSummary, Field, type FormState, Mistake } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type DeskCampaign, DeskPage } from '../../desk/index.ts';
import { type Invitation, type Step, stepKinds } from '../pledge.ts';
import { Source, Standing, StepWords, TakenBack } from './parts.tsx';

type Props = { v: View; campaign: DeskCampaign; invitation: Invitation; state: FormState };

/** One invitation: where it stands, the letter to a court, what can be recorded next, and all that was. */
export function InvitationPage({
  v,
  campaign,
  invitation,
  letter,
  id,
  state,
}: Props & { letter: { subject: string; body: string; mailto: string | undefined } | undefined; id: string }) {
  const t = v.t;
  return (
    <DeskPage v={v} title={invitation.name} campaign={campaign} islands={['error-summary']}>
      <p>
        {!invitation.retractedAt && <Standing v={v} invitation={invitation} />}
        {v.text(invitation.label) && ` · ${v.text(invitation.label)}`}
      </p>
      <dl class="facts">
        <dt>{t('pledges.form.asked')}</dt>
        <dd>
          {v.date(invitation.askedOn)}
          {(invitation.source || invitation.sourceUrl) && (
            <>
              {' · '}
              <Source source={invitation.source} sourceUrl={invitation.sourceUrl} />
            </>
          )}
        </dd>
        {invitation.place && (
          <>
            <dt>{t('pledges.head.prison')}</dt>
            <dd>{invitation.place}</dd>
          </>
        )}
        {invitation.note && (
          <>
            <dt>{t('pledges.form.note')}</dt>
            <dd class="lines">{invitation.note}</dd>
          </>
        )}
      </dl>
      <TakenBack v={v} what={invitation} />
      {letter && !invitation.retractedAt && (
        <>
          <h2>{t('pledges.letter.title')}</h2>
          <p>{t('pledges.letter.text')}</p>
          <dl class="facts">
            <dt>{t('pledges.court.address')}</dt>
            <dd class="lines">{invitation.address}</dd>
          </dl>
          <div class="letter">
            <b>{letter.subject}</b>
            {`\n\n${letter.body}`}
          </div>
          <div class="actions">
            {letter.mailto && (
              <a class="button plain" href={letter.mailto}>
                {t('pledges.letter.mail')}
              </a>
            )}
            <a class="button plain" href={urls.pledges.letter(v.at, campaign.id, invitation.id)}>
              {t('pledges.letter.print')}
            </a>
          </div>
        </>
      )}
      {!invitation.retractedAt && <StepForm v={v} campaign={campaign} invitation={invitation} id={id} state={state} />}
      <h2>{t('pledges.history.title')}</h2>
      {invitation.steps.length === 0 && <Empty text={t('pledges.history.empty')} />}
      <ol class="plain flow">
        {invitation.steps.map((step) => (
          <li class="flow">
            <StepWords v={v} step={step} />
            <TakenBack v={v} what={step} />
            {!step.retractedAt && (
              <p>
                <a href={urls.pledges.retraction(v.at, campaign.id, invitation.id, step.id)}>
                  {t('pledges.retraction.link')}
                  <span class="hidden">
                    : {t(`pledges.state.${step.kind}`)}, {v.date(step.on)}
                  </span>
                </a>
              </p>
            )}
          </li>
        ))}
      </ol>
      <p>
        <a href={urls.pledges.desk(v.at, campaign.id)}>{t('pledges.desk.back')}</a>
        {!invitation.retractedAt && (
          <>
            {' · '}
            <a href={urls.pledges.retraction(v.at, campaign.id, invitation.id)}>{t('pledges.retraction.invitation')}</a>
          </>
        )}
      </p>
    </DeskPage>
  );
}

function StepForm({ v, campaign, invitation, id, state }: Props & { id: string }) {
  const t = v.t;
  const labels = {
    kind: t('pledges.step.kind'),
    on_day: t('pledges.step.on'),
    planned_on: t('pledges.step.planned'),
    words: t('pledges.step.words'),
    words_of: t('pledges.step.wordsOf'),
    source: t('pledges.step.source'),
    source_url: t('pledges.form.url'),
  };
  return (
    <>
      <h2>{t('pledges.step.title')}</h2>
      <ErrorSummary v={v} state={state} labels={labels} />
      <form class="form short" method="post" action={urls.pledges.steps(v.at, campaign.id, invitation.id)} novalidate>
        <input type="hidden" name="id" value={id} />
        <fieldset id="kind" tabindex={-1}>
          <legend>{labels.kind}</legend>
          <Mistake v={v} name="kind" state={state} />
          {stepKinds.map((kind) => (
            <Choice type="radio" name="kind" value={kind} checked={state.values.kind === kind}>
              {t(`pledges.step.${kind}`)}
            </Choice>
          ))}
        </fieldset>
        <Field
          v={v}
          name="on_day"
          type="date"
          label={labels.on_day}
          hint={t('pledges.step.on.hint')}
          state={state}
          required
        />
        <Field
          v={v}
          name="planned_on"
          type="date"
          label={labels.planned_on}
          hint={t('pledges.step.planned.hint')}
          state={state}
        />
        <Field v={v} name="words" label={labels.words} hint={t('pledges.step.words.hint')} state={state} rows={8} />
        <fieldset id="words_of">
          <legend>{labels.words_of}</legend>
          {(['theirs', 'ours'] as const).map((whose) => (
            <Choice type="radio" name="words_of" value={whose} checked={(state.values.words_of || 'theirs') === whose}>
              {t(`pledges.step.wordsOf.${whose}`)}
            </Choice>
          ))}
        </fieldset>
        <Field
          v={v}
          name="source"
          label={labels.source}
          hint={t('pledges.step.source.hint')}
          state={state}
          maxlength={500}
          required
        />
        <Field v={v} name="source_url" type="url" label={labels.source_url} state={state} maxlength={2000} />
        <div>
          <button type="submit" class="button">
            {t('pledges.step.save')}
          </button>
        </div>
      </form>
    </>
  );
}

/** Asks once more, and for the reason, before something recorded is taken back. */
export function RetractionPage({ v, campaign, invitation, step, state }: Props & { step: Step | undefined }) {
  const t = v.t;
  const what = step ?? invitation;
  const back = urls.pledges.invitation(v.at, campaign.id, invitation.id);
  const label = t('pledges.retraction.reason');
  return (
    <DeskPage v={v} title={t('pledges.retraction.title')} campaign={campaign} islands={['error-summary']}>
      <p>{invitation.name}</p>
      {step && <StepWords v={v} step={step} />}
      {what.retractedAt ? (
        <TakenBack v={v} what={what} />
      ) : (
        <>
          <p>{t('pledges.retraction.text')}</p>
          <ErrorSummary v={v} state={state} labels={{ reason: label }} />
          <form
            class="form short"
            method="post"
            action={urls.pledges.retraction(v.at, campaign.id, invitation.id, step?.id)}
            novalidate
          >
            <Field
              v={v}
              name="reason"
              label={label}
              hint={t('pledges.retraction.reason.hint')}
              state={state}
              maxlength={500}
              required
              wording
            />
            <div>
              <button type="submit" class="button grave">
                {t('pledges.retraction.action')}
              </button>
            </div>
          </form>
        </>
      )}
      <p>
        <a href={back}>{t('pledges.retraction.back')}</a>
      </p>
    </DeskPage>
  );
}
