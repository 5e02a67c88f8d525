import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../../test/app.ts';
import { features } from '../../../features.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { runJob } from '../../../platform/jobs/index.ts';
import type { Network } from '../../../platform/tenancy/index.ts';

let world: TestApp;
let one: Network;
let desk: { cookie: string; id: string };
const merges = '/one/en/members/merges';

beforeAll(async () => {
  world = await createTestApp();
  one = await createNetwork(world, 'one');
  await createNetwork(world, 'two');
  desk = await signInAs(world, one, 'coordinator');
});
afterAll(() => world.stop());

const rows = async <T extends object = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<T[]> =>
  (await world.db.owner.query<T>(text, values)).rows;
const insert = async (table: string, row: Record<string, unknown>) => {
  const all = { network_id: one.id, ...row };
  const names = Object.keys(all);
  await rows(
    `insert into ${table} (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
    ...Object.values(all),
  );
};
const text = async (path: string, by = desk) => words(await (await world.get(path, by)).text());
const ask = (kept: string, gone: string) => `${merges}/new?kept=${kept}&gone=${gone}`;
const merge = (kept: string, gone: string, by = desk) => world.post(merges, { kept, gone }, by);
const merged = async (kept: string, gone: string): Promise<string> => {
  const done = await merge(kept, gone);
  expect(done.status).toBe(303);
  return done.headers.get('location')!;
};
const woman = async (name: string, ...roles: Parameters<typeof signInAs>[2][]) => {
  const her = await signInAs(world, one, ...roles);
  await rows('update accounts set name = $2 where id = $1', her.id, name);
  return her;
};
const membership = async (id: string, state = 'active') => {
  const made = newId();
  await insert('memberships', { id: made, account_id: id, state, from_on: '2024-03-01', created_at: 'now' });
  return made;
};

/** Every row of every table that names one of these accounts, so that undoing can be compared with before. */
async function traces(...ids: string[]): Promise<string[]> {
  const columns = await rows<{ t: string; c: string }>(
    `select c.table_name as t, c.column_name as c from information_schema.columns c
     join information_schema.tables b on b.table_name = c.table_name and b.table_schema = 'public' and b.table_type = 'BASE TABLE'
     where c.table_schema = 'public' and c.data_type = 'uuid' and c.table_name not in
       ('audit', 'member_merges', 'membership_events', 'account_notices', 'mails', 'sessions', 'networks', 'directory_totals')`,
  );
  const found: string[] = [];
  for (const { t, c } of columns)
    for (const row of await rows<{ r: string }>(
      `select to_jsonb(x)::text as r from "${t}" x where "${c}" = any($1)`,
      ids,
    ))
      found.push(`${t} ${row.r}`);
  return [...new Set(found)].sort();
}

describe('two accounts of one woman', () => {
  test('every table that names an account says whether its rows go along', async () => {
    const known = await rows<{ name: string }>(
      `select distinct c.conrelid::regclass || '.' || a.attname as name from pg_constraint c
       join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey) and a.attname <> 'network_id'
       where c.contype = 'f' and c.confrelid = 'accounts'::regclass`,
    );
    const go = features
      .flatMap(({ memberMerge }) => memberMerge?.rows ?? [])
      .map(({ table, column }) => `${table}.${column}`);
    // Who did something (`created_by` …) is a record of what was: it stays, as the log does.
    /** What stays with the account: how she signs in, what she may, what is between two people, in confidence, or past. */
    const stays = [
      'sessions sign_in_links totp_secrets passkeys paper_codes key_wraps known_browsers',
      'passkey_challenges account_notices grants today_marks saved_searches file_uploads',
      'lived_experience place_requests exchange_talks exchange_messages exchange_notices inquiries inquiry_parts inbox_topics',
      'post_mentions post_reports thread_readers group_notices group_digests group_digest_readers',
      'decision_ballots meeting_notices calendar_feeds event_witnesses',
      'stories translation_marks translation_drafts translation_history translation_assignments',
      'member_import_rows membership_notices renewal_reminders member_merges member_pairs_apart',
    ]
      .join(' ')
      .split(' ');
    const unsaid = known
      .map(({ name }) => name)
      .filter((name) => !go.includes(name) && !stays.includes(name.split('.')[0]!) && !name.endsWith('_by'));
    expect(unsaid).toEqual([]);
    const tables = known.map(({ name }) => name.split('.')[0]);
    expect(stays.filter((table) => !tables.includes(table))).toEqual([]);
  });

  test('what she did openly goes along, power and secrets do not; undone, everything is where it was', async () => {
    const kept = await woman('Ana Díaz', 'member');
    const gone = await woman('Ana Diaz', 'lead');
    const [org, group, shared, masked, hidden, meeting, decision, secret] = Array.from({ length: 8 }, newId);
    await insert('organisations', {
      id: org,
      slug: 'o',
      name: 'O',
      name_key: 'o',
      kind: 'other',
      created_at: 'now',
      updated_at: 'now',
    });
    const [hers, others] = [await membership(kept.id), await membership(gone.id)];
    await insert('affiliations', {
      id: newId(),
      organisation_id: org,
      account_id: gone.id,
      represents: true,
      from_on: '2024-01-01',
    });
    for (const [id, entry] of [
      [group, 'open'],
      [shared, 'request'],
      [masked, 'open'],
      [hidden, 'hidden'],
    ])
      await insert('groups', {
        id,
        slug: `g${id}`,
        name: '{"en":"G"}',
        charter: '{"en":"C"}',
        entry,
        created_at: 'now',
      });
    const place = (group_id: unknown, account_id: string, more = {}) =>
      insert('group_members', { group_id, account_id, state: 'in', joined_at: '2024-01-01', ...more });
    await place(group, gone.id, { lead: true });
    await place(shared, gone.id);
    await place(shared, kept.id);
    await place(masked, gone.id, { alias: 'Robin' });
    await place(hidden, gone.id, { lead: true });
    const third = await woman('Third', 'member');
    await place(hidden, third.id);
    const post = async (group_id: unknown, shown_as: string) => {
      const thread_id = newId();
      await insert('threads', {
        id: thread_id,
        group_id,
        title: 'T',
        author_id: gone.id,
        shown_as,
        created_at: 'now',
        last_at: 'now',
      });
      await insert('thread_posts', {
        id: newId(),
        thread_id,
        group_id,
        n: 1,
        author_id: gone.id,
        shown_as,
        body: 'x',
        created_at: 'now',
        words: '',
      });
      return thread_id;
    };
    const open = await post(group, 'Ana Diaz');
    const under = await post(masked, 'Robin');
    const quiet = await post(hidden, 'Ana Diaz');
    const when = {
      time_zone: 'UTC',
      starts_at: '2026-12-01',
      starts_utc: '2026-12-01',
      minutes: 60,
      attendance: 'kept',
    };
    await insert('meetings', { id: meeting, title: 'M', ...when, created_at: 'now', updated_at: 'now' });
    for (const account_id of [gone.id, kept.id])
      await insert('meeting_answers', {
        meeting_id: meeting,
        account_id,
        answer: account_id === gone.id ? 'not' : 'coming',
        answered_at: '2026-01-01',
      });
    const vote = { state: 'open', way: 'vote', voice: 'member', quorum: 0, majority: 'most', keep_ballots: true };
    for (const [id, isSecret] of [
      [decision, false],
      [secret, true],
    ] as const) {
      await insert('decisions', { id, title: 'D', ...vote, secret: isSecret, created_at: 'now', updated_at: 'now' });
      for (const voter_id of [gone.id, kept.id])
        await insert('decision_voters', { decision_id: id, voter_id, voted: voter_id === gone.id });
    }
    await insert('decision_ballots', { decision_id: decision, round: 1, voter_id: gone.id, choice: 1, at: 'now' });
    await insert('decision_questions', {
      id: newId(),
      decision_id: decision,
      question: 'Why?',
      account_id: gone.id,
      asked_at: 'now',
    });
    const item = newId();
    const talked = newId();
    for (const id of [item, talked])
      await insert('exchange_items', {
        id,
        side: 'offer',
        kind: 'training',
        account_id: gone.id,
        until_on: '2027-01-01',
        seen: 'members',
        created_at: 'now',
        updated_at: 'now',
      });
    await insert('exchange_talks', {
      id: newId(),
      item_id: talked,
      account_id: third.id,
      created_at: 'now',
      last_at: 'now',
    });
    await insert('profiles', { account_id: gone.id, updated_at: '2026-01-01T00:00:00.123Z' });
    const before = await traces(kept.id, gone.id, third.id);

    expect(await text(merges)).toContain('The same name');
    const asked = await text(ask(kept.id, gone.id));
    for (const said of [
      '1 post in a group',
      '1 place in a working group',
      'she leads 1 group',
      'answers for 1 organisation',
      'lead of a working group',
      '1 offer or request',
    ])
      expect(asked).toContain(said);
    expect(asked).not.toContain('Robin');
    expect((await traces(kept.id, gone.id, third.id)).length).toBe(before.length);

    const here = await merged(kept.id, gone.id);
    expect((await merge(kept.id, gone.id)).headers.get('location')).toBe(here);
    expect(await rows('select 1 from member_merges')).toHaveLength(1);
    expect(await rows('select 1 from sessions where account_id = $1', gone.id)).toEqual([]);
    expect((await world.get('/one/en/membership', gone)).status).toBe(403);
    expect(await rows('select id, state from memberships where account_id = $1 order by id', kept.id)).toEqual([
      { id: hers, state: 'active' },
      { id: others, state: 'ended' },
    ]);
    expect(await rows('select group_id, lead, alias from group_members where account_id = $1', gone.id)).toEqual(
      expect.arrayContaining([
        { group_id: masked, lead: false, alias: 'Robin' },
        { group_id: hidden, lead: true, alias: null },
      ]),
    );
    expect(await rows('select group_id from group_members where account_id = $1 and lead', kept.id)).toEqual([]);
    expect(await rows('select lead from group_members where account_id = $1', third.id)).toEqual([{ lead: true }]);
    expect(await rows('select id from threads where author_id = $1', kept.id)).toEqual([{ id: open }]);
    expect((await rows('select id from threads where author_id = $1', gone.id)).map((row) => row.id).sort()).toEqual(
      [under, quiet].sort(),
    );
    expect(await rows('select represents from affiliations where account_id = $1', kept.id)).toEqual([
      { represents: false },
    ]);
    expect(await rows(`select role from grants where account_id = $1 and until_at is null`, kept.id)).toEqual([
      { role: 'member' },
    ]);
    expect(await rows('select answer from meeting_answers where meeting_id = $1', meeting)).toEqual([
      { answer: 'coming' },
    ]);
    expect(await rows('select voter_id from decision_ballots')).toEqual([{ voter_id: gone.id }]);
    expect(await rows('select id from exchange_items where account_id = $1', gone.id)).toEqual([{ id: talked }]);
    expect(await rows('select account_id from profiles where account_id = any($1)', [kept.id, gone.id])).toEqual([
      { account_id: kept.id },
    ]);
    expect((await rows(`select to_address from mails where kind = 'account-notice'`)).length).toBe(2);

    for (let n = 0; n < 2; n += 1) expect((await world.post(`${here}/reversal`, {}, desk)).status).toBe(303);
    expect(await traces(kept.id, gone.id, third.id)).toEqual(before);
    expect(await rows(`select verb from audit where noun = 'member' and verb in ('merged', 'parted')`)).toHaveLength(2);
    expect(await text(here)).toContain('taken back');
  });

  test('who may not: oneself, somebody entrusted with more, a suspended one, another network’s, without recent proof', async () => {
    const [her, other] = [await woman('H', 'member'), await woman('H', 'member')];
    const admin = await woman('Admin', 'administrator');
    const second = await woman('Second', 'coordinator');
    const foreign = await signInAs(world, await world.network('two'), 'member');
    const refused = async (kept: string, gone: string, says: string) => {
      const answer = await merge(kept, gone);
      expect([answer.status, words(await answer.text()).includes(says)]).toEqual([422, true]);
    };
    await refused(her.id, her.id, 'one account twice');
    await refused(her.id, desk.id, 'your own account');
    await refused(desk.id, her.id, 'your own account');
    await refused(her.id, admin.id, 'An administrator ends that first');
    await refused(her.id, second.id, 'An administrator ends that first');
    await refused(admin.id, her.id, 'reads nothing of what members write');
    expect((await merge(her.id, foreign.id)).status).toBe(404);
    expect((await merge(foreign.id, her.id)).status).toBe(404);
    expect((await world.get(ask(her.id, foreign.id), desk)).status).toBe(404);
    expect((await merge('x', her.id)).status).toBe(404);
    for (const no of [her, admin]) expect((await merge(her.id, other.id, no)).status).toBe(404);
    await membership(other.id, 'suspended');
    await refused(her.id, other.id, 'suspended');
    await rows(`update memberships set state = 'ended' where account_id = $1`, other.id);
    await rows(`update sessions set proved_at = proved_at - interval '11 minutes' where account_id = $1`, desk.id);
    expect((await merge(her.id, other.id)).status).toBe(403);
    await rows(`update sessions set proved_at = proved_at + interval '11 minutes' where account_id = $1`, desk.id);
    expect(await rows('select 1 from member_merges where undone_at is null')).toEqual([]);
    // A coordinator may take over what is hers: she reads it already.
    const here = await merged(second.id, her.id);
    await refused(other.id, her.id, 'closed already');
    const foreigner = await signInAs(world, await world.network('two'), 'coordinator');
    const away = here.replace('/one/', '/two/');
    expect((await world.get(away, foreigner)).status).toBe(404);
    expect((await world.post(`${away}/reversal`, {}, foreigner)).status).toBe(404);
    // Nobody takes back a merge of her own.
    expect((await world.post(`${here}/reversal`, {}, second)).status).toBe(422);
    await world.post(`${here}/reversal`, {}, desk);
  });

  test('taken back twice at once it is taken back once; what an administrator closed since stays closed', async () => {
    const [kept, gone] = [await woman('Closed Since', 'member'), await woman('Closed Since', 'member')];
    const hers = await membership(gone.id);
    const here = await merged(kept.id, gone.id);
    const now = world.deps.clock();
    world.at(new Date(now.getTime() + 60_000));
    const admin = await signInAs(world, one, 'administrator');
    expect((await world.post(`/one/en/people/${gone.id}/closure`, { reason: 'She asked.' }, admin)).status).toBe(303);
    const back = await Promise.all([0, 1].map(() => world.post(`${here}/reversal`, {}, desk)));
    expect(back.map(({ status }) => status)).toEqual([303, 303]);
    expect(await rows('select account_id, state from memberships where id = $1', hers)).toEqual([
      { account_id: gone.id, state: 'active' },
    ]);
    expect(await rows('select 1 from accounts where id = $1 and disabled_at is null', gone.id)).toEqual([]);
    expect(await rows(`select 1 from audit where verb = 'parted' and detail ->> 'gone' = $1`, gone.id)).toHaveLength(1);
    world.at(now);
  });

  test('a suspension that comes at the same moment is not lifted by the way', async () => {
    const [kept, gone] = [await woman('Suspended Now', 'member'), await woman('Suspended Now', 'member')];
    const [, hers] = [await membership(kept.id), await membership(gone.id)];
    const other = await world.db.owner.connect();
    await other.query('begin');
    await other.query(`update memberships set state = 'suspended' where id = $1`, [hers]);
    const answer = merge(kept.id, gone.id);
    // The merge has read both accounts, and waits for the suspension.
    await vi.waitUntil(
      async () =>
        (
          await rows(
            `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%memberships%'`,
          )
        ).length > 0,
    );
    await other.query('commit');
    other.release();
    expect((await answer).status).toBe(422);
    expect(await rows('select account_id, state from memberships where id = $1', hers)).toEqual([
      { account_id: gone.id, state: 'suspended' },
    ]);
    expect(await rows('select 1 from accounts where id = $1 and disabled_at is null', gone.id)).toHaveLength(1);
  });

  test('two people at once make one merge; chains come apart in their order; after 30 days nothing is taken back', async () => {
    const [a, b, c] = [await woman('Chain', 'member'), await woman('Chain', 'member'), await woman('Chain', 'member')];
    for (const her of [a, b, c]) await membership(her.id);
    const before = await traces(a.id, b.id, c.id);
    const both = await Promise.all([merge(b.id, a.id), merge(a.id, b.id), merge(b.id, a.id)]);
    const done = both.filter((answer) => answer.status === 303);
    expect([...new Set(both.map((answer) => answer.status))].sort()).toEqual([303, 422]);
    const standing = await rows('select id, kept_id from member_merges where undone_at is null');
    expect(standing).toHaveLength(1);
    const first = done[0]!.headers.get('location')!;
    const kept = standing[0]!.kept_id as string;
    const later = await merged(c.id, kept);
    const wrongOrder = await world.post(`${first}/reversal`, {}, desk);
    expect([wrongOrder.status, words(await wrongOrder.text()).includes('Take that back first')]).toEqual([422, true]);
    await world.post(`${later}/reversal`, {}, desk);
    await world.post(`${first}/reversal`, {}, desk);
    expect(await traces(a.id, b.id, c.id)).toEqual(before);
    for (let n = 0; n < 2; n += 1) await world.post(`${merges}/apart`, { one: b.id, other: a.id }, desk);
    expect(await rows('select 1 from member_pairs_apart')).toHaveLength(1);
    const third = await merged(a.id, b.id);
    await rows(`update member_merges set at = at - interval '31 days' where undone_at is null`);
    expect((await world.post(`${third}/reversal`, {}, desk)).status).toBe(422);
    expect(await text(third)).toContain('more than 30 days ago');
  });

  test('asks once what there is, not room by room: few statements where there is little', async () => {
    const [kept, gone] = [await woman('Sofía', 'member'), await woman('Sofia', 'member')];
    const spy = vi.spyOn(pg.Client.prototype, 'query');
    await merged(kept.id, gone.id);
    const asked = spy.mock.calls.map(([query]) =>
      typeof query === 'string' ? query : (query as { text: string }).text,
    );
    spy.mockRestore();
    const sent = asked.filter((text) => /^\s*(select|with|insert|update|delete)/i.test(text));
    expect(sent.length).toBeLessThan(22);
  });

  test('whoever deletes her account leaves none that was joined into it, once the two can no longer be parted', async () => {
    const [kept, gone] = [await woman('Deleted', 'member'), await woman('Deleted', 'member')];
    await membership(kept.id);
    await insert('lived_experience', { account_id: gone.id, words: 'I was inside', level: 'nobody' });
    await merged(kept.id, gone.id);
    const left = await world.post(
      '/one/en/membership/departure',
      { posts: 'former', account: 'delete', sure: 'yes' },
      kept,
    );
    expect(left.status).toBe(303);
    const run = () => runJob(world.deps, 'members.renewals', { network: one.id });
    const stays = () =>
      rows(
        'select 1 from lived_experience l join accounts a on a.id = l.account_id where a.email is not null and a.id = $1',
        gone.id,
      );
    await run();
    expect(await stays()).toHaveLength(1);
    await rows(`update member_merges set at = at - interval '31 days' where gone_id = $1`, gone.id);
    await run();
    await run();
    expect(await stays()).toEqual([]);
    expect(await rows('select name, email, email_key from accounts where id = $1', gone.id)).toEqual([
      { name: 'A former member', email: null, email_key: null },
    ]);
    expect(
      await rows(`select 1 from audit where verb = 'erased' and noun = 'account' and noun_id = $1`, gone.id),
    ).toHaveLength(1);
  });
});

test('a country that is hers alone stands in no list of accounts, and decides nothing there', async () => {
  const name = 'Quilla Hiddenland';
  await rows(
    `insert into places (id, kind, labels) values ('ke', 'country', '{"en":"Kenya"}'), ('us', 'country', '{"en":"United States"}')
     on conflict do nothing`,
  );
  const her = await woman(name, 'member');
  const twin = await woman(name, 'member');
  const hide = (levels: object) =>
    rows(
      `insert into profiles (network_id, account_id, country, visibility, updated_at) values ($1, $2, 'ke', $3, now())
       on conflict (network_id, account_id) do update set visibility = excluded.visibility`,
      one.id,
      her.id,
      JSON.stringify(levels),
    );
  await insert('profiles', {
    account_id: twin.id,
    country: 'us',
    visibility: '{"country":"members"}',
    updated_at: 'now',
  });
  const form = { id: newId(), name, email: 'q@new.invalid', username: '', locale: 'en' };
  const upload = async () => {
    const body = new FormData();
    body.append('file', new Blob([`name,email,country\n${name},q@list.invalid,us\n`]), 'members.csv');
    const headers = { origin: 'http://127.0.0.1:3000', cookie: desk.cookie };
    const sent = await world.app.request('http://127.0.0.1:3000/one/en/members/imports', {
      method: 'POST',
      body,
      headers,
    });
    return (await world.get(sent.headers.get('location')!, desk)).text();
  };
  const all = async () => [
    await text(merges),
    await text(`${merges}/new?q=${encodeURIComponent(name)}`),
    await text(ask(her.id, twin.id)),
    words(await (await world.post('/one/en/members/new', form, desk)).text()),
    await upload(),
  ];
  // Two countries that both may be seen tell two women apart; one that may not be seen tells nothing.
  await hide({ country: 'coordinators' });
  expect((await all()).map((page) => page.includes(name))).toEqual([false, true, true, true, true]);
  for (const levels of [{ country: 'nobody' }, { country: 'public', name: 'nobody' }]) {
    await hide(levels);
    const pages = await all();
    expect(pages.map((page) => page.includes(name))).toEqual([true, true, true, true, true]);
    for (const page of pages) expect(page).not.toMatch(/\bKE\b|· ke\b|>ke</);
  }
  await rows('delete from member_imports');
});
