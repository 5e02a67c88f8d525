/** Fields of a thing of a directory, as its file names them. */
export type Doc = Record<string, unknown>;

/** A field as text: the first of these that holds any. */
export function textOf(doc: Doc, ...fields: string[]): string {
  for (const field of fields) {
    const value = doc[field];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    if (typeof value === 'number') return String(value);
  }
  return '';
}

/** A field that is a list of things; empty where it is none. */
export const listOf = (doc: Doc, field: string): Doc[] =>
  Array.isArray(doc[field])
    ? (doc[field] as unknown[]).filter((one): one is Doc => typeof one === 'object' && one !== null)
    : [];

/** A field that is a list of words: written with commas, or as things with a name. */
export function wordsOf(doc: Doc, field: string, ...names: string[]): string[] {
  const value = doc[field];
  if (typeof value === 'string')
    return value
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean);
  return listOf(doc, field)
    .map((one) => textOf(one, ...names))
    .filter(Boolean);
}

export type Phone = { number: string; note: string };

/** Telephone numbers with what is said of each. */
export const phonesOf = (doc: Doc): Phone[] =>
  listOf(doc, 'phones')
    .map((phone) => {
      const extension = textOf(phone, 'extension');
      const type = textOf(phone, 'type', 'number_type');
      return {
        // Some files put the number into quotation marks.
        number: textOf(phone, 'number').replace(/^"|"$/g, '') + (extension ? ` #${extension}` : ''),
        note: [type === 'voice' ? '' : type, textOf(phone, 'description', 'department')].filter(Boolean).join(', '),
      };
    })
    .filter((phone) => phone.number !== '');

const addressFields = [
  'attention',
  'address_1',
  'address_2',
  'city',
  'region',
  'state_province',
  'postal_code',
  'country',
];

/** Addresses, each on one line. */
export const addressesOf = (doc: Doc): string[] => [
  ...new Set(
    [...listOf(doc, 'addresses'), ...listOf(doc, 'mail_addresses')]
      .map((address) =>
        addressFields
          .map((field) => textOf(address, field))
          .filter(Boolean)
          .join(', '),
      )
      .filter(Boolean),
  ),
];

/** When something is open. `days`: numbers of week days from 0, Monday; none: no day is named. Times are HH:MM or as written. */
export type Hours = {
  days: number[];
  opens: string;
  closes: string;
  note: string;
  from: string;
  until: string;
  closed: boolean;
};

const short = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const long = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const clock = (time: string): string => (/^\d{2}:\d{2}:00(Z|[+-]\d{2}:\d{2})?$/.test(time) ? time.slice(0, 5) : time);

/** Opening hours: schedules of HSDS 3 (RFC 5545 rules), and the weekly and holiday ones of older files. */
export const hoursOf = (doc: Doc): Hours[] => [
  ...listOf(doc, 'schedules').map((schedule) => ({
    days: wordsOf(schedule, 'byday')
      .map((day) => short.indexOf(day.replace(/^[-+]?\d+/, '').toUpperCase()))
      .filter((day) => day >= 0),
    opens: clock(textOf(schedule, 'opens_at')),
    closes: clock(textOf(schedule, 'closes_at')),
    note: [textOf(schedule, 'description'), textOf(schedule, 'notes')].filter(Boolean).join(' '),
    from: textOf(schedule, 'valid_from'),
    until: textOf(schedule, 'valid_to'),
    closed: false,
  })),
  ...listOf(doc, 'regular_schedules').map((schedule) => ({
    days: [long.indexOf(textOf(schedule, 'weekday').toLowerCase())].filter((day) => day >= 0),
    opens: clock(textOf(schedule, 'opens_at')),
    closes: clock(textOf(schedule, 'closes_at')),
    note: '',
    from: '',
    until: '',
    closed: false,
  })),
  ...listOf(doc, 'holiday_schedules').map((schedule) => ({
    days: [],
    opens: clock(textOf(schedule, 'opens_at')),
    closes: clock(textOf(schedule, 'closes_at')),
    note: '',
    from: textOf(schedule, 'start_date'),
    until: textOf(schedule, 'end_date'),
    closed: textOf(schedule, 'closed') === 'true',
  })),
];
