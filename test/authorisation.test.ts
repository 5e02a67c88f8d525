import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Network, Role } from '../src/platform/tenancy/index.ts';
import { createTestApp, signInAs, type TestApp } from './app.ts';
import { ofTheTwoAlone } from './authorisation/exchange.ts';
import { ofKeepersAlone } from './authorisation/facilities.ts';
import { ofTheGroupAlone } from './authorisation/groups.ts';
import { idempotent, leaving, type Who } from './authorisation.ts';
import { type Content, filled } from './e2e/content.ts';
import { inside, lineOf, lines, realPath as pathOf } from './real-paths.ts';

/**
 * Every route × role × network. The paths come from test/e2e/pages.ts, where every page is opened with real content: a refusal is
 * told from a thing that is not there only where the thing is there.
 */
const roles: readonly Role[] = ['supporter', 'member', 'lead', 'coordinator', 'administrator', 'auditor'];
const realPath = (route: string) => pathOf(route, content);

let app: TestApp;
let content: Content;
let daylight: Network;
let bare: Network;
type Route = { method: string; path: string; who: Who };
let routes: Route[];
/** Cookies by role; those of people whose second factor is missing; of somebody with every role in another network. */
const strong = new Map<string, string>();
const weak = new Map<string, string>();
let stranger: string;

beforeAll(async () => {
  const from = await filled();
  content = from.made;
  app = await createTestApp({ from, env: { CASEMENT_TRUST_PROXY: '1' } });
  daylight = await app.network('daylight');
  bare = await app.network('bare');
  const seen = new Set<string>();
  routes = app.app.routes
    .filter(({ method, path }) => method !== 'ALL' && !seen.has(`${method} ${path}`) && seen.add(`${method} ${path}`))
    .map(({ method, path }) => ({ method, path, who: lineOf(method, path)?.who ?? [] }));
  for (const role of roles) {
    strong.set(role, (await signInAs(app, daylight, role)).cookie);
    weak.set(role, (await signInAs.weakly(app, daylight, role)).cookie);
  }
  stranger = (await signInAs(app, bare, ...roles)).cookie;
}, 120_000);
afterAll(() => app?.stop());

/** Whether the answer is the one that somebody gets who may not: asked to sign in, asked for a second factor, or nothing there. */
function refused(response: Response): boolean {
  const to = response.headers.get('location') ?? '';
  if (response.status === 303 && /\/sign-in(\?|$)/.test(to)) return true;
  return [401, 403, 404].includes(response.status);
}

/** Each request comes from an address of its own, so that no limit hides an answer. */
let requests = 0;
const address = () => {
  requests += 1;
  return `10.${requests >> 16}.${(requests >> 8) & 255}.${requests & 255}`;
};

const ask = (route: Route, path: string, cookie?: string): Promise<Response> =>
  route.method === 'GET'
    ? app.get(path, { cookie, headers: { 'x-forwarded-for': address() } })
    : // No form at all: whoever may is told that it cannot be read (400), whoever may not is refused before anything is read.
      app.post(path, {}, { cookie, headers: { 'content-type': 'text/plain', 'x-forwarded-for': address() } });

const inNetworks = () => routes.filter(({ path }) => path.startsWith(inside));
const may = (who: Who, role: Role): boolean =>
  who === 'anyone' || who === 'signedIn' || (Array.isArray(who) && who.includes(role));

describe('every route', () => {
  test('is in the table', () => {
    const unlisted = routes
      .filter(({ method, path }) => !lineOf(method, path))
      .map(({ method, path }) => `${method} ${path.replace(inside, '') || '/'}`);
    expect(
      unlisted,
      'Say in test/authorisation.ts who may use these routes: one line in the part of your feature, for example\n' +
        `  'GET POST /desk/mine/**': coordinators,\n`,
    ).toEqual([]);
    const used = new Set(routes.map(({ method, path }) => lineOf(method, path)));
    const idle = lines.filter((line) => !used.has(line));
    expect(
      idle.map(({ text }) => text),
      'these lines of test/authorisation.ts match no route: remove them',
    ).toEqual([]);
  });

  test('refuses whoever may not, before anything is read', { timeout: 180_000 }, async () => {
    const wrong: string[] = [];
    for (const route of inNetworks()) {
      const { path } = realPath(route.path);
      const visitors: [string, string | undefined, boolean][] = [
        ['the public', undefined, route.who === 'anyone'],
        ['another network', stranger, route.who === 'anyone'],
        ...roles.flatMap((role): [string, string, boolean][] => [
          [role, strong.get(role)!, may(route.who, role)],
          // Without a second factor a role that needs one is worth nothing.
          [
            `${role} without a second factor`,
            weak.get(role)!,
            may(route.who, role) && !(Array.isArray(route.who) && /coordinator|administrator|auditor/.test(role)),
          ],
        ]),
      ];
      for (const [name, cookie, allowed] of visitors) {
        if (allowed || route.who === 'half') continue;
        if (/^(supporter|member|lead) without/.test(name)) continue;
        const response = await ask(route, path, cookie);
        if (!refused(response)) wrong.push(`${name}: ${route.method} ${path} answered ${response.status}`);
      }
    }
    expect(wrong, 'requireRole (or found) must come first in these handlers').toEqual([]);
  });

  test('lets in whoever may', { timeout: 180_000 }, async () => {
    const wrong: string[] = [];
    const unproven: string[] = [];
    // Pages first: a form may end what they show.
    for (const route of inNetworks().sort((a, b) => a.method.localeCompare(b.method))) {
      const { path, proven } = realPath(route.path);
      if (route.who === 'half' || route.who === 'key') continue;
      const allowed = roles.filter((role) => may(route.who, role));
      for (const role of Array.isArray(route.who) ? allowed : allowed.slice(1, 2)) {
        // A session of its own for each: some of these end it.
        const { cookie } = await signInAs(app, daylight, role);
        const response = await ask(route, path, cookie);
        const missing = response.status === 404;
        if (missing && route.method === 'GET' && proven && Array.isArray(route.who)) unproven.push(`${role}: ${path}`);
        if (refused(response) && !missing) wrong.push(`${role}: ${route.method} ${path} answered ${response.status}`);
        if (response.status >= 500) wrong.push(`${role}: ${route.method} ${path} answered ${response.status}`);
      }
    }
    expect(wrong).toEqual([]);
    // An issuer who is no administrator sees those alone whom she let in.
    const own = (line: string) =>
      /^(coordinator|lead): .*\/people\//.test(line) ||
      ofTheGroupAlone.test(line) ||
      ofTheTwoAlone.test(line) ||
      ofKeepersAlone.test(line);
    expect(unproven.filter((line) => !own(line))).toEqual([]);
  });

  test('by which many people’s data leave asks anew who she is', async () => {
    const found = inNetworks().filter(({ method, path }) => leaving.includes(`${method} ${path.replace(inside, '')}`));
    expect(found).toHaveLength(leaving.length);
    const wrong: string[] = [];
    for (const route of found) {
      const { cookie, id } = await signInAs(app, daylight, (route.who as Role[])[0]!);
      await app.db.owner.query(`update sessions set proved_at = created_at - interval '1 hour' where account_id = $1`, [
        id,
      ]);
      const response = await ask(route, realPath(route.path).path, cookie);
      if (!/\/account\/proof(\?|$)/.test(response.headers.get('location') ?? ''))
        wrong.push(`${route.method} ${route.path} answered ${response.status}`);
    }
    expect(wrong, 'requireProof must come first in these handlers').toEqual([]);
  });

  test('knows nothing of another network’s things', { timeout: 180_000 }, async () => {
    const wrong: string[] = [];
    for (const route of inNetworks()) {
      const { path, real } = realPath(route.path);
      const given = path.split('/').slice(3);
      // The pages of a website (home, learn, connect) have the same names in every network.
      const steps = route.path.split('/').slice(3);
      // Issues and places are every network's; their pages at the desk show one's own words for them.
      const shared = route.path.includes('/desk/vocabulary/');
      const own = !shared && given.some((step, at) => step !== steps[at] && steps[at] !== ':page');
      if (!Array.isArray(route.who) || !real || !own) continue;
      const response = await ask(route, path.replace('/daylight/', '/bare/'), stranger);
      // 400: a form that was not read; nothing of the other network was looked for.
      const blind = response.status === 400 && route.method === 'POST';
      const gone = response.status === 303 && idempotent.includes(`${route.method} ${route.path.replace(inside, '')}`);
      if (response.status !== 404 && !blind && !gone) wrong.push(`${route.method} ${path} answered ${response.status}`);
    }
    expect(wrong).toEqual([]);
  });

  test('of a half session is the second factor’s page alone', { timeout: 180_000 }, async () => {
    const wrong: string[] = [];
    for (const route of inNetworks().filter(({ method }) => method === 'GET')) {
      const { path } = realPath(route.path);
      const response = await ask(route, path, content.accounts.half);
      const expected = route.who === 'half' || route.who === 'anyone';
      if (!expected && !refused(response)) wrong.push(`${path} answered ${response.status}`);
      if (route.who === 'half' && response.status !== 200) wrong.push(`${path} answered ${response.status}`);
    }
    expect(wrong).toEqual([]);
  });
});
