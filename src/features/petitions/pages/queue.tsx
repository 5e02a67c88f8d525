import type { View } from '../../../platform/http/index.ts';
import {
  AboutWhat,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  Pager,
  PostButton,
  State,
  Table,
  WordingNotice,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type DeskCampaign, DeskPage } from '../../desk/index.ts';
import type { Signed } from '../queries.ts';
import { shownName } from '../signature.ts';

type QueueProps = {
  v: View;
  campaign: DeskCampaign;
  state: 'waiting' | 'shown' | 'hidden';
  comments: Signed[];
  next: string | undefined;
};

/** Comments of a petition, with one thing to do for each: show it, or hide it with a reason. */
export function QueuePage({ v, campaign, state, comments, next }: QueueProps) {
  const t = v.t;
  const here = urls.petitions.queue(v.at, campaign.id);
  return (
    <DeskPage v={v} title={t('petitions.queue.title')} campaign={campaign}>
      <p>{t('petitions.queue.lead')}</p>
      <ul class="tags">
        {(['waiting', 'shown', 'hidden'] as const).map((one) => (
          <li>
            <a href={`${here}?state=${one}`} aria-current={one === state ? 'page' : undefined}>
              {t(`petitions.queue.state.${one}`)}
            </a>
          </li>
        ))}
      </ul>
      {comments.length === 0 && (
        <Empty text={t(state === 'waiting' ? 'petitions.queue.empty' : 'petitions.queue.none')} />
      )}
      {comments.map((signed) => (
        <div class="target flow">
          <p class="lines" dir="auto" lang={signed.locale}>
            {signed.comment}
          </p>
          <p>
            <small>
              <bdi>{signed.name}</bdi> · {signed.at && v.date(signed.at)} ·{' '}
              {t('petitions.queue.as', {
                name: shownName(signed.name, signed.display) ?? t('petitions.name.hidden'),
              })}
            </small>
          </p>
          <CommentWords v={v} signed={signed} />
          {signed.reason && <p>{t('petitions.comment.reason', { reason: signed.reason })}</p>}
          <div class="actions">
            {signed.commentState !== 'shown' && (
              <PostButton
                v={v}
                action={urls.petitions.showing(v.at, campaign.id, signed.id)}
                label={t('petitions.queue.show')}
                about={signed.name}
                kind="main"
              />
            )}
            {signed.commentState !== 'hidden' && (
              <a class="button plain" href={urls.petitions.hiding(v.at, campaign.id, signed.id)}>
                {t('petitions.queue.hide')}
                <AboutWhat v={v} text={signed.name} />
              </a>
            )}
          </div>
        </div>
      ))}
      <Pager v={v} next={next && `${here}?state=${state}&before=${next}`} />
      <p>
        <a href={urls.petitions.desk(v.at, campaign.id)}>{t('petitions.desk.back')}</a>
      </p>
    </DeskPage>
  );
}

/** Words of a comment that are worth another look, for whoever reads it: they decide nothing. */
const CommentWords = ({ v, signed }: { v: View; signed: Signed }) => (
  <WordingNotice
    v={v}
    texts={[{ language: signed.locale, text: signed.comment ?? '' }]}
    note={v.t('petitions.queue.words')}
  />
);

/** Asks why a comment is not shown; its writer reads the answer. */
export function HidingPage({
  v,
  campaign,
  signed,
  state,
}: {
  v: View;
  campaign: DeskCampaign;
  signed: Signed;
  state: FormState;
}) {
  const t = v.t;
  const label = t('petitions.hiding.reason');
  return (
    <DeskPage v={v} title={t('petitions.hiding.title')} campaign={campaign} islands={['error-summary']}>
      <blockquote dir="auto" lang={signed.locale}>
        <p class="lines">{signed.comment}</p>
      </blockquote>
      <CommentWords v={v} signed={signed} />
      <ErrorSummary v={v} state={state} labels={{ reason: label }} />
      <form class="form short" method="post" action={urls.petitions.hiding(v.at, campaign.id, signed.id)} novalidate>
        <Field
          v={v}
          name="reason"
          label={label}
          hint={t('petitions.hiding.reason.hint')}
          state={state}
          maxlength={300}
          required
          wording
        />
        <div class="actions">
          <button type="submit" class="button grave">
            {t('petitions.hiding.action')}
          </button>
          <a href={urls.petitions.queue(v.at, campaign.id)}>{t('desk.back')}</a>
        </div>
      </form>
    </DeskPage>
  );
}

type NamesProps = { v: View; campaign: DeskCampaign; names: Signed[]; next: string | undefined; first: boolean };

/** Who signed, the latest first; a name that is an advertisement or somebody else's can be taken off the page. */
export function NamesPage({ v, campaign, names, next, first }: NamesProps) {
  const t = v.t;
  return (
    <DeskPage v={v} title={t('petitions.names.title')} campaign={campaign}>
      <p>{t('petitions.names.lead')}</p>
      {names.length === 0 && first ? (
        <Empty text={t('petitions.desk.empty')} />
      ) : (
        <Table
          caption={t('petitions.names.title')}
          head={['name', 'shown', 'at', 'action'].map((column) => t(`petitions.names.head.${column}`))}
        >
          {names.map((signed) => {
            const shown = shownName(signed.name, signed.display);
            return (
              <tr>
                <th scope="row">
                  <bdi>{signed.name}</bdi>
                </th>
                <td>
                  {signed.takenOff ? (
                    <State tone="bad">{t('petitions.names.off')}</State>
                  ) : (
                    <bdi>{shown ?? t('petitions.names.not')}</bdi>
                  )}
                </td>
                <td>{signed.at && v.date(signed.at, 'short')}</td>
                <td>
                  {(shown || signed.takenOff) && (
                    <PostButton
                      v={v}
                      action={urls.petitions.name(v.at, campaign.id, signed.id)}
                      label={t(signed.takenOff ? 'petitions.names.putBack' : 'petitions.names.takeOff')}
                      about={signed.name}
                      fields={{ off: signed.takenOff ? 'no' : 'yes' }}
                    />
                  )}
                </td>
              </tr>
            );
          })}
        </Table>
      )}
      <Pager v={v} next={next && urls.petitions.names(v.at, campaign.id, next)} />
      <p>
        <a href={urls.petitions.desk(v.at, campaign.id)}>{t('petitions.desk.back')}</a>
      </p>
    </DeskPage>
  );
}
