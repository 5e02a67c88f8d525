import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { ErrorSummary, Field, type FormState, Markdown, PostButton, Select, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { StoryEvent } from '../keeping-queries.ts';
import type { Story } from '../queries.ts';
import { type Approval, words } from '../story.ts';
import { ApprovalState, Events, standsAs, titleOf, whereTo } from './parts.tsx';

type Props = { v: View; story: Story; approval: Approval; events: StoryEvent[]; state: FormState };

/** One use in one place and language: how it stands, her word as it is written down for her, and what happened. */
export function ApprovalPage({ v, story, approval, events, state }: Props) {
  const t = v.t;
  const labels = {
    way: t('stories.word.way'),
    witness: t('stories.word.witness'),
    note: t('stories.word.note'),
    until: t('stories.own.until'),
    version: t('stories.texts'),
  };
  const text = story.texts.find((one) => one.locale === approval.locale);
  const standing = standsAs(story, approval, v.now);
  const at = [v.at, story.id, approval.id] as const;
  return (
    <WorkPage
      v={v}
      title={`${whereTo(v, approval)} · ${languageName(approval.locale)}`}
      back={[
        { href: urls.stories.desk(v.at), label: t('stories.title') },
        { href: urls.stories.edit(v.at, story.id), label: titleOf(v, story) },
      ]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labels} />
      <p>
        <ApprovalState v={v} story={story} approval={approval} />
      </p>
      <p>{t(`stories.standing.${standing}.text`)}</p>
      {standing === 'approved' && (
        <PostButton action={urls.stories.approvalWithdrawal(...at)} label={t('stories.word.withdraw')} kind="grave" />
      )}
      {standing === 'stale' && (
        <PostButton action={urls.stories.approvalWithdrawal(...at)} label={t('stories.word.withdraw')} />
      )}
      {(standing === 'asked' || standing === 'stale') && (
        <PostButton action={urls.stories.approvalRefusal(...at)} label={t('stories.word.refuse')} />
      )}
      {text ? (
        <>
          <details>
            <summary>{t('stories.word.read')}</summary>
            <div class="flow" lang={text.locale} dir="auto">
              <h2>{text.title}</h2>
              <p>
                <small>{story.publicName}</small>
              </p>
              {text.summary && <p>{text.summary}</p>}
              {story.picture && text.picture_alt && <p>{text.picture_alt}</p>}
              <Markdown text={text.body} />
            </div>
          </details>
          <form class="form short" method="post" action={urls.stories.approval(...at)} novalidate>
            <h2>{t('stories.word')}</h2>
            <p>{t('stories.word.lead')}</p>
            <input type="hidden" name="version" value={text.version} />
            <Select
              v={v}
              name="way"
              label={labels.way}
              state={state}
              options={words.map((way) => ({ value: way, label: t(`stories.word.way.${way}`) }))}
            />
            <Field
              v={v}
              name="witness"
              label={labels.witness}
              state={state}
              maxlength={120}
              either
              autocomplete="off"
            />
            <Field
              v={v}
              name="note"
              label={labels.note}
              hint={t('stories.word.note.hint')}
              state={state}
              rows={3}
              maxlength={1000}
              either
            />
            <Field v={v} name="until" type="date" label={labels.until} state={state} required />
            <div>
              <button type="submit" class="button">
                {t('stories.word.save')}
              </button>
            </div>
          </form>
        </>
      ) : (
        <p>{t('stories.own.noWords')}</p>
      )}
      <h2>{t('stories.events')}</h2>
      <Events v={v} events={events} />
    </WorkPage>
  );
}
