import { Temporal } from 'temporal-polyfill';

/** What a network may be before the law; chosen in its settings. */
export const legalForms = ['charity-ca', 'us-501c3', 'us-501c4', 'association', 'other'] as const;
export type LegalForm = (typeof legalForms)[number];

/** Where the law itself is explained by those who apply it, by form. */
export const sources: Record<LegalForm, { name: string; href: string }[]> = {
  'charity-ca': [
    {
      name: 'Canada Revenue Agency, CG-027',
      href: 'https://www.canada.ca/en/revenue-agency/services/charities-giving/charities/policies-guidance/public-policy-dialogue-development-activities.html',
    },
    { name: 'Office of the Commissioner of Lobbying of Canada', href: 'https://lobbycanada.gc.ca/' },
  ],
  'us-501c3': [
    { name: 'IRS: Lobbying', href: 'https://www.irs.gov/charities-non-profits/lobbying' },
    {
      name: 'IRS: Expenditure test',
      href: 'https://www.irs.gov/charities-non-profits/measuring-lobbying-activity-expenditure-test',
    },
  ],
  'us-501c4': [
    {
      name: 'IRS: Social welfare organizations',
      href: 'https://www.irs.gov/charities-non-profits/other-non-profits/social-welfare-organizations',
    },
  ],
  association: [
    { name: 'Office of the Commissioner of Lobbying of Canada', href: 'https://lobbycanada.gc.ca/' },
    { name: 'New York State Commission on Ethics and Lobbying in Government', href: 'https://ethics.ny.gov/' },
  ],
  other: [],
};

/**
 * What kind of asking it is. Direct: we speak with those who make the law. Grassroots: we ask the public to speak with
 * them. (The terms of 26 CFR 56.4911-2; the words are used elsewhere in the same sense.)
 */
export const lobbyingMarks = ['none', 'direct', 'grassroots'] as const;
export type LobbyingMark = (typeof lobbyingMarks)[number];

export type Bill = { id: string; number: string; jurisdiction: string; title: string; url: string };

export type Work = {
  id: string;
  workedOn: string;
  who: string;
  what: string;
  minutes: number;
  cost: { amount: number; currency: string } | null;
  lobbying: LobbyingMark;
  removed: boolean;
};

export type Total = { lobbying: LobbyingMark; minutes: number; costs: { amount: number; currency: string }[] };

/** Hours and costs by kind, in the order of the kinds; each currency by itself. What was taken out does not count. */
export function totalsOf(work: readonly Work[]): Total[] {
  return lobbyingMarks.map((lobbying) => {
    const own = work.filter((entry) => entry.lobbying === lobbying && !entry.removed);
    const costs = new Map<string, number>();
    for (const { cost } of own) if (cost) costs.set(cost.currency, (costs.get(cost.currency) ?? 0) + cost.amount);
    return {
      lobbying,
      minutes: own.reduce((sum, entry) => sum + entry.minutes, 0),
      costs: [...costs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, amount]) => ({ currency, amount })),
    };
  });
}

/** How many digits follow the point in a currency: 2 for most, 0 for the yen, 3 for the dinar (ISO 4217). */
export const minorDigits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** "12.50" or "12,50" in the smallest unit of the currency; undefined when it is no amount. */
export function minorUnits(text: string, currency: string): number | undefined {
  const match = /^(\d{1,7})(?:[.,](\d{1,3}))?$/.exec(text.replace(/[\s\u00a0\u202f]/g, ''));
  if (!match) return undefined;
  const digits = minorDigits(currency);
  const [, whole = '', part = ''] = match;
  if (part.length > digits) return undefined;
  const amount = Number(whole + part.padEnd(digits, '0'));
  return amount > 0 && amount <= 2_000_000_000 ? amount : undefined;
}

/** An amount of the smallest unit as a plain decimal number, for a spreadsheet: 1250 of CAD is 12.5. */
export const decimalOf = (cost: { amount: number; currency: string }): number =>
  cost.amount / 10 ** minorDigits(cost.currency);

/** "1:30", "1.5", "1,5" (hours) or "90 min" in minutes; undefined when it cannot be read. */
export function minutesOf(text: string): number | undefined {
  const given = text.trim().toLowerCase();
  const clock = /^(\d{1,3}):([0-5]\d)$/.exec(given);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  const minutes = /^(\d{1,5})\s*min$/.exec(given);
  if (minutes) return Number(minutes[1]);
  const hours = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*h?$/.exec(given);
  if (!hours) return undefined;
  return Math.round(Number(`${hours[1]}.${hours[2] ?? 0}`) * 60);
}

/** Minutes as hours and minutes: 90 is "1:30". */
export const clockOf = (minutes: number): string =>
  `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

export type QuietPeriod = {
  id: string;
  name: string;
  bodyId: string | null;
  country: string | null;
  from: string;
  until: string;
  mode: 'hold' | 'close';
};

/** Whether it lies ahead, is in force or is over on a day ('2026-11-21'). */
export const phaseOf = (period: Pick<QuietPeriod, 'from' | 'until'>, day: string): 'ahead' | 'now' | 'over' =>
  day < period.from ? 'ahead' : day > period.until ? 'over' : 'now';

/** So many days after a day. */
export const daysAfter = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();
