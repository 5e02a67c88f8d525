import type { Context, Hono } from 'hono';
import { requireAccount } from '../../platform/access/index.ts';
import {
  type Deps,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  idOf,
  page,
  parse,
  readForm,
  type Sent,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import type { FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { tagsOf } from '../spine/index.ts';
import { type Issue, listIssues, listPlaces, type Place } from '../vocabularies/index.ts';
import { requireFillIn } from './access.ts';
import { cardOf, levelsOf, subject } from './card.ts';
import { fillInProfile, saveProfile, sayLived, type Told, withdrawLived } from './commands.ts';
import { livedForm, profileForm, readLines, readLists } from './forms.ts';
import { LivedPage } from './pages/lived.tsx';
import { PreviewPage } from './pages/preview.tsx';
import { ProfilePage } from './pages/profile.tsx';
import { type ProfileField, profileDefaults, profileFields } from './profile.ts';
import { findProfile, type Profile } from './queries.ts';
import { levelOf, mayShow, readLevels } from './visibility.ts';

type C = Context<Env>;
type Loaded = { profile: Profile; issues: Issue[]; tagged: string[]; countries: Place[]; places: Place[] };

/** Her own page to edit, what others see of it, her statement; and the form with which a coordinator fills in for somebody. */
export function profileRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  app.get('/profile', async (c) => profilePage(c, await read(c, (ctx) => load(ctx, requireAccount(c).id))));

  app.post('/profile', async (c) => {
    const { id } = requireAccount(c);
    const sent = await readForm(c);
    const loaded = await read(c, (ctx) => load(ctx, id));
    const told = readTold(sent, loaded);
    if (!told.ok) return profilePage(c, loaded, { sent, errors: told.errors });
    await write(c, (ctx) => saveProfile(ctx, id, told.data));
    return after(c, urls.directory.profile(view(c, deps).at), 'directory.flash.saved');
  });

  app.get('/profile/preview', async (c) => {
    const { id } = requireAccount(c);
    const as = (['public', 'member', 'coordinator'] as const).find((one) => one === c.req.query('as')) ?? 'public';
    const card = await read(c, async (ctx) => {
      const profile = await findProfile(ctx, id, as);
      return profile && cardOf(ctx, profile, as);
    });
    return page(c, <PreviewPage v={view(c, deps)} as={as} card={card} />);
  });

  const livedPage = async (c: C, wrong?: FormState) => {
    const { lived } = found(await read(c, (ctx) => findProfile(ctx, requireAccount(c).id)));
    const values = { words: lived?.words ?? '', level: lived?.level ?? '', uncounted: lived?.uncounted ? '1' : '' };
    const state = wrong ?? { values, errors: {} };
    return page(c, <LivedPage v={view(c, deps)} state={state} said={lived !== null} />, wrong ? 422 : 200);
  };

  app.get('/profile/lived-experience', (c) => livedPage(c));

  app.post('/profile/lived-experience', async (c) => {
    const { id } = requireAccount(c);
    const sent = await readForm(c);
    const values = { words: sent.get('words'), level: sent.get('level'), uncounted: sent.get('uncounted') };
    const parsed = parse(livedForm, values);
    if (!parsed.ok) return livedPage(c, { values, errors: parsed.errors });
    await write(c, (ctx) => sayLived(ctx, id, { ...parsed.data, uncounted: values.uncounted === '1' }));
    return after(c, urls.directory.lived(view(c, deps).at), 'directory.flash.said');
  });

  app.post('/profile/lived-experience/withdrawal', async (c) => {
    const { id } = requireAccount(c);
    await write(c, (ctx) => withdrawLived(ctx, id));
    return after(c, urls.directory.lived(view(c, deps).at), 'directory.flash.withdrawn');
  });

  app.use('/desk/profiles/*', async (c, next) => {
    requireFillIn(c);
    await next();
  });

  app.get('/desk/profiles/:id', async (c) =>
    profilePage(c, await read(c, (ctx) => load(ctx, idOf(c, 'id'), true)), undefined, true),
  );

  app.post('/desk/profiles/:id', async (c) => {
    const id = idOf(c, 'id');
    const sent = await readForm(c);
    const loaded = await read(c, (ctx) => load(ctx, id, true));
    const told = readTold(sent, loaded);
    if (!told.ok) return profilePage(c, loaded, { sent, errors: told.errors }, true);
    found((await write(c, (ctx) => fillInProfile(ctx, id, told.data))) || undefined);
    return after(c, urls.directory.person(view(c, deps).at, id), 'directory.flash.filledIn');
  });

  /** The form as stored, or as it was sent with its mistakes. */
  function profilePage(c: C, loaded: Loaded, wrong?: { sent: Sent; errors: FieldErrors }, other = false) {
    const { profile } = loaded;
    const v = view(c, deps);
    const stored = other ? levelsOf(profile) : chosenLevels(profile);
    const hidden = new Set(profileFields.filter((field) => other && !mayShow(stored[field], 'coordinator')));
    const values = wrong
      ? readLines(wrong.sent)
      : {
          pronounced: profile.pronounced,
          pronouns: profile.pronouns,
          about: profile.about,
          country: profile.country ?? '',
          place: profile.placeId ?? '',
          phone: profile.phone,
          website: profile.website,
          safe_contact: profile.safeContact,
        };
    const chosen = wrong
      ? { ...readLists(wrong.sent), issues: wrong.sent.all('issues') }
      : { languages: profile.languages, offers: profile.offers, seeks: profile.seeks, issues: loaded.tagged };
    return page(
      c,
      <ProfilePage
        v={v}
        state={{ values, errors: wrong?.errors ?? {} }}
        levels={wrong && !other ? { ...stored, ...readLevels(wrong.sent.get, profileFields) } : stored}
        choices={{
          countries: loaded.countries,
          places: loaded.places,
          issues: (['cause', 'condition', 'consequence'] as const).map((strand) => ({
            title: v.t(`vocabularies.strand.${strand}`),
            items: loaded.issues.filter((issue) => issue.strand === strand),
          })),
        }}
        chosen={chosen}
        name={profile.name}
        email={profile.email}
        fillIn={other ? { id: profile.id, hidden } : undefined}
      />,
      wrong ? 422 : 200,
    );
  }
}

/** The levels as she chose them, field by field. */
const chosenLevels = (profile: Profile) =>
  Object.fromEntries(
    profileFields.map((field) => [field, levelOf(profile.visibility, field, profileDefaults)]),
  ) as Record<ProfileField, ReturnType<typeof levelOf>>;

/** A profile with the lists that its form offers; with `other`, of somebody whom a coordinator may find. */
async function load(ctx: Ctx, id: string, other = false): Promise<Loaded> {
  const profile = found(await findProfile(ctx, id, other ? 'coordinator' : undefined));
  return {
    profile,
    issues: await listIssues(ctx),
    tagged: (await tagsOf(ctx, subject, id)).issues,
    countries: await listPlaces(ctx, { kind: 'country' }),
    places: profile.country
      ? (await listPlaces(ctx, { parent: profile.country })).filter((place) => place.kind !== 'facility')
      : [],
  };
}

function readTold(sent: Sent, loaded: Loaded): { ok: true; data: Told } | { ok: false; errors: FieldErrors } {
  const ids = (places: Place[]) => places.map((place) => place.id);
  const parsed = parse(profileForm(ids(loaded.countries), ids(loaded.places)), readLines(sent));
  if (!parsed.ok) return parsed;
  const known = new Set(loaded.issues.map((issue) => issue.id));
  const issues = [...new Set(sent.all('issues'))].filter((id) => known.has(id));
  return {
    ok: true,
    data: { ...parsed.data, ...readLists(sent), issues, levels: readLevels(sent.get, profileFields) },
  };
}
