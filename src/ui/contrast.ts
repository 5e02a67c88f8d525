/**
 * The contrast of a colour (#rrggbb) against white, from 1 to 21: WCAG 2.2, "contrast ratio" over "relative luminance".
 * White words stand on the accent, so it must reach 4.5 (success criterion 1.4.3).
 */
export function contrastWithWhite(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255));
  const luminance = 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  return 1.05 / (luminance + 0.05);
}

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

/** The least contrast of an accent. */
export const leastContrast = 4.5;
