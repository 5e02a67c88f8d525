import type { View } from '../../../platform/http/index.ts';
import { languageIn, languageLabel } from '../../../platform/i18n/index.ts';
import {
  AboutWhat,
  Document,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  Markdown,
  PostButton,
  State,
  Table,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type About, AboutLists } from '../../spine/index.ts';
import { isHers, mayChange } from '../access.ts';
import { type Item, stateOn } from '../item.ts';
import type { Match } from '../matching.ts';
import type { Talk } from '../talks.ts';
import {
  byWhom,
  countryName,
  ItemLine,
  ItemState,
  langOf,
  listed,
  type Names,
  Organisation,
  wordsOf,
} from './parts.tsx';

type Props = Names & {
  v: View;
  item: Item;
  /** What it is about, as far as the reader may know. */
  about: About;
  today: string;
  talks: Talk[];
  matches: { item: Item; match: Match }[];
  messageId: string;
  state: FormState;
};

/** One offer or request: what it is, the way to answer it, and what fits it. */
export function ShowItemPage({ v, item, about, today, talks, matches, messageId, state, ...names }: Props) {
  const t = v.t;
  const words = wordsOf(v, item);
  const standing = stateOn(item, today) === 'open';
  const hers = isHers(v.actor, item);
  const member = v.can('member', 'lead', 'coordinator');
  const own = talks.find((talk) => talk.ownerId !== (v.actor.kind === 'account' ? v.actor.id : ''));
  return (
    <Document
      v={v}
      title={words.title}
      section="none"
      unlisted={item.seen !== 'public' || !standing}
      islands={['error-summary']}
    >
      <article class="wrap page narrow flow">
        <nav class="crumbs" aria-label={t('ui.crumbs')}>
          <a href={urls.exchange.list(v.at)}>{t('exchange.title')}</a>
        </nav>
        <ErrorSummary v={v} state={state} labels={{ body: t('exchange.answer.body') }} />
        {item.sample && <p class="notice">{t('exchange.sample')}</p>}
        {words.locale !== v.locale && (
          <p class="notice">{t('exchange.otherLanguage', { language: languageIn(v.locale, words.locale) })}</p>
        )}
        <p>
          <small>
            <b>{t(`exchange.side.${item.side}`)}</b> · {t(`exchange.kind.${item.kind}`)} ·{' '}
            <ItemState v={v} item={item} today={today} />
          </small>
        </p>
        <h1 class="small" lang={langOf(v, words.locale)} dir="auto">
          {words.title}
        </h1>
        {item.result && (
          <div class="notice ok">
            <p>
              <b>{t('exchange.result.label')}</b> <span dir="auto">{item.result}</span>
            </p>
          </div>
        )}
        <div lang={langOf(v, words.locale)} dir="auto" class="flow">
          <Markdown text={words.body} />
        </div>
        <dl class="facts">
          <dt>{t('exchange.by')}</dt>
          <dd>
            <Organisation v={v} name={byWhom(v, item)} slug={item.organisationSlug} />
          </dd>
          <dt>{t('exchange.where')}</dt>
          <dd>
            {[item.whereabouts, item.country ? countryName(names, item.country) : t('exchange.anywhere')]
              .filter(Boolean)
              .join(', ')}
          </dd>
          <dt>{t('exchange.when')}</dt>
          <dd>
            {item.from
              ? t('exchange.fromUntil', { from: v.date(item.from), until: v.date(item.until) })
              : t('exchange.until', { until: v.date(item.until) })}
          </dd>
          <dt>{t('exchange.languages')}</dt>
          <dd>
            {listed(
              v,
              item.languages.map((code) => languageLabel(v.locale, code)),
            )}
          </dd>
        </dl>
        <AboutLists v={v} about={about} />
        {mayChange(v.actor, item) && <OwnerPart v={v} item={item} today={today} />}
        {hers && <Talks v={v} talks={talks} />}
        {!hers && own && (
          <p>
            <a class="button" href={urls.exchange.talk(v.at, own.id)}>
              {t('exchange.answer.goOn')}
            </a>
          </p>
        )}
        {!hers && !own && member && standing && (
          <form class="form" method="post" action={urls.exchange.answer(v.at, item.id)} novalidate>
            <h2>{t('exchange.answer.title')}</h2>
            <input type="hidden" name="id" value={messageId} />
            <Field
              v={v}
              name="body"
              label={t('exchange.answer.body')}
              hint={t('exchange.answer.hint')}
              state={state}
              rows={6}
              required
            />
            <div>
              <button type="submit" class="button">
                {t('exchange.answer.send')}
              </button>
            </div>
          </form>
        )}
        {!member && standing && (
          <p class="notice">
            {t('exchange.public.answer')} <a href={urls.accounts.signIn(v.at, v.path)}>{t('ui.footer.signIn')}</a>
          </p>
        )}
        {member && standing && (
          <section class="flow">
            <h2>{t('exchange.match.title')}</h2>
            {matches.length === 0 && <p>{t('exchange.match.none')}</p>}
            <ul class="shelf">
              {matches.map((one) => (
                <ItemLine v={v} item={one.item} names={names} heading="h3" match={one.match} />
              ))}
            </ul>
          </section>
        )}
      </article>
    </Document>
  );
}

/** What its author (or a coordinator) can do with it. */
function OwnerPart({ v, item, today }: { v: View; item: Item; today: string }) {
  const t = v.t;
  const state = stateOn(item, today);
  return (
    <div class="notice flow">
      <p>{t(`exchange.state.${state}.text`)}</p>
      <div class="actions">
        <a class="button plain" href={urls.exchange.edit(v.at, item.id)}>
          {t('exchange.edit.link')}
        </a>
        {state !== 'done' && state !== 'withdrawn' && (
          <a class="button plain" href={urls.exchange.result(v.at, item.id)}>
            {t('exchange.result.link')}
          </a>
        )}
        {state === 'open' || state === 'matched' ? (
          <PostButton action={urls.exchange.withdrawal(v.at, item.id)} label={t('exchange.withdraw')} />
        ) : (
          <PostButton action={urls.exchange.reopening(v.at, item.id)} label={t('exchange.reopen')} />
        )}
      </div>
    </div>
  );
}

/** The conversations about her item. */
function Talks({ v, talks }: { v: View; talks: Talk[] }) {
  const t = v.t;
  return (
    <section class="flow">
      <h2>{t('exchange.talks.title')}</h2>
      {talks.length === 0 ? (
        <Empty text={t('exchange.talks.none')} />
      ) : (
        <Table
          caption={t('exchange.talks.caption')}
          head={['who', 'last', 'state', 'action'].map((column) => t(`exchange.talks.head.${column}`))}
        >
          {talks.map((talk) => (
            <TalkRow v={v} talk={talk} />
          ))}
        </Table>
      )}
    </section>
  );
}

/** One conversation in a table: with whom, when, whether something is unread. */
export function TalkRow({ v, talk, title }: { v: View; talk: Talk; title?: string }) {
  const t = v.t;
  const other = v.actor.kind === 'account' && talk.ownerId === v.actor.id ? talk.otherName : talk.ownerName;
  return (
    <tr>
      <th scope="row">
        {other}
        {title && (
          <>
            <br />
            <small>{title}</small>
          </>
        )}
      </th>
      <td>{v.date(talk.lastAt, 'time')}</td>
      <td>
        <State tone={talk.unread ? 'wait' : talk.matched ? 'ok' : 'plain'}>
          {t(
            talk.unread
              ? 'exchange.talks.unread'
              : talk.matched
                ? 'exchange.talks.matched'
                : talk.endedAt
                  ? 'exchange.talks.ended'
                  : 'exchange.talks.read',
          )}
        </State>
      </td>
      <td>
        <a class="button plain" href={urls.exchange.talk(v.at, talk.id)}>
          {t('exchange.talks.open')}
          <AboutWhat v={v} text={other} />
        </a>
      </td>
    </tr>
  );
}

/** What became of it, in a sentence. */
export function ResultPage({ v, item, state }: { v: View; item: Item; state: FormState }) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={t('exchange.result.title')}
      back={[
        { href: urls.exchange.mine(v.at), label: t('exchange.mine.title') },
        { href: urls.exchange.item(v.at, item.id), label: wordsOf(v, item).title },
      ]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={{ result: t('exchange.result.field') }} />
      <p>{t('exchange.result.text')}</p>
      <form class="form short" method="post" action={urls.exchange.result(v.at, item.id)} novalidate>
        <Field
          v={v}
          name="result"
          label={t('exchange.result.field')}
          hint={t('exchange.result.hint')}
          state={state}
          rows={4}
          required
          maxlength={1000}
        />
        <div>
          <button type="submit" class="button">
            {t('exchange.result.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}
