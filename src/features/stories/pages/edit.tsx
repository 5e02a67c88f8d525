import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import {
  AboutWhat,
  Cell,
  Choice,
  Doors,
  ErrorSummary,
  Field,
  type FormState,
  Mistake,
  PostButton,
  Select,
  State,
  Table,
  WordingNotice,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { PictureField } from '../../pictures/index.ts';
import type { Story } from '../queries.ts';
import { type Approval, isReady, uses, waits } from '../story.ts';
import { ApprovalState, standsAs, titleOf, whereTo } from './parts.tsx';

type Props = { v: View; story: Story; links: number; state: FormState; asking: string[] };

/** One story: what waits, the approvals as a table, what to ask her, its words and picture, and the ways to the rest. */
export function EditStoryPage({ v, story, links, state, asking }: Props) {
  const t = v.t;
  const labels = {
    use: t('stories.ask.use'),
    place: t('stories.ask.place'),
    locales: t('stories.ask.languages'),
    picture: t('stories.picture'),
  };
  const id = story.id;
  const waiting = story.approvals.filter((one) => waits(standsAs(story, one, v.now)));
  const given = story.approvals.filter((one) => standsAs(story, one, v.now) === 'approved');
  const onSite = given.find((one) => one.use === 'website' && one.place === '' && one.locale === v.locale);
  return (
    <WorkPage
      v={v}
      title={titleOf(v, story)}
      back={[{ href: urls.stories.desk(v.at), label: t('stories.title') }]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labels} />
      <div class="notice flow">
        <p>
          <b>{story.publicName}</b>
          {story.alias && ` · ${t('stories.alias.short')}`}
        </p>
        <p>{t(given.length > 0 ? 'stories.state.shown' : 'stories.state.hidden')}</p>
        {waiting.length > 0 && (
          <>
            <p>
              {t('stories.state.waiting', { count: waiting.length })} {t(`stories.way.${story.way}.tell`)}
            </p>
            {(story.way === 'mail' || story.way === 'account') && (
              <PostButton action={urls.stories.telling(v.at, id)} label={t('stories.tell')} kind="main" />
            )}
          </>
        )}
        {onSite && (
          <p>
            <a href={urls.stories.show(v.at, story.slug)}>{t('stories.see')}</a>
          </p>
        )}
        {given.length > 0 && (
          <PostButton action={urls.stories.withdrawal(v.at, id)} label={t('stories.withdraw.all')} />
        )}
      </div>
      <Matrix v={v} story={story} />
      <form class="form" method="post" action={urls.stories.approvals(v.at, id)} novalidate>
        <h2>{t('stories.ask')}</h2>
        <p>{t('stories.ask.lead')}</p>
        <Select
          v={v}
          name="use"
          label={labels.use}
          state={state}
          options={uses.map((use) => ({ value: use, label: t(`stories.use.${use}`) }))}
        />
        <Field
          v={v}
          name="place"
          label={labels.place}
          hint={t('stories.ask.place.hint')}
          state={state}
          maxlength={120}
        />
        <fieldset id="locales">
          <legend>{labels.locales}</legend>
          <Mistake v={v} name="locales" state={state} />
          {v.network.locales.map((locale) => (
            <Choice name="locales" value={locale} checked={asking.includes(locale)}>
              {languageName(locale)}
            </Choice>
          ))}
        </fieldset>
        <div>
          <button type="submit" class="button">
            {t('stories.ask.save')}
          </button>
        </div>
      </form>
      <WordingNotice
        v={v}
        texts={story.texts.map((text) => ({
          language: text.locale,
          text: [text.title, text.summary, text.body, text.picture_alt].join('\n\n'),
          href: urls.stories.texts(v.at, id, text.locale),
          label: languageName(text.locale),
        }))}
      />
      <Table
        caption={t('stories.texts')}
        head={['language', 'state', 'action'].map((one) => t(`stories.texts.${one}`))}
      >
        {v.network.locales.map((locale) => {
          const text = story.texts.find((one) => one.locale === locale);
          const ready = isReady(text, story.pictureKey);
          return (
            <tr>
              <th scope="row">{languageName(locale)}</th>
              <td>
                <State tone={ready ? 'ok' : 'plain'}>
                  {t(ready ? 'stories.texts.ready' : text ? 'stories.texts.unfinished' : 'stories.texts.none')}
                </State>
              </td>
              <td>
                <a class="button plain" href={urls.stories.texts(v.at, id, locale)}>
                  {t(text ? 'stories.texts.edit' : 'stories.texts.write')}
                  <AboutWhat v={v} text={languageName(locale)} />
                </a>
              </td>
            </tr>
          );
        })}
      </Table>
      <h2>{t('stories.picture')}</h2>
      {story.picture && (
        <img
          class="picture limited"
          src={urls.campaigns.picture(v.at, story.picture.key)}
          width={story.picture.width}
          height={story.picture.height}
          alt={story.texts.find((text) => text.locale === v.locale)?.picture_alt || t('stories.picture')}
        />
      )}
      <p>{t('stories.picture.lead')}</p>
      <form class="form" method="post" action={urls.stories.picture(v.at, id)} enctype="multipart/form-data">
        <PictureField v={v} label={t('stories.picture.choose')} state={state} />
        <div>
          <button type="submit" class="button">
            {t('stories.picture.save')}
          </button>
        </div>
      </form>
      {story.picture && (
        <PostButton action={urls.stories.pictureRemoval(v.at, id)} label={t('stories.picture.remove')} kind="grave" />
      )}
      <Doors
        doors={[
          { href: urls.stories.identity(v.at, id), label: t('stories.identity'), hint: t('stories.identity.door') },
          {
            href: urls.stories.link(v.at, id),
            label: t('stories.link'),
            hint: t('stories.link.door', { count: links }),
          },
          { href: urls.stories.payments(v.at, id), label: t('stories.payments'), hint: t('stories.payments.door') },
          { href: urls.stories.basics(v.at, id), label: t('stories.basics'), hint: t('stories.basics.door') },
        ]}
      />
      <p>
        <a href={urls.stories.erasure(v.at, id)}>{t('stories.erasure.link')}</a>
      </p>
    </WorkPage>
  );
}

/** Use and place down, languages across; on a narrow screen each row is a block, and each cell says its language. */
function Matrix({ v, story }: { v: View; story: Story }) {
  const t = v.t;
  if (story.approvals.length === 0) return <p>{t('stories.matrix.none')}</p>;
  const { locales } = v.network;
  const rows = new Map<string, Approval[]>();
  for (const one of story.approvals) {
    const key = `${uses.indexOf(one.use)} ${one.place}`;
    rows.set(key, [...(rows.get(key) ?? []), one]);
  }
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return (
    <Table caption={t('stories.matrix')} head={[t('stories.matrix.where'), ...locales.map(languageName)]}>
      {sorted.map((row) => (
        <tr>
          <th scope="row">{whereTo(v, row[0]!)}</th>
          {locales.map((locale) => {
            const approval = row.find((one) => one.locale === locale);
            return (
              <Cell v={v} label={languageName(locale)}>
                {approval ? (
                  <a href={urls.stories.approval(v.at, story.id, approval.id)}>
                    <ApprovalState v={v} story={story} approval={approval} />
                  </a>
                ) : (
                  <small>{t('stories.matrix.notAsked')}</small>
                )}
              </Cell>
            );
          })}
        </tr>
      ))}
    </Table>
  );
}
