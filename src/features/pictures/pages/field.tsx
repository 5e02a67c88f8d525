import type { View } from '../../../platform/http/index.ts';
import { type FormState, UploadField } from '../../../ui/index.ts';

type Props = { v: View; name?: string; label: string; hint?: string; state: FormState };

/** The field for one picture, for a form with `enctype="multipart/form-data"`. A browser never shows a chosen file again. */
export const PictureField = ({ v, name = 'picture', label, hint, state }: Props) => (
  <UploadField
    v={v}
    name={name}
    label={label}
    hint={hint ?? v.t('pictures.hint')}
    accept="image/jpeg,image/png,image/webp"
    state={state}
  />
);
