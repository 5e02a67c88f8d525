import type { View } from '../../../platform/http/index.ts';
import type { DashboardItem, Door } from '../../../platform/registry/index.ts';
import { Document, Doors, Empty, Pane, Table, Window } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';

type Week = { letters: number; sent: number; supporters: number };
type Props = { v: View; items: DashboardItem[]; week: Week | undefined; desk: boolean; doors: Door[] };

/** What needs her today, this week's figures once there are any, and the ways to the work. */
export function TodayPage({ v, items, week, desk, doors }: Props) {
  const title = v.t('accounts.today.title', { count: items.length });
  const figures = week && week.letters + week.sent + week.supporters > 0 ? week : undefined;
  return (
    <Document v={v} title={title} section="today" unlisted>
      <div class="wrap page flow">
        <p class="quiet">{dayOf(v)}</p>
        <h1 class="small">{title}</h1>
        {v.actor.kind === 'account' && v.actor.waiting && (
          <p class="notice">
            {v.t('accounts.today.waiting')}{' '}
            <a href={urls.accounts.factors(v.at)}>{v.t('accounts.account.setFactor')}</a>
          </p>
        )}
        {items.length > 0 ? (
          <Table
            caption={v.t('accounts.today.caption')}
            head={['what', 'why', 'since', 'action'].map((column) => v.t(`accounts.today.${column}`))}
          >
            {items.map((item) => (
              <tr>
                <th scope="row">{item.text}</th>
                <td>{item.why}</td>
                <td>{item.since ? since(v, item.since) : ''}</td>
                <td>
                  <a class="button plain" href={item.href}>
                    {item.action}
                    <span class="hidden">: {item.text}</span>
                  </a>
                </td>
              </tr>
            ))}
          </Table>
        ) : desk ? (
          <Empty
            text={v.t('accounts.today.first')}
            action={v.t('accounts.today.firstAction')}
            href={urls.campaigns.desk(v.at)}
          />
        ) : (
          <Empty text={v.t('accounts.today.rest')} />
        )}
      </div>
      {figures && (
        <section class="sill">
          <div class="wrap">
            <h2>{v.t('accounts.today.week')}</h2>
            <Window>
              <Figure v={v} value={figures.letters} label="accounts.today.letters" />
              <Figure v={v} value={figures.sent} label="accounts.today.sent" />
              <Figure v={v} value={figures.supporters} label="accounts.today.supporters" />
            </Window>
          </div>
        </section>
      )}
      <section>
        <div class="wrap">
          <h2>{v.t('accounts.today.places')}</h2>
          <Doors doors={doors} />
        </div>
      </section>
    </Document>
  );
}

function Figure({ v, value, label }: { v: View; value: number; label: string }) {
  return (
    <Pane>
      <b class="figure">{v.number(value)}</b>
      <span>{v.t(label, { count: value })}</span>
    </Pane>
  );
}

/** Signed in, but nothing was entrusted to her yet. */
export function NoRolePage({ v }: { v: View }) {
  return (
    <Document v={v} title={v.t('accounts.noRole.title')} section="today" unlisted>
      <div class="wrap page narrow flow">
        <h1 class="small">{v.t('accounts.noRole.title')}</h1>
        <p class="lead">{v.t('accounts.noRole.text')}</p>
        <p class="actions">
          <a class="button plain" href={urls.accounts.account(v.at)}>
            {v.t('accounts.door')}
          </a>
          <a class="button plain" href={urls.accounts.signOut(v.at)}>
            {v.t('accounts.signOut.submit')}
          </a>
        </p>
      </div>
    </Document>
  );
}

/** "Friday 20 November", in her language and the network's time zone. */
const dayOf = (v: View): string => {
  const day = new Intl.DateTimeFormat(v.locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: v.network.timeZone,
  });
  const text = day.format(v.now);
  return text.charAt(0).toLocaleUpperCase(v.locale) + text.slice(1);
};

/** How long ago in the largest unit that fits: "2 hours ago", "yesterday", "3 weeks ago". */
export function since(v: Pick<View, 'locale' | 'now'>, at: Date): string {
  const minutes = Math.max(0, Math.round((v.now.getTime() - at.getTime()) / 60_000));
  const ago = new Intl.RelativeTimeFormat(v.locale, { numeric: 'auto' });
  if (minutes < 60) return ago.format(-minutes, 'minute');
  const hours = Math.round(minutes / 60);
  if (hours < 24) return ago.format(-hours, 'hour');
  const days = Math.round(hours / 24);
  return days < 21 ? ago.format(-days, 'day') : ago.format(-Math.round(days / 7), 'week');
}
