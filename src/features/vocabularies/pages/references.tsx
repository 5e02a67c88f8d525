import { mostCounted } from '../../../platform/db/index.ts';
import type { View } from '../../../platform/http/index.ts';
import { Empty, Pager } from '../../../ui/index.ts';
import type { Pointing } from '../pointing.ts';

/**
 * What points to a noun of the spine, by kind, with how many there are. `here` is the noun's own address: of a kind with more lines than
 * stand here a link leads on, and a page of one kind back.
 */
export function References({ v, references, here }: { v: View; references: Pointing; here: string }) {
  const { groups, kind: only, next } = references;
  const of = (kind: string, after?: string) =>
    `${here}?${new URLSearchParams(after ? { kind, after } : { kind })}#${anchor}`;
  const counted = (count: number) =>
    count > mostCounted ? v.t('vocabularies.references.over', { count: mostCounted }) : v.number(count);
  if (groups.length === 0) return <Empty text={v.t('vocabularies.references.none')} />;
  return (
    <div id={anchor} class="flow">
      {groups.map(({ kind, count, lines }) => (
        <>
          <h2>
            {v.t(`vocabularies.kind.${kind}`)} <small>{counted(count)}</small>
          </h2>
          <ul>
            {lines.map((line) => (
              <li>
                <a href={line.href} {...v.tongue(line.locale)}>
                  {line.title}
                </a>
                {line.note && <small> {line.note}</small>}
                {line.machine && <small> {v.t('ui.machine.short')}</small>}
              </li>
            ))}
          </ul>
          {!only && count > lines.length && (
            <p>
              <a href={of(kind)}>
                {v.t('vocabularies.references.all', {
                  kind: v.t(`vocabularies.kind.${kind}`),
                  count: counted(count),
                })}
              </a>
            </p>
          )}
        </>
      ))}
      {only && <Pager v={v} next={next && of(only, next)} />}
      {only && (
        <p>
          <a href={here}>{v.t('vocabularies.references.back')}</a>
        </p>
      )}
    </div>
  );
}

const anchor = 'references';
