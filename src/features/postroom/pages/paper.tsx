import type { View } from '../../../platform/http/index.ts';
import { Empty, PostButton, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { mostPerRun, type PrintRun } from '../../deliveries/index.ts';
import { type DeskCampaign, DeskPage } from '../../desk/index.ts';

/** One letter that waits for paper, or is kept out of it. */
export type Waiting = {
  id: string;
  name: string;
  to: string;
  post: string;
  paper: 'a4' | 'us-letter';
  since: Date;
  state: string;
  /** The last day of the quiet period in which nothing is posted there. */
  rests: string | undefined;
  /** Signs of it that cannot be printed. */
  unprintable: string[];
};

type Props = {
  v: View;
  campaign: DeskCampaign;
  waiting: Waiting[];
  runs: PrintRun[];
  /** Makes the ids that the forms carry: sent twice, a form makes one run. */
  newId: () => string;
  offered: boolean;
};

const papers = ['a4', 'us-letter'] as const;

/** Letters that wait for paper, by the paper they need, and the runs made so far. */
export function PaperPage({ v, campaign, waiting, runs, newId, offered }: Props) {
  const t = v.t;
  const ready = waiting.filter((letter) => letter.state === 'to-print' && !letter.rests);
  return (
    <DeskPage v={v} title={t('postroom.paper.title')} campaign={campaign}>
      {waiting.length === 0 && runs.length === 0 ? (
        <Empty
          text={t(offered ? 'postroom.paper.empty' : 'postroom.paper.notOffered')}
          action={t('postroom.ways.title')}
          href={urls.postroom.ways(v.at, campaign.id)}
        />
      ) : (
        <p>{t('postroom.paper.lead')}</p>
      )}
      {papers.map((paper) => {
        const count = ready.filter((letter) => letter.paper === paper).length;
        return (
          count > 0 && (
            <div class="notice flow">
              <p>{t('postroom.paper.waiting', { count, paper: t(`postroom.size.${paper}`) })}</p>
              <PostButton
                action={urls.postroom.runs(v.at, campaign.id)}
                label={t('postroom.paper.run', { count: Math.min(count, mostPerRun) })}
                kind="main"
                fields={{ paper, id: newId() }}
              />
            </div>
          )
        );
      })}
      {waiting.length > 0 && <Letters v={v} campaign={campaign} letters={waiting} />}
      {runs.length > 0 && <Runs v={v} campaign={campaign} runs={runs} />}
    </DeskPage>
  );
}

/** Letters one a row, each with the button that keeps it out, or lets it go. */
export function Letters({ v, campaign, letters }: { v: View; campaign: DeskCampaign; letters: Waiting[] }) {
  const t = v.t;
  return (
    <Table
      caption={t('postroom.letters.title')}
      head={[
        t('postroom.letters.from'),
        t('postroom.letters.to'),
        t('postroom.letters.since'),
        t('postroom.letters.do'),
      ]}
    >
      {letters.map((letter) => (
        <tr>
          <th scope="row">{letter.name}</th>
          <td>
            {letter.to}
            <br />
            <small>
              {letter.post} · {t(`postroom.size.${letter.paper}`)}
            </small>
          </td>
          <td>
            {v.date(letter.since)}
            {letter.state === 'held' && (
              <>
                <br />
                <State tone="wait">{t('postroom.letters.held')}</State>
              </>
            )}
            {letter.rests && (
              <>
                <br />
                <small>{t('postroom.letters.rests', { day: v.date(letter.rests) })}</small>
              </>
            )}
            {letter.unprintable.length > 0 && (
              <>
                <br />
                <State tone="bad">{t('postroom.letters.unprintable', { signs: letter.unprintable.join(' ') })}</State>
              </>
            )}
          </td>
          <td>
            {letter.state === 'held' ? (
              <PostButton
                v={v}
                action={urls.postroom.release(v.at, campaign.id, letter.id)}
                label={t('postroom.letters.release')}
                about={letter.name}
              />
            ) : (
              <PostButton
                v={v}
                action={urls.postroom.hold(v.at, campaign.id, letter.id)}
                label={t('postroom.letters.hold')}
                about={letter.name}
              />
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** The state of a run in words. */
export function RunState({ v, run }: { v: View; run: PrintRun }) {
  const tone = { asked: 'wait', ready: 'wait', posted: 'ok', failed: 'bad', dropped: 'plain' } as const;
  return <State tone={tone[run.state as keyof typeof tone] ?? 'plain'}>{v.t(`postroom.run.state.${run.state}`)}</State>;
}

function Runs({ v, campaign, runs }: { v: View; campaign: DeskCampaign; runs: PrintRun[] }) {
  const t = v.t;
  return (
    <>
      <h2>{t('postroom.runs.title')}</h2>
      <Table
        caption={t('postroom.runs.title')}
        head={[t('postroom.runs.asked'), t('postroom.runs.letters'), t('postroom.runs.state')]}
      >
        {runs.map((run) => (
          <tr>
            <th scope="row">
              <a href={urls.postroom.run(v.at, campaign.id, run.id)}>{v.date(run.asked_at, 'time')}</a>
            </th>
            <td>
              {t('postroom.run.count', { count: run.letters })} · {t(`postroom.size.${run.paper}`)}
            </td>
            <td>
              <RunState v={v} run={run} />
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}
