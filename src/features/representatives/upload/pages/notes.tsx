import type { View } from '../../../../platform/http/index.ts';
import type { RowNote } from '../people.ts';

const shown = 50;

/** Rows with the reason why each was not taken, or what of it was left out. */
export function Notes({ v, title, notes }: { v: View; title: string; notes: readonly RowNote[] }) {
  if (notes.length === 0) return null;
  return (
    <>
      <p>
        <b>{title}</b>
      </p>
      <ul>
        {notes.slice(0, shown).map(({ row, key, values }) => (
          <li>
            {v.t('representatives.upload.line', { row })} {v.t(key, fieldNamed(v, values))}
          </li>
        ))}
        {notes.length > shown && <li>{v.t('representatives.upload.more', { count: notes.length - shown })}</li>}
      </ul>
    </>
  );
}

/** A field stands in a reason by its name in the reader's language. */
const fieldNamed = (v: View, values: Record<string, unknown>) =>
  typeof values.field === 'string'
    ? { ...values, field: v.t(`representatives.upload.column.${values.field}`) }
    : values;
