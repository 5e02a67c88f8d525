import type { View } from '../../../platform/http/index.ts';
import { Choice, ErrorSummary, type FormState, Mistake, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';

/** What leaving does to each thing, and the choices that are hers. */
export function DeparturePage({ v, state }: { v: View; state: FormState }) {
  const labels = {
    posts: v.t('members.leave.posts'),
    account: v.t('members.leave.account'),
    sure: v.t('members.leave.sure'),
  };
  const options = (name: 'posts' | 'account', values: readonly string[]) => (
    <fieldset id={name}>
      <legend>{labels[name]}</legend>
      <Mistake v={v} name={name} state={state} />
      {values.map((value) => (
        <Choice type="radio" name={name} value={value} checked={state.values[name] === value}>
          {v.t(`members.leave.${name}.${value}`)}
        </Choice>
      ))}
    </fieldset>
  );
  return (
    <WorkPage
      v={v}
      title={v.t('members.leave.title')}
      back={[{ href: urls.members.own(v.at), label: v.t('members.own.title') }]}
      islands={['error-summary']}
    >
      <p class="lead">{v.t('members.leave.lead')}</p>
      <ul>
        {['membership', 'profile', 'groups', 'votes', 'record'].map((thing) => (
          <li>{v.t(`members.leave.what.${thing}`)}</li>
        ))}
      </ul>
      <form class="form" method="post" action={urls.members.departure(v.at)} novalidate>
        <ErrorSummary v={v} state={state} labels={labels} />
        {options('posts', ['name', 'former'])}
        {options('account', ['keep', 'delete'])}
        <div id="sure">
          <Mistake v={v} name="sure" state={state} />
          <Choice name="sure" value="yes">
            {labels.sure}
          </Choice>
        </div>
        <div>
          <button class="button grave">{v.t('members.leave.button')}</button>
        </div>
      </form>
    </WorkPage>
  );
}
