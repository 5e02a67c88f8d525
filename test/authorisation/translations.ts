import type { Who } from '../authorisation.ts';

/** Who may come through the doors of the room translations: coordinators, and members for what was given to them (translations.test.ts). */
export const translations: Record<string, Who> = {
  'GET POST /translations/**': ['coordinator'],
  'GET POST /desk/vocabulary/**': ['coordinator'],
};
