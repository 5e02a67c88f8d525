import type { Context, Hono } from 'hono';
import { addressKey, limiter } from '../../platform/abuse/index.ts';
import { inNetwork } from '../../platform/db/index.ts';
import { ctxOf, type Deps, type Env, found, Problem, publicOrigin, view } from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { readFilter } from './forms.ts';
import { actionJson, campaignJson, collectionJson, entryJson, mostPerPage, type Place, personJson } from './hal.ts';
import { type Key, type Scope, useKey } from './keys.ts';
import {
  countActions,
  countCampaigns,
  countPeople,
  type Filter,
  findActionOf,
  findCampaignOf,
  findPerson,
  type Kind,
  listActions,
  listCampaigns,
  listPeople,
  type Of,
  type Slice,
} from './queries.ts';

type C = Context<Env>;
type Json = Record<string, unknown>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What a request brings that may read: where links lead, and which part of a list is asked for. */
type Asked = { c: C; ctx: Ctx; place: Place; key: Key };

/** The API: read only, with a key in the header OSDI-API-Token. Sessions open nothing here. */
export function apiRoutes(app: Hono<Env>, deps: Deps): void {
  const byKey = limiter('osdi', { points: 1_200, seconds: 60 });
  const wrong = limiter('osdi-wrong', { points: 60, seconds: 600 });

  /** A handler for keys of a scope. Every answer is JSON, refusals too. */
  const api = (scope: Scope | undefined, work: (asked: Asked) => Promise<Json>) => async (c: C) => {
    c.header('cache-control', 'private, no-store');
    try {
      const token = c.req.header('osdi-api-token') ?? '';
      const json = await inNetwork(deps.db, c.var.network.id, async (trx) => {
        const ctx = { ...ctxOf(c, trx), actor: { kind: 'system' } as const };
        const key = token && token.length <= 200 ? await useKey(ctx, token) : undefined;
        if (!key) return undefined;
        await byKey.consume(key.id);
        // What a key may not read does not exist for it.
        if (scope && !key.scopes.includes(scope)) throw new Problem('not-found');
        const place = { origin: publicOrigin(deps, c.var.network), at: view(c, deps).at };
        return work({ c, ctx, place, key });
      });
      if (json) return hal(c, json, 200);
      await wrong.consume(addressKey(c.var.address));
      return refusal(c, 401, 'A key is needed in the header OSDI-API-Token; a coordinator makes one under "Data".');
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.retryAfterSeconds) c.header('retry-after', String(error.retryAfterSeconds));
      return refusal(c, error.status, descriptions[error.key] ?? error.key);
    }
  };

  app.get(
    '/osdi',
    api(undefined, async ({ ctx, place, key }) => entryJson(place, nameOf(ctx), key.scopes)),
  );

  app.get(
    '/osdi/people',
    api('people', (asked) =>
      collection(asked, 'osdi:people', urls.osdi.people(asked.place.at), {
        count: (filter) => countPeople(asked.ctx, filter),
        list: async (slice) => (await listPeople(asked.ctx, slice)).map((row) => personJson(asked.place, row)),
      }),
    ),
  );
  app.get(
    '/osdi/people/:id',
    api('people', async ({ c, ctx, place }) => personJson(place, found(await findPerson(ctx, idOf(c, 'id'))))),
  );

  for (const [kind, name, parts] of [
    ['petition', 'petitions', 'signatures'],
    ['letter', 'advocacy_campaigns', 'outreaches'],
  ] as const) {
    app.get(
      `/osdi/${name}`,
      api('actions', (asked) =>
        collection(asked, `osdi:${name}`, pathOf(asked.c), {
          count: (filter) => countCampaigns(asked.ctx, kind, filter),
          list: async (slice) =>
            (await listCampaigns(asked.ctx, kind, slice)).map((row) => campaignJson(asked.place, row)),
        }),
      ),
    );
    app.get(
      `/osdi/${name}/:id`,
      api('actions', async ({ c, ctx, place }) =>
        campaignJson(place, found(await findCampaignOf(ctx, kind, idOf(c, 'id')))),
      ),
    );
    app.get(
      `/osdi/${name}/:id/${parts}`,
      api('actions', async (asked) => {
        const campaign = found(await findCampaignOf(asked.ctx, kind, idOf(asked.c, 'id')));
        return actionsOf(asked, kind, parts, { campaign: campaign.id });
      }),
    );
    app.get(
      `/osdi/${name}/:id/${parts}/:action`,
      api('actions', async ({ c, ctx, place }) =>
        actionJson(place, kind, found(await findActionOf(ctx, kind, idOf(c, 'id'), idOf(c, 'action')))),
      ),
    );
    app.get(
      `/osdi/people/:id/${parts}`,
      api('actions', async (asked) => {
        const person = found(await findPerson(asked.ctx, idOf(asked.c, 'id')));
        return actionsOf(asked, kind, parts, { person: person.id });
      }),
    );
  }

  const actionsOf = (asked: Asked, kind: Kind, parts: string, of: Of) =>
    collection(asked, `osdi:${parts}`, pathOf(asked.c), {
      count: (filter) => countActions(asked.ctx, kind, of, filter),
      list: async (slice) =>
        (await listActions(asked.ctx, kind, of, slice)).map((row) => actionJson(asked.place, kind, row)),
    });
}

/** One page of a list: by number, or from behind the key that `next` carried. */
async function collection(
  { c, place }: Asked,
  rel: string,
  path: string,
  of: { count(filter?: Filter): Promise<number>; list(slice: Slice): Promise<Json[]> },
): Promise<Json> {
  const perPage = Math.min(mostPerPage, whole(c.req.query('per_page'), 25));
  const page = whole(c.req.query('page'), 1);
  const after = c.req.query('after');
  if (after !== undefined && !uuid.test(after)) throw new Problem('invalid');
  const text = c.req.query('filter');
  const filter = text === undefined ? undefined : readFilter(text);
  if (text !== undefined && !filter) throw new Problem('invalid');
  const total = await of.count(filter);
  // One more than is shown: whether something follows is seen, not reckoned from a total that may shrink during a long walk.
  const found = await of.list({
    limit: perPage + 1,
    filter,
    ...(after ? { after } : { skip: (page - 1) * perPage }),
  });
  return collectionJson(
    place,
    rel,
    path,
    { page, perPage, total, more: found.length > perPage },
    found.slice(0, perPage),
    text === undefined ? {} : { filter: text },
  );
}

function whole(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Problem('invalid');
  return Number(text);
}

const pathOf = (c: C): string => new URL(c.req.url).pathname;
const nameOf = (ctx: Ctx): string => ctx.network.name[ctx.locale] ?? ctx.network.slug;

/** An id of the address; one that is no id names nothing. */
function idOf(c: C, name: string): string {
  const id = (c.req.param(name) ?? '').replace(/^casement:/, '');
  if (!uuid.test(id)) throw new Problem('not-found');
  return id;
}

/** For programs and those who write them: in English, as OSDI is. */
const descriptions: Partial<Record<Problem['key'], string>> = {
  'not-found': 'There is no such resource for this key.',
  invalid: "page and per_page are whole numbers; filter knows modified_date gt|lt '…' and email_address eq '…'.",
  'too-many': 'Too many requests; see Retry-After.',
};

const hal = (c: C, json: Json, status: 200 | 401 | 403 | 404 | 400 | 413 | 422 | 429 | 500 | 503) =>
  c.body(JSON.stringify(json), status, { 'content-type': 'application/hal+json; charset=utf-8' });

const refusal = (c: C, status: Parameters<typeof hal>[2], description: string) =>
  hal(c, { request_type: 'atomic', response_code: status, error_description: description }, status);
