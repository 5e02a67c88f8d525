import type { View } from '../../../platform/http/index.ts';
import type { BackReference } from '../../../platform/registry/index.ts';
import { Empty } from '../../../ui/index.ts';

/** All that points to a noun of the spine, by kind, with how many there are. */
export function References({ v, references }: { v: View; references: BackReference[] }) {
  const kinds = [...new Set(references.map((reference) => reference.kind))];
  if (kinds.length === 0) return <Empty text={v.t('vocabularies.references.none')} />;
  return (
    <>
      {kinds.map((kind) => (
        <>
          <h2>
            {v.t(`vocabularies.kind.${kind}`)}{' '}
            <small>{v.number(references.filter((reference) => reference.kind === kind).length)}</small>
          </h2>
          <ul>
            {references
              .filter((reference) => reference.kind === kind)
              .map((reference) => (
                <li>
                  <a href={reference.href}>{reference.title}</a>
                  {reference.note && <small> {reference.note}</small>}
                </li>
              ))}
          </ul>
        </>
      ))}
    </>
  );
}
