import type { View } from '../../../platform/http/index.ts';
import { Empty, ErrorSummary, Field, type FormState, Further, Mistake, PostButton } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { AskedSearch, Serving } from '../../representatives/index.ts';
import type { DeskCampaign } from '../campaign.ts';
import type { RoleChoice, ShownTarget } from '../targets.ts';
import { deskUrls } from '../urls.ts';
import { DeskPage, postName, TargetWords, targetName } from './parts.tsx';

type Props = {
  v: View;
  campaign: DeskCampaign;
  state: FormState;
  targets: ShownTarget[];
  roles: RoleChoice[];
  search: AskedSearch | undefined;
};

/** Who is asked: the order, and two ways to add: a role found by where the writer lives, or one post for everybody. */
export function TargetsPage({ v, campaign, targets, state, roles, search }: Props) {
  const t = v.t;
  const here = urls.campaigns.targets(v.at, campaign.id);
  const bodies = [...new Map(roles.map((role) => [role.bodyId, role.body]))];
  return (
    <DeskPage v={v} title={t('desk.targets.title')} campaign={campaign} islands={['error-summary']}>
      <p class="lead">{t('desk.targets.lead')}</p>
      <ErrorSummary v={v} state={state} labels={{ role: t('desk.targets.role'), q: t('desk.targets.search') }} />
      {targets.length === 0 ? (
        <Empty text={t('desk.targets.empty')} />
      ) : (
        <ol class="asks" id="targets">
          {targets.map((target, index) => (
            <li>
              <div class="flow">
                <TargetWords v={v} target={target} />
                <div class="actions">
                  {index > 0 && (
                    <PostButton
                      v={v}
                      action={deskUrls.targetPosition(v.at, campaign.id, target.id)}
                      label={t('desk.targets.up')}
                      about={targetName(v, target)}
                      fields={{ direction: 'up' }}
                    />
                  )}
                  {index < targets.length - 1 && (
                    <PostButton
                      v={v}
                      action={deskUrls.targetPosition(v.at, campaign.id, target.id)}
                      label={t('desk.targets.down')}
                      about={targetName(v, target)}
                      fields={{ direction: 'down' }}
                    />
                  )}
                  <PostButton
                    v={v}
                    action={deskUrls.targetRemoval(v.at, campaign.id, target.id)}
                    label={t('desk.targets.remove')}
                    about={targetName(v, target)}
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
      {search && <Found v={v} here={here} words={state.values.q ?? ''} search={search} />}
    </DeskPage>
  );
}

/** Bodies to ask as a whole, then single posts and the people in them. */
function Found({ v, here, words, search }: { v: View; here: string; words: string; search: AskedSearch }) {
  const { t } = v;
  return (
    <section aria-labelledby="found" class="flow">
      <h3 id="found">{t('desk.targets.found', { count: search.posts.length + search.bodies.length, words })}</h3>
      {search.more && <p>{t('desk.targets.more')}</p>}
      <Further
        v={v}
        items={[...search.bodies, ...search.posts]}
        first={10}
        list={(some) => <ul class="plain">{some.map((one) => foundLine(v, here, one))}</ul>}
      />
    </section>
  );
}

/** A body, or a post with whoever is in it. */
const foundLine = (v: View, here: string, one: AskedSearch['bodies'][number] | Serving) =>
  'members' in one ? Body({ v, here, found: one }) : Post({ v, here, post: one });

function Body({ v, here, found }: { v: View; here: string; found: AskedSearch['bodies'][number] }) {
  const name = v.text(found.body.name);
  return (
    <li class="target actions">
      <span class="grow">
        <b>{name}</b>
        <br />
        <small>{v.t('desk.targets.members', { count: found.members })}</small>
      </span>
      <PostButton
        v={v}
        action={here}
        label={v.t('desk.targets.body.add')}
        about={name}
        fields={{ body: found.body.id }}
      />
    </li>
  );
}

function Post({ v, here, post }: { v: View; here: string; post: Serving }) {
  const { t } = v;
  const name = postName(v, post.label, post.division?.name ?? null);
  return (
    <li class="target actions">
      <span class="grow">
        <b>{name}</b>
        <br />
        <small>
          {v.text(post.role.body.name)} · {v.text(post.role.name)} · {post.official?.name ?? t('desk.targets.nobody')}
          {' · '}
          {post.asOf ? t('desk.targets.asOf', { date: v.date(post.asOf) }) : t('desk.targets.noData')}
          {post.sample && ` · ${t('desk.sample.mark')}`}
        </small>
      </span>
      <PostButton v={v} action={here} label={t('desk.targets.post.add')} about={name} fields={{ post: post.postId! }} />
      {post.official && (
        <PostButton
          v={v}
          action={here}
          label={t('desk.targets.person.add')}
          about={post.official.name}
          fields={{ person: post.official.id }}
        />
      )}
    </li>
  );
}
