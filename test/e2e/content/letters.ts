import type { TestApp } from '../../app.ts';
import type { Content } from '../content.ts';
import { campaign, daylight, rows, unfolded } from './ground.ts';

/** Sends a letter of this person and answers the address of her private page. */
export async function letter(app: TestApp, name: string, posts: string[], wish = ''): Promise<string> {
  const email = `${name.split(' ')[0]!.toLowerCase()}@example.invalid`;
  const fields = {
    subject: 'Five asks',
    body: 'I live on Lantern Street.',
    name,
    email,
    street: '1 Lantern Street',
    to: posts,
    consent: ['newsletter'],
    wish,
  };
  await app.post(`${campaign}/actions`, fields);
  return privatePage(app, email);
}

/** Signs as this person and answers the address of her private page. */
export async function signature(app: TestApp, name: string): Promise<string> {
  const email = `${name.split(' ')[0]!.toLowerCase()}@example.invalid`;
  const fields = {
    name,
    email,
    display: 'initial',
    comment: 'Because of my sister.',
    code: 'Z1A',
    consent: ['listing'],
  };
  await app.post(`${daylight}/campaigns/a-free-call-home/signatures`, fields);
  return privatePage(app, email);
}

/** The private address in the confirmation mail to this person. */
async function privatePage(app: TestApp, email: string): Promise<string> {
  await app.work();
  const [mail] = await rows<{ source: string }>(
    app,
    `select convert_from(mime, 'UTF8') as source from mails where kind = 'confirmation' and to_address = $1`,
    [email],
  );
  return /(\/daylight\/en\/actions\/[\w.-]+)\/confirmation/.exec(unfolded(mail!.source))![1]!;
}

/** Letters in every state: waiting for its confirmation, confirmed, withdrawn, and on two ways of their own. */
export async function lettersInStates(app: TestApp, posts: string[]): Promise<Content['actions']> {
  const actions = {
    pending: await letter(app, 'Ana Invented', posts),
    confirmed: await letter(app, 'Bea Invented', posts),
    withdrawn: await letter(app, 'Cleo Invented', posts),
    calling: await letter(app, 'Nora Invented', posts, 'call'),
    mailing: await letter(app, 'Orla Invented', posts, 'mailto'),
  };
  for (const state of ['confirmed', 'calling', 'mailing'] as const)
    await app.post(`${actions[state]}/confirmation`, {});
  await app.work();
  await app.post(`${actions.withdrawn}/confirmation`, {});
  await app.post(`${actions.withdrawn}/withdrawal`, {});
  return actions;
}
