import type { View } from '../../../platform/http/index.ts';
import { Empty, ErrorSummary, Field, type FormState, Mistake, PostButton } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { DeskCampaign } from '../campaign.ts';
import { mostPosts, type PostChoice, type RoleChoice } from '../queries.ts';
import { deskUrls } from '../urls.ts';
import { DeskPage, postName, TargetWords } from './parts.tsx';

type Props = {
  v: View;
  campaign: DeskCampaign;
  state: FormState;
  roles: RoleChoice[];
  posts: PostChoice[] | undefined;
};

/** Who is asked: the order, and two ways to add: a role found by where the writer lives, or one post for everybody. */
export function TargetsPage({ v, campaign, state, roles, posts }: Props) {
  const t = v.t;
  const here = urls.campaigns.targets(v.at, campaign.id);
  const bodies = [...new Map(roles.map((role) => [role.bodyId, role.body]))];
  return (
    <DeskPage v={v} title={t('desk.targets.title')} campaign={campaign} islands={['error-summary']}>
      <p class="lead">{t('desk.targets.lead')}</p>
      <ErrorSummary v={v} state={state} labels={{ role: t('desk.targets.role'), q: t('desk.targets.search') }} />
      {campaign.targets.length === 0 ? (
        <Empty text={t('desk.targets.empty')} />
      ) : (
        <ol class="asks" id="targets">
          {campaign.targets.map((target, index) => (
            <li>
              <div class="flow">
                <TargetWords v={v} target={target} />
                <div class="actions">
                  {index > 0 && (
                    <PostButton
                      action={deskUrls.targetPosition(v.at, campaign.id, target.id)}
                      label={t('desk.targets.up')}
                      about={postName(v, target.name, target.division)}
                      fields={{ direction: 'up' }}
                    />
                  )}
                  {index < campaign.targets.length - 1 && (
                    <PostButton
                      action={deskUrls.targetPosition(v.at, campaign.id, target.id)}
                      label={t('desk.targets.down')}
                      about={postName(v, target.name, target.division)}
                      fields={{ direction: 'down' }}
                    />
                  )}
                  <PostButton
                    action={deskUrls.targetRemoval(v.at, campaign.id, target.id)}
                    label={t('desk.targets.remove')}
                    about={postName(v, target.name, target.division)}
                    kind="grave"
                  />
                </div>
              </div>
            </li>
          ))}
        </ol>
      )}
      <h2>{t('desk.targets.role.title')}</h2>
      {roles.length === 0 ? (
        <Empty text={t('desk.targets.role.empty')} />
      ) : (
        <form class="form" method="post" action={here}>
          <div class="field">
            <label for="role">{t('desk.targets.role')}</label>
            <span class="hint" id="role-hint">
              {t('desk.targets.role.hint')}
            </span>
            <Mistake v={v} name="role" state={state} />
            <select id="role" name="role" aria-describedby="role-hint">
              {bodies.map(([id, body]) => (
                <optgroup label={v.text(body)}>
                  {roles
                    .filter((role) => role.bodyId === id)
                    .map((role) => (
                      <option value={role.id} selected={state.values.role === role.id || undefined}>
                        {[
                          v.text(role.name),
                          t('desk.targets.posts', { count: role.posts, serving: role.serving }),
                          role.asOf
                            ? t('desk.targets.asOf', { date: v.date(role.asOf, 'short') })
                            : t('desk.targets.noData'),
                          ...(role.sample ? [t('desk.sample.mark')] : []),
                        ].join(' · ')}
                      </option>
                    ))}
                </optgroup>
              ))}
            </select>
          </div>
          <div>
            <button type="submit" class="button">
              {t('desk.targets.role.add')}
            </button>
          </div>
        </form>
      )}
      <h2>{t('desk.targets.post.title')}</h2>
      <form class="form" method="get" action={here} role="search">
        <Field
          v={v}
          name="q"
          type="search"
          label={t('desk.targets.search')}
          hint={t('desk.targets.search.hint')}
          state={state}
          required
        />
        <div>
          <button type="submit" class="button plain">
            {t('desk.targets.search.action')}
          </button>
        </div>
      </form>
      {posts && (
        <section aria-labelledby="found" class="flow">
          <h3 id="found">
            {t('desk.targets.found', { count: Math.min(posts.length, mostPosts), words: state.values.q ?? '' })}
          </h3>
          {posts.length > mostPosts && <p>{t('desk.targets.more')}</p>}
          <ul class="plain">
            {posts.slice(0, mostPosts).map((post) => (
              <li class="target actions">
                <span class="grow">
                  <b>{postName(v, post.label, post.division)}</b>
                  <br />
                  <small>
                    {v.text(post.body)} · {v.text(post.role)} · {post.holder ?? t('desk.targets.nobody')}
                    {' · '}
                    {post.asOf ? t('desk.targets.asOf', { date: v.date(post.asOf) }) : t('desk.targets.noData')}
                    {post.sample && ` · ${t('desk.sample.mark')}`}
                  </small>
                </span>
                <PostButton
                  action={here}
                  label={t('desk.targets.post.add')}
                  about={postName(v, post.label, post.division)}
                  fields={{ post: post.id }}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
    </DeskPage>
  );
}
