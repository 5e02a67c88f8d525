import { type Level, narrower } from './visibility.ts';

/** What a woman may tell of herself, in the order of her page. Each has a level of its own. */
export const profileFields = [
  'name',
  'pronounced',
  'pronouns',
  'organisations',
  'about',
  'languages',
  'country',
  'place',
  'expertise',
  'offers',
  'seeks',
  'email',
  'phone',
  'website',
  'safe_contact',
] as const;
export type ProfileField = (typeof profileFields)[number];

/**
 * To whom each is shown until she chooses. Nothing is public by itself; what could find her (where she lives, how she is reached)
 * is shown to coordinators alone.
 */
export const profileDefaults: Record<ProfileField, Level> = {
  name: 'members',
  pronounced: 'members',
  pronouns: 'members',
  organisations: 'members',
  about: 'members',
  languages: 'members',
  country: 'members',
  place: 'coordinators',
  expertise: 'members',
  offers: 'members',
  seeks: 'members',
  email: 'coordinators',
  phone: 'coordinators',
  website: 'members',
  safe_contact: 'coordinators',
};

/** What she offers others; what organisations offer is part of the same list, so that one facet finds both. */
export const offerKinds = [
  'legal-advice',
  'representation',
  'expert-opinion',
  'drafting',
  'visits',
  'research',
  'training',
  'mentoring',
  'speaking',
  'translation',
  'interpreting',
  'housing',
  'health',
  'counselling',
  'work',
  'family',
  'rooms',
  'media',
  'money',
] as const;
export type OfferKind = (typeof offerKinds)[number];

/**
 * Somebody who fills in for a woman may show less than she chose, never more: of two choices the narrower holds. What she has
 * not chosen yet counts as its default.
 */
export function neverWider(
  was: Record<ProfileField, Level>,
  asked: Partial<Record<ProfileField, Level>>,
): Record<ProfileField, Level> {
  const result = { ...was };
  for (const field of profileFields) {
    const wanted = asked[field];
    if (wanted) result[field] = narrower(was[field], wanted);
  }
  return result;
}
