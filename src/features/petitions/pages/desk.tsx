import type { View } from '../../../platform/http/index.ts';
import { Doors, Empty, Pane, Window } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type DeskCampaign, DeskPage } from '../../desk/index.ts';
import type { RoleSummary } from '../../representatives/index.ts';
import type { PetitionFigures } from '../queries.ts';
import type { DistrictTable } from '../signature.ts';
import { Districts } from './parts.tsx';

type Props = {
  v: View;
  campaign: DeskCampaign;
  figures: PetitionFigures;
  table: DistrictTable;
  milestones: { number: number; at: Date }[];
  /** Roles by whose districts signatures can be counted, and the one by which they are. */
  roles: RoleSummary[];
  role: RoleSummary | undefined;
};

/** A petition as its coordinators see it: the count, what was reached when, by district, and what waits. */
export function DeskPetitionPage({ v, campaign, figures, table, milestones, roles, role }: Props) {
  const t = v.t;
  const doors = [
    {
      href: urls.petitions.queue(v.at, campaign.id),
      label: t('petitions.queue.title'),
      hint: t('petitions.queue.waiting', { count: figures.comments }),
    },
    {
      href: urls.petitions.names(v.at, campaign.id),
      label: t('petitions.names.title'),
      hint: t('petitions.names.hint'),
    },
    {
      href: urls.petitions.handovers(v.at, campaign.id),
      label: t('petitions.handover.title'),
      hint: t('petitions.handover.hint'),
    },
  ];
  return (
    <DeskPage v={v} title={t('petitions.desk.title')} campaign={campaign}>
      {figures.confirmed === 0 && figures.waiting === 0 ? (
        <Empty
          text={t('petitions.desk.empty')}
          {...(campaign.state === 'draft'
            ? { action: t('petitions.desk.empty.action'), href: urls.campaigns.edit(v.at, campaign.id) }
            : {})}
        />
      ) : (
        <>
          <Window>
            <Pane open>
              <b class="figure">{v.number(figures.confirmed)}</b>
              <span>{t('petitions.desk.confirmed', { count: figures.confirmed })}</span>
            </Pane>
            <Pane>
              <b class="figure">{v.number(figures.waiting)}</b>
              <span>{t('petitions.desk.waiting')}</span>
            </Pane>
            <Pane>
              <b class="figure">{v.number(figures.withdrawn)}</b>
              <span>{t('petitions.desk.withdrawn')}</span>
            </Pane>
          </Window>
          <p>{t('petitions.desk.counted')}</p>
        </>
      )}
      <h2>{t('petitions.desk.signers')}</h2>
      <Doors doors={doors} />
      <h2>{t('petitions.milestones.title')}</h2>
      {campaign.goal === null ? (
        <p>
          {t('petitions.milestones.noGoal')}{' '}
          <a href={`${urls.campaigns.edit(v.at, campaign.id)}#basics`}>{t('petitions.milestones.setGoal')}</a>
        </p>
      ) : milestones.length === 0 ? (
        <p>{t('petitions.milestones.none', { goal: campaign.goal })}</p>
      ) : (
        <ul>
          {milestones.map(({ number, at }) => (
            <li>{t('petitions.milestones.reached', { number, date: v.date(at) })}</li>
          ))}
        </ul>
      )}
      <h2>{t('petitions.districts.title')}</h2>
      {table.rows.length > 0 || table.few > 0 ? (
        <Districts v={v} table={table} />
      ) : (
        <p>{t(role ? 'petitions.districts.none' : 'petitions.districts.off')}</p>
      )}
      <form class="form short" method="post" action={urls.petitions.districts(v.at, campaign.id)}>
        <div class="field">
          <label for="role">{t('petitions.districts.role')}</label>
          <span class="hint" id="role-hint">
            {t('petitions.districts.role.hint')}
          </span>
          <select id="role" name="role" aria-describedby="role-hint">
            <option value="">{t('petitions.districts.role.first')}</option>
            {roles.map((one) => (
              <option value={one.id} selected={campaign.districtRoleId === one.id || undefined}>
                {v.text(one.name)} · {v.text(one.body.name)}
              </option>
            ))}
          </select>
        </div>
        <div>
          <button type="submit" class="button plain">
            {t('desk.save')}
          </button>
        </div>
      </form>
    </DeskPage>
  );
}
