import type { View } from '../../../platform/http/index.ts';
import { type FormState, Mistake } from '../../../ui/index.ts';

type Props = { v: View; name?: string; label: string; hint?: string; state: FormState };

/** The field for one picture, for a form with `enctype="multipart/form-data"`. A browser never shows a chosen file again. */
export function PictureField({ v, name = 'picture', label, hint, state }: Props) {
  const described = [`${name}-hint`, state.errors[name] ? `${name}-error` : ''].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <span class="hint" id={`${name}-hint`}>
        {hint ?? v.t('pictures.hint')}
      </span>
      <Mistake v={v} name={name} state={state} />
      <input
        type="file"
        id={name}
        name={name}
        accept="image/jpeg,image/png,image/webp"
        aria-describedby={described}
        aria-invalid={state.errors[name] ? 'true' : undefined}
      />
    </div>
  );
}
