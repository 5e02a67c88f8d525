import type { Child } from 'hono/jsx';
import type { View } from '../platform/http/index.ts';
import type { Door } from '../platform/registry/index.ts';

/** What an empty list says: what would stand here, and the first step. */
export function Empty({ text, action, href }: { text: string; action?: string; href?: string }) {
  return (
    <div class="notice flow">
      <p>{text}</p>
      {action && href && (
        <p>
          <a class="button" href={href}>
            {action}
          </a>
        </p>
      )}
    </div>
  );
}

/** One pane of a window: a figure with what it counts, or a heading with a link. */
export function Pane({ open, children }: { open?: boolean; children?: Child }) {
  return <li class={open ? 'pane open' : 'pane'}>{children}</li>;
}

/** A window of panes. */
export const Window = ({ children }: { children?: Child }) => <ul class="window">{children}</ul>;

type CellProps = { v: Pick<View, 't'>; label: string; zero?: boolean; children?: Child };

/** A cell of a table that says on a narrow screen, where the head is gone, what it is. One that is `zero` is left out there. */
export const Cell = ({ v, label, zero, children }: CellProps) => (
  <td class={zero ? 'zero' : undefined}>
    <span class="cell-label">
      {label}
      {v.t('ui.colon')}{' '}
    </span>
    {children}
  </td>
);

/** A state: words first, colour second. */
export function State({ tone, children }: { tone: 'ok' | 'wait' | 'bad' | 'plain'; children?: Child }) {
  return <span class={tone === 'plain' ? 'state' : `state ${tone}`}>{children}</span>;
}

/**
 * What a list is narrowed by: its form or a part of it. On a telephone it is folded under its name until something is set, so that the list
 * itself is soon in sight; on a wide window it stands open. Like the menu, an empty `details` before it that the style asks for its state: no
 * script, and no browser in which it could not be opened. A search within the page finds what is folded, and the browser then brings it in sight.
 */
export function Narrow({
  v,
  label,
  narrowed,
  children,
}: {
  v: Pick<View, 't'>;
  label?: string;
  /** Something is set. */
  narrowed: boolean;
  children?: Child;
}) {
  return (
    <>
      <details class="menu narrow screen" open={narrowed || undefined}>
        <summary>{label ?? v.t('ui.narrow')}</summary>
      </details>
      <div class="narrowed" {...untilFound}>
        {children}
      </div>
    </>
  );
}

/** The types of JSX know only that something is hidden, or is not. */
const untilFound: object = { hidden: 'until-found' };

/**
 * A part of a long form: folded under its name and what is set in it. It stands open where something in it is wrong, so that the list of
 * mistakes leads to a field that is in sight; what is folded is sent with the form all the same.
 */
export function Part({
  title,
  said = [],
  open,
  children,
}: {
  title: string;
  /** What is set in it, in a few words. */
  said?: (string | false | null | undefined)[];
  open: boolean;
  children?: Child;
}) {
  const words = said.filter(Boolean).join(' · ');
  return (
    <details class="fold part" open={open || undefined}>
      <summary>
        <h2 class="h3">{title}</h2>
        {words && <small dir="auto">{words}</small>}
      </summary>
      <div>{children}</div>
    </details>
  );
}

/** Whether one of these fields is wrong. */
export const isWrong = (state: { errors: Record<string, unknown> }, fields: readonly string[]): boolean =>
  fields.some((field) => field in state.errors);

/** Leads on to the next page of a list that is paged by key. */
export function Pager({ v, next }: { v: View; next: string | undefined }) {
  if (!next) return null;
  return (
    <p>
      <a class="button plain" href={next} rel="next">
        {v.t('ui.pager.more')}
      </a>
    </p>
  );
}

/** What a control is about, for those who hear it alone: "Remove", and with it ": the name of what is removed". */
export const AboutWhat = ({ v, text }: { v: View; text: string }) => (
  <span class="hidden">{`${v.t('ui.colon')} ${text}`}</span>
);

/** A table that becomes a list of blocks on a narrow screen; with `close`, the cells of a row follow one another on as few lines as they need. */
export function Table({
  caption,
  head,
  close,
  children,
}: {
  caption: string;
  head: string[];
  close?: boolean;
  children?: Child;
}) {
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={caption}>
      <table class={close ? 'stack close' : 'stack'}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((text) => (
              <th scope="col">{text}</th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** The ways to a thing's other pages, as panes of one window. */
export function Doors({ doors }: { doors: Door[] }) {
  if (doors.length === 0) return null;
  return (
    <Window>
      {doors.map((door) => (
        <Pane>
          <h3>
            <a href={door.href}>{door.label}</a>
          </h3>
          {door.hint && <p>{door.hint}</p>}
        </Pane>
      ))}
    </Window>
  );
}

/**
 * A long list: its first items, and the rest, which a telephone folds away under their number (`Narrow`). One that is only a little longer
 * stands whole.
 */
export function Further<T>({
  v,
  items,
  first,
  list,
}: {
  v: Pick<View, 't'>;
  items: readonly T[];
  /** How many are always in sight. */
  first: number;
  list(items: readonly T[]): Child;
}) {
  if (items.length <= first + 2) return <>{list(items)}</>;
  return (
    <>
      {list(items.slice(0, first))}
      <Narrow v={v} label={v.t('ui.further', { count: items.length - first })} narrowed={false}>
        {list(items.slice(first))}
      </Narrow>
    </>
  );
}

/** Many ways in named groups, each group one pane: a link and its few words a line; what most come for first. */
export function DoorGroups({ v, groups }: { v: Pick<View, 't'>; groups: { label: string; doors: Door[] }[] }) {
  return (
    <ul class="window door-groups">
      {groups.map(({ label, doors }) => (
        <Pane>
          <h3>{label}</h3>
          <Further
            v={v}
            items={doors}
            first={3}
            list={(some) => (
              <ul>
                {some.map((door) => (
                  <li>
                    <a href={door.href}>{door.label}</a>
                    {door.hint && <small>{door.hint}</small>}
                  </li>
                ))}
              </ul>
            )}
          />
        </Pane>
      ))}
    </ul>
  );
}

/**
 * Says that a machine translated what stands here, as long as nobody has reviewed it: a sentence at the head of a page, `short` beside
 * a line of a list or on a card. `fields` are those of the text that are a machine's (`machineMadeIn`); with `of`, only these count.
 */
export function MachineMade({
  v,
  fields,
  of,
  short,
}: {
  v: Pick<View, 't'>;
  fields: readonly string[];
  of?: readonly string[];
  short?: boolean;
}) {
  if (!isMachineMade(fields, of)) return null;
  return short ? <small class="machine">{v.t('ui.machine.short')}</small> : <p class="notice">{v.t('ui.machine')}</p>;
}

/** Whether something that is shown is a machine's. */
export const isMachineMade = (fields: readonly string[], of?: readonly string[]): boolean =>
  fields.some((field) => !of || of.includes(field));
