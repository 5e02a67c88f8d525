import type { View } from '../../../platform/http/index.ts';

/**
 * Finding by where she is now: the browser asks her, and the point goes into the form's own two fields. Shown by script alone, and only
 * where a browser can tell; in a frame of another site never. The page's route must call `mayLocate`.
 */
export function Here({ v }: { v: View }) {
  if (v.frame) return null;
  return (
    <div
      class="field"
      data-island="here"
      data-looking={v.t('representatives.here.looking')}
      data-refused={v.t('representatives.here.refused')}
      data-vague={v.t('representatives.here.vague')}
      data-unknown={v.t('representatives.here.unknown')}
      hidden
    >
      <button type="button" class="button plain">
        {v.t('representatives.here.button')}
      </button>
      <span class="hint">{v.t('representatives.here.text')}</span>
      <span role="status" />
    </div>
  );
}
