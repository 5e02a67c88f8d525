import type { View } from '../../platform/http/index.ts';
import { AboutWhat } from '../../ui/index.ts';
import { type Level, levelField, levels } from './visibility.ts';

type Props = {
  v: View;
  field: string;
  /** The field's own label, for those who hear the choice alone. */
  about: string;
  level: Level;
  /** The levels to choose from; all of them unless something narrows them. */
  offered?: readonly Level[];
  /** Chosen for somebody else: `nobody` is then "nobody but her". */
  others?: boolean;
};

/** Beside a field: to whom it is shown. */
export function LevelChoice({ v, field, about, level, offered = levels, others }: Props) {
  const name = levelField(field);
  return (
    <div class="field level">
      <label for={name}>
        {v.t('directory.level')}
        <AboutWhat v={v} text={about} />
      </label>
      <select id={name} name={name}>
        {offered.map((one) => (
          <option value={one} selected={one === level || undefined}>
            {v.t(one === 'nobody' && others ? 'directory.level.herself' : `directory.level.${one}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
