import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { State } from '../../../ui/index.ts';
import type { StoryEvent } from '../keeping-queries.ts';
import type { Story } from '../queries.ts';
import { type Approval, endsSoon, type Standing, standingOf, type Use } from '../story.ts';

/** How an approval of this story stands now. */
export const standsAs = (story: Pick<Story, 'texts'>, approval: Approval, now: Date): Standing =>
  standingOf(approval, story.texts.find((text) => text.locale === approval.locale)?.version, now);

const tones: Record<Standing, 'ok' | 'wait' | 'bad' | 'plain'> = {
  approved: 'ok',
  asked: 'wait',
  stale: 'wait',
  expired: 'bad',
  declined: 'plain',
  withdrawn: 'plain',
};

/** The last day of an approval; it ends with that day, so the moment before the end lies on it. */
export const lastDay = (v: View, expiresAt: Date, style: 'date' | 'short' = 'short'): string =>
  v.date(new Date(expiresAt.getTime() - 1), style);

/** How it stands, in words, and until when. */
export function ApprovalState({ v, story, approval }: { v: View; story: Pick<Story, 'texts'>; approval: Approval }) {
  const standing = standsAs(story, approval, v.now);
  return (
    <>
      <State tone={endsSoon(approval, standing, v.now) ? 'wait' : tones[standing]}>
        {v.t(`stories.standing.${standing}`)}
      </State>{' '}
      {standing === 'approved' && approval.expiresAt && (
        <small>{v.t('stories.until', { date: lastDay(v, approval.expiresAt) })}</small>
      )}
    </>
  );
}

/** "Our website", "A film: Name of the film": where her words go. */
export const whereTo = (v: View, of: { use: Use; place: string }): string =>
  of.place === ''
    ? v.t(`stories.use.${of.use}`)
    : v.t('stories.use.outside', { use: v.t(`stories.use.${of.use}.bare`), place: of.place });

/** Its title in the reader's language, else in the first that has one. */
export const titleOf = (v: View, story: Pick<Story, 'texts' | 'slug' | 'erasedAt'>): string =>
  story.erasedAt
    ? v.t('stories.erased')
    : ([v.locale, ...v.network.locales]
        .map((locale) => story.texts.find((text) => text.locale === locale)?.title)
        .find(Boolean) ?? story.slug);

/** What happened, newest first: each line says what, when, and by whose word. */
export function Events({ v, events, hers }: { v: View; events: StoryEvent[]; hers?: boolean }) {
  const t = v.t;
  if (events.length === 0) return <p>{t('stories.events.none')}</p>;
  return (
    <ul class="shelf">
      {events.map((event) => (
        <li>
          <p>
            <small>
              <time datetime={event.at.toISOString()}>{v.date(event.at, 'time')}</time>
            </small>
            <br />
            <b>{t(`stories.event.${event.event}`)}</b>
            {`${t('ui.colon')} `}
            {whereTo(v, event)} · {languageName(event.locale)}
            {event.event === 'approved' && event.expiresAt && (
              <> · {t('stories.until', { date: lastDay(v, event.expiresAt) })}</>
            )}
          </p>
          <p>
            <small>
              {t(`stories.by.${event.by}${hers ? '.you' : ''}`, {
                name: event.coordinator ?? t('stories.by.somebody'),
              })}
              {event.way && ` · ${t(`stories.word.way.${event.way}`)}`}
              {event.witness && ` · ${t('stories.word.witness')}${t('ui.colon')} ${event.witness}`}
              {event.note && ` · ${event.note}`}
              {event.handed && ` · ${t('stories.by.handed')}`}
            </small>
          </p>
        </li>
      ))}
    </ul>
  );
}
