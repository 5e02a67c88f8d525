import type { View } from '../../../platform/http/index.ts';
import { PostButton, UnderWay } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { PrintRun } from '../../deliveries/index.ts';
import { type DeskCampaign, DeskPage } from '../../desk/index.ts';
import { Letters, RunState, type Waiting } from './paper.tsx';

type Props = { v: View; campaign: DeskCampaign; run: PrintRun; letters: Waiting[] };

/** One print run: its file, and what is done with it. */
export function RunPage({ v, campaign, run, letters }: Props) {
  const t = v.t;
  const { at } = v;
  return (
    <DeskPage
      v={v}
      title={t('postroom.run.title', { date: v.date(run.asked_at, 'time') })}
      campaign={campaign}
      islands={run.state === 'asked' ? ['under-way'] : []}
    >
      <p>
        <RunState v={v} run={run} />{' '}
        <small>
          {t('postroom.run.count', { count: run.letters })} · {t(`postroom.size.${run.paper}`)}
          {run.pages !== null && ` · ${t('postroom.run.pages', { count: run.pages })}`}
        </small>
      </p>
      {run.state === 'asked' ? (
        <UnderWay v={v} label={t('postroom.run.state.asked')}>
          {t('postroom.run.text.asked')}
        </UnderWay>
      ) : (
        <p>{t(`postroom.run.text.${run.state}`)}</p>
      )}
      {run.has_file && (
        <>
          <p class="actions">
            <a class="button" href={urls.postroom.file(at, campaign.id, run.id)}>
              {t('postroom.run.file')}
            </a>
          </p>
          <p class="hint">
            {t('postroom.run.paper')} {run.file_until && t('postroom.run.until', { date: v.date(run.file_until) })}
          </p>
        </>
      )}
      <div class="actions">
        {run.state === 'ready' && (
          <PostButton
            action={urls.postroom.posting(at, campaign.id, run.id)}
            label={t('postroom.run.posted')}
            kind={run.has_file ? 'plain' : 'main'}
          />
        )}
        {run.state === 'posted' && (
          <PostButton action={urls.postroom.retraction(at, campaign.id, run.id)} label={t('postroom.run.unpost')} />
        )}
        {(run.state === 'ready' || run.state === 'asked') && (
          <PostButton action={urls.postroom.removal(at, campaign.id, run.id)} label={t('postroom.run.drop')} />
        )}
        <a class="button plain" href={urls.postroom.paper(at, campaign.id)}>
          {t('postroom.run.back')}
        </a>
      </div>
      {letters.length > 0 && run.state !== 'posted' && <Letters v={v} campaign={campaign} letters={letters} />}
    </DeskPage>
  );
}
