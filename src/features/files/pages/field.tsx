import { type Kind, kinds } from '../../../platform/documents/index.ts';
import type { View } from '../../../platform/http/index.ts';
import { asset, Choice, type FormState, Mistake } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { largestMegabytes } from '../quota.ts';

type Props = {
  v: View;
  name?: string;
  label: string;
  hint?: string;
  state: FormState;
  required?: boolean;
  /** The kinds that are of use here; left out: all. */
  accepts?: readonly Kind[];
};

/**
 * The field for one file, for a form with `enctype="multipart/form-data"` (it brings its script along). A browser never shows a chosen file again. Coordinators
 * may ask to keep a file as it is.
 */
export function FileField({ v, name = 'file', label, hint, state, required, accepts }: Props) {
  const described = [`${name}-hint`, state.errors[name] ? `${name}-error` : ''].filter(Boolean).join(' ');
  const ends = (accepts ?? (Object.keys(kinds) as Kind[])).flatMap((kind) => kinds[kind].ends.map((end) => `.${end}`));
  return (
    <div class="field">
      <label for={name}>
        {label}
        {!required && <small> {v.t('ui.form.optional')}</small>}
      </label>
      <span class="hint" id={`${name}-hint`}>
        {hint ?? v.t('files.field.hint', { limit: largestMegabytes })}
      </span>
      <Mistake v={v} name={name} state={state} />
      <div data-island="file-upload" {...words(v)}>
        <input type="hidden" name="upload" value="" />
        <input
          type="file"
          id={name}
          name={name}
          required={required || undefined}
          accept={ends.join(',')}
          aria-describedby={described}
          aria-invalid={state.errors[name] ? 'true' : undefined}
        />
        <progress max={100} value="0" hidden aria-label={v.t('files.field.sending')} />
        <p role="status"></p>
        <script type="module" src={asset('islands/file-upload.js')} />
      </div>
      {v.can('coordinator') && (
        <Choice name="as_sent" value="yes" checked={state.values.as_sent === 'yes'}>
          {v.t('files.field.asSent')}
        </Choice>
      )}
    </div>
  );
}

/** Where the pieces go, and what is said meanwhile, for the island `file-upload`. */
const words = (v: View) => ({
  'data-uploads': urls.files.uploads(v.at),
  'data-sending': v.t('files.field.sending'),
  'data-waiting': v.t('files.field.waiting'),
  'data-refused': v.t('files.field.refused'),
  'data-done': v.t('files.field.done'),
});
