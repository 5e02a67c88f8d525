import type { Child } from 'hono/jsx';
import type { View } from '../platform/http/index.ts';
import { ErrorSummary, Field, type FormState } from './form.tsx';
import { Markdown } from './markdown.tsx';

type Props = {
  v: View;
  action: string;
  /** The language of the text. */
  locale: string;
  state: FormState;
  /** What the room calls each field. */
  labels: { title: string; summary: string; body: string; picture_alt: string };
  hints: { body: string; picture_alt: string };
  /** Whether there is a picture to be put into words. */
  picture: boolean;
  save: string;
  /** The text in another language, folded below, and what it is called. */
  other?: { label: string; locale: string; title: string; summary: string; body: string };
  /** What is to be known before the form. */
  children?: Child;
};

/** The words of a thing in one language: title, summary, text and the picture in words. */
export function TextForm({ v, action, locale, state, labels, hints, picture, save, other, children }: Props) {
  const field = { v, state, lang: locale, wording: true };
  return (
    <>
      <ErrorSummary v={v} state={state} labels={labels} />
      {children}
      <form class="form" method="post" action={action} novalidate>
        <Field {...field} name="title" label={labels.title} required maxlength={160} />
        <Field {...field} name="summary" label={labels.summary} rows={3} maxlength={400} />
        <Field {...field} name="body" label={labels.body} hint={hints.body} rows={16} />
        {picture && (
          <Field {...field} name="picture_alt" label={labels.picture_alt} hint={hints.picture_alt} maxlength={300} />
        )}
        <div>
          <button type="submit" class="button">
            {save}
          </button>
        </div>
      </form>
      {other && (
        <details>
          <summary>{other.label}</summary>
          <div class="flow" lang={other.locale}>
            <h2>{other.title}</h2>
            <p>{other.summary}</p>
            <Markdown text={other.body} />
          </div>
        </details>
      )}
    </>
  );
}
