import type { View } from '../../../platform/http/index.ts';
import { AboutWhat, Empty, SearchForm, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type DeskCampaign, DeskPage, postName } from '../../desk/index.ts';
import type { Serving } from '../../representatives/index.ts';
import type { Invitation } from '../pledge.ts';
import { Standing, Who } from './parts.tsx';

type Props = {
  v: View;
  campaign: DeskCampaign;
  invitations: Invitation[];
  words: string;
  /** Those whom the words found; undefined while nobody was looked for. */
  people: Serving[] | undefined;
};

/** Who was invited and what became of it, and two ways to invite: a person by her post, a court by its administration. */
export function PledgesDeskPage({ v, campaign, invitations, words, people }: Props) {
  const t = v.t;
  return (
    <DeskPage v={v} title={t('pledges.title')} campaign={campaign}>
      <p>{t('pledges.desk.lead')}</p>
      {campaign.state !== 'draft' && invitations.length > 0 && (
        <p>
          <a href={urls.pledges.show(v.at, campaign.slug)}>{t('pledges.desk.public')}</a>
        </p>
      )}
      {invitations.length === 0 ? (
        <Empty text={t('pledges.desk.empty')} />
      ) : (
        <Table
          caption={t('pledges.title')}
          head={['who', 'prison', 'state', 'action'].map((one) => t(`pledges.head.${one}`))}
        >
          {invitations.map((invitation) => (
            <tr>
              <th scope="row">
                <Who v={v} invitation={invitation} />
              </th>
              <td class={invitation.place ? undefined : 'zero'}>{invitation.place || '–'}</td>
              <td>{invitation.retractedAt ? t('pledges.takenBack') : <Standing v={v} invitation={invitation} />}</td>
              <td>
                <a class="button plain" href={urls.pledges.invitation(v.at, campaign.id, invitation.id)}>
                  {t('pledges.open')}
                  <AboutWhat v={v} text={invitation.name} />
                </a>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <h2>{t('pledges.search.title')}</h2>
      <SearchForm
        v={v}
        action={urls.pledges.desk(v.at, campaign.id)}
        words={words}
        label={t('pledges.search.label')}
        hint={t('pledges.search.hint')}
        button={t('pledges.search.action')}
      />
      {people && <p role="status">{t('pledges.search.found', { count: people.length, words })}</p>}
      {people && people.length > 0 && (
        <ul class="plain">
          {people.map((serving) => (
            <li class="target actions">
              <span class="grow">
                <b>{serving.official!.name}</b>
                <br />
                <small>
                  {postName(v, serving.label, serving.division?.name ?? null)} · {v.text(serving.role.body.name)}
                </small>
              </span>
              <a class="button plain" href={urls.pledges.invite(v.at, campaign.id, serving.postId!)}>
                {t('pledges.search.invite')}
                <AboutWhat v={v} text={serving.official!.name} />
              </a>
            </li>
          ))}
        </ul>
      )}
      <h2>{t('pledges.court.title')}</h2>
      <p>{t('pledges.court.text')}</p>
      <p>
        <a class="button plain" href={urls.pledges.inviteCourt(v.at, campaign.id)}>
          {t('pledges.court.link')}
        </a>
      </p>
    </DeskPage>
  );
}
