/** One figure as measured. Without `limit` there is nothing to hold it against, and it is met. */
export type Measured = {
  name: string;
  /** For the table: what `value` is, and what `limit` is. */
  what: string;
  against: string;
  value: number;
  unit: string;
  /** What it was held against: measured in this run, or a fixed bound. */
  limit: number | null;
  /** value / limit, or the median of the rounds' own ratios. */
  ratio: number | null;
  /** What the ratio must reach (`better` higher) or may reach (lower). */
  target: number | null;
  better: 'higher' | 'lower';
  /** Everything else worth knowing: rounds, counts, settings. */
  notes: string[];
};

/** Not measured, and why. */
export type Skipped = { name: string; skipped: string };

export type Result = Measured | Skipped;

/** A measured value held against a fixed bound that it may not pass. */
export function bounded(
  given: Pick<Measured, 'name' | 'what' | 'value' | 'unit' | 'notes'> & { bound: number },
): Measured {
  const { bound, ...rest } = given;
  return { ...rest, against: 'bound', limit: bound, ratio: given.value / bound, target: 1, better: 'lower' };
}

/** Whether the target is reached; true where there is none. */
export function isMet({ ratio, target, better }: Measured): boolean {
  if (ratio === null || target === null) return true;
  return better === 'higher' ? ratio >= target : ratio <= target;
}

/** One line of `--json`. A skipped figure has its reason instead of values. */
export function jsonLine(result: Result): string {
  if ('skipped' in result) return JSON.stringify({ name: result.name, skipped: result.skipped });
  const { name, value, unit, limit, ratio, target, better } = result;
  return JSON.stringify({
    name,
    value: rounded(value),
    unit,
    limit: limit === null ? null : rounded(limit),
    ratio: ratio === null ? null : rounded(ratio),
    target,
    better,
    met: isMet(result),
  });
}

/** The lines of a readable table entry. */
export function tableLines(result: Result): string[] {
  if ('skipped' in result) return [`${result.name.padEnd(14)} skipped: ${result.skipped}`];
  const { name, what, against, value, unit, limit, ratio, target, better, notes } = result;
  const held = limit === null ? '' : ` | ${against} ${shown(limit)} ${unit}`;
  const goal =
    ratio === null
      ? ''
      : ` | ratio ${ratio.toFixed(2)}${target === null ? '' : ` (${better === 'higher' ? 'at least' : 'at most'} ${target}) ${isMet(result) ? 'met' : 'NOT MET'}`}`;
  return [
    `${name.padEnd(14)} ${what} ${shown(value)} ${unit}${held}${goal}`,
    ...notes.map((note) => `${' '.repeat(15)}${note}`),
  ];
}

/** Four significant digits are more than a benchmark knows. */
const rounded = (value: number): number => (Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4)));

/** A number for reading: 11,204 or 3.41. */
export const shown = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
