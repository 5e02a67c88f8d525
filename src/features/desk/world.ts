import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { asOwner, inNetwork } from '../../platform/db/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { loadVocabularies } from '../vocabularies/index.ts';

/** An invented legislature for tests: two roles, four posts; one stands empty, one ended with its lines. */
export async function makeLegislature(test: TestApp): Promise<void> {
  const run = (text: string) => test.db.owner.query(text);
  await run(`insert into bodies (id, name, level, country, sample) values
    ('xx-assembly', '{"en": "Assembly of Ember", "fr": "Assemblée d’Ember"}', 'region', 'xx', true),
    ('xx-cabinet', '{"en": "Cabinet of Ember", "fr": "Cabinet d’Ember"}', 'region', 'xx', true)`);
  await run(`insert into roles (id, body_id, name) values
    ('xx-assembly:member', 'xx-assembly', '{"en": "Member of the Assembly", "fr": "Députée"}'),
    ('xx-cabinet:minister', 'xx-cabinet', '{"en": "Minister", "fr": "Ministre"}')`);
  await run(`insert into divisions (id, country, name, name_key) values
    ('xx/north', 'xx', 'Île-du-Nord', 'ile du nord'), ('xx/south', 'xx', 'South Shore', 'south shore')`);
  await run(`insert into boundary_sets (id, role_id, name, valid_from, valid_until, source, as_of, imported_at) values
    ('xx-2026', 'xx-assembly:member', 'Lines of 2026', '2026-01-01', null, 'test', '2026-01-01', now()),
    ('xx-2010', 'xx-assembly:member', 'Lines of 2010', '2010-01-01', '2026-01-01', 'test', '2010-01-01', now())`);
  await run(`insert into posts (id, role_id, division_id, label, set_id, known_as_of) values
    ('xx-north', 'xx-assembly:member', 'xx/north', '{"en": "North Island"}', 'xx-2026', '2026-08-05'),
    ('xx-south', 'xx-assembly:member', 'xx/south', '{"en": "South Shore"}', 'xx-2026', '2026-08-05'),
    ('xx-old', 'xx-assembly:member', 'xx/south', '{"en": "Old Shore"}', 'xx-2010', '2020-08-05'),
    ('xx-justice', 'xx-cabinet:minister', null, '{"en": "Minister of Justice"}', null, '2026-08-05')`);
  await run(`insert into officials (id, name, source, as_of) values
    ('o1', 'Renée Öst', 'test', '2026-08-05'), ('o2', 'Mara Lind', 'test', '2026-08-05'), ('o3', 'Old Holder', 'test', '2020-08-05')`);
  await run(`insert into tenures (id, official_id, post_id, from_date, until_date, source, as_of) values
    ('t1', 'o1', 'xx-north', '2026-02-01', null, 'test', '2026-08-05'),
    ('t2', 'o2', 'xx-justice', null, null, 'test', '2026-08-05'),
    ('t3', 'o3', 'xx-south', '2020-01-01', '2026-11-21', 'test', '2026-08-05')`);
}

/** A letter of a new person on a campaign: with one delivery per given state once it is confirmed, until then with its posts. */
export async function makeLetter(
  test: TestApp,
  network: Network,
  campaignId: string,
  given: { state: 'pending' | 'confirmed'; deliveries: { post: string; state: string; name?: string }[] },
): Promise<void> {
  const now = test.deps.clock();
  await inNetwork(test.db, network.id, async (trx) => {
    const [person, action] = [newId(), newId()];
    const own = { network_id: network.id };
    await trx
      .insertInto('people')
      .values({
        ...own,
        id: person,
        name: 'Ida',
        name_key: person,
        email: `${person}@example.invalid`,
        email_key: person,
        locale: 'en',
        created_at: now,
      })
      .execute();
    await trx
      .insertInto('actions')
      .values({
        ...own,
        id: action,
        campaign_id: campaignId,
        person_id: person,
        state: given.state,
        counted: given.state === 'confirmed',
        content_hash: Buffer.from(action),
        post_ids: given.deliveries.map(({ post }) => post),
        locale: 'en',
        subject: 's',
        body: 'b',
        created_at: now,
      })
      .execute();
    for (const { post, state, name } of given.state === 'confirmed' ? given.deliveries : []) {
      await trx
        .insertInto('deliveries')
        .values({
          ...own,
          id: newId(),
          action_id: action,
          campaign_id: campaignId,
          post_id: post,
          official_name: name ?? null,
          state,
          state_at: now,
        })
        .execute();
    }
  });
}

/** The fields of one language, complete. */
export const completeText = (title: string): Record<string, string> => ({
  title,
  summary: 'Two sentences. No more.',
  story: 'A story with **weight**.',
  asks: 'First ask\n\n  Second ask  ',
  addressees: 'Those who decide.',
  letter_subject: 'Please act',
  letter_body: 'I write to you.',
  thanks: 'Thank you.',
  picture_alt: '',
});

/** A network with the legislature and the lists, a coordinator of it, and the ways in which the tests reach the desk. */
export async function openDesk() {
  const app = await createTestApp();
  await createNetwork(app, 'ember');
  await app.db.owner.query("update networks set time_zone = 'America/Toronto' where slug = 'ember'");
  app.deps.edits.emit('');
  const network = await app.network('ember');
  await asOwner(app.db, loadVocabularies);
  await makeLegislature(app);
  const ada = await signInAs(app, network, 'coordinator');
  const at = { network: 'ember', locale: 'en' };
  const get = (path: string, who: { cookie?: string } = ada) => app.get(path, { cookie: who.cookie });
  const post = (path: string, fields: Record<string, string | string[]> = {}, who: { cookie?: string } = ada) =>
    app.post(path, fields, { cookie: who.cookie });
  const one = async <T>(query: string, ...values: unknown[]) => (await app.db.owner.query(query, values)).rows[0] as T;

  /** Begins a draft over HTTP; returns its id. */
  async function draft(title: string): Promise<string> {
    const response = await post(urls.campaigns.create(at), { id: newId(), title, slug: '', locale: 'en' });
    if (response.status !== 303) throw new Error(`no draft was made: ${response.status}`);
    return response.headers.get('location')!.split('/').at(-1)!;
  }
  return {
    app,
    network,
    ada,
    at,
    get,
    post,
    one,
    draft,
    text: async (response: Response | Promise<Response>) => words(await (await response).text()),
    /** A published campaign with complete English texts that asks the assembly. */
    async published(title: string): Promise<string> {
      const id = await draft(title);
      await post(urls.campaigns.texts(at, id, 'en'), completeText(title));
      await post(urls.campaigns.targets(at, id), { role: 'xx-assembly:member' });
      const response = await post(urls.campaigns.publication(at, id));
      if (response.status !== 303) throw new Error(`nothing was published: ${response.status}`);
      return id;
    },
    rowOf: (id: string) =>
      one<{ slug: string; state: string; goal: number | null; closes_at: Date | null }>(
        'select * from campaigns where id = $1',
        id,
      ),
    /** What the audit says about a campaign, in order. */
    verbs: async (id: string) =>
      (await app.db.owner.query('select verb, noun from audit where noun_id = $1 order by id', [id])).rows.map(
        (row) => `${row.verb} ${row.noun}`,
      ),
  };
}
