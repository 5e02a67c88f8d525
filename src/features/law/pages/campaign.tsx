import type { View } from '../../../platform/http/index.ts';
import { ErrorSummary, Field, PostButton, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type DeskCampaign, DeskPage } from '../../desk/index.ts';
import { type Bill, clockOf, type LobbyingMark, type Work } from '../law.ts';
import { Marks, money, stateOf, Totals, type Wrong } from './parts.tsx';

type Props = {
  v: View;
  campaign: DeskCampaign;
  bills: Bill[];
  mark: LobbyingMark;
  work: Work[];
  /** A new id for whatever is added next. */
  id: string;
  today: string;
  wrong: Wrong | undefined;
};

/** What the law may ask about a campaign: its bills, its kind, and the log of what it took. */
export function CampaignLawPage(props: Props) {
  const { v, campaign, mark, wrong } = props;
  const labels = Object.fromEntries(
    ['number', 'jurisdiction', 'title', 'url'].map((name) => [name, v.t(`law.bill.${name}`)]),
  );
  for (const name of ['worked_on', 'who', 'what', 'hours', 'cost', 'currency']) labels[name] = v.t(`law.work.${name}`);
  labels.lobbying = v.t('law.mark.label');
  return (
    <DeskPage v={v} title={v.t('law.campaign.title')} campaign={campaign} islands={['error-summary']}>
      <p>
        {v.t('law.campaign.lead')} <a href={urls.law.network(v.at)}>{v.t('law.network.link')}</a>
      </p>
      {wrong && <ErrorSummary v={v} state={wrong.state} labels={labels} />}
      <Bills {...props} labels={labels} />
      <h2>{v.t('law.mark.title')}</h2>
      <form class="form short" method="post" action={urls.law.mark(v.at, campaign.id)} novalidate>
        <Marks v={v} state={stateOf(wrong, 'mark', { lobbying: mark })} />
        <div>
          <button type="submit" class="button plain">
            {v.t('law.mark.save')}
          </button>
        </div>
      </form>
      <Log {...props} labels={labels} />
    </DeskPage>
  );
}

type Part = Props & { labels: Record<string, string> };

function Bills({ v, campaign, bills, id, wrong, labels }: Part) {
  const state = stateOf(wrong, 'bill', {});
  const field = (name: string) => ({ v, name, label: labels[name]!, state });
  return (
    <>
      <h2>{v.t('law.bills.title')}</h2>
      {bills.length === 0 ? (
        <p>{v.t('law.bills.empty')}</p>
      ) : (
        <Table
          caption={v.t('law.bills.title')}
          head={['number', 'jurisdiction', 'title', 'action'].map((name) => v.t(`law.bill.head.${name}`))}
        >
          {bills.map((bill) => (
            <tr>
              <th scope="row">
                <a href={bill.url} rel="external nofollow noopener noreferrer">
                  {bill.number}
                </a>
              </th>
              <td>{bill.jurisdiction}</td>
              <td>{bill.title || '–'}</td>
              <td>
                <PostButton
                  v={v}
                  action={urls.law.billRemoval(v.at, campaign.id, bill.id)}
                  label={v.t('law.bill.remove')}
                  about={bill.number}
                />
              </td>
            </tr>
          ))}
        </Table>
      )}
      <form class="form short" method="post" action={urls.law.bills(v.at, campaign.id)} novalidate>
        <input type="hidden" name="id" value={id} />
        <Field {...field('number')} hint={v.t('law.bill.number.hint')} maxlength={60} required />
        <Field {...field('jurisdiction')} hint={v.t('law.bill.jurisdiction.hint')} maxlength={120} required />
        <Field {...field('title')} maxlength={300} />
        <Field {...field('url')} hint={v.t('law.bill.url.hint')} type="url" maxlength={2000} required />
        <div>
          <button type="submit" class="button plain">
            {v.t('law.bill.add')}
          </button>
        </div>
      </form>
    </>
  );
}

/** The currency that the log last used, or the one of the network's country. */
const usual: Record<string, string> = { CA: 'CAD', US: 'USD', MX: 'MXN', BR: 'BRL', GB: 'GBP' };

function Log({ v, campaign, work, mark, id, today, wrong, labels }: Part) {
  const state = stateOf(wrong, 'work', {
    worked_on: today,
    who: v.actor.kind === 'account' ? v.actor.name : '',
    currency: work.find((entry) => entry.cost)?.cost?.currency ?? usual[v.network.country?.toUpperCase() ?? ''] ?? '',
    lobbying: mark,
  });
  const field = (name: string) => ({ v, name, label: labels[name]!, state });
  return (
    <>
      <h2 id="log">{v.t('law.work.title')}</h2>
      <p>{v.t('law.work.lead')}</p>
      {work.some((entry) => !entry.removed) && (
        <>
          <Totals v={v} work={work} />
          <p class="actions">
            <a class="button plain" href={urls.law.workExport(v.at, campaign.id)}>
              {v.t('law.work.export')}
            </a>
            <a class="button plain" href={urls.law.workPrint(v.at, campaign.id)}>
              {v.t('law.work.print')}
            </a>
          </p>
        </>
      )}
      {work.length === 0 ? (
        <p>{v.t('law.work.empty')}</p>
      ) : (
        <Table
          caption={v.t('law.work.title')}
          head={['day', 'who', 'what', 'hours', 'cost', 'mark', 'action'].map((name) => v.t(`law.work.head.${name}`))}
        >
          {work.map((entry) => (
            <Entry v={v} campaign={campaign} entry={entry} />
          ))}
        </Table>
      )}
      <form class="form short" method="post" action={urls.law.work(v.at, campaign.id)} novalidate>
        <input type="hidden" name="id" value={id} />
        <Field {...field('worked_on')} type="date" required />
        <Field {...field('who')} maxlength={120} autocomplete="off" required />
        <Field {...field('what')} maxlength={500} required wording />
        <Field {...field('hours')} hint={v.t('law.work.hours.hint')} either />
        <Field {...field('cost')} inputmode="decimal" />
        <Field {...field('currency')} hint={v.t('law.work.currency.hint')} maxlength={3} either />
        <Marks v={v} state={state} />
        <div>
          <button type="submit" class="button">
            {v.t('law.work.add')}
          </button>
        </div>
      </form>
    </>
  );
}

function Entry({ v, campaign, entry }: { v: View; campaign: DeskCampaign; entry: Work }) {
  const about = `${v.date(entry.workedOn)}, ${entry.who}`;
  return (
    <tr>
      <th scope="row">{v.date(entry.workedOn)}</th>
      <td>{entry.who}</td>
      <td>
        {entry.what}
        {entry.removed && (
          <>
            <br />
            <small>{v.t('law.work.removed')}</small>
          </>
        )}
      </td>
      <td>{clockOf(entry.minutes)}</td>
      <td>{entry.cost ? money(v, entry.cost) : '–'}</td>
      <td>{v.t(`law.mark.${entry.lobbying}`)}</td>
      <td>
        {entry.removed ? (
          <PostButton
            v={v}
            action={urls.law.workRestoration(v.at, campaign.id, entry.id)}
            label={v.t('law.work.restore')}
            about={about}
          />
        ) : (
          <PostButton
            v={v}
            action={urls.law.workRemoval(v.at, campaign.id, entry.id)}
            label={v.t('law.work.remove')}
            about={about}
          />
        )}
      </td>
    </tr>
  );
}
