import type pg from 'pg';

/** How large a network is. */
export type BelongSize = { people: number; organisations: number; groups: number; posts: number };

/** The load world of the docs: a tenth of it by default. */
export const belongSize = (full: boolean): BelongSize =>
  full
    ? { people: 100_000, organisations: 5_000, groups: 200, posts: 1_000_000 }
    : { people: 10_000, organisations: 500, groups: 20, posts: 100_000 };

/** The id of the n-th thing of a kind: the same in every run. */
export const idOf = (kind: 'person' | 'organisation' | 'group' | 'thread', n: number): string =>
  `md5('${kind} ${n}')::uuid`;

const countries = 'ar au at bo br cl co sv gm ge gt jm ke mw mx ng pk pe pl sl tz th tt gb us ve zm'.split(' ');
const array = (words: readonly string[]) => `array[${words.map((word) => `'${word}'`).join(', ')}]`;
/** One of a list by a number that is well mixed, so that no two choices of one row go together. */
const one = (words: readonly string[], salt: string) =>
  `(${array(words)})[1 + abs(hashtext(i || '${salt}')) % ${words.length}]`;

const first = [
  'Ana',
  'Bea',
  'Chiamaka',
  'Dalia',
  'Élodie',
  'Fátima',
  'Giulia',
  'Hana',
  'Inés',
  'Joyce',
  'Khadija',
  'Lwazi',
  'Małgorzata',
  'Nani',
  'Oyin',
  'Pilar',
  'Quyên',
  'Rosa',
  'สมหญิง',
  'Thandi',
];
const last = [
  'Adeyemi',
  'Banda',
  'Cruz',
  'Duarte',
  'Eze',
  'Fernández',
  'Guzmán',
  'Hassan',
  'Ilunga',
  'Jiménez',
  'Kamau',
  'López',
  'Mbaye',
  'Nowak',
  'Okoro',
  'Phiri',
  'Quispe',
  'Ramos',
  'Sánchez',
  'Tembo',
];
const issues = [
  'poverty',
  'homelessness',
  'health-care',
  'solitary-confinement',
  'strip-searches',
  'children-inside',
  'drug-laws',
];
const offers = ['training', 'translation', 'research', 'legal-advice', 'visits', 'media', 'rooms'];
const languages = ['en', 'es', 'fr', 'pt', 'sw', 'th', 'pl'];
const open = `'{"name": "public", "country": "public", "languages": "public", "expertise": "public", "about": "public"}'`;

/**
 * Fills a network with people, organisations, working groups and what they wrote, by statements of the server's own. The owner's
 * connection must be a superuser's: triggers and foreign keys rest meanwhile, and the directory is made once at the end.
 */
export async function seedBelong(owner: pg.Pool, network: string, size: BelongSize): Promise<void> {
  const client = await owner.connect();
  const series = (count: number) => `generate_series(1, ${count}) as i`;
  const perGroup = Math.min(200, Math.max(5, Math.floor(size.people / size.groups)));
  const threads = Math.max(size.groups, Math.floor(size.posts / 50));
  const run = (text: string) => client.query(text.replaceAll(':network', `'${network}'::uuid`));
  try {
    await run('begin');
    await run(`set local session_replication_role = replica`);
    await run(`insert into accounts (network_id, id, email, email_key, name, locale, created_at)
      select :network, ${idOf('person', 0).replace("'person 0'", "'person ' || i")}, 'p' || i || '@load.invalid', 'p' || i || '@load.invalid',
        ${one(first, 'f')} || ' ' || ${one(last, 'l')} || ' ' || i, 'en', '2026-01-01' from ${series(size.people)}`);
    await run(`insert into memberships (network_id, id, account_id, state, from_on, created_at)
      select :network, md5('membership ' || i)::uuid, md5('person ' || i)::uuid, 'active', '2026-01-01', '2026-01-01' from ${series(size.people)}`);
    await run(`insert into profiles (network_id, account_id, about, country, languages, offers, seeks, phone, visibility, updated_at)
      select :network, md5('person ' || i)::uuid, 'Works on ' || ${one(issues, 'a')} || ' and writes letters.', ${one(countries, 'c')},
        array['en', ${one(languages, 'x')}], array[${one(offers, 'o')}], array[${one(offers, 's')}], '+1 555 ' || i,
        case when i % 5 = 0 then ${open}::jsonb else '{}'::jsonb end, '2026-01-01' from ${series(size.people)}`);
    await run(`insert into tags (network_id, subject, subject_id, noun, noun_id)
      select distinct :network, 'profile', md5('person ' || i)::uuid, 'issue', issue
        from ${series(size.people)}, unnest(array[${one(issues, 'p')}, ${one(issues, 'q')}]) as issue`);
    await run(`insert into organisations (network_id, id, slug, name, name_key, kind, about, country, languages, offers, created_at, updated_at)
      select :network, md5('organisation ' || i)::uuid, 'organisation-' || i, ${one(last, 'n')} || ' House ' || i, 'house ' || i, 'association',
        '{"en": "Answers letters."}', ${one(countries, 'k')}, array['en'], array[${one(offers, 'v')}], '2026-01-01', '2026-01-01'
        from ${series(size.organisations)}`);
    await run(`insert into affiliations (network_id, id, organisation_id, account_id, position, from_on)
      select :network, md5('affiliation ' || i)::uuid, md5('organisation ' || (1 + i % ${size.organisations}))::uuid, md5('person ' || i)::uuid,
        'Volunteer', '2026-01-01' from ${series(Math.floor(size.people / 3))}`);
    await run(`insert into groups (network_id, id, slug, name, charter, entry, created_at)
      select :network, md5('group ' || i)::uuid, 'group-' || i, jsonb_build_object('en', 'Group ' || i), '{"en": "To learn together."}', 'open', '2026-01-01'
        from ${series(size.groups)}`);
    await run(`insert into group_members (network_id, group_id, account_id, state, lead, alias, joined_at)
      select :network, md5('group ' || g)::uuid, md5('person ' || (1 + (g * 97 + i) % ${size.people}))::uuid, 'in', i = 1,
        case when i % 7 = 0 then 'Alias ' || i end, '2026-01-01' from generate_series(1, ${size.groups}) as g, ${series(perGroup)}`);
    await run(`insert into threads (network_id, id, group_id, title, author_id, shown_as, created_at, last_n, last_at)
      select :network, md5('thread ' || i)::uuid, md5('group ' || (1 + i % ${size.groups}))::uuid, 'Thread ' || i, md5('person ' || (1 + i % ${size.people}))::uuid,
        'Somebody', '2026-01-01', 50, '2026-01-01'::timestamptz + i * interval '1 minute' from ${series(threads)}`);
    await run(`insert into thread_posts (network_id, id, thread_id, group_id, n, author_id, shown_as, body, created_at, words)
      select :network, md5('post ' || i)::uuid, md5('thread ' || (1 + i % ${threads}))::uuid, md5('group ' || (1 + (1 + i % ${threads}) % ${size.groups}))::uuid,
        1 + (i - 1) / ${threads}, md5('person ' || (1 + i % ${size.people}))::uuid, 'Somebody', 'What we saw on visit ' || i, '2026-01-01',
        array_to_tsvector(array['g:' || md5('group ' || (1 + (1 + i % ${threads}) % ${size.groups}))::uuid, 'visit', 'w' || i % 1000])
        from ${series(size.posts)}`);
    await run('commit');
    // What the planner knows of them: the lines of the directory are made from these.
    for (const table of ['accounts', 'memberships', 'profiles', 'tags', 'organisations', 'affiliations'])
      await run(`analyze ${table}`);
    await run(
      `select public.directory_refresh_organisations(:network, array_agg(id)) from organisations where network_id = :network`,
    );
    await run(
      `select public.directory_refresh_people(:network, array_agg(id)) from accounts where network_id = :network`,
    );
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  // Outside of any transaction: what the planner knows, and pages that need no second look.
  for (const table of [
    'accounts',
    'memberships',
    'profiles',
    'tags',
    'organisations',
    'affiliations',
    'groups',
    'group_members',
    'threads',
    'thread_posts',
    'directory_entries',
    'directory_totals',
  ])
    await owner.query(`vacuum analyze ${table}`);
}
