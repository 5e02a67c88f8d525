import { rawRequest } from './fetch-raw.ts';
import { campaignPath, type Web, type World } from './world.ts';

/** What everybody writes. */
export const letter = {
  subject: 'Five things that I ask of you',
  body: `${'I live in your district, and I write about the women who are held in the prisons that you answer for. '.repeat(8)}\n\nPlease act.`,
};

export type Letters = {
  posts: string[];
  /** What the form says of when it was opened. */
  began: string;
  /** How the mailboxes begin. */
  who: string;
  consents?: string[];
};

/** A request that sends a letter of somebody invented; each has a name, a mailbox `WHO-NUMBER@…`, a mail domain and an address of her own. */
export function submission(web: Web, { posts, began, who, consents = [] }: Letters): string {
  const form = new URLSearchParams([
    ...posts.map((post) => ['to', post]),
    ...consents.map((purpose) => ['consent', purpose]),
    ['subject', letter.subject],
    ['body', letter.body],
    ['street', ''],
    ['website', ''],
    ['began', began],
  ]);
  const body = `${form}&name=Ana+%number%&email=${who}-%number%%40d%number%.invalid`;
  return rawRequest(
    'POST',
    `${campaignPath}/actions`,
    web.port,
    { origin: web.url, 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': '%address%' },
    body,
  );
}

/** When the form was opened: long enough ago that nobody is taken for a machine. */
export async function openedForm({ url }: Web): Promise<string> {
  const form = await fetch(`${url}${campaignPath}/letter`, { headers: { 'x-forwarded-for': '10.255.0.1' } });
  const began = /name="began" value="([^"]+)"/.exec(await form.text())?.[1];
  if (!began) throw new Error('the form does not say when it was opened');
  await new Promise((resolve) => setTimeout(resolve, 3_500));
  return began;
}

/** The posts that the form ticks for an invented code where every body has one certain member. */
export async function findPosts({ url }: Web): Promise<string[]> {
  const search = await fetch(`${url}${campaignPath}/search`, {
    method: 'POST',
    headers: { origin: url, 'x-forwarded-for': '10.255.0.1' },
    body: new URLSearchParams({ code: 'Z1A 1A1', country: 'XX' }),
  });
  const posts = [...(await search.text()).matchAll(/<input type="checkbox" name="to" value="([^"]+)" checked/g)].map(
    (match) => match[1]!,
  );
  if (posts.length === 0) throw new Error('the lookup found nobody to write to');
  return posts;
}

/** The network and the campaign that are measured. */
export async function campaignOf({ deps }: World): Promise<{ network: string; campaign: string }> {
  const { rows } = await deps.db.owner.query<{ network: string; campaign: string }>(
    `select c.network_id as network, c.id as campaign from campaigns c join networks n on n.id = c.network_id where n.slug = 'daylight' and c.slug = 'five-asks'`,
  );
  return rows[0]!;
}
