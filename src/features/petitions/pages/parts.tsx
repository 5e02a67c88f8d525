import type { View } from '../../../platform/http/index.ts';
import { Table } from '../../../ui/index.ts';
import type { Signed } from '../queries.ts';
import { type DistrictTable, fewest, shownName } from '../signature.ts';

/** Who signed, as she wants to be shown. */
export function Name({ v, signed }: { v: View; signed: Pick<Signed, 'name' | 'display' | 'takenOff'> }) {
  const name = signed.takenOff ? undefined : shownName(signed.name, signed.display);
  return <bdi>{name ?? v.t('petitions.name.hidden')}</bdi>;
}

/** What people said when they signed. */
export function Comments({ v, comments }: { v: View; comments: Signed[] }) {
  return (
    <>
      {comments.map((signed) => (
        <blockquote dir="auto" lang={signed.locale}>
          <p class="lines">{signed.comment}</p>
          <p>
            <small lang={v.locale}>
              <Name v={v} signed={signed} />
              {signed.at && `, ${v.date(signed.at)}`}
            </small>
          </p>
        </blockquote>
      ))}
    </>
  );
}

/** Signatures by district, without singling anybody out. */
export function Districts({ v, table }: { v: View; table: DistrictTable }) {
  const t = v.t;
  return (
    <>
      <Table
        caption={t('petitions.districts.caption')}
        head={[t('petitions.districts.name'), t('petitions.districts.count')]}
      >
        {table.rows.map((row) => (
          <tr>
            <th scope="row">{row.name}</th>
            <td>{v.number(row.count)}</td>
          </tr>
        ))}
        {table.few > 0 && (
          <tr>
            <th scope="row">{t('petitions.districts.others', { count: table.few })}</th>
            <td>{t('petitions.districts.few', { fewest })}</td>
          </tr>
        )}
      </Table>
      <p>
        <small>{t('petitions.districts.note')}</small>
      </p>
    </>
  );
}
