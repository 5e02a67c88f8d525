import type { View } from '../../../platform/http/index.ts';
import { Empty, Markdown, PostButton, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { AgreementVersion, Consent } from '../agreements/queries.ts';
import { Agreed, StateOf } from '../desk/parts.tsx';
import type { Inherited, Membership, MembershipEvent } from '../queries.ts';
import { wordsIn } from '../questions/question.ts';

export type OwnProps = {
  v: View;
  memberships: Membership[];
  inherited: Inherited[];
  consents: Consent[];
  /** In force, and not agreed to by her. */
  missing: AgreementVersion[];
  events: MembershipEvent[];
  /** May be renewed now. */
  renewable: boolean;
  belongs: boolean;
};

/** Her own membership: how it stands, what she agreed to, what happened, and the way out. */
export function OwnPage(props: OwnProps) {
  const { v, memberships, inherited, consents, missing, events, renewable, belongs } = props;
  const own = memberships[0];
  const standing = own && (own.state === 'active' || own.state === 'suspended');
  return (
    <WorkPage v={v} title={v.t('members.own.title')}>
      {!own && inherited.length === 0 && belongs && <p class="notice">{v.t('members.own.granted')}</p>}
      {!own && inherited.length === 0 && !belongs && (
        <Empty text={v.t('members.own.none')} action={v.t('members.own.apply')} href={urls.members.join(v.at)} />
      )}
      {own && (
        <section class="flow" aria-labelledby="own">
          <h2 id="own">{v.t('members.own.yours')}</h2>
          <p>
            <StateOf v={v} state={own.state} /> {v.t('members.own.since', { date: v.date(own.from) })}
          </p>
          {own.state === 'suspended' && <p class="notice">{v.t('members.own.suspended')}</p>}
          {standing && own.renewOn && <p>{v.t('members.own.renewOn', { date: v.date(own.renewOn) })}</p>}
          {renewable && (
            <PostButton action={urls.members.ownRenewal(v.at)} label={v.t('members.own.renew')} kind="main" />
          )}
        </section>
      )}
      {inherited.length > 0 && (
        <section class="flow" aria-labelledby="through">
          <h2 id="through">{v.t('members.own.through')}</h2>
          <ul>
            {inherited.map((one) => (
              <li>
                <bdi>{one.organisation}</bdi> <StateOf v={v} state={one.state} />{' '}
                {v.t('members.own.since', { date: v.date(one.since) })}
              </li>
            ))}
          </ul>
        </section>
      )}
      {missing.length > 0 && (
        <section class="flow" id="agreements" aria-labelledby="missing">
          <h2 id="missing">{v.t('members.own.missing')}</h2>
          {missing.map((version) => (
            <div class="notice flow">
              <h3>
                {v.t('members.version.named', {
                  name: wordsIn(version.name, v.locale),
                  version: version.version,
                  date: v.date(version.publishedOn),
                })}
              </h3>
              <Markdown text={wordsIn(version.body, v.locale)} />
              <PostButton
                v={v}
                action={urls.members.ownAgreement(v.at, version.id)}
                label={v.t('members.own.agree')}
                about={wordsIn(version.name, v.locale)}
                kind="main"
              />
            </div>
          ))}
        </section>
      )}
      {consents.length > 0 && (
        <section class="flow" aria-labelledby="agreed">
          <h2 id="agreed">{v.t('members.own.agreed')}</h2>
          <Agreed v={v} consents={consents} />
        </section>
      )}
      {events.length > 0 && (
        <section class="flow" aria-labelledby="history">
          <h2 id="history">{v.t('members.show.history')}</h2>
          <ol class="flow">
            {events.map((event) => (
              <li>
                <b>{v.t(`members.happened.${event.kind}`)}</b> · {v.date(event.at)}
                {event.words && <p class="lines">{event.words}</p>}
              </li>
            ))}
          </ol>
        </section>
      )}
      <section class="flow" aria-labelledby="data">
        <h2 id="data">{v.t('members.own.data')}</h2>
        <p>{v.t('members.own.data.text')}</p>
        <PostButton action={urls.members.copy(v.at)} label={v.t('members.own.copy')} />
        <p>
          <a href={urls.members.departure(v.at)}>{v.t('members.own.leave')}</a>
        </p>
      </section>
    </WorkPage>
  );
}
