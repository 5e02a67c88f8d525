import { dayOf, type View } from '../../../platform/http/index.ts';
import { ErrorSummary, Field, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type DeskCampaign, DeskPage, postName } from '../../desk/index.ts';
import type { Serving } from '../../representatives/index.ts';
import type { Place } from '../../vocabularies/index.ts';
import { InvitationFields, invitationLabels } from './parts.tsx';

type Props = { v: View; campaign: DeskCampaign; places: Place[]; id: string; state: FormState };

/** Records that somebody who decides was invited. */
export function InvitePage({ v, campaign, serving, places, id, state }: Props & { serving: Serving }) {
  const t = v.t;
  const official = serving.official!;
  return (
    <DeskPage
      v={v}
      title={t('pledges.invite.title', { name: official.name })}
      campaign={campaign}
      islands={['error-summary']}
    >
      <p id="official" tabindex={-1}>
        {postName(v, serving.label, serving.division?.name ?? null)} · {v.text(serving.role.body.name)}
      </p>
      <p>{t('pledges.invite.text')}</p>
      <ErrorSummary v={v} state={state} labels={{ ...invitationLabels(v), official: official.name }} />
      <form
        class="form short"
        method="post"
        action={urls.pledges.invite(v.at, campaign.id, serving.postId!)}
        novalidate
      >
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="post" value={serving.postId!} />
        <input type="hidden" name="official" value={official.id} />
        <InvitationFields v={v} places={places} state={state} today={dayOf(v.now, v.network.timeZone)} />
        <div class="actions">
          <button type="submit" class="button">
            {t('pledges.invite.save')}
          </button>
          <a href={urls.pledges.desk(v.at, campaign.id)}>{t('desk.back')}</a>
        </div>
      </form>
    </DeskPage>
  );
}

/** Records that a court is invited, through its administration; the letter is prepared afterwards. */
export function CourtPage({ v, campaign, places, body, id, state }: Props & { body: string }) {
  const t = v.t;
  const labels = { ...invitationLabels(v), court: t('pledges.court.name'), address: t('pledges.court.address') };
  return (
    <DeskPage v={v} title={t('pledges.court.title')} campaign={campaign} islands={['error-summary']}>
      <p>{t('pledges.court.text')}</p>
      <ErrorSummary v={v} state={state} labels={labels} />
      <form class="form short" method="post" action={urls.pledges.inviteCourt(v.at, campaign.id)} novalidate>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="body" value={body} />
        <Field
          v={v}
          name="court"
          label={labels.court}
          hint={t('pledges.court.name.hint')}
          state={state}
          maxlength={200}
          required
        />
        <Field
          v={v}
          name="address"
          label={labels.address}
          hint={t('pledges.court.address.hint')}
          state={state}
          rows={4}
          required
          wording={false}
        />
        <InvitationFields v={v} places={places} state={state} today={dayOf(v.now, v.network.timeZone)} />
        <div class="actions">
          <button type="submit" class="button">
            {t('pledges.court.save')}
          </button>
          <a href={urls.pledges.desk(v.at, campaign.id)}>{t('desk.back')}</a>
        </div>
      </form>
    </DeskPage>
  );
}
