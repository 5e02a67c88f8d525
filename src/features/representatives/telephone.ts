/**
 * The `tel:` address of a number as lists write it (RFC 3966). Ten digits in the United States or Canada get their +1,
 * so that the link works from abroad; an extension ("x 12") becomes `;ext=12` instead of more digits of the number.
 */
export function telephoneLink(value: string, country: string): string {
  const [number = '', extension = ''] = value.split(/x/i);
  const digits = number.replace(/\D/g, '');
  const international = number.trim().startsWith('+')
    ? `+${digits}`
    : (country === 'US' || country === 'CA') && /^1?\d{10}$/.test(digits)
      ? `+1${digits.slice(-10)}`
      : digits;
  const ext = extension.replace(/\D/g, '');
  return `tel:${international}${ext ? `;ext=${ext}` : ''}`;
}
