import type { Addressee } from './addressee.ts';
import type { DeliveryState } from './delivery.ts';

/** The ways to a decision-maker, in the order in which they are tried. */
export const ladder = ['email', 'mailto', 'form', 'call', 'print', 'letter'] as const;
export type Channel = (typeof ladder)[number];

/** How a supporter may wish to reach everybody she writes to. `paper` is the office's print where it is offered, else her own. */
export const wishes = ['mailto', 'call', 'paper'] as const;
export type Wish = (typeof wishes)[number];

/** What a campaign offers where nothing was set: all but paper at the office's cost, which somebody must print. */
export const offeredAtFirst: readonly Channel[] = ['email', 'mailto', 'form', 'call', 'letter'];

/** A way that is open to a target, with what it leads to: an e-mail address, a form's address, a number, a postal address. */
export type Rung = { channel: Channel; to: string };

const kinds = {
  email: 'email',
  mailto: 'email',
  form: 'form',
  call: 'phone',
  print: 'address',
  letter: 'address',
} as const;

/**
 * The ways that are open to a target, the first one first: those that the campaign offers, as far as a contact is known.
 * A vacant post has none: there is nobody to write to.
 */
export function rungsTo(
  addressee: Pick<Addressee, 'contacts' | 'officialName'> | undefined,
  offered: readonly Channel[],
): Rung[] {
  if (!addressee?.officialName) return [];
  return offered.flatMap((channel): Rung[] => {
    const contact = addressee.contacts.find(
      ({ kind, value }) => kind === kinds[channel] && (kind !== 'form' || isWebAddress(value)),
    );
    return contact ? [{ channel, to: contact.value.trim() }] : [];
  });
}

/** Only such an address becomes a link: contacts come from files of others. */
export const isWebAddress = (value: string): boolean => /^https?:\/\/[^\s"'<>]+$/i.test(value.trim());

/** The way that is taken: the one she wished for where it is open, else the first. */
export function chosenRung(rungs: readonly Rung[], wish: Wish | null): Rung | undefined {
  const wished = { mailto: ['mailto'], call: ['call'], paper: ['print', 'letter'] } as const;
  const first = wish
    ? wished[wish].map((channel) => rungs.find((rung) => rung.channel === channel)).find((rung) => rung)
    : undefined;
  return first ?? rungs[0];
}

/** The state in which a letter begins on its way. */
export const firstState = (channel: Channel): DeliveryState =>
  channel === 'email' ? 'queued' : channel === 'print' ? 'to-print' : 'waiting';

/**
 * Whether she may still take another way: nothing has gone out, or what we tried came to nothing. A letter that rests before
 * an election, or that somebody looks at first, waits whatever the way; one whose address takes no mail need not.
 */
export const mayChange = (state: DeliveryState, note: string | null): boolean =>
  changeable.includes(state) || (state === 'composed' && note === 'suspended');
const changeable: readonly DeliveryState[] = [
  'queued',
  'kept',
  'failed',
  'bounced',
  'unreachable',
  'waiting',
  'to-print',
  'held',
];

/** States that stand in the way of writing to the same target once more in one campaign. */
export const takenStates: readonly DeliveryState[] = [
  'queued',
  'sent',
  'answered',
  'kept',
  'uncertain',
  'reported',
  'to-print',
  'printed',
  'posted',
];

/** States in which a letter may still need her street address. */
export const needsStreet: readonly DeliveryState[] = [
  'composed',
  'queued',
  'kept',
  'uncertain',
  'waiting',
  'to-print',
  'held',
  'printed',
];

export const outcomes = ['spoke', 'voicemail', 'no-answer', 'busy', 'wrong-number'] as const;
export type Outcome = (typeof outcomes)[number];
/** After these her call is made; after the others she may try again. */
export const isReached = (outcome: Outcome): boolean => outcome === 'spoke' || outcome === 'voicemail';

/**
 * The longest mailto: address that every common mail program takes: Windows hands over 2,083 signs at most (the limit of
 * its shell's addresses, INTERNET_MAX_URL_LENGTH), and some programs cut at 2,000.
 */
const longestMailto = 1_900;

/**
 * A link that opens her own mail program with the letter in it (RFC 6068). A letter that is too long for such a link is left
 * out of it (`whole` is false): she copies it in.
 */
export function mailtoOf(letter: { to: string; subject: string; body: string }): { href: string; whole: boolean } {
  const to = encodeURIComponent(letter.to).replaceAll('%40', '@');
  const subject = `mailto:${to}?subject=${encodeURIComponent(letter.subject)}`;
  const href = `${subject}&body=${encodeURIComponent(letter.body.replaceAll('\n', '\r\n'))}`;
  return href.length <= longestMailto ? { href, whole: true } : { href: subject, whole: false };
}

/** A number as a tel: link wants it (RFC 3966): digits with their plus, an extension behind them. */
export function telOf(number: string): string {
  const [, main = number, extension] = /^(.*?)(?:\s*(?:ext\.?|x|poste|ramal|#)\s*(\d{1,6}))?\s*$/i.exec(number) ?? [];
  return `tel:${main.replace(/[^+\d]/g, '')}${extension ? `;ext=${extension}` : ''}`;
}
