import type { View } from '../../../platform/http/index.ts';
import { AboutWhat, Choice, Empty, Pager, SearchForm, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type DeskCampaign, DeskPage, postName } from '../../desk/index.ts';
import type { BoardBody, Seat } from '../stand.ts';
import { BodyCounts } from './board.tsx';
import { Said, SeatMark } from './parts.tsx';

type Props = {
  v: View;
  campaign: DeskCampaign;
  board: BoardBody[];
  shown: Seat[];
  /** How many seats the words found, or all of them. */
  matching: number;
  words: string;
  next: string | undefined;
  parties: boolean;
};

/** Everybody who is asked, with where she stands and a way to record it. */
export function StandsDeskPage({ v, campaign, board, shown, matching, words, next, parties }: Props) {
  const t = v.t;
  const here = urls.stands.desk(v.at, campaign.id);
  return (
    <DeskPage v={v} title={t('stands.board.title')} campaign={campaign}>
      <p>{t('stands.desk.lead')}</p>
      {campaign.state !== 'draft' && (
        <p>
          <a href={urls.stands.board(v.at, campaign.slug)}>{t('stands.desk.public')}</a>
        </p>
      )}
      {board.length === 0 ? (
        <Empty
          text={t('stands.desk.empty')}
          action={t('stands.desk.empty.action')}
          href={urls.campaigns.targets(v.at, campaign.id)}
        />
      ) : (
        <>
          <BodyCounts v={v} board={board} />
          <h2>{t('stands.desk.who')}</h2>
          <SearchForm
            v={v}
            action={here}
            words={words}
            label={t('stands.desk.search')}
            button={t('stands.desk.search.action')}
          />
          {words && (
            <p role="status">
              {t('stands.desk.found', { count: matching, words })} <a href={here}>{t('stands.desk.all')}</a>
            </p>
          )}
          {shown.length > 0 && (
            <Table
              caption={t('stands.desk.who')}
              head={['who', 'stand', 'said', 'action'].map((column) => t(`stands.head.${column}`))}
            >
              {shown.map((seat) => (
                <SeatLine v={v} campaign={campaign} seat={seat} />
              ))}
            </Table>
          )}
          <Pager v={v} next={next && urls.stands.deskFrom(v.at, campaign.id, words, next)} />
          <h2>{t('stands.parties.title')}</h2>
          <form class="form short" method="post" action={urls.stands.parties(v.at, campaign.id)}>
            <Choice name="parties" value="yes" checked={parties}>
              {t('stands.parties.choice')}
            </Choice>
            <p class="hint">{t('stands.parties.hint')}</p>
            <div>
              <button type="submit" class="button plain">
                {t('stands.parties.save')}
              </button>
            </div>
          </form>
        </>
      )}
    </DeskPage>
  );
}

function SeatLine({ v, campaign, seat }: { v: View; campaign: DeskCampaign; seat: Seat }) {
  const { official, label, division, role } = seat.serving;
  const place = postName(v, label, division?.name ?? null);
  return (
    <tr>
      <th scope="row">
        {official ? official.name : place}
        <br />
        <small>{official ? `${place} · ${v.text(role.body.name)}` : v.text(role.body.name)}</small>
      </th>
      <td>
        <SeatMark v={v} seat={seat} />
      </td>
      <td class={seat.current ? undefined : 'zero'}>{seat.current ? <Said v={v} stand={seat.current} /> : '–'}</td>
      <td>
        {(official || seat.history.length > 0) && (
          <a class="button plain" href={urls.stands.post(v.at, campaign.id, seat.postId)}>
            {v.t(official ? 'stands.desk.record' : 'stands.desk.see')}
            <AboutWhat v={v} text={official?.name ?? place} />
          </a>
        )}
      </td>
    </tr>
  );
}
