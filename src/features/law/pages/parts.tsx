import type { View } from '../../../platform/http/index.ts';
import { Choice, emptyForm, type FormState, Mistake, Table } from '../../../ui/index.ts';
import { clockOf, decimalOf, lobbyingMarks, minorDigits, totalsOf, type Work } from '../law.ts';

/** Which form of a page was sent with mistakes. */
export type Wrong = { form: 'bill' | 'work' | 'mark' | 'legal' | 'period'; state: FormState };

/** The state of one form of the page: as it was sent, if it is the one with mistakes. */
export const stateOf = (wrong: Wrong | undefined, form: Wrong['form'], values: Record<string, string>): FormState =>
  wrong?.form === form ? wrong.state : emptyForm(values);

/** An amount with its currency, as the reader writes it. */
export const money = (v: View, cost: { amount: number; currency: string }): string =>
  `${decimalOf(cost).toLocaleString(v.locale, { minimumFractionDigits: minorDigits(cost.currency), maximumFractionDigits: minorDigits(cost.currency) })} ${cost.currency}`;

/** The three kinds, to choose one. */
export function Marks({ v, state, name = 'lobbying' }: { v: View; state: FormState; name?: string }) {
  return (
    <fieldset id={name}>
      <legend>{v.t('law.mark.label')}</legend>
      <Mistake v={v} name={name} state={state} />
      {lobbyingMarks.map((mark) => (
        <Choice type="radio" name={name} value={mark} checked={state.values[name] === mark}>
          <b>{v.t(`law.mark.${mark}`)}</b>
          <br />
          <small>{v.t(`law.mark.${mark}.text`)}</small>
        </Choice>
      ))}
    </fieldset>
  );
}

/** Hours and costs by kind. */
export function Totals({ v, work }: { v: View; work: Work[] }) {
  return (
    <Table caption={v.t('law.totals')} head={['mark', 'hours', 'cost'].map((name) => v.t(`law.work.head.${name}`))}>
      {totalsOf(work).map((total) => (
        <tr>
          <th scope="row">{v.t(`law.mark.${total.lobbying}`)}</th>
          <td>{clockOf(total.minutes)}</td>
          <td>{total.costs.length > 0 ? total.costs.map((cost) => money(v, cost)).join(' · ') : '–'}</td>
        </tr>
      ))}
    </Table>
  );
}
