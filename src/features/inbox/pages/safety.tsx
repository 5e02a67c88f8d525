import type { View } from '../../../platform/http/index.ts';
import type { Inquiry } from '../inquiry.ts';

type Props = { v: View; inquiry: Inquiry };

/** What may be done with her words. */
export function May({ v, inquiry }: Props) {
  return (
    <p>
      <b>{v.t(`inbox.may.${inquiry.may}`)}</b> {inquiry.mayNote && <span dir="auto">{inquiry.mayNote}</span>}{' '}
      {v.t(`inbox.words_of.${inquiry.wordsOf}`)}
    </p>
  );
}

/** How she is answered safely; nothing where nothing is known. */
export function Cautions({ v, inquiry }: Props) {
  if (inquiry.safe.length === 0 && !inquiry.safeNote) return null;
  return (
    <ul>
      {inquiry.safe.map((one) => (
        <li>
          <b>{v.t(`inbox.safe.${one}`)}</b>
        </li>
      ))}
      {inquiry.safeNote && <li dir="auto">{inquiry.safeNote}</li>}
    </ul>
  );
}
