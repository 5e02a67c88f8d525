import type { View } from '../../../platform/http/index.ts';
import { Choice } from '../../../ui/index.ts';
import type { Addressee } from '../addressee.ts';
import { type Channel, chosenRung, rungsTo, type Wish, wishes } from '../ladder.ts';

/** How a letter will reach somebody, in a sentence, before it is sent. */
export function wayWords(v: View, addressee: Addressee, offered: readonly Channel[], wish: Wish | null = null): string {
  if (!addressee.officialName) return v.t('deliveries.will.vacant');
  return v.t(`deliveries.will.${chosenRung(rungsTo(addressee, offered), wish)?.channel ?? 'none'}`);
}

/** The wishes that would change something for at least one of those whom she writes to. */
const openWishes = (addressees: readonly Addressee[], offered: readonly Channel[]): Wish[] =>
  wishes.filter((wish) =>
    addressees.some((addressee) => {
      const rungs = rungsTo(addressee, offered);
      return chosenRung(rungs, wish)?.channel !== rungs[0]?.channel;
    }),
  );

/** "I would rather do it another way": folded away, because most do not. */
export function WishChoice({
  v,
  addressees,
  offered,
  wish,
}: {
  v: View;
  addressees: readonly Addressee[];
  offered: readonly Channel[];
  wish: string;
}) {
  const open = openWishes(addressees, offered);
  if (open.length === 0) return null;
  return (
    <details open={open.some((one) => one === wish) || undefined}>
      <summary>{v.t('deliveries.wish.title')}</summary>
      <fieldset>
        <legend>{v.t('deliveries.wish.legend')}</legend>
        <Choice type="radio" name="wish" value="" checked={!open.some((one) => one === wish)}>
          {v.t('deliveries.wish.none')}
        </Choice>
        {open.map((one) => (
          <Choice type="radio" name="wish" value={one} checked={one === wish}>
            {v.t(`deliveries.wish.${one}`)}
          </Choice>
        ))}
      </fieldset>
    </details>
  );
}
