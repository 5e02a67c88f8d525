/** The two papers of the world's offices. */
export type Paper = 'a4' | 'us-letter';

/** Countries that write on US Letter: Unicode CLDR 45, supplemental/measurementData, paperSize "US-Letter". */
const letterCountries = new Set('BZ CA CL CO CR GT MX NI PA PH PR SV US VE'.split(' '));

/** The paper of a country (ISO 3166 alpha-2). */
export const paperOf = (country: string): Paper => (letterCountries.has(country.toUpperCase()) ? 'us-letter' : 'a4');
