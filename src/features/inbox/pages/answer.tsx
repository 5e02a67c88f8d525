import type { View } from '../../../platform/http/index.ts';
import { Choice, Field, type FormState, Mistake } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { FileField } from '../../files/index.ts';
import { aboutMark, type Inquiry } from '../inquiry.ts';
import type { Template } from '../queries.ts';

export type AnswerProps = {
  v: View;
  inquiry: Inquiry;
  templates: Template[];
  state: FormState;
  /** Ids for the three forms that add something, so that sent twice they add once. */
  ids: string[];
  /** Whether her reply by mail comes back here. */
  back: boolean;
};

/** How she is answered: by mail, or what was said by telephone or on paper, with words to begin from. */
export function Answer({ v, inquiry, templates, state, ids, back }: AnswerProps) {
  const t = v.t;
  const mail = inquiry.email !== '';
  return (
    <section id="answer" class="flow">
      <h2>{t('inbox.answer.title')}</h2>
      {templates.length > 0 && (
        <p>
          {t('inbox.answer.begin')}{' '}
          {templates.map((template, at) => (
            <>
              {at > 0 && ' · '}
              <a href={urls.inbox.one(v.at, inquiry.id, template.id)}>{template.name}</a>
            </>
          ))}
        </p>
      )}
      <form class="form short" method="post" action={urls.inbox.answers(v.at, inquiry.id)} novalidate>
        <input type="hidden" name="id" value={ids[0]} />
        <input type="hidden" name="seen" value={aboutMark(inquiry)} />
        <Field v={v} name="subject" label={t('inbox.field.subject')} state={state} required maxlength={160} wording />
        <Field
          v={v}
          name="body"
          label={t('inbox.answer.body')}
          hint={t('inbox.answer.hint')}
          state={state}
          rows={9}
          required
        />
        <fieldset id="by">
          <legend>{t('inbox.answer.by')}</legend>
          <Mistake v={v} name="by" state={state} />
          <Choice type="radio" name="by" value="mail" checked={state.values.by === 'mail'} disabled={!mail}>
            {t(mail ? (back ? 'inbox.answer.mail' : 'inbox.answer.mail.noWay') : 'inbox.answer.mail.none')}
          </Choice>
          <Choice type="radio" name="by" value="paper" checked={state.values.by === 'paper'}>
            {t('inbox.answer.paper')}
          </Choice>
        </fieldset>
        <fieldset id="afterwards">
          <legend>{t('inbox.answer.then')}</legend>
          {(['answered', 'waiting'] as const).map((one) => (
            <Choice type="radio" name="afterwards" value={one} checked={state.values.afterwards === one}>
              {t(`inbox.answer.then.${one}`)}
            </Choice>
          ))}
        </fieldset>
        <div>
          <button type="submit" class="button">
            {t('inbox.answer.send')}
          </button>
        </div>
      </form>
    </section>
  );
}

/** Something more that came by hand. */
export function Arrival({ v, inquiry, state, ids }: AnswerProps) {
  const t = v.t;
  return (
    <details class="fold" open={Boolean(state.errors.words ?? state.errors.scan) || undefined}>
      <summary>
        <b>{t('inbox.arrival.title')}</b>
      </summary>
      <form
        class="form short"
        method="post"
        action={urls.inbox.arrivals(v.at, inquiry.id)}
        enctype="multipart/form-data"
        novalidate
      >
        <input type="hidden" name="id" value={ids[2]} />
        <fieldset id="kind">
          <legend>{t('inbox.arrival.kind')}</legend>
          {(['came', 'call'] as const).map((one) => (
            <Choice type="radio" name="kind" value={one} checked={state.values.kind === one}>
              {t(`inbox.arrival.${one}`)}
            </Choice>
          ))}
        </fieldset>
        <Field v={v} name="words" label={t('inbox.arrival.words')} state={state} rows={5} required wording={false} />
        <FileField
          v={v}
          name="scan"
          label={t('inbox.field.scan')}
          hint={t('inbox.field.scan.hint')}
          state={state}
          accepts={['jpeg', 'png', 'webp', 'pdf']}
        />
        <div>
          <button type="submit" class="button plain">
            {t('inbox.arrival.save')}
          </button>
        </div>
      </form>
    </details>
  );
}
