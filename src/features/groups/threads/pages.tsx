import type { View } from '../../../platform/http/index.ts';
import { Choice, Empty, Field, type FormState, Pager, PostButton, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { FileField } from '../../files/index.ts';
import { type Group, isIn } from '../group.ts';
import { GroupPage, UnderThreads } from '../pages/frame.tsx';
import type { Nameable } from './mentions.ts';
import type { Found } from './queries.ts';
import type { Frame } from './show.tsx';
import { type Bar, pageFrom, type Thread, unreadOf } from './thread.ts';

/** The name under which something was written. */
export const byName = (v: View, by: string | null): string => by ?? v.t('groups.former');

/** The threads of a group, and what was found where she searched. */
export function ThreadsPage({
  v,
  group,
  tabs,
  pinned,
  threads,
  next,
  bar,
  search,
}: Frame & {
  pinned: Thread[];
  threads: Thread[];
  next: string | undefined;
  bar: Bar | undefined;
  search: { q: string; found: Found[]; next: string | undefined } | undefined;
}) {
  const t = v.t;
  const current = urls.groups.threads(v.at, group.slug);
  const all = [...pinned, ...threads];
  return (
    <GroupPage v={v} group={group} tabs={tabs} current={current} title={t('groups.threads')}>
      <Barred v={v} group={group} bar={bar} />
      {!bar && (
        <p class="actions">
          <a class="button" href={urls.groups.newThread(v.at, group.slug)}>
            {t('groups.thread.new')}
          </a>
        </p>
      )}
      {(all.length > 0 || search) && (
        <search>
          <form class="filters" method="get" action={current}>
            <div class="field">
              <label for="q">{t('groups.search')}</label>
              <input id="q" name="q" type="search" value={search?.q ?? ''} maxlength={200} />
            </div>
            <button type="submit" class="button plain">
              {t('groups.search.button')}
            </button>
          </form>
        </search>
      )}
      {search ? (
        <FoundPosts v={v} group={group} search={search} />
      ) : all.length === 0 ? (
        <Empty text={t('groups.threads.none')} />
      ) : (
        <>
          <ThreadTable v={v} group={group} threads={all} />
          <Pager v={v} next={next} />
          {isIn(group) && (
            <PostButton action={urls.groups.allRead(v.at, group.slug)} label={t('groups.threads.allRead')} />
          )}
        </>
      )}
    </GroupPage>
  );
}

/** Threads, one a row, each leading to the first post she has not read. */
export function ThreadTable({ v, group, threads }: { v: View; group: Group; threads: Thread[] }) {
  const t = v.t;
  return (
    <Table
      caption={t('groups.threads')}
      head={['thread', 'posts', 'last'].map((column) => t(`groups.threads.head.${column}`))}
    >
      {threads.map((thread) => {
        const unread = group.mine ? unreadOf(thread, group.mine.joinedAt) : undefined;
        const first = thread.readN === null ? 1 : Math.min(thread.readN + 1, thread.lastN);
        const href = unread
          ? urls.groups.threadFrom(v.at, group.slug, thread.id, pageFrom(first), first)
          : urls.groups.threadFrom(v.at, group.slug, thread.id, pageFrom(thread.lastN));
        return (
          <tr>
            <th scope="row">
              <a href={href}>{thread.title}</a>
              <br />
              <small>{t('groups.thread.begun', { name: byName(v, thread.by) })}</small> <Marks v={v} thread={thread} />
            </th>
            <td>
              {v.number(thread.lastN)}
              {Boolean(unread) && (
                <>
                  {' · '}
                  <State tone="wait">{t('groups.thread.unread', { count: unread })}</State>
                </>
              )}
            </td>
            <td>{v.date(thread.lastAt, 'short')}</td>
          </tr>
        );
      })}
    </Table>
  );
}

function Marks({ v, thread }: { v: View; thread: Thread }) {
  return (
    <>
      {(['pinned', 'locked'] as const)
        .filter((mark) => thread[`${mark}At`])
        .map((mark) => (
          <>
            {' · '}
            <State tone="plain">{v.t(`groups.thread.${mark}`)}</State>
          </>
        ))}
    </>
  );
}

/** Why she cannot write here now. */
export function Barred({ v, group, bar, thread }: { v: View; group: Group; bar: Bar | undefined; thread?: Thread }) {
  if (!bar || bar === 'outside' || bar === 'closed') return null;
  const cooled = bar === 'cooled' ? group.mine : bar === 'cooledThread' ? thread : undefined;
  return (
    <p class="notice">
      {v.t(`groups.bar.${bar}`, {
        until: cooled?.cooledUntil ? v.date(cooled.cooledUntil, 'time') : '',
        reason: cooled?.cooledReason ?? '',
      })}
    </p>
  );
}

function FoundPosts({
  v,
  group,
  search,
}: {
  v: View;
  group: Group;
  search: { q: string; found: Found[]; next: string | undefined };
}) {
  const t = v.t;
  const back = (
    <p>
      <a href={urls.groups.threads(v.at, group.slug)}>{t('groups.search.back')}</a>
    </p>
  );
  if (search.found.length === 0)
    return (
      <>
        <p>{t('groups.search.none', { q: search.q })}</p>
        {back}
      </>
    );
  return (
    <>
      <h2>{t('groups.search.found', { q: search.q })}</h2>
      <ul class="plain flow">
        {search.found.map((one) => (
          <li>
            <a href={urls.groups.threadFrom(v.at, group.slug, one.threadId, pageFrom(one.n), one.n)}>{one.title}</a>
            <br />
            <small>
              {byName(v, one.by)} · {v.date(one.createdAt, 'short')}
            </small>
            <br />
            {one.body.length > 240 ? `${one.body.slice(0, 240).toWellFormed()} …` : one.body}
          </li>
        ))}
      </ul>
      <Pager v={v} next={search.next} />
      {back}
    </>
  );
}

/** A new thread. The ids come with the form, so that sent twice it makes one. */
export function NewThreadPage({
  v,
  group,
  tabs,
  id,
  post,
  state,
  people,
  named,
}: Frame & { id: string; post: string; state: FormState; people: Nameable[]; named: string[] }) {
  const t = v.t;
  return (
    <UnderThreads
      v={v}
      group={group}
      tabs={tabs}
      title={t('groups.thread.new')}
      form={{ state, labels: writingLabels(v) }}
    >
      <form
        class="form"
        method="post"
        action={urls.groups.newThread(v.at, group.slug)}
        enctype="multipart/form-data"
        novalidate
      >
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="post" value={post} />
        <Field
          v={v}
          name="title"
          label={t('groups.thread.title')}
          hint={t('groups.thread.title.hint')}
          state={state}
          maxlength={160}
          required
          wording
        />
        <WritingFields v={v} state={state} people={people} named={named} />
        <div>
          <button type="submit" class="button">
            {t('groups.thread.begin')}
          </button>
        </div>
      </form>
    </UnderThreads>
  );
}

export const writingLabels = (v: View): Record<string, string> => ({
  title: v.t('groups.thread.title'),
  body: v.t('groups.post.body'),
  file: v.t('groups.post.file'),
});

/** What every form of a post asks for: the text, who is to be named, and a file. */
export function WritingFields({
  v,
  state,
  people,
  named,
}: {
  v: View;
  state: FormState;
  people: Nameable[];
  named: string[];
}) {
  const t = v.t;
  return (
    <>
      <Field
        v={v}
        name="body"
        label={t('groups.post.body')}
        hint={t('groups.post.body.hint')}
        state={state}
        rows={8}
        required
      />
      {people.length > 0 && (
        <details class="fold" open={named.length > 0 || undefined}>
          <summary>{t('groups.post.named')}</summary>
          <fieldset>
            <legend class="hint">{t('groups.post.named.hint')}</legend>
            <div class="choices">
              {people.map((one) => (
                <Choice name="named" value={one.id} checked={named.includes(one.id)}>
                  {one.name}
                </Choice>
              ))}
            </div>
          </fieldset>
        </details>
      )}
      <FileField v={v} label={t('groups.post.file')} state={state} />
    </>
  );
}
