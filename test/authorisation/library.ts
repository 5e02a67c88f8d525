import type { Who } from '../authorisation.ts';

/** Who may come through the doors of the library. A work that is not for everybody answers 404 to the others. */
export const library: Record<string, Who> = {
  'GET /library/**': 'anyone',
  'GET /library.atom': 'anyone',
  'GET /library.json': 'anyone',
  'GET /library.bib': 'anyone',
  'GET /library.ris': 'anyone',
  'GET /library.csl.json': 'anyone',
  'GET /library.csv': 'anyone',
  'GET POST /desk/library/**': ['coordinator'],
};
