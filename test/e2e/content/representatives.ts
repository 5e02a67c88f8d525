import type { TestApp } from '../../app.ts';
import { listChoices } from '../choices.ts';
import type { Content } from '../content.ts';
import { daylight, rows } from './ground.ts';

/** A code that lies in more than one district. */
export async function splitCode(app: TestApp): Promise<string> {
  const [split] = await rows<{ code: string }>(
    app,
    `select code from postal_divisions where country = 'XX' and role_id = 'xx-federal-house:member' group by code having count(*) > 1 limit 1`,
  );
  return split!.code;
}

/** The address of a table of people that was uploaded and waits. */
async function uploadList(app: TestApp, cookie: string): Promise<string> {
  const body = new FormData();
  const table =
    'name,email,zip_code\nEva Invented,eva@example.invalid,1\nIris Invented,nowhere,2\n,nobody@example.invalid,3\n';
  body.append('file', new Blob([table]), 'people.csv');
  const origin = 'http://127.0.0.1:3000';
  const answer = await app.app.request(`${origin}${daylight}/desk/officials/lists/new`, {
    method: 'POST',
    body,
    headers: { origin, cookie },
  });
  return answer.headers.get('location')!;
}

/** Uploaded lists of people: one that waits, one that was taken. */
export async function listsInStates(app: TestApp, cookie: string): Promise<Content['lists']> {
  const lists = {
    waiting: await uploadList(app, cookie),
    taken: await uploadList(app, cookie),
  };
  const choices = { ...listChoices, 'column-0': 'name', 'column-1': 'email', step: 'take' };
  await app.post(lists.taken, choices, { cookie });
  return lists;
}

/** An error that a visitor reported about whoever holds this post, by id. */
export async function reportedError(app: TestApp, post: string): Promise<string> {
  await app.post(`${daylight}/representatives/reports`, {
    post,
    what: 'left',
    words: 'Moved away, invented',
    website: '',
  });
  const [reported] = await rows<{ id: string }>(app, 'select id from error_reports');
  return reported!.id;
}
