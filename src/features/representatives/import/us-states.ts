/** The states and other places that send somebody to Congress: the last part of the Open Civic Data id, and the name. */
const states: Record<string, string> = {
  AL: 'Alabama',
  AK: 'Alaska',
  AZ: 'Arizona',
  AR: 'Arkansas',
  CA: 'California',
  CO: 'Colorado',
  CT: 'Connecticut',
  DE: 'Delaware',
  FL: 'Florida',
  GA: 'Georgia',
  HI: 'Hawaii',
  ID: 'Idaho',
  IL: 'Illinois',
  IN: 'Indiana',
  IA: 'Iowa',
  KS: 'Kansas',
  KY: 'Kentucky',
  LA: 'Louisiana',
  ME: 'Maine',
  MD: 'Maryland',
  MA: 'Massachusetts',
  MI: 'Michigan',
  MN: 'Minnesota',
  MS: 'Mississippi',
  MO: 'Missouri',
  MT: 'Montana',
  NE: 'Nebraska',
  NV: 'Nevada',
  NH: 'New Hampshire',
  NJ: 'New Jersey',
  NM: 'New Mexico',
  NY: 'New York',
  NC: 'North Carolina',
  ND: 'North Dakota',
  OH: 'Ohio',
  OK: 'Oklahoma',
  OR: 'Oregon',
  PA: 'Pennsylvania',
  RI: 'Rhode Island',
  SC: 'South Carolina',
  SD: 'South Dakota',
  TN: 'Tennessee',
  TX: 'Texas',
  UT: 'Utah',
  VT: 'Vermont',
  VA: 'Virginia',
  WA: 'Washington',
  WV: 'West Virginia',
  WI: 'Wisconsin',
  WY: 'Wyoming',
};
const territories: Record<string, string> = {
  AS: 'American Samoa',
  GU: 'Guam',
  MP: 'Northern Mariana Islands',
  PR: 'Puerto Rico',
  VI: 'U.S. Virgin Islands',
};

/**
 * The division of a state, of the District of Columbia or of a territory by its two letters; undefined for others.
 * Identifiers after https://github.com/opencivicdata/ocd-division-ids (identifiers/country-us).
 */
export function stateDivision(letters: string): { id: string; name: string; state: boolean } | undefined {
  const upper = letters.toUpperCase();
  const lower = letters.toLowerCase();
  const of = (kind: string, name: string, state: boolean) => ({
    id: `ocd-division/country:us/${kind}:${lower}`,
    name,
    state,
  });
  if (upper === 'DC') return of('district', 'District of Columbia', false);
  if (Object.hasOwn(states, upper)) return of('state', states[upper]!, true);
  return Object.hasOwn(territories, upper) ? of('territory', territories[upper]!, false) : undefined;
}
