import type { Role } from '../src/platform/tenancy/index.ts';
import { decisions } from './authorisation/decisions.ts';
import { directory } from './authorisation/directory.ts';
import { documents } from './authorisation/documents.ts';
import { exchange } from './authorisation/exchange.ts';
import { facilities } from './authorisation/facilities.ts';
import { files } from './authorisation/files.ts';
import { groups } from './authorisation/groups.ts';
import { inbox } from './authorisation/inbox.ts';
import { library } from './authorisation/library.ts';
import { mailingList } from './authorisation/mailing-list.ts';
import { meetings } from './authorisation/meetings.ts';
import { members } from './authorisation/members.ts';
import { organisations } from './authorisation/organisations.ts';
import { search } from './authorisation/search.ts';
import { stories } from './authorisation/stories.ts';
import { translations } from './authorisation/translations.ts';
import { website } from './authorisation/website.ts';
import { wording } from './authorisation/wording.ts';

/**
 * Who may come through which door. Every route of the program matches exactly one line of its part; `test/authorisation.test.ts`
 * walks all of them as everybody. A route that no line matches fails: say here who may, and why it is so few or so many.
 *
 *   anyone     the public too (also: whoever holds a private link, whose token is the right)
 *   signedIn   every account, with or without a role: her own things
 *   half       a session that waits for its second factor, and nobody else
 *   key        programs with a key; a session is no key
 *   [roles]    accounts that hold one of these, in a session with a second factor where the role needs one
 *
 * A path stands below /:network/:locale, or below / where the line begins with "/ ". `**` is everything further down, `*` one
 * step. The more exact line wins: first those without `**`, then the longer ones.
 */
export type Who = 'anyone' | 'signedIn' | 'half' | 'key' | readonly Role[];

const anyone = 'anyone';
const signedIn = 'signedIn';
const coordinators: readonly Role[] = ['coordinator'];
/** Settings of the network, and what keeps its data: the work's and the access's people both. */
const keepers: readonly Role[] = ['coordinator', 'administrator'];
const administrators: readonly Role[] = ['administrator'];
const auditors: readonly Role[] = ['auditor'];
/** Removals that answer the same for a thing that is gone, was never there, or is another network's: sent twice they surprise nobody. */
export const idempotent: readonly string[] = ['POST /desk/officials/uploads/:id/removal'];
/** What takes many people's data out of the house: it asks anew who she is, and a machine that was left open gives none of it. */
export const leaving: readonly string[] = [
  'POST /desk/mailing-list/export',
  'POST /members/export',
  'POST /desk/data/keys',
  'POST /desk/data/exports/:resource',
  'POST /desk/webhooks',
  'POST /desk/webhooks/:id',
  'POST /log/export',
  'GET /desk/organisation-imports/export/:file',
  'GET /directory.pdf',
  'GET /desk/campaigns/:id/handovers/:handover/petition.pdf',
  'GET /desk/campaigns/:id/handovers/:handover/signatures.csv',
  'GET /desk/campaigns/:id/paper/runs/:run/letters.pdf',
  'GET /desk/campaigns/:id/law/work.csv',
  'GET /desk/campaigns/:id/law/work/print',
];
/** Who may let somebody in: an administrator anybody, the others members. */
const issuers: readonly Role[] = ['administrator', 'coordinator', 'lead'];

export const table: Record<string, Record<string, Who>> = {
  program: {
    'GET / /assets/**': anyone,
    'GET / /embed.js': anyone,
    'GET / /theme/*': anyone,
    'GET / /healthz': anyone,
    'GET / /readyz': anyone,
    'GET / /': anyone,
    'GET / /:network': anyone,
    'GET / /:network/sitemap.xml': anyone,
    'GET / /robots.txt': anyone,
    'GET / /api': anyone,
    'GET /api': anyone,
  },
  website,
  networks: {
    'GET /privacy': anyone,
    'GET POST /desk/network': keepers,
  },
  accounts: {
    'GET POST /sign-in/**': anyone,
    'GET POST /sign-in/second-factor': 'half',
    'GET POST /sign-out': anyone,
    'GET POST /account/**': signedIn,
    // Sends somebody who is signed out to sign in, and an account without a role to its own page.
    'GET /today': signedIn,
    'POST /today/**': signedIn,
  },
  people: {
    'GET POST /people/**': issuers,
    'POST /people/:id/grants': administrators,
    'POST /people/:id/grants/:grant/end': administrators,
    'POST /people/:id/closure': administrators,
    'POST /people/:id/reopening': administrators,
    'POST /people/:id/restoration': administrators,
  },
  audit: { 'GET POST /log/**': auditors },
  vocabularies: { 'GET /issues/**': anyone, 'GET /places/**': anyone },
  standards: { 'GET /standards/**': anyone },
  library,
  search,
  translations,
  exchange,
  facilities,
  inbox,
  organisations,
  'mailing-list': mailingList,
  stories,
  wording,
  members,
  directory,
  groups,
  files,
  documents,
  decisions,
  meetings,
  representatives: {
    'GET POST /representatives/**': anyone,
    'GET POST /desk/officials/**': coordinators,
  },
  outbox: { 'GET POST /outbox/**': coordinators },
  campaigns: {
    'GET POST /campaigns/**': anyone,
    'GET /campaigns.json': anyone,
    'GET /challenge': anyone,
    'GET POST /actions/**': anyone,
    'GET POST /embed/**': anyone,
    'GET /pictures/:key': anyone,
    'GET /e/:code': anyone,
  },
  desk: {
    'GET POST /desk/campaigns/**': coordinators,
    // And whoever is named a witness of an event, for that event's cards.
    'GET POST /desk/cards/**': coordinators,
    'GET POST /desk/law/**': coordinators,
    'GET POST /desk/review/**': coordinators,
    'GET POST /desk/replies/**': coordinators,
    'GET POST /desk/sharing/**': keepers,
    'GET POST /desk/sending/**': coordinators,
  },
  news: {
    'GET /news/**': anyone,
    'GET /news.atom': anyone,
    'GET /news.json': anyone,
    'GET POST /desk/news/**': coordinators,
  },
  webhooks: { 'GET POST /desk/webhooks/**': coordinators },
  osdi: { 'GET /osdi/**': 'key', 'GET POST /desk/data/**': coordinators },
};
