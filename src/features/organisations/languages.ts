/** The name of a language in the reader's language; the code itself where no name is known. */
export function languageIn(locale: string, code: string): string {
  const name = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

/** Languages that can be ticked: those of the countries in which the networks work, and those that travel (ISO 639). */
export const languageCodes: readonly string[] =
  'am ar ay bem bn cr cy de el en es fa fr gn ha hi ht ig it iu ja ka km kri lo mi my ne nl ny pa pl ps pt qu ro ru rw si sn so sq sw ta te th ti tl tr uk ur uz vi wo xh yo zh zu'.split(
    ' ',
  );
