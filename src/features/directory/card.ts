import { dayOf } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { tagsOf } from '../spine/index.ts';
import type { Issue } from '../vocabularies/index.ts';
import { type OfferKind, type ProfileField, profileDefaults, profileFields } from './profile.ts';
import { type Affiliation, affiliationsOf, findProfile, issuesOf, type Profile, placeLabels } from './queries.ts';
import { type Level, levelOf, mayShow, narrower, type Viewer, visibleFields } from './visibility.ts';

/** The subject of the tags that say what she knows about. */
export const subject = 'profile';

/** Every field of a profile in the words of the reader's language, before anybody asked who reads. */
type Values = {
  name: string;
  pronounced: string;
  pronouns: string;
  organisations: Affiliation[];
  about: string;
  languages: string[];
  country: string;
  place: string;
  expertise: Pick<Issue, 'id' | 'label' | 'labelIn'>[];
  offers: OfferKind[];
  seeks: OfferKind[];
  email: string;
  phone: string;
  website: string;
  safe_contact: string;
  lived: { words: string };
};

/** What one reader is given of a woman: a field that she may not see is not there. */
export type PersonCard = { id: string; sample: boolean; countryId: string | null } & Partial<Values>;

/** The level that holds for each field: no wider than that of her name. */
export function levelsOf(profile: Pick<Profile, 'visibility'>): Record<ProfileField, Level> {
  const name = levelOf(profile.visibility, 'name', profileDefaults);
  return Object.fromEntries(
    profileFields.map((field) => [field, narrower(name, levelOf(profile.visibility, field, profileDefaults))]),
  ) as Record<ProfileField, Level>;
}

/**
 * A woman as this reader sees her, or undefined where she is not in the directory for that reader. `herself` reads her own. What a
 * page, a card of addresses, a list or a program shows of somebody is taken from here. At most five queries.
 */
export async function personCard(ctx: Ctx, id: string, viewer: Viewer): Promise<PersonCard | undefined> {
  const profile = await findProfile(ctx, id, viewer === 'herself' ? undefined : viewer);
  return profile && cardOf(ctx, profile, viewer);
}

/** As `personCard`, of a profile that is at hand: what it is like for another reader (her preview). */
export async function cardOf(ctx: Ctx, profile: Profile, viewer: Viewer): Promise<PersonCard> {
  const levels = levelsOf(profile);
  const shown = (field: ProfileField) => mayShow(levels[field], viewer);
  const asOthers = viewer === 'herself' ? 'coordinator' : viewer;
  const tags = shown('expertise') ? (await tagsOf(ctx, subject, profile.id)).issues : [];
  const issues = await issuesOf(ctx, tags);
  const places = await placeLabels(
    ctx,
    [profile.country, profile.placeId].filter((one) => one !== null),
  );
  const today = dayOf(ctx.now, ctx.network.timeZone);
  const organisations = shown('organisations') ? await affiliationsOf(ctx, profile.id, today, asOthers) : [];
  const values: Values = {
    name: profile.name,
    pronounced: profile.pronounced,
    pronouns: profile.pronouns,
    organisations,
    about: profile.about,
    languages: profile.languages,
    country: (profile.country && places.get(profile.country)) ?? '',
    place: (profile.placeId && places.get(profile.placeId)) ?? '',
    expertise: [...issues.values()].map(({ id, label, labelIn }) => ({ id, label, labelIn })),
    offers: profile.offers,
    seeks: profile.seeks,
    email: profile.email ?? '',
    phone: profile.phone,
    website: profile.website,
    safe_contact: profile.safeContact,
    lived: { words: profile.lived?.words ?? '' },
  };
  const lived = profile.lived ? narrower(levels.name, profile.lived.level as Level) : 'nobody';
  const seen = visibleFields<Values>({ values, visibility: {}, defaults: { ...levels, lived } }, viewer);
  if (!profile.lived) delete seen.lived;
  return {
    id: profile.id,
    sample: profile.sample,
    countryId: seen.country === undefined ? null : profile.country,
    ...seen,
  };
}
