import type { View } from '../../../platform/http/index.ts';
import type { Door } from '../../../platform/registry/index.ts';
import {
  AboutWhat,
  Choice,
  ErrorSummary,
  type FormState,
  Markdown,
  PostButton,
  WordingNotice,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { FileCard, type StoredFile } from '../../files/index.ts';
import { type Group, watches } from '../group.ts';
import { GroupPage } from '../pages/frame.tsx';
import type { Nameable } from './mentions.ts';
import { Barred, byName, WritingFields, writingLabels } from './pages.tsx';
import { type Bar, mayEdit, type Post, pageFrom, pageOfPosts, type Thread } from './thread.ts';

/** What every page of threads is given. */
export type Frame = { v: View; group: Group; tabs: Door[] };

type Props = Frame & {
  thread: Thread;
  posts: Post[];
  files: Map<string, StoredFile>;
  from: number;
  bar: Bar | undefined;
  runs: boolean;
  people: Nameable[];
  named: string[];
  /** The id of the post to be written, and the number of the one it answers. */
  next: { id: string; answers: number | undefined };
  state: FormState;
};

/** A thread: its posts, one page of them, and the form for the next. */
export function ThreadPage({
  v,
  group,
  tabs,
  thread,
  posts,
  files,
  from,
  bar,
  runs,
  people,
  named,
  next,
  state,
}: Props) {
  const t = v.t;
  const at = (n: number, post?: number) => urls.groups.threadFrom(v.at, group.slug, thread.id, pageFrom(n), post);
  const last = posts.at(-1)?.n ?? 0;
  const unread = thread.readN === null || thread.readN < last;
  return (
    <GroupPage
      v={v}
      group={group}
      tabs={tabs}
      current={urls.groups.threads(v.at, group.slug)}
      title={thread.title}
      islands={['error-summary', 'mark-read']}
    >
      <ErrorSummary v={v} state={state} labels={writingLabels(v)} />
      <Barred v={v} group={group} bar={bar} thread={thread} />
      {from > 1 && (
        <p class="actions">
          <a class="button plain" href={at(from - pageOfPosts)} rel="prev">
            {t('groups.thread.earlier')}
          </a>
        </p>
      )}
      {posts.map((post) => (
        <OnePost
          v={v}
          group={group}
          thread={thread}
          post={post}
          files={files}
          from={from}
          fresh={thread.readN !== null && post.n > thread.readN && !post.mine}
          mayAnswer={!bar}
          runs={runs}
        />
      ))}
      {last < thread.lastN ? (
        <p class="actions">
          <a class="button plain" href={at(last + 1)} rel="next">
            {t('groups.thread.later')}
          </a>
          {pageFrom(thread.lastN) > last + 1 && (
            <a class="button plain" href={at(thread.lastN, thread.lastN)}>
              {t('groups.thread.newest')}
            </a>
          )}
        </p>
      ) : null}
      {unread && last > 0 && (
        <form method="post" action={urls.groups.reading(v.at, group.slug, thread.id)} data-island="mark-read">
          <input type="hidden" name="n" value={String(last)} />
          <button type="submit" class="button plain">
            {t('groups.thread.read')}
          </button>
        </form>
      )}
      {!bar && (
        <form
          class="form"
          id="answer"
          method="post"
          action={urls.groups.posts(v.at, group.slug, thread.id)}
          enctype="multipart/form-data"
          novalidate
        >
          <h2>{next.answers ? t('groups.post.answer', { n: next.answers }) : t('groups.post.write')}</h2>
          <input type="hidden" name="id" value={next.id} />
          {next.answers && <input type="hidden" name="answers" value={String(next.answers)} />}
          <WritingFields v={v} state={state} people={people} named={named} />
          <div>
            <button type="submit" class="button">
              {t('groups.post.send')}
            </button>
          </div>
        </form>
      )}
      <Telling v={v} group={group} thread={thread} />
      {runs && <Running v={v} group={group} thread={thread} />}
    </GroupPage>
  );
}

function OnePost({
  v,
  group,
  thread,
  post,
  files,
  from,
  fresh,
  mayAnswer,
  runs,
}: {
  v: View;
  group: Group;
  thread: Thread;
  post: Post;
  files: Map<string, StoredFile>;
  from: number;
  fresh: boolean;
  mayAnswer: boolean;
  runs: boolean;
}) {
  const t = v.t;
  const name = byName(v, post.by);
  const number = <AboutWhat v={v} text={t('groups.post.number', { n: post.n })} />;
  return (
    <article class={fresh ? 'post fresh' : 'post'} id={`p${post.n}`}>
      <p class="post-head">
        <b>{name}</b>
        {post.mine && <small> {t('groups.members.you')}</small>}{' '}
        <small>
          <a href={urls.groups.threadFrom(v.at, group.slug, thread.id, from, post.n)}>
            {t('groups.post.number', { n: post.n })}
          </a>{' '}
          · {v.date(post.createdAt, 'time')}
          {post.editedAt && (
            <>
              {' · '}
              <a href={urls.groups.history(v.at, group.slug, post.id)}>
                {t('groups.post.edited')}
                {number}
              </a>
            </>
          )}
          {post.byMail && ` · ${t('groups.post.byMail')}`}
        </small>
      </p>
      {post.answers && (
        <p class="quiet">
          <small>
            <a href={urls.groups.threadFrom(v.at, group.slug, thread.id, pageFrom(post.answers), post.answers)}>
              {t('groups.post.answers', { n: post.answers, name: byName(v, post.answersBy) })}
            </a>
          </small>
        </p>
      )}
      <Stub v={v} post={post} />
      {post.body !== null && <Markdown text={post.body} />}
      {post.body !== null && mayEdit(post, v.now) && mayAnswer && (
        <WordingNotice
          v={v}
          texts={[{ language: v.locale, text: post.body, href: urls.groups.post(v.at, group.slug, post.id) }]}
        />
      )}
      {post.files.map((id) => {
        const file = files.get(id);
        return file && <FileCard v={v} file={file} />;
      })}
      {post.named.length > 0 && (
        <p class="quiet">
          <small>{t('groups.post.to', { names: post.named.join(', ') })}</small>
        </p>
      )}
      <div class="post-acts">
        {mayAnswer && post.body !== null && !post.hiddenAt && (
          <a href={urls.groups.quoting(v.at, group.slug, thread.id, post.n, from)}>
            {t('groups.post.quote')}
            {number}
          </a>
        )}
        {mayEdit(post, v.now) && mayAnswer && (
          <a href={urls.groups.post(v.at, group.slug, post.id)}>
            {t('groups.post.edit')}
            {number}
          </a>
        )}
        {!post.mine && !post.removedAt && !post.hiddenAt && (
          <a href={urls.groups.report(v.at, group.slug, post.id)}>
            {t('groups.report.link')}
            {number}
          </a>
        )}
        {runs && !post.removedAt && (
          <a href={urls.groups.care(v.at, group.slug, post.id)}>
            {t('groups.care.link')}
            {number}
          </a>
        )}
        {post.mine && !post.removedAt && (
          <a href={urls.groups.takeBack(v.at, group.slug, post.id)}>
            {t('groups.post.takeBack')}
            {number}
          </a>
        )}
      </div>
    </article>
  );
}

/** What stands where a post was hidden or is gone: when, and why. */
export function Stub({ v, post }: { v: View; post: Post }) {
  if (post.removedAt) {
    const day = v.date(post.removedAt);
    return (
      <p class="quiet">
        {post.takenBack
          ? v.t('groups.post.takenBack', { day })
          : v.t('groups.post.removed', { day, reason: post.reason ?? '' })}
      </p>
    );
  }
  if (!post.hiddenAt) return null;
  return <p class="quiet">{v.t('groups.post.hidden', { day: v.date(post.hiddenAt), reason: post.reason ?? '' })}</p>;
}

/** What her digest tells of this thread. */
function Telling({ v, group, thread }: { v: View; group: Group; thread: Thread }) {
  const t = v.t;
  const now = thread.watch ?? 'group';
  const ways = ['group', ...watches];
  return (
    <details class="fold">
      <summary>
        {t('groups.watch.thread')} <small>{now === 'group' ? t('groups.watch.group') : t(`groups.watch.${now}`)}</small>
      </summary>
      <form class="form short" method="post" action={urls.groups.watch(v.at, group.slug, thread.id)}>
        <fieldset>
          <legend class="hidden">{t('groups.watch.thread')}</legend>
          {ways.map((way) => (
            <Choice type="radio" name="watch" value={way} checked={way === now}>
              {t(`groups.watch.${way}`)}
            </Choice>
          ))}
        </fieldset>
        <div>
          <button type="submit" class="button plain">
            {t('groups.save')}
          </button>
        </div>
      </form>
    </details>
  );
}

/** What those who run the group do with the thread. */
function Running({ v, group, thread }: { v: View; group: Group; thread: Thread }) {
  const t = v.t;
  const u = urls.groups;
  return (
    <div class="actions">
      {thread.pinnedAt ? (
        <PostButton action={u.pinEnd(v.at, group.slug, thread.id)} label={t('groups.thread.unpin')} />
      ) : (
        <PostButton action={u.pin(v.at, group.slug, thread.id)} label={t('groups.thread.pin')} />
      )}
      {thread.lockedAt ? (
        <PostButton action={u.lockEnd(v.at, group.slug, thread.id)} label={t('groups.thread.unlock')} />
      ) : (
        <PostButton action={u.lock(v.at, group.slug, thread.id)} label={t('groups.thread.lock')} />
      )}
      <a class="button plain" href={u.cooling(v.at, group.slug, thread.id)}>
        {t('groups.cooling.link')}
      </a>
    </div>
  );
}
