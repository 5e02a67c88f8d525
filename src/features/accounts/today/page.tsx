import type { View } from '../../../platform/http/index.ts';
import { type WorkDoor, workPlaces } from '../../../platform/registry/index.ts';
import { AboutWhat, Document, DoorGroups, Empty, Pane, PostButton, State, Table, Window } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { begun, foldedLines, type Line, type TodayItem } from './list.ts';

type Week = { letters: number; sent: number; supporters: number };
type Props = {
  v: View;
  items: TodayItem[];
  aside: { item: TodayItem; until: Date | null }[];
  /** Only what this room says; empty: everything. */
  room: string;
  showAside: boolean;
  nameOf(room: string): string;
  week: Week | undefined;
  desk: boolean;
  doors: WorkDoor[];
};

/** What needs her today in one list, this week's figures once there are any, and the ways to the work. */
export function TodayPage({ v, items, aside, room, showAside, nameOf, week, desk, doors }: Props) {
  const title = v.t('accounts.today.title', { count: items.length });
  const figures = week && week.letters + week.sent + week.supporters > 0 ? week : undefined;
  const { first, rest } = begun(foldedLines(room ? items.filter((item) => item.room === room) : items));
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
        <Rooms v={v} items={items} room={room} nameOf={nameOf} />
        {items.length > 0 ? (
          <>
            <Lines v={v} lines={first} nameOf={nameOf} />
            {rest.length > 0 && (
              <details class="fold history">
                <summary>
                  {v.t('accounts.today.further', { count: rest.reduce((sum, line) => sum + line.items.length, 0) })}
                </summary>
                <Lines v={v} lines={rest} nameOf={nameOf} further />
              </details>
            )}
          </>
        ) : desk ? (
          <Empty
            text={v.t(aside.length > 0 ? 'accounts.today.restAside' : 'accounts.today.first')}
            action={v.t('accounts.today.firstAction')}
            href={urls.campaigns.desk(v.at)}
          />
        ) : (
          <Empty text={v.t('accounts.today.rest')} />
        )}
        <Aside v={v} aside={aside} open={showAside} />
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
          <DoorGroups v={v} groups={grouped(v, doors)} />
        </div>
      </section>
    </Document>
  );
}

/** The ways to the work by what they are for; in each place first what most come for. */
const grouped = (v: View, doors: WorkDoor[]) =>
  workPlaces
    .map((place) => ({
      label: v.t(`accounts.today.place.${place}`),
      doors: doors
        .filter((door) => door.place === place)
        .sort((one, other) => Number(other.first ?? false) - Number(one.first ?? false)),
    }))
    .filter((group) => group.doors.length > 0);

/** The list by room, each with its count; only where there is something to choose. */
function Rooms({
  v,
  items,
  room,
  nameOf,
}: {
  v: View;
  items: TodayItem[];
  room: string;
  nameOf(room: string): string;
}) {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item.room, (counts.get(item.room) ?? 0) + 1);
  if (counts.size < 2) return null;
  return (
    <nav class="screen" aria-label={v.t('accounts.today.rooms')}>
      <ul class="tags">
        <li>
          <a href={urls.accounts.today(v.at)} aria-current={room === '' ? 'page' : undefined}>
            {v.t('accounts.today.all', { count: items.length })}
          </a>
        </li>
        {[...counts].map(([name, count]) => (
          <li>
            <a href={urls.accounts.todayOf(v.at, name)} aria-current={room === name ? 'page' : undefined}>
              {v.t('accounts.today.roomCount', { room: nameOf(name), count })}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Lines of the list as a table of their own. */
function Lines({ v, lines, nameOf, further }: { v: View; lines: Line[]; nameOf: Props['nameOf']; further?: boolean }) {
  return (
    <Table
      caption={v.t(further ? 'accounts.today.furtherCaption' : 'accounts.today.caption')}
      head={['what', 'why', 'since', 'action'].map((column) => v.t(`accounts.today.${column}`))}
    >
      {lines.map((line) =>
        line.items.length === 1 ? (
          <ItemRow v={v} item={line.items[0]!} />
        ) : (
          <FoldedRow v={v} items={line.items} name={nameOf(line.items[0]!.room)} />
        ),
      )}
    </Table>
  );
}

/** One thing with its one action; to put it off, or to say that it is not hers. */
function ItemRow({ v, item }: { v: View; item: TodayItem }) {
  return (
    <tr>
      <th scope="row">
        {item.text}
        <Marks v={v} item={item} />
      </th>
      <td>{item.why}</td>
      <td>{item.since ? since(v, item.since) : ''}</td>
      <td>
        <Action v={v} item={item} />
        <Later v={v} item={item} />
      </td>
    </tr>
  );
}

/** Many of one kind in one line; folded out, each with its own action. */
function FoldedRow({ v, items, name }: { v: View; items: TodayItem[]; name: string }) {
  const [first] = items;
  const oldest = items.reduce<Date | null>(
    (before, { since: at }) => (at && (!before || at < before) ? at : before),
    null,
  );
  return (
    <tr>
      <th scope="row">
        {v.t('accounts.today.many', { count: items.length, room: name })}
        <Marks v={v} item={first!} />
      </th>
      <td colspan={3}>
        <details class="history">
          <summary>
            {first!.text}
            {oldest && ` · ${since(v, oldest)}`}
          </summary>
          <ul class="folded">
            {items.map((item) => (
              <li>
                <b>{item.text}</b>{' '}
                <small>{[item.why, item.since && since(v, item.since)].filter(Boolean).join(' · ')}</small>{' '}
                <Action v={v} item={item} />
                <Later v={v} item={item} />
              </li>
            ))}
          </ul>
        </details>
      </td>
    </tr>
  );
}

/** In words: that it is hers, that it is urgent. */
function Marks({ v, item }: { v: View; item: TodayItem }) {
  if (!item.mine && item.urgency !== 'now') return null;
  return (
    <>
      <br />
      {item.mine && <State tone="ok">{v.t('accounts.today.mine')}</State>}{' '}
      {item.urgency === 'now' && <State tone="bad">{v.t('accounts.today.urgent')}</State>}
    </>
  );
}

function Action({ v, item }: { v: View; item: TodayItem }) {
  return (
    <a class="button plain" href={item.href}>
      {item.action}
      <AboutWhat v={v} text={item.text} />
    </a>
  );
}

/** Off the list until a day, or for good because somebody else does it. Only her own list changes. */
function Later({ v, item }: { v: View; item: TodayItem }) {
  return (
    <details class="screen later">
      <summary>
        {v.t('accounts.today.later')}
        <AboutWhat v={v} text={item.text} />
      </summary>
      <form class="actions" method="post" action={urls.accounts.todayMarks(v.at)}>
        <input type="hidden" name="key" value={item.key} />
        {['tomorrow', 'week', 'month', ...(item.mine ? [] : ['never'])].map((until) => (
          <button type="submit" class="button plain" name="until" value={until}>
            {v.t(`accounts.today.until.${until}`)}
            <AboutWhat v={v} text={item.text} />
          </button>
        ))}
      </form>
    </details>
  );
}

/** What she set aside, with the way back. */
function Aside({ v, aside, open }: { v: View; aside: Props['aside']; open: boolean }) {
  if (aside.length === 0) return null;
  if (!open)
    return (
      <p class="screen">
        <a href={urls.accounts.todayAside(v.at)}>{v.t('accounts.today.aside', { count: aside.length })}</a>
      </p>
    );
  return (
    <section class="flow screen">
      <h2>{v.t('accounts.today.aside', { count: aside.length })}</h2>
      <ul class="folded">
        {aside.map(({ item, until }) => (
          <li>
            {item.text}{' '}
            <small>
              {until ? v.t('accounts.today.asideUntil', { date: v.date(until) }) : v.t('accounts.today.notMine')}
            </small>
            <PostButton
              v={v}
              action={urls.accounts.todayMarkRemoval(v.at)}
              label={v.t('accounts.today.putBack')}
              about={item.text}
              fields={{ key: item.key }}
            />
          </li>
        ))}
      </ul>
    </section>
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
