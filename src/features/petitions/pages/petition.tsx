import type { View } from '../../../platform/http/index.ts';

import { urls } from '../../../urls.ts';
import { type Campaign, CampaignFrame, nextGoal, progress, type Surroundings } from '../../campaigns/index.ts';
import type { publicHandovers } from '../handover/queries.ts';
import type { Signed } from '../queries.ts';
import type { DistrictTable } from '../signature.ts';
import { Comments, Districts, Name } from './parts.tsx';
import { type Sign, SignForm } from './sign.tsx';

type Props = {
  v: View;
  campaign: Campaign;
  around: Surroundings;
  /** The latest who let their names be shown. */
  names: Signed[];
  comments: Signed[];
  moreComments: boolean;
  table: DistrictTable;
  handovers: Awaited<ReturnType<typeof publicHandovers>>;
  sign: Sign;
};

/** A petition: what is signed, how far it has come, who signed and what they say, and the form. */
export function PetitionPage({ v, campaign, around, names, comments, moreComments, table, handovers, sign }: Props) {
  const t = v.t;
  return (
    <CampaignFrame
      v={v}
      campaign={campaign}
      doors={around.doors}
      parts={around.parts}
      asked={around.asked}
      about={around.about}
      jump={t('petitions.show.jump')}
      closed={t('petitions.show.closed')}
      islands={['error-summary', 'proof']}
      progress={<Progress v={v} campaign={campaign} count={around.figures.letters} />}
      side={<SignForm v={v} campaign={campaign} sign={sign} />}
    >
      <h2>{t('petitions.show.text')}</h2>
      <div class="letter" dir="auto">
        <b>{campaign.letterSubject}</b>
        {`\n\n${campaign.letterBody}`}
      </div>
      {handovers.length > 0 && (
        <>
          <h2>{t('petitions.show.handovers')}</h2>
          <ul>
            {handovers.map((handover) => (
              <li>
                {t('petitions.show.handover', {
                  count: handover.count,
                  recipient: handover.recipient,
                  date: v.date(handover.on),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
      {names.length > 0 && (
        <>
          <h2>{t('petitions.show.names')}</h2>
          <ul class="tags">
            {names.map((signed) => (
              <li>
                <Name v={v} signed={signed} />
              </li>
            ))}
          </ul>
          <p>
            <small>{t('petitions.show.names.note')}</small>
          </p>
        </>
      )}
      {comments.length > 0 && (
        <>
          <h2>{t('petitions.comments.title')}</h2>
          <Comments v={v} comments={comments} />
          {moreComments && (
            <p>
              <a class="more" href={urls.petitions.comments(v.at, campaign.slug)}>
                {t('petitions.comments.all')}
              </a>
            </p>
          )}
        </>
      )}
      {(table.rows.length > 0 || table.few > 0) && (
        <>
          <h2>{t('petitions.districts.title')}</h2>
          <Districts v={v} table={table} />
        </>
      )}
    </CampaignFrame>
  );
}

function Progress({ v, campaign, count }: { v: View; campaign: Campaign; count: number }) {
  if (count === 0) return <p class="notice">{v.t('petitions.show.first')}</p>;
  const goal = campaign.goal ? nextGoal(count, campaign.goal) : undefined;
  const before = goal && campaign.goal && goal > campaign.goal ? goal / 2 : undefined;
  return (
    <div class="flow">
      {goal && <progress max={goal} value={progress(count, goal)} aria-label={v.t('petitions.show.progress')} />}
      <p>
        <b>{v.t('petitions.show.count', { count })}</b>
        {before && ` ${v.t('petitions.show.reached', { goal: before })}`}
        {goal && ` ${v.t('petitions.show.goal', { goal })}`}
      </p>
    </div>
  );
}
