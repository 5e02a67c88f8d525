import { type FormState, Markdown, OnceMore } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { UnderThreads } from '../pages/frame.tsx';
import type { Nameable } from './mentions.ts';
import { WritingFields, writingLabels } from './pages.tsx';
import type { Frame } from './show.tsx';
import { type Post, pageFrom, type Thread } from './thread.ts';

/** A post within the time in which it can be changed. */
export function EditPostPage({
  v,
  group,
  tabs,
  thread,
  post,
  people,
  named,
  state,
}: Frame & { thread: Thread; post: Post; people: Nameable[]; named: string[]; state: FormState }) {
  const t = v.t;
  return (
    <UnderThreads
      v={v}
      group={group}
      tabs={tabs}
      title={t('groups.post.edit.title', { title: thread.title })}
      form={{ state, labels: writingLabels(v) }}
    >
      <p>{t('groups.post.edit.text')}</p>
      <form
        class="form"
        method="post"
        action={urls.groups.post(v.at, group.slug, post.id)}
        enctype="multipart/form-data"
        novalidate
      >
        <WritingFields v={v} state={state} people={people} named={named} />
        <div>
          <button type="submit" class="button">
            {t('groups.save')}
          </button>
        </div>
      </form>
    </UnderThreads>
  );
}

/** What a post said before it was changed. */
export function HistoryPage({
  v,
  group,
  tabs,
  thread,
  post,
  versions,
}: Frame & { thread: Thread; post: Post; versions: { body: string; until_at: Date }[] }) {
  const t = v.t;
  return (
    <UnderThreads v={v} group={group} tabs={tabs} title={t('groups.post.history', { n: post.n })}>
      <p>
        <a href={urls.groups.threadFrom(v.at, group.slug, thread.id, pageFrom(post.n), post.n)}>{thread.title}</a>
      </p>
      <article class="post">
        <p class="post-head">{t('groups.post.history.now')}</p>
        <Markdown text={post.body ?? ''} />
      </article>
      {versions.map((version) => (
        <article class="post">
          <p class="post-head">{t('groups.post.history.until', { at: v.date(version.until_at, 'time') })}</p>
          <Markdown text={version.body} />
        </article>
      ))}
    </UnderThreads>
  );
}

/** Asked once more before she takes a post back for good. */
export function TakeBackPage({ v, group, tabs, thread, post }: Frame & { thread: Thread; post: Post }) {
  const t = v.t;
  return (
    <UnderThreads v={v} group={group} tabs={tabs} title={t('groups.post.takeBack.title', { n: post.n })}>
      <p>{t('groups.post.takeBack.text')}</p>
      <OnceMore
        action={urls.groups.takeBack(v.at, group.slug, post.id)}
        label={t('groups.post.takeBack.button')}
        back={{
          href: urls.groups.threadFrom(v.at, group.slug, thread.id, pageFrom(post.n), post.n),
          label: t('groups.back'),
        }}
      />
    </UnderThreads>
  );
}
