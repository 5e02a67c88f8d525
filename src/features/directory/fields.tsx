import type { View } from '../../platform/http/index.ts';
import { type Level, levelField, levels } from './visibility.ts';

/** Beside a field: to whom it is shown. The field's own label says what it is about to those who hear it. */
export function LevelChoice({ v, field, about, level }: { v: View; field: string; about: string; level: Level }) {
  const name = levelField(field);
  return (
    <div class="field level">
      <label for={name}>
        {v.t('directory.level')}
        <span class="hidden">: {about}</span>
      </label>
      <select id={name} name={name}>
        {levels.map((one) => (
          <option value={one} selected={one === level || undefined}>
            {v.t(`directory.level.${one}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
