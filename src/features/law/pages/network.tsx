import type { View } from '../../../platform/http/index.ts';
import { Choice, ErrorSummary, Field, Mistake, PostButton, Select, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { DeskPage } from '../../desk/index.ts';
import { type LegalForm, legalForms, phaseOf, sources } from '../law.ts';
import type { KnownBody, PeriodLine } from '../queries.ts';
import { stateOf, type Wrong } from './parts.tsx';

type Props = {
  v: View;
  /** A new id for the next period. */
  id: string;
  bodies: KnownBody[];
  periods: PeriodLine[];
  waiting: number;
  today: string;
  wrong: Wrong | undefined;
};

/** What the network is before the law and what that usually means; when it keeps quiet. */
export function NetworkLawPage(props: Props) {
  const { v, wrong } = props;
  const labels: Record<string, string> = { legal_form: v.t('law.form.label'), words: v.t('law.form.words') };
  for (const name of ['name', 'where', 'from', 'until', 'mode']) labels[name] = v.t(`law.period.${name}`);
  const chosen = v.network.settings.legalForm as LegalForm | undefined;
  const state = stateOf(wrong, 'legal', { legal_form: chosen ?? '', words: v.network.settings.legalFormWords ?? '' });
  return (
    <DeskPage v={v} title={v.t('law.network.title')} islands={['error-summary']}>
      <p>{v.t('law.network.lead')}</p>
      {wrong && <ErrorSummary v={v} state={wrong.state} labels={labels} />}
      <h2>{v.t('law.form.title')}</h2>
      <form class="form short" method="post" action={urls.law.form(v.at)} novalidate>
        <fieldset id="legal_form">
          <legend>{labels.legal_form}</legend>
          <Mistake v={v} name="legal_form" state={state} />
          {legalForms.map((form) => (
            <Choice type="radio" name="legal_form" value={form} checked={state.values.legal_form === form}>
              {v.t(`law.form.${form}`)}
            </Choice>
          ))}
          <Choice type="radio" name="legal_form" value="" checked={!state.values.legal_form}>
            {v.t('law.form.none')}
          </Choice>
        </fieldset>
        <Field
          v={v}
          name="words"
          label={labels.words!}
          hint={v.t('law.form.words.hint')}
          state={state}
          maxlength={120}
          wording
        />
        <div>
          <button type="submit" class="button plain">
            {v.t('law.form.save')}
          </button>
        </div>
      </form>
      {chosen && <Meaning v={v} form={chosen} />}
      <Periods {...props} labels={labels} />
    </DeskPage>
  );
}

/** What the law there usually limits, in plain words, and where it stands. */
function Meaning({ v, form }: { v: View; form: LegalForm }) {
  return (
    <div class="notice flow">
      <p>
        <b>{v.t('law.meaning.title')}</b>
      </p>
      <p>{v.t(`law.meaning.${form}`)}</p>
      {sources[form].length > 0 && (
        <ul>
          {sources[form].map((source) => (
            <li>
              <a href={source.href} rel="external noopener noreferrer">
                {source.name}
              </a>
            </li>
          ))}
        </ul>
      )}
      <p>
        <small>{v.t('law.meaning.noAdvice')}</small>
      </p>
    </div>
  );
}

const tones = { ahead: 'plain', now: 'wait', over: 'plain' } as const;

function Periods({
  v,
  id,
  bodies,
  periods,
  waiting,
  today,
  wrong,
  labels,
}: Props & { labels: Record<string, string> }) {
  const state = stateOf(wrong, 'period', { mode: 'hold' });
  const field = (name: string) => ({ v, name, label: labels[name]!, state });
  const countries = [...new Set(bodies.map((body) => body.country))];
  const where = (period: PeriodLine) =>
    period.country ? v.t('law.period.country', { country: countryName(v, period.country) }) : v.text(period.body);
  return (
    <>
      <h2>{v.t('law.periods.title')}</h2>
      <p>{v.t('law.periods.lead')}</p>
      {waiting > 0 && <p class="notice">{v.t('law.periods.waiting', { count: waiting })}</p>}
      {periods.length === 0 ? (
        <p>{v.t('law.periods.empty')}</p>
      ) : (
        <Table
          caption={v.t('law.periods.title')}
          head={['name', 'days', 'mode', 'action'].map((name) => v.t(`law.period.head.${name}`))}
        >
          {periods.map((period) => {
            const phase = phaseOf(period, today);
            return (
              <tr>
                <th scope="row">
                  {period.name}
                  <br />
                  <small>{where(period)}</small>
                </th>
                <td>
                  {v.t('law.period.days', { from: v.date(period.from), until: v.date(period.until) })}
                  <br />
                  <State tone={tones[phase]}>{v.t(`law.period.phase.${phase}`)}</State>
                </td>
                <td>{v.t(`law.period.mode.${period.mode}`)}</td>
                <td>
                  <PostButton
                    v={v}
                    action={urls.law.periodRemoval(v.at, period.id)}
                    label={v.t(phase === 'now' ? 'law.period.end' : 'law.period.remove')}
                    about={period.name}
                  />
                </td>
              </tr>
            );
          })}
        </Table>
      )}
      <h3>{v.t('law.period.add.title')}</h3>
      <form class="form short" method="post" action={urls.law.periods(v.at)} novalidate>
        <input type="hidden" name="id" value={id} />
        <Field {...field('name')} hint={v.t('law.period.name.hint')} maxlength={120} required wording />
        <Select
          {...field('where')}
          required
          options={[
            { value: '', label: v.t('law.period.where.choose') },
            ...countries.map((country) => ({
              value: `country:${country}`,
              label: v.t('law.period.country', { country: countryName(v, country) }),
            })),
            ...bodies.map((body) => ({
              value: `body:${body.id}`,
              label: `${countryName(v, body.country)}${v.t('ui.colon')} ${v.text(body.name)}`,
            })),
          ]}
        />
        <Field {...field('from')} type="date" required />
        <Field {...field('until')} hint={v.t('law.period.until.hint')} type="date" required />
        <fieldset id="mode">
          <legend>{labels.mode}</legend>
          <Mistake v={v} name="mode" state={state} />
          {(['hold', 'close'] as const).map((mode) => (
            <Choice type="radio" name="mode" value={mode} checked={state.values.mode === mode}>
              <b>{v.t(`law.period.mode.${mode}`)}</b>
              <br />
              <small>{v.t(`law.period.mode.${mode}.text`)}</small>
            </Choice>
          ))}
        </fieldset>
        <div>
          <button type="submit" class="button">
            {v.t('law.period.add')}
          </button>
        </div>
      </form>
    </>
  );
}

/** A country's name in the reader's language; its code where that is none (an invented country). */
function countryName(v: View, code: string): string {
  try {
    return new Intl.DisplayNames(v.locale, { type: 'region' }).of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}
