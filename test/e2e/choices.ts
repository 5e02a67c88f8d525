/** Whose list an uploaded table is. */
export const listChoices = {
  encoding: 'utf-8',
  separator: 'comma',
  list: 'new',
  body: 'Government of Ember',
  role: 'Minister',
  country: 'XX',
  level: 'federal',
  as_of: '2026-11-01',
  source: 'invented',
};
