import type { View } from '../../../platform/http/index.ts';
import { Choice, Empty, PostButton } from '../../../ui/index.ts';
import type { DeskCampaign } from '../campaign.ts';
import { deskUrls } from '../urls.ts';
import { DeskPage } from './parts.tsx';

/** A seat that changed hands: its name, who held it, who holds it now and since when, and how many letters wait. */
export type SeatLine = {
  postId: string;
  name: string;
  former: string[];
  holder: string | null;
  asOf: string | null;
  letters: number;
  since: Date;
};

type Props = { v: View; campaign: DeskCampaign; onChange: string; lines: SeatLine[] };

/** Letters that wait because somebody else has the seat, and what is to become of such letters from now on. */
export function ChangesPage({ v, campaign, onChange, lines }: Props) {
  const t = v.t;
  return (
    <DeskPage v={v} title={t('desk.changes.title')} campaign={campaign}>
      <p class="lead">{t('desk.changes.lead')}</p>
      {lines.length === 0 ? (
        <Empty text={t('desk.changes.none')} />
      ) : (
        <ul class="plain">
          {lines.map((line) => (
            <li class="target flow">
              <span>
                <b>
                  {line.holder
                    ? t('desk.changes.held', { seat: line.name, holder: line.holder, count: line.letters })
                    : t('desk.changes.vacant', { seat: line.name, count: line.letters })}
                </b>
                <br />
                <small>
                  {t('desk.changes.former', { names: line.former.join(', ') || '–', date: v.date(line.since) })}
                  {line.asOf && ` · ${t('desk.targets.asOf', { date: v.date(line.asOf) })}`}
                </small>
              </span>
              <div class="actions">
                {line.holder && (
                  <PostButton
                    v={v}
                    action={deskUrls.changesForwarding(v.at, campaign.id)}
                    label={t('desk.changes.forward', { holder: line.holder })}
                    about={line.name}
                    kind="main"
                    fields={{ post: line.postId }}
                  />
                )}
                <PostButton
                  v={v}
                  action={deskUrls.changesRemoval(v.at, campaign.id)}
                  label={t('desk.changes.drop')}
                  about={line.name}
                  kind="grave"
                  fields={{ post: line.postId }}
                />
              </div>
            </li>
          ))}
        </ul>
      )}
      <form class="form short" method="post" action={deskUrls.changesSetting(v.at, campaign.id)}>
        <fieldset>
          <legend>{t('desk.changes.setting')}</legend>
          <Choice type="radio" name="on_change" value="hold" checked={onChange === 'hold'}>
            {t('desk.changes.setting.hold')}
          </Choice>
          <Choice type="radio" name="on_change" value="forward" checked={onChange === 'forward'}>
            {t('desk.changes.setting.forward')}
          </Choice>
        </fieldset>
        <div>
          <button class="button plain">{t('desk.changes.setting.save')}</button>
        </div>
      </form>
    </DeskPage>
  );
}
