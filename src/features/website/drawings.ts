/** The drawings that come with Casement, by name; `pages/drawings.tsx` draws them. */
export const drawings = ['screening', 'street', 'threads', 'letters'] as const;
export type Drawing = (typeof drawings)[number];
