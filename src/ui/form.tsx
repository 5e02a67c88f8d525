import type { Child } from 'hono/jsx';
import type { FieldErrors, View } from '../platform/http/index.ts';
import { AboutWhat } from './parts.tsx';
import { FieldWording } from './wording/index.ts';

/** What a form shows again after a mistake: the values as typed and what is wrong with which. */
export type FormState = { values: Record<string, string>; errors: FieldErrors };

/** A form before anybody typed. */
export const emptyForm = (values: Record<string, string> = {}): FormState => ({ values, errors: {} });

/** The list of mistakes above a form. It is focused when the page opens, and each line leads to its field. */
export function ErrorSummary({ v, state, labels }: { v: View; state: FormState; labels: Record<string, string> }) {
  const entries = Object.entries(state.errors);
  if (entries.length === 0) return null;
  return (
    <div class="summary flow" role="alert" tabindex={-1} autofocus id="errors" data-island="error-summary">
      <h2>{v.t('ui.form.errors', { count: entries.length })}</h2>
      <ul>
        {entries.map(([field, error]) => (
          <li>
            <a href={`#${field}`}>
              {labels[field] ? `${labels[field].replace(/\s?[.?!]$/, '')}${v.t('ui.colon')} ` : ''}
              {v.t(error.key, error.values)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

type FieldProps = {
  v: View;
  name: string;
  label: string;
  hint?: string;
  state: FormState;
  type?: 'text' | 'email' | 'password' | 'number' | 'date' | 'datetime-local' | 'search' | 'tel' | 'url' | 'color';
  autocomplete?: string;
  inputmode?: 'text' | 'numeric' | 'decimal' | 'email' | 'search';
  required?: boolean;
  /** One of several ways to answer: neither required nor marked as optional. */
  either?: boolean;
  maxlength?: number;
  lang?: string;
  /** More than one: a text area of so many rows. */
  rows?: number;
  /**
   * Words that are worth another look are named beside it (in the language `lang`). So it is for every text area; `false` where it is a list,
   * an address, or words that are not ours to look at (test/words-not-looked-at.ts holds them with their reason).
   */
  wording?: boolean;
};

/** One labelled field with its hint and its mistake, all of it announced together. */
export function Field({
  v,
  name,
  label,
  hint,
  state,
  type = 'text',
  autocomplete,
  inputmode,
  required,
  either,
  maxlength,
  lang,
  rows,
  wording = rows !== undefined,
}: FieldProps) {
  const error = state.errors[name];
  const described =
    [hint && `${name}-hint`, error && `${name}-error`, wording && `${name}-wording`].filter(Boolean).join(' ') ||
    undefined;
  const shared = {
    id: name,
    name,
    lang,
    maxlength,
    autocomplete,
    required: required || undefined,
    'aria-invalid': error ? ('true' as const) : undefined,
    'aria-describedby': described,
  };
  return (
    <div class="field">
      <label for={name}>
        {label}
        {!required && !either && <small> {v.t('ui.form.optional')}</small>}
      </label>
      {hint && (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      <Mistake v={v} name={name} state={state} />
      {rows ? (
        <textarea {...shared} rows={rows} class={rows > 8 ? 'tall' : undefined}>
          {`\n${state.values[name] ?? ''}`}
        </textarea>
      ) : (
        <input {...shared} type={type} inputmode={inputmode} value={state.values[name] ?? ''} />
      )}
      {wording && <FieldWording v={v} name={name} language={lang ?? v.locale} text={state.values[name] ?? ''} />}
    </div>
  );
}

/** The message at a field. */
export function Mistake({ v, name, state }: { v: View; name: string; state: FormState }) {
  const error = state.errors[name];
  if (!error) return null;
  return (
    <span class="wrong" id={`${name}-error`}>
      {v.t(error.key, error.values)}
    </span>
  );
}

/** A tick box or radio button with its words beside it. Nothing is ever ticked beforehand unless `checked` says she did. */
export function Choice({
  name,
  value,
  checked,
  type = 'checkbox',
  id,
  target,
  disabled,
  children,
}: {
  name: string;
  value: string;
  checked?: boolean;
  type?: 'checkbox' | 'radio';
  id?: string;
  target?: boolean;
  disabled?: boolean;
  children?: Child;
}) {
  return (
    <label class={target ? 'choice target' : 'choice'}>
      <input
        type={type}
        name={name}
        value={value}
        id={id}
        checked={checked || undefined}
        disabled={disabled || undefined}
      />
      <span>{children}</span>
    </label>
  );
}

/** A choice from a list. */
export function Select({
  v,
  name,
  label,
  hint,
  state,
  options,
  required,
}: {
  v: View;
  name: string;
  label: string;
  hint?: string;
  state: FormState;
  options: { value: string; label: string }[];
  required?: boolean;
}) {
  const error = state.errors[name];
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint && (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      <Mistake v={v} name={name} state={state} />
      <select
        id={name}
        name={name}
        required={required || undefined}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={hint ? `${name}-hint` : undefined}
      >
        {options.map((option) => (
          <option value={option.value} selected={state.values[name] === option.value || undefined}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A button that is a form of its own. */
export function PostButton({
  v,
  action,
  label,
  about,
  kind = 'plain',
  fields = {},
}: {
  action: string;
  label: string;
  kind?: 'plain' | 'grave' | 'main';
  fields?: Record<string, string>;
  /** `about`: what it is about, for those who hear the button alone; `v` writes the colon before it. */
} & ({ v: View; about?: string } | { v?: undefined; about?: undefined })) {
  return (
    <form method="post" action={action}>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class={kind === 'main' ? 'button' : `button ${kind}`}>
        {label}
        {v && about && <AboutWhat v={v} text={about} />}
      </button>
    </form>
  );
}

/** A field that takes one file, with its hint and its mistake announced together. */
export function UploadField({
  v,
  name,
  label,
  hint,
  accept,
  state,
  required,
}: {
  v: View;
  name: string;
  label: string;
  hint?: string;
  /** The kinds of files that are offered, by their endings or types. */
  accept: string;
  state: FormState;
  required?: boolean;
}) {
  const described = [hint && `${name}-hint`, state.errors[name] && `${name}-error`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint && (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      <Mistake v={v} name={name} state={state} />
      <input
        type="file"
        id={name}
        name={name}
        accept={accept}
        required={required}
        aria-describedby={described || undefined}
        aria-invalid={state.errors[name] ? 'true' : undefined}
      />
    </div>
  );
}

/** The last question before what cannot be undone: the button that does it, and the way back. */
export function OnceMore({
  action,
  label,
  fields,
  back,
}: {
  action: string;
  label: string;
  fields?: Record<string, string>;
  back: { href: string; label: string };
}) {
  return (
    <div class="actions">
      <PostButton action={action} label={label} fields={fields} kind="grave" />
      <a class="button plain" href={back.href}>
        {back.label}
      </a>
    </div>
  );
}

/** One field and one button that look for something on the same page. */
export function SearchForm({
  v,
  action,
  words,
  label,
  hint,
  button,
  maxlength,
  keep = {},
}: {
  v: View;
  action: string;
  /** What was looked for. */
  words: string;
  label: string;
  hint?: string;
  button: string;
  maxlength?: number;
  /** What else the address says. */
  keep?: Record<string, string>;
}) {
  return (
    <form class="form short" method="get" action={action} role="search">
      {Object.entries(keep).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Field
        v={v}
        name="q"
        type="search"
        label={label}
        hint={hint}
        state={emptyForm({ q: words })}
        maxlength={maxlength}
        either
      />
      <div>
        <button type="submit" class="button plain">
          {button}
        </button>
      </div>
    </form>
  );
}
