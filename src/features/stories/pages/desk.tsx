import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import {
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  Pager,
  Select,
  State,
  Table,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type List, lists, type Story } from '../queries.ts';
import { endsSoon, waits } from '../story.ts';
import { lastDay, standsAs, titleOf, whereTo } from './parts.tsx';

type Props = {
  v: View;
  stories: Story[];
  list: List;
  next: string | undefined;
  /** The new story's id, so that the form sent twice makes one. */
  id: string;
  state: FormState;
};

/** All stories by what is needed of them: what is shown where and until when, what waits, what ends. */
export function StoriesDeskPage({ v, stories, list, next, id, state }: Props) {
  const t = v.t;
  const labels = { title: t('stories.text.title'), locale: t('stories.create.locale'), public_name: t('stories.name') };
  return (
    <WorkPage v={v} title={t('stories.title')} islands={['error-summary']}>
      <p>{t('stories.desk.lead')}</p>
      <nav class="tabs" aria-label={t('stories.list')}>
        <ul>
          {lists.map((one) => (
            <li>
              <a href={urls.stories.deskShown(v.at, one)} aria-current={one === list ? 'page' : undefined}>
                {t(`stories.list.${one}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {stories.length === 0 ? (
        <Empty text={t(`stories.list.${list}.none`)} />
      ) : (
        <Table caption={t('stories.title')} head={['story', 'shown', 'open'].map((one) => t(`stories.head.${one}`))}>
          {stories.map((story) => (
            <tr>
              <th scope="row">
                <a href={urls.stories.edit(v.at, story.id)}>{titleOf(v, story)}</a>
                <br />
                <small>{story.publicName}</small>
              </th>
              <td>
                <Shown v={v} story={story} />
              </td>
              <td>
                <Open v={v} story={story} />
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Pager v={v} next={next && urls.stories.deskShown(v.at, list, next)} />
      <form class="form short" method="post" action={urls.stories.desk(v.at)} novalidate>
        <h2>{t('stories.create')}</h2>
        <p>{t('stories.create.lead')}</p>
        <ErrorSummary v={v} state={state} labels={labels} />
        <input type="hidden" name="id" value={id} />
        <Field v={v} name="title" label={labels.title} state={state} required maxlength={160} wording />
        <Field
          v={v}
          name="public_name"
          label={labels.public_name}
          hint={t('stories.name.hint')}
          state={state}
          required
          maxlength={120}
          autocomplete="off"
        />
        <Select
          v={v}
          name="locale"
          label={labels.locale}
          state={state}
          options={v.network.locales.map((locale) => ({ value: locale, label: languageName(locale) }))}
        />
        <div>
          <button type="submit" class="button">
            {t('stories.create.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

/** Where it is shown, by use, with the languages and the first day on which something ends. */
function Shown({ v, story }: { v: View; story: Story }) {
  const given = story.approvals.filter((one) => standsAs(story, one, v.now) === 'approved');
  if (given.length === 0) return <State tone="plain">{v.t('stories.shown.nowhere')}</State>;
  const places = [...new Set(given.map((one) => whereTo(v, one)))];
  return (
    <ul class="plain">
      {places.map((place) => {
        const here = given.filter((one) => whereTo(v, one) === place);
        const ends = new Date(Math.min(...here.map((one) => one.expiresAt!.getTime())));
        return (
          <li>
            {place} · {here.map((one) => languageName(one.locale)).join(', ')}
            <br />
            <small>{v.t('stories.until', { date: lastDay(v, ends) })}</small>
          </li>
        );
      })}
    </ul>
  );
}

/** What waits for her, and what ends soon. */
function Open({ v, story }: { v: View; story: Story }) {
  const standings = story.approvals.map((one) => ({ one, standing: standsAs(story, one, v.now) }));
  const waiting = standings.filter(({ standing }) => waits(standing)).length;
  const ending = standings.filter(({ one, standing }) => endsSoon(one, standing, v.now)).length;
  if (waiting + ending === 0) return <small>{v.t('stories.open.nothing')}</small>;
  return (
    <>
      {waiting > 0 && <State tone="wait">{v.t('stories.open.waiting', { count: waiting })}</State>}
      {waiting > 0 && ending > 0 && <br />}
      {ending > 0 && <State tone="wait">{v.t('stories.open.ending', { count: ending })}</State>}
    </>
  );
}
