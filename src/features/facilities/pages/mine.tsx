import type { View } from '../../../platform/http/index.ts';
import { AboutWhat, Cell, Empty, Pager, PostButton, State, Table, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { audiences, type Facility, releaseState } from '../facility.ts';
import type { FacilityChoice } from '../queries.ts';

type Props = {
  v: View;
  facilities: Facility[];
  next: string | undefined;
  doubles: { key: string; facilities: FacilityChoice[] }[];
  /** The one that was just taken away, to bring it back. */
  removed: string | undefined;
  /** Belongs to an organisation, or coordinates: may write facilities down. */
  writes: boolean;
  today: string;
};

/** The facilities that the reader keeps, and those that seem to be there twice. */
export function MyFacilitiesPage({ v, facilities, next, doubles, removed, writes, today }: Props) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={t('facilities.mine')}
      back={[{ href: urls.facilities.list(v.at), label: t('facilities.title') }]}
    >
      {removed && (
        <div class="notice flow">
          <p>{t('facilities.removed')}</p>
          <PostButton action={urls.facilities.restoration(v.at, removed)} label={t('facilities.restore')} />
        </div>
      )}
      <p>{t('facilities.mine.lead')}</p>
      {writes ? (
        <p>
          <a class="button" href={urls.facilities.create(v.at)}>
            {t('facilities.create')}
          </a>{' '}
          <a class="button plain" href={urls.facilities.imports(v.at)}>
            {t('facilities.imports')}
          </a>
        </p>
      ) : (
        <p>{t('facilities.mine.nobody')}</p>
      )}
      {facilities.length === 0 ? (
        <Empty text={t('facilities.mine.none')} />
      ) : (
        <Table
          caption={t('facilities.mine')}
          head={['name', 'network', 'public', 'action'].map((column) => t(`facilities.head.${column}`))}
        >
          {facilities.map((one) => (
            <tr>
              <th scope="row">
                <a href={urls.facilities.show(v.at, one.id)}>{v.text(one.names)}</a>
                {one.stopped && (
                  <p>
                    <State tone="bad">{t('facilities.stopped.mark', { date: v.date(one.stopped.at) })}</State>
                  </p>
                )}
                {one.sample && <small> {t('vocabularies.sample.mark')}</small>}
              </th>
              {audiences.map((audience) => {
                const release = one.releases[audience];
                const state = releaseState(release, today);
                return (
                  <Cell v={v} label={t(`facilities.head.${audience}`)}>
                    <State tone={state === 'holds' ? 'ok' : state === 'ahead' ? 'wait' : 'plain'}>
                      {t(`facilities.state.${state}`, {
                        date: release ? v.date(release.from) : '',
                        precision: release ? t(`facilities.precision.${release.precision}`) : '',
                      })}
                    </State>
                  </Cell>
                );
              })}
              <td>
                <a class="button plain" href={urls.facilities.release(v.at, one.id)}>
                  {t('facilities.release.title')}
                  <AboutWhat v={v} text={v.text(one.names)} />
                </a>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Pager v={v} next={next && `${urls.facilities.mine(v.at)}?${new URLSearchParams({ after: next })}`} />
      {doubles.length > 0 && (
        <>
          <h2>{t('facilities.doubles')}</h2>
          <p>{t('facilities.doubles.lead')}</p>
          <ul>
            {doubles.map((group) => (
              <li>
                {group.facilities.map((one, at) => (
                  <>
                    {at > 0 && ' · '}
                    <a href={urls.facilities.show(v.at, one.id)}>{v.text(one.names)}</a>
                  </>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
    </WorkPage>
  );
}
