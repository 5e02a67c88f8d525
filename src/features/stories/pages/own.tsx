import type { View } from '../../../platform/http/index.ts';
import { languageIn, languageName } from '../../../platform/i18n/index.ts';
import {
  AboutWhat,
  Document,
  ErrorSummary,
  type FormState,
  Markdown,
  OnceMore,
  PostButton,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { daysOf } from '../forms.ts';
import type { Payment, StoryEvent } from '../keeping-queries.ts';
import type { Story } from '../queries.ts';
import type { Approval, Standing } from '../story.ts';
import type { OwnPlace } from '../urls.ts';
import { ApprovalState, Events, standsAs, titleOf, whereTo } from './parts.tsx';
import { PaymentList } from './payments.tsx';

type Props = {
  v: View;
  story: Story;
  of: OwnPlace;
  events: StoryEvent[];
  payments: Payment[];
  state: FormState;
};

/** Her own page: what she is asked, what is shown, what is not, each with its button; then her words, payments, what happened. */
export function OwnPage({ v, story, of, events, payments, state }: Props) {
  const t = v.t;
  const standing = (approval: Approval) => standsAs(story, approval, v.now);
  const group = (...wanted: Standing[]) => story.approvals.filter((one) => wanted.includes(standing(one)));
  const asked = group('asked', 'stale');
  const given = group('approved');
  const not = group('expired', 'declined', 'withdrawn');
  const signedIn = 'story' in of;
  return (
    <Document v={v} title={titleOf(v, story)} unlisted islands={['error-summary']}>
      <div class="wrap page narrow flow">
        {signedIn && (
          <nav class="crumbs" aria-label={t('ui.crumbs')}>
            <a href={urls.accounts.today(v.at)}>{t('ui.nav.today')}</a>
            {' › '}
            <a href={urls.stories.mine(v.at)}>{t('stories.mine.title')}</a>
          </nav>
        )}
        <h1 class="small">{titleOf(v, story)}</h1>
        <ErrorSummary v={v} state={state} labels={{}} />
        {story.erasedAt ? (
          <p class="notice">{t('stories.own.erased', { date: v.date(story.erasedAt) })}</p>
        ) : (
          <>
            <p>{t('stories.own.lead')}</p>
            {story.texts.map((text) => (
              <details>
                <summary>{t('stories.own.read', { language: languageIn(v.locale, text.locale) })}</summary>
                <div class="flow" lang={text.locale} dir="auto">
                  <h2>{text.title}</h2>
                  <p>
                    <small>{story.publicName}</small>
                  </p>
                  {text.summary && <p>{text.summary}</p>}
                  {story.picture && (
                    <img
                      class="picture"
                      src={urls.stories.ownPicture(v.at, of)}
                      width={story.picture.width}
                      height={story.picture.height}
                      alt={text.picture_alt || t('stories.picture')}
                    />
                  )}
                  <Markdown text={text.body} />
                </div>
              </details>
            ))}
          </>
        )}
        {asked.length > 0 && (
          <section class="flow" aria-labelledby="asked">
            <h2 id="asked">{t('stories.own.asked')}</h2>
            <ul class="shelf">
              {asked.map((approval) => (
                <li class="flow">
                  <Line v={v} story={story} approval={approval} />
                  {standing(approval) === 'stale' && <p>{t('stories.own.stale')}</p>}
                  <ApproveForm v={v} story={story} approval={approval} of={of} label={t('stories.own.yes')} />
                  <PostButton
                    v={v}
                    action={urls.stories.ownRefusal(v.at, of)}
                    label={t('stories.own.no')}
                    about={about(v, approval)}
                    fields={{ approval: approval.id }}
                  />
                </li>
              ))}
            </ul>
          </section>
        )}
        <section class="flow" aria-labelledby="given">
          <h2 id="given">{t('stories.own.given')}</h2>
          {given.length === 0 && <p>{t('stories.own.nothing')}</p>}
          <ul class="shelf">
            {given.map((approval) => (
              <li class="flow">
                <Line v={v} story={story} approval={approval} />
                <PostButton
                  v={v}
                  action={urls.stories.ownWithdrawal(v.at, of)}
                  label={t('stories.own.withdraw')}
                  about={about(v, approval)}
                  kind="grave"
                  fields={{ approval: approval.id }}
                />
                <details>
                  <summary>{t('stories.own.longer')}</summary>
                  <ApproveForm v={v} story={story} approval={approval} of={of} label={t('stories.own.renew')} />
                </details>
              </li>
            ))}
          </ul>
        </section>
        {not.length > 0 && (
          <section class="flow" aria-labelledby="not">
            <h2 id="not">{t('stories.own.not')}</h2>
            <ul class="shelf">
              {not.map((approval) => (
                <li class="flow">
                  <Line v={v} story={story} approval={approval} />
                  {!story.erasedAt && (
                    <details>
                      <summary>{t('stories.own.again')}</summary>
                      <ApproveForm v={v} story={story} approval={approval} of={of} label={t('stories.own.yes')} />
                    </details>
                  )}
                </li>
              ))}
            </ul>
          </section>
        )}
        {given.length + asked.length > 1 && (
          <section class="notice flow">
            <p>{t('stories.own.all.text')}</p>
            <PostButton action={urls.stories.ownWithdrawal(v.at, of)} label={t('stories.own.all')} kind="grave" />
          </section>
        )}
        {payments.length > 0 && (
          <section class="flow" aria-labelledby="payments">
            <h2 id="payments">{t('stories.payments')}</h2>
            <p>{t('stories.own.payments')}</p>
            <PaymentList v={v} payments={payments} />
          </section>
        )}
        <details>
          <summary>{t('stories.events')}</summary>
          <Events v={v} events={events} hers />
        </details>
        <p>
          <a href={urls.stories.ownCopy(v.at, of)}>{t('stories.own.copy')}</a>
        </p>
        {!story.erasedAt && (
          <p>
            <a href={urls.stories.ownErasure(v.at, of)}>{t('stories.own.erase')}</a>
          </p>
        )}
      </div>
    </Document>
  );
}

const about = (v: View, approval: Approval): string => `${whereTo(v, approval)}, ${languageName(approval.locale)}`;

function Line({ v, story, approval }: { v: View; story: Story; approval: Approval }) {
  return (
    <p>
      <b>{whereTo(v, approval)}</b> · {languageName(approval.locale)}
      <br />
      <ApprovalState v={v} story={story} approval={approval} />
    </p>
  );
}

type ApproveProps = { v: View; story: Story; approval: Approval; of: OwnPlace; label: string };

/** Her yes to what stands on the page now, until a day that she may change. */
function ApproveForm({ v, story, approval, of, label }: ApproveProps) {
  const days = daysOf(v.now, v.network.timeZone);
  const version = story.texts.find((text) => text.locale === approval.locale)?.version;
  if (!version) return <p>{v.t('stories.own.noWords')}</p>;
  const id = `until-${approval.id}`;
  return (
    <form class="form short" method="post" action={urls.stories.ownApproval(v.at, of)}>
      <input type="hidden" name="approval" value={approval.id} />
      <input type="hidden" name="version" value={version} />
      <div class="field">
        <label for={id}>{v.t('stories.own.until')}</label>
        <input id={id} name="until" type="date" value={days.usual} min={days.first} max={days.last} />
      </div>
      <div>
        <button type="submit" class="button">
          {label}
          <AboutWhat v={v} text={about(v, approval)} />
        </button>
      </div>
    </form>
  );
}

/** The stories of whoever is signed in. */
export function MyStoriesPage({ v, stories }: { v: View; stories: Story[] }) {
  const t = v.t;
  return (
    <Document v={v} title={t('stories.mine.title')} section="today" unlisted>
      <div class="wrap page narrow flow">
        <nav class="crumbs" aria-label={t('ui.crumbs')}>
          <a href={urls.accounts.today(v.at)}>{t('ui.nav.today')}</a>
        </nav>
        <h1 class="small">{t('stories.mine.title')}</h1>
        <p>{t(stories.length === 0 ? 'stories.mine.none' : 'stories.mine.lead')}</p>
        <ul class="shelf">
          {stories.map((story) => {
            const open = story.approvals.filter((one) => ['asked', 'stale'].includes(standsAs(story, one, v.now)));
            const given = story.approvals.filter((one) => standsAs(story, one, v.now) === 'approved');
            return (
              <li class="flow">
                <h2 class="h3">
                  <a href={urls.stories.own(v.at, { story: story.id })}>{titleOf(v, story)}</a>
                </h2>
                <p>{t('stories.mine.counts', { open: open.length, given: given.length })}</p>
              </li>
            );
          })}
        </ul>
      </div>
    </Document>
  );
}

/** Asked once more before her words are gone for good. */
export function OwnErasurePage({ v, story, of }: { v: View; story: Story; of: OwnPlace }) {
  const t = v.t;
  return (
    <Document v={v} title={t('stories.own.erase')} unlisted>
      <div class="wrap page narrow flow">
        <h1 class="small">{t('stories.own.erase')}</h1>
        <p>
          <b>{titleOf(v, story)}</b>
        </p>
        <p>{t('stories.erasure.text')}</p>
        <OnceMore
          action={urls.stories.ownErasure(v.at, of)}
          label={t('stories.erasure.button')}
          back={{ href: urls.stories.own(v.at, of), label: t('stories.erasure.back') }}
        />
      </div>
    </Document>
  );
}
